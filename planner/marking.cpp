#include "planner/marking.h"

#include "planner/stabbing.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace planner {

namespace {

using catalog::Catalog;
using catalog::Order;
using catalog::Release;
using catalog::ReleaseIndex;

std::size_t at(ReleaseIndex release) { return static_cast<std::size_t>(release); }

class Marker {
public:
    Marker(const Catalog& catalog, const Order& order, catalog::Date asOf)
        : m_catalog(catalog), m_order(order), m_canStop(catalog.releases.size()), m_lastStop(catalog.releases.size())
    {
        for (const ReleaseIndex release : order.byRank()) {
            const catalog::State& state = catalog.at(release).state;
            m_canStop[at(release)] = state.value == catalog::ReleaseState::ok || !state.validity->covers(asOf);
            const auto parent = order.parent(release);
            if (m_canStop[at(release)])
                m_lastStop[at(release)] = release;
            else if (parent)
                m_lastStop[at(release)] = m_lastStop[at(*parent)];
            m_byName.emplace(catalog.at(release).version.text, release);
        }
        for (const ReleaseIndex release : order.byRank()) {
            for (const std::string& alias : catalog.at(release).aliases)
                m_byName.emplace(alias, release);
        }
    }

    Marking make()
    {
        readCheckpoints();
        readBridges();
        readScripts();
        std::sort(m_marking.intervals.begin(), m_marking.intervals.end(),
                  [&](const StopInterval& a, const StopInterval& b) { return placeOf(a) < placeOf(b); });
        std::vector<std::size_t> all;
        std::vector<std::size_t> unmet;
        for (std::size_t i = 0; i < m_marking.intervals.size(); ++i) {
            all.push_back(i);
            if (m_marking.intervals[i].metBy.empty())
                unmet.push_back(i);
            for (const StopMet& met : m_marking.intervals[i].metBy)
                m_marking.declared[met.checkpoint].meets.push_back(i);
        }
        m_marking.marks = marksOf(all);
        m_marking.missing = marksOf(unmet);
        return std::move(m_marking);
    }

private:
    /// What is listed under one id with one `until`: by whom, oldest first.
    struct Bridge {
        std::vector<ReleaseIndex> listedBy;
        catalog::Note note;
    };
    using Listed = std::map<std::string, std::vector<ReleaseIndex>>;

    std::tuple<std::uint32_t, std::uint32_t, StopCause, std::string_view> placeOf(const StopInterval& interval) const
    {
        return {m_order.rank(interval.until), m_order.rank(interval.first), interval.cause, interval.id};
    }

    std::optional<ReleaseIndex> find(const catalog::Version& version) const
    {
        const auto found = m_byName.find(version.text);
        return found == m_byName.end() ? std::nullopt : std::optional(found->second);
    }

    bool isProperAncestor(ReleaseIndex ancestor, ReleaseIndex release) const
    {
        return ancestor != release && m_order.isAncestorOrSelf(ancestor, release);
    }

    void readCheckpoints()
    {
        std::vector<std::optional<catalog::VersionKey>> keys;
        for (const Release& release : m_catalog.releases)
            keys.push_back(catalog::VersionKey::read(m_catalog.versions, release.version.text));
        for (const ReleaseIndex release : m_order.byRank()) {
            const std::vector<catalog::Checkpoint>& checkpoints = m_catalog.at(release).checkpoints;
            for (std::size_t i = 0; i < checkpoints.size(); ++i) {
                DeclaredCheckpoint declared{release, i, checkpoints[i].id, {}, {}};
                for (const ReleaseIndex other : m_order.byRank()) {
                    const auto& key = keys[at(other)];
                    const auto& range = checkpoints[i].landsOn;
                    if (range ? key && range->contains(m_catalog.at(other).version, *key) : other == release)
                        declared.lands.push_back(other);
                }
                m_marking.declared.push_back(std::move(declared));
            }
        }
        m_keys = std::move(keys);
    }

    void readBridges()
    {
        std::map<std::tuple<StopCause, std::string, ReleaseIndex>, Bridge> bridges;
        std::map<StopCause, Listed> listed;
        const auto add = [&](StopCause cause, ReleaseIndex release, const std::string& id,
                             const catalog::Version& named, const catalog::Note& note) {
            std::vector<ReleaseIndex>& listers = listed[cause][id];
            if (listers.empty() || listers.back() != release)
                listers.push_back(release);
            if (named.text.empty())
                return;
            const auto until = find(named);
            if (!until) {
                addProblem(MarkingProblem::Kind::unknownRelease, cause, id, release, named);
                return;
            }
            Bridge& bridge = bridges[{cause, id, *until}];
            if (bridge.listedBy.empty())
                bridge.note = note;
            bridge.listedBy.push_back(release);
        };
        for (const ReleaseIndex release : m_order.byRank()) {
            for (const catalog::DataMove& move : m_catalog.at(release).moves)
                add(StopCause::move, release, move.id, move.until, move.note);
            for (const catalog::Shim& shim : m_catalog.at(release).shims)
                add(StopCause::shim, release, shim.id, shim.until, shim.note);
        }
        for (const auto& [key, bridge] : bridges) {
            const auto& [cause, id, until] = key;
            const auto last = until;
            const auto first = std::find_if(bridge.listedBy.begin(), bridge.listedBy.end(),
                                            [&](ReleaseIndex release) { return isProperAncestor(release, last); });
            StopInterval interval{cause, id, {}, until, {}, {}, {}, bridge.note, {}};
            interval.elsewhere = listed[cause][id];
            if (first != bridge.listedBy.end()) {
                interval.first = *first;
                std::erase_if(interval.elsewhere, [&](ReleaseIndex release) {
                    return m_order.isAncestorOrSelf(*first, release) && m_order.isAncestorOrSelf(release, last);
                });
                addInterval(std::move(interval), m_catalog.at(until).version);
                continue;
            }
            interval.first = until;  // nothing on the way has it: only stops elsewhere do
            if (metBy(interval).empty())
                addProblem(MarkingProblem::Kind::notAnAncestor, cause, id, bridge.listedBy.front(),
                           m_catalog.at(until).version);
        }
    }

    void readScripts()
    {
        std::vector<std::optional<ReleaseIndex>> since(m_catalog.releases.size());  // the last that was said on the way
        for (const ReleaseIndex release : m_order.byRank()) {
            const auto parent = m_order.parent(release);
            const auto before = parent ? since[at(*parent)] : std::nullopt;
            since[at(release)] = before;
            const auto& named = m_catalog.at(release).scriptsSince;
            if (!named)
                continue;
            const auto oldest = find(*named);
            if (!oldest || !m_order.isAncestorOrSelf(*oldest, release)) {
                addProblem(oldest ? MarkingProblem::Kind::notAnAncestor : MarkingProblem::Kind::unknownRelease,
                           StopCause::scripts, named->text, release, *named);
                continue;
            }
            since[at(release)] = oldest;
            if (before && m_order.isAncestorOrSelf(*oldest, *before))
                continue;
            auto first = m_order.parent(*oldest);
            while (first && m_catalog.at(*first).migrations && m_catalog.at(*first).migrations->empty())
                first = m_order.parent(*first);
            if (!first)
                continue;  // nothing that there ever was is dropped
            addInterval({StopCause::scripts, named->text, *first, release, {}, {}, {}, {}, {}}, *named);
        }
    }

    void addProblem(MarkingProblem::Kind kind, StopCause cause, const std::string& id, ReleaseIndex declaredBy,
                    const catalog::Version& named)
    {
        m_marking.problems.push_back({kind, cause, id, declaredBy, named});
    }

    void addInterval(StopInterval interval, const catalog::Version& named)
    {
        if (!isNeeded(interval))
            return;
        interval.metBy = metBy(interval);
        const auto latest = m_lastStop[at(*m_order.parent(interval.until))];
        if (!latest || !m_order.isAncestorOrSelf(interval.first, *latest)) {
            if (interval.metBy.empty()) {
                const bool scripts = interval.cause == StopCause::scripts;
                addProblem(MarkingProblem::Kind::noStop, interval.cause, interval.id,
                           scripts ? interval.until : interval.first, named);
            }
            return;
        }
        interval.latest = *latest;
        interval.earliest = interval.first;
        if (!m_canStop[at(interval.first)]) {
            for (auto release = latest; release && m_order.isAncestorOrSelf(interval.first, *release);
                 release = m_order.parent(*release)) {
                if (m_canStop[at(*release)])
                    interval.earliest = *release;
            }
        }
        m_marking.intervals.push_back(std::move(interval));
    }

    /// Whether there is a release before `until` that is not inside of the interval.
    bool isNeeded(const StopInterval& interval) const
    {
        if (m_order.parent(interval.first))
            return true;
        for (const ReleaseIndex release : m_order.byRank()) {
            if (release == interval.until)
                return false;
            if (!m_order.isAncestorOrSelf(interval.first, release))
                return true;
        }
        return false;
    }

    /// Whether a stop at this release does what the interval is for.
    bool serves(const StopInterval& interval, ReleaseIndex release) const
    {
        const auto has = [&](ReleaseIndex lister) { return m_order.isAncestorOrSelf(lister, release); };
        return !m_order.isAncestorOrSelf(interval.until, release) &&
               (has(interval.first) || std::any_of(interval.elsewhere.begin(), interval.elsewhere.end(), has));
    }

    std::vector<StopMet> metBy(const StopInterval& interval) const
    {
        std::vector<StopMet> all;
        for (std::size_t i = 0; i < m_marking.declared.size(); ++i) {
            const DeclaredCheckpoint& declared = m_marking.declared[i];
            const catalog::Checkpoint& checkpoint = m_catalog.at(declared.release).checkpoints->at(declared.position);
            StopMet met{i, !checkpoint.when.always(), {}};
            bool hit = false;
            bool passed = false;
            bool standsOn = false;
            for (const ReleaseIndex landing : declared.lands) {
                standsOn = standsOn || landing == interval.until;
                passed = passed || isProperAncestor(landing, interval.until);
                if (serves(interval, landing))
                    hit = true;
                else
                    met.loose.push_back(landing);
            }
            const auto& key = m_keys[at(interval.until)];
            const bool named =
                checkpoint.beyond && key && checkpoint.beyond->contains(m_catalog.at(interval.until).version, *key);
            if (hit && !standsOn && (passed || named))
                all.push_back(std::move(met));
        }
        return all;
    }

    std::vector<Mark> marksOf(const std::vector<std::size_t>& wanted) const
    {
        std::vector<VerticalPiece> pieces;
        pieces.reserve(wanted.size());
        for (const std::size_t i : wanted)
            pieces.push_back({m_marking.intervals[i].earliest, m_marking.intervals[i].latest});
        std::vector<Mark> marks;
        for (const ReleaseIndex stop : fewestStops(m_order, pieces, m_lastStop)) {
            marks.push_back({stop, {}});
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                if (planner::hits(m_order, pieces[i], stop))
                    marks.back().intervals.push_back(wanted[i]);
            }
        }
        return marks;
    }

    const Catalog& m_catalog;
    const Order& m_order;
    std::vector<bool> m_canStop;
    std::vector<std::optional<ReleaseIndex>> m_lastStop;  ///< the nearest of self and ancestors that can be a stop
    std::unordered_map<std::string_view, ReleaseIndex> m_byName;
    std::vector<std::optional<catalog::VersionKey>> m_keys;
    Marking m_marking;
};

}  // namespace

Marking mark(const Catalog& catalog, const Order& order, catalog::Date asOf)
{
    return Marker(catalog, order, asOf).make();
}

}  // namespace planner
