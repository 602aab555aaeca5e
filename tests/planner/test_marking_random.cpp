#include "planner/marking.h"

#include <QtTest>
#include <bit>
#include <map>
#include <random>
#include <set>

namespace {

using catalog::Catalog;
using catalog::Order;
using catalog::ReleaseIndex;
using planner::Marking;

const catalog::Date today = *catalog::readDate("2026-11-20");

/// Everything a naive reader needs, by walking up parents.
class Naive {
public:
    Naive(const Catalog& catalog, const Order& order) : m_catalog(catalog), m_order(order) {}

    bool isAbove(ReleaseIndex a, std::optional<ReleaseIndex> b) const  // a is b or an ancestor
    {
        for (; b; b = m_order.parent(*b)) {
            if (*b == a)
                return true;
        }
        return false;
    }

    std::vector<ReleaseIndex> properAncestors(ReleaseIndex release) const
    {
        std::vector<ReleaseIndex> all;
        for (auto next = m_order.parent(release); next; next = m_order.parent(*next))
            all.push_back(*next);
        return all;
    }

    std::optional<ReleaseIndex> find(const std::string& version) const
    {
        for (std::size_t i = 0; i < m_catalog.releases.size(); ++i) {
            if (m_catalog.releases[i].version.text == version)
                return static_cast<ReleaseIndex>(i);
        }
        return std::nullopt;
    }

    /// Sets of releases, one bit each, that each need a stop in them.
    std::multiset<unsigned> wanted() const
    {
        std::map<std::pair<std::string, ReleaseIndex>, unsigned> bridges;
        for (std::size_t i = 0; i < m_catalog.releases.size(); ++i) {
            const auto lister = static_cast<ReleaseIndex>(i);
            const auto add = [&](const std::string& key, const std::string& until) {
                const auto last = find(until);
                if (!last)
                    return;
                for (const ReleaseIndex release : properAncestors(*last)) {
                    if (isAbove(lister, release))
                        bridges[{key, *last}] |= bit(release);
                }
            };
            for (const auto& move : m_catalog.releases[i].moves)
                add("move " + move.id, move.until.text);
            for (const auto& shim : m_catalog.releases[i].shims)
                add("shim " + shim.id, shim.until.text);
        }
        std::multiset<unsigned> sets;
        for (const auto& [key, set] : bridges) {
            bool anyBefore = false;
            for (std::size_t i = 0; i < m_catalog.releases.size(); ++i) {
                const auto source = static_cast<ReleaseIndex>(i);
                bool inside = false;
                for (const ReleaseIndex release : properAncestors(key.second))
                    inside = inside || ((set & bit(release)) != 0 && isAbove(release, source));
                anyBefore = anyBefore || (!inside && m_order.after(key.second, source));
            }
            keep(sets, set, anyBefore);
        }
        for (std::size_t i = 0; i < m_catalog.releases.size(); ++i)
            addScripts(static_cast<ReleaseIndex>(i), sets);
        return sets;
    }

private:
    static unsigned bit(ReleaseIndex release) { return 1u << static_cast<unsigned>(release); }

    void addScripts(ReleaseIndex last, std::multiset<unsigned>& sets) const
    {
        const auto since = sinceOf(last);
        if (!since)
            return;
        for (const ReleaseIndex before : properAncestors(last)) {
            if (const auto other = sinceOf(before)) {
                if (isAbove(*since, *other))
                    return;  // it ships no less than was shipped before
                break;
            }
        }
        const auto isDropped = [&](ReleaseIndex needed) {
            const auto& migrations = m_catalog.at(needed).migrations;
            return !isAbove(*since, needed) && !(migrations && migrations->empty());
        };
        std::vector<ReleaseIndex> way = properAncestors(last);
        way.push_back(last);
        const auto lacksSome = [&](ReleaseIndex source) {
            return std::any_of(way.begin(), way.end(),
                               [&](ReleaseIndex needed) { return isDropped(needed) && !isAbove(needed, source); });
        };
        unsigned set = 0;
        bool anyBefore = false;
        for (std::size_t i = 0; i < m_catalog.releases.size(); ++i) {
            const auto source = static_cast<ReleaseIndex>(i);
            if (!m_order.after(last, source))
                continue;
            anyBefore = anyBefore || lacksSome(source);
            if (source != last && isAbove(source, last) && !lacksSome(source))
                set |= bit(source);
        }
        keep(sets, set, anyBefore);
    }

    std::optional<ReleaseIndex> sinceOf(ReleaseIndex release) const
    {
        const auto& since = m_catalog.at(release).scriptsSince;
        const auto found = since ? find(since->text) : std::nullopt;
        return found && isAbove(*found, release) ? found : std::nullopt;
    }

    /// Leaves out what no site needs, and releases that cannot be stops.
    void keep(std::multiset<unsigned>& sets, unsigned set, bool anyBefore) const
    {
        unsigned stops = 0;
        for (std::size_t i = 0; i < m_catalog.releases.size(); ++i) {
            if (m_catalog.releases[i].state.value == catalog::ReleaseState::ok)
                stops |= bit(static_cast<ReleaseIndex>(i));
        }
        if (anyBefore && (set & stops) != 0)
            sets.insert(set & stops);
    }

    const Catalog& m_catalog;
    const Order& m_order;
};

Catalog randomCatalog(std::mt19937& random)
{
    const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
    Catalog catalog;
    const std::size_t lines = 1 + below(4);
    std::vector<ReleaseIndex> before;
    for (std::size_t line = 0; line < lines; ++line) {
        catalog::Line entry;
        entry.id = {"l" + std::to_string(line)};
        if (!before.empty() && below(6) != 0)
            entry.from = before[below(before.size())];
        catalog.lines.push_back(entry);
        for (std::size_t i = 1 + below(line == 0 ? 8 : 4); i > 0 && catalog.releases.size() < 13; --i) {
            catalog::Release release;
            release.version = {std::to_string(catalog.releases.size())};
            release.line = static_cast<catalog::LineIndex>(line);
            if (below(8) == 0)
                release.state.value = catalog::ReleaseState::withdrawn;
            if (below(4) == 0)
                release.migrations.emplace();
            before.push_back(static_cast<ReleaseIndex>(catalog.releases.size()));
            catalog.releases.push_back(release);
        }
    }
    const std::size_t count = catalog.releases.size();
    const auto anyVersion = [&] { return catalog::Version{std::to_string(below(count))}; };
    for (std::size_t i = below(9); i > 0; --i)
        catalog.releases[below(count)].moves.push_back(
            catalog::DataMove{"m" + std::to_string(below(3)), anyVersion(), {}});
    for (std::size_t i = below(4); i > 0; --i)
        catalog.releases[below(count)].shims.push_back(catalog::Shim{"s" + std::to_string(below(2)), anyVersion(), {}});
    for (std::size_t i = below(7); i > 0; --i)
        catalog.releases[below(count)].scriptsSince = anyVersion();
    return catalog;
}

unsigned bitsBetween(const Order& order, const planner::StopInterval& interval, const Catalog& catalog)
{
    unsigned bits = 0;
    for (std::optional<ReleaseIndex> release = interval.latest; release; release = order.parent(*release)) {
        if (catalog.at(*release).state.value == catalog::ReleaseState::ok)
            bits |= 1u << static_cast<unsigned>(*release);
        if (*release == interval.earliest)
            break;
    }
    return bits;
}

int smallestHittingSet(const std::multiset<unsigned>& sets, std::size_t count)
{
    int best = static_cast<int>(count);
    for (unsigned chosen = 0; chosen < (1u << count); ++chosen) {
        if (std::popcount(chosen) >= best)
            continue;
        if (std::all_of(sets.begin(), sets.end(), [&](unsigned set) { return (set & chosen) != 0; }))
            best = std::popcount(chosen);
    }
    return best;
}

/// The textbook's stabbing, for catalogs of one line: by right ends.
std::vector<ReleaseIndex> stabbedByRightEnds(const Order& order, std::vector<planner::StopInterval> intervals)
{
    std::sort(intervals.begin(), intervals.end(),
              [&](const auto& a, const auto& b) { return order.rank(a.latest) < order.rank(b.latest); });
    std::vector<ReleaseIndex> stops;
    for (const planner::StopInterval& interval : intervals) {
        if (stops.empty() || order.rank(stops.back()) < order.rank(interval.earliest))
            stops.push_back(interval.latest);
    }
    return stops;
}

/// Whether a site from before the interval can come to `until` or beyond without stopping where that does what the
/// interval is for, when the checkpoint's rule (legality rule 4) is all that binds.
bool canJumpOver(const Catalog& catalog, const Order& order, const planner::StopInterval& interval,
                 const planner::DeclaredCheckpoint& declared)
{
    const Naive naive(catalog, order);
    const auto lands = [&](ReleaseIndex release) {
        return std::find(declared.lands.begin(), declared.lands.end(), release) != declared.lands.end();
    };
    const auto passed = [&](ReleaseIndex release) {
        return std::any_of(declared.lands.begin(), declared.lands.end(),
                           [&](ReleaseIndex landing) { return naive.isAbove(landing, release); });
    };
    const auto serves = [&](ReleaseIndex release) {
        const auto has = [&](ReleaseIndex lister) { return naive.isAbove(lister, release); };
        return !has(interval.until) &&
               (has(interval.first) || std::any_of(interval.elsewhere.begin(), interval.elsewhere.end(), has));
    };
    std::vector<bool> reached(catalog.releases.size());
    for (const ReleaseIndex to : order.byRank()) {
        if (serves(to))
            continue;
        bool comes = !naive.isAbove(interval.until, to) && !passed(to);  // a site may stand there
        for (const ReleaseIndex from : order.byRank()) {
            if (!order.after(to, from) || !reached[static_cast<std::size_t>(from)])
                continue;
            const bool jumps = !passed(from) && passed(to) && !lands(to);
            const bool undoes = passed(from) && !passed(to);
            comes = comes || (!jumps && !undoes);
        }
        reached[static_cast<std::size_t>(to)] = comes;
        if (comes && naive.isAbove(interval.until, to))
            return true;
    }
    return false;
}

}  // namespace

class TestMarkingRandom : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// Random small forests: what is derived is what the words of DESIGN say, read naively over parents, and the marks
    /// are a smallest hitting set, found by trying all sets.
    void marksAreASmallestHittingSet();

    /// 20,000 releases on a trunk and branches, each dropping old scripts: the time must not grow with the square.

    /// A checkpoint that meets an interval for every landing release leaves no way over it.
    void whatIsMetCannotBeJumpedOver();
};

void TestMarkingRandom::marksAreASmallestHittingSet()
{
    std::mt19937 random(7);
    int withMarks = 0;
    int withSeveral = 0;
    int forked = 0;
    for (int round = 0; round < 3000; ++round) {
        const Catalog catalog = randomCatalog(random);
        const Order order(catalog);
        const Marking marking = planner::mark(catalog, order, today);
        const std::multiset<unsigned> wanted = Naive(catalog, order).wanted();
        std::multiset<unsigned> derived;
        for (const planner::StopInterval& interval : marking.intervals)
            derived.insert(bitsBetween(order, interval, catalog));
        QVERIFY2(derived == wanted, qPrintable(QString::number(round)));

        unsigned chosen = 0;
        std::vector<ReleaseIndex> stops;
        for (const planner::Mark& mark : marking.marks) {
            chosen |= 1u << static_cast<unsigned>(mark.release);
            stops.push_back(mark.release);
            QVERIFY(catalog.at(mark.release).state.value == catalog::ReleaseState::ok);
            std::vector<std::size_t> hit;
            for (std::size_t i = 0; i < marking.intervals.size(); ++i) {
                if ((bitsBetween(order, marking.intervals[i], catalog) >> static_cast<unsigned>(mark.release) & 1u) !=
                    0)
                    hit.push_back(i);
            }
            QVERIFY(mark.intervals == hit && !hit.empty());
        }
        for (const unsigned set : wanted)
            QVERIFY((set & chosen) != 0);
        QCOMPARE(static_cast<int>(stops.size()), smallestHittingSet(wanted, catalog.releases.size()));
        if (catalog.lines.size() == 1)
            QVERIFY(stops == stabbedByRightEnds(order, marking.intervals));
        withMarks += stops.empty() ? 0 : 1;
        withSeveral += stops.size() > 1 ? 1 : 0;
        forked += catalog.lines.size() > 1 && stops.size() > 1 ? 1 : 0;
    }
    // The catalogs are of use: many have marks, many several, on several lines too.
    QVERIFY2(withMarks > 1500 && withSeveral > 400 && forked > 200,
             qPrintable(QStringLiteral("%1 %2 %3").arg(withMarks).arg(withSeveral).arg(forked)));
}

void TestMarkingRandom::whatIsMetCannotBeJumpedOver()
{
    std::mt19937 random(11);
    int met = 0;
    int open = 0;
    for (int round = 0; round < 2000; ++round) {
        Catalog catalog = randomCatalog(random);
        const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
        for (std::size_t i = 1 + below(4); i > 0; --i) {
            catalog::Checkpoint checkpoint;
            checkpoint.id = {"c" + std::to_string(i)};
            std::string range = std::to_string(below(catalog.releases.size()));
            if (below(2) == 0)
                range += " || " + std::to_string(below(catalog.releases.size()));
            checkpoint.landsOn = *catalog::Range::read(catalog::VersionScheme::numeric, range);
            catalog.releases[below(catalog.releases.size())].checkpoints.push_back(checkpoint);
        }
        const Order order(catalog);
        const Marking marking = planner::mark(catalog, order, today);
        for (const planner::StopInterval& interval : marking.intervals) {
            for (std::size_t i = 0; i < marking.declared.size(); ++i) {
                const auto by = std::find_if(interval.metBy.begin(), interval.metBy.end(),
                                             [&](const planner::StopMet& one) { return one.checkpoint == i; });
                const bool jumped = canJumpOver(catalog, order, interval, marking.declared[i]);
                if (by != interval.metBy.end() && by->loose.empty()) {
                    QVERIFY2(!jumped, qPrintable(QString::number(round)));
                    ++met;
                }
                open += by == interval.metBy.end() && jumped ? 1 : 0;
            }
        }
    }
    QVERIFY2(met > 300 && open > 300, qPrintable(QStringLiteral("%1 %2").arg(met).arg(open)));
}

QTEST_GUILESS_MAIN(TestMarkingRandom)
#include "test_marking_random.moc"
