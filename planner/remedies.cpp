#include "planner/remedies.h"

#include "planner/causes.h"
#include "planner/option.h"
#include "planner/plan_builder.h"
#include "planner/rules/rules.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

namespace planner {

namespace {

using RemedyKind = Remedy::Kind;

constexpr int mostOptions = 3;
constexpr int mostTries = 8;
constexpr std::size_t mostTargets = 3;
constexpr std::int64_t mostLifted = 64;  ///< obstacles that the vendor would have to lift

TargetMeaning exactly(Rank target) { return {TargetMeaning::Kind::release, {target}}; }

/// The releases that a way is looked for to, best first: the target itself, or what it could mean.
std::vector<Rank> targetsOf(const Request& request, const TargetMeaning& meaning, const Answer& given)
{
    if (given.target)
        return {*given.target};
    const std::unique_ptr<Situation> situation = request.situation();
    std::vector<Rank> targets;
    const auto add = [&](Rank rank) {
        if (targets.size() < mostTargets && rank > request.installed && situation->released(rank))
            targets.push_back(rank);
    };
    if (meaning.kind != TargetMeaning::Kind::latest) {
        std::for_each(meaning.releases.rbegin(), meaning.releases.rend(), add);
        return targets;
    }
    for (auto rank = static_cast<Rank>(request.model.size()); rank-- > request.installed + 1;) {
        if (situation->states[rank] == catalog::ReleaseState::ok)
            add(rank);
    }
    return targets;
}

/// What only a new catalog brings; else the vendor has to change a rule.
Remedy remedyOf(const OptionPart& part)
{
    Remedy remedy;
    remedy.kind = part.change.kind;
    remedy.subject = part.change.subject;
    remedy.note = part.note;
    if (part.change.kind != RemedyKind::vendor) {
        remedy.value = part.change.value;
        return remedy;
    }
    remedy.subject = part.name;
    for (const Cause& cause : part.lifted) {
        switch (cause.reason.code) {
        case ReasonCode::targetWithdrawn:
        case ReasonCode::targetUnavailable:
        case ReasonCode::avoidOnTheWay:
        case ReasonCode::deadEndOnTheWay:
        case ReasonCode::notYetReleased:
        case ReasonCode::schemaBehind:
        case ReasonCode::migrationsMissing:
        case ReasonCode::olderAcrossLines:
            remedy.kind = RemedyKind::newerCatalog;
            remedy.subject = cause.reason.to.text;
            break;
        default:
            break;
        }
    }
    return remedy;
}

/// Where the plan has the component changed; nothing when that is the installed release.
catalog::Version placeOf(const Remedy& remedy, const OptionPart& part, const std::optional<Plan>& plan,
                         const catalog::Version& installed)
{
    if (remedy.kind != RemedyKind::raiseComponent)
        return {};
    catalog::Version place = part.at;
    for (const PlannedStep& step : plan ? plan->steps : std::vector<PlannedStep>{}) {
        if (step.component && step.id == remedy.subject && step.component->to.text == remedy.value)
            place = step.component->at;
    }
    return place == installed ? catalog::Version{} : place;
}

class Finder {
public:
    Finder(const Request& request, const TargetMeaning& meaning, const Answer& given, Outcome& outcome)
        : m_request(request), m_targets(targetsOf(request, meaning, given)), m_outcome(outcome)
    {
    }

    void find(std::optional<Rank> next)
    {
        bool found = false;
        for (int option = 0, tries = 0; option < mostOptions && tries < mostTries; ++tries) {
            const std::optional<Tried> tried = tryOnce(price::mostAtSite);
            if (!tried)
                break;
            if (!tried->option.empty()) {
                add(tried->option, tried->target);
                found = true;
                ++option;
            }
        }
        if (!found)
            found = tryChannels();
        if (next)
            addTarget(*next);
        for (int tries = 0; !found && tries < mostTries; ++tries) {
            const std::optional<Tried> tried = askVendor();
            if (!tried)
                break;
            if (!tried->option.empty()) {
                if (!next || !onlyNewer(tried->option, tried->target))
                    add(tried->option, tried->target);
                break;
            }
        }
        if (m_outcome.blockers.empty() && m_relaxed)
            addCauses(*m_relaxed);
    }

private:
    struct Tried {
        Option option;  ///< empty: it opens nothing, and is left out from now on
        Rank target = 0;
    };

    /// Nothing when no path is left to be tried.
    std::optional<Tried> tryOnce(std::int64_t most)
    {
        const ComponentChanges wishful{true, {}};
        for (const Rank target : m_targets) {
            const ChangePrices prices(m_request, m_refused, most);
            std::optional<Possible> relaxed = findPossible(m_request, exactly(target), &prices, wishful);
            if (!relaxed)
                continue;
            const Option asked = optionOf(m_request, prices, *relaxed);
            if (asked.empty())
                continue;
            const std::optional<Option> opening = least(m_request, target, asked);
            refuse(opening ? *opening : asked, opening.has_value());
            if (opening && m_outcome.remedies.empty())
                addCauses(*relaxed);
            m_relaxed = std::move(relaxed);
            return Tried{opening.value_or(Option{}), target};
        }
        return std::nullopt;
    }

    /// Where a line may be left depends on what is offered there, and what is allowed may depend on the channel: no
    /// single hop is refused for that.
    bool tryChannels()
    {
        std::set<catalog::Channel> channels;
        for (const catalog::Release& release : m_request.model.catalog.releases)
            channels.insert(release.channels.begin(), release.channels.end());
        const ComponentChanges wishful{true, {}};
        for (const catalog::Channel& channel : channels) {
            const bool joined = m_request.facts.channels().empty() || m_request.facts.channels().count(channel) != 0;
            if (joined || m_targets.empty())
                continue;
            OptionPart part;
            part.change = {RemedyKind::joinChannel, channel.text, {}, price::fair};
            Site site = m_request.site;
            site.channels = m_request.facts.channels();
            site.channels.insert(channel);
            const catalog::Checked<Facts> facts = Facts::read(m_request.model.catalog, site);
            if (!facts)
                continue;
            const Request there{m_request.model, site, m_request.goal, *facts, m_request.installed, m_request.day};
            const ChangePrices prices(there, m_refused, price::mostAtSite);
            const Rank target = m_targets.front();
            const std::optional<Possible> relaxed = findPossible(there, exactly(target), &prices, wishful);
            if (!relaxed)
                continue;
            Option option = optionOf(there, prices, *relaxed);
            option.push_back(std::move(part));
            const std::optional<Option> opening = least(m_request, target, std::move(option));
            if (!opening)
                continue;
            add(*opening, target);
            return true;
        }
        return false;
    }

    /// More and more is spent, so that a search stays near what is legal.
    std::optional<Tried> askVendor()
    {
        for (std::int64_t lifted = 1; lifted <= mostLifted; lifted *= 2) {
            if (std::optional<Tried> tried = tryOnce((lifted + 1) * price::dear - 1))
                return tried;
        }
        return std::nullopt;
    }

    /// What opened nothing may do so because one of its changes shuts what another opens.
    void refuse(const Option& option, bool opened)
    {
        const auto shuts = [](const OptionPart& part) {
            return part.change.kind == RemedyKind::answerFact || part.change.kind == RemedyKind::joinChannel ||
                   part.change.kind == RemedyKind::raiseComponent;
        };
        const bool some = std::any_of(option.begin(), option.end(), shuts);
        for (const OptionPart& part : option) {
            if (opened || !some || shuts(part))
                m_refused.insert({part.change.kind, part.change.subject});
        }
    }

    void add(const Option& option, Rank target)
    {
        const std::optional<Opened> opened = tryOption(m_request, target, option);
        std::vector<Remedy> remedies;
        for (const OptionPart& part : option) {
            Remedy remedy = remedyOf(part);
            remedy.plan = opened ? opened->plan : std::nullopt;
            remedy.at = placeOf(remedy, part, remedy.plan, m_request.model.version(m_request.installed));
            const bool known = std::any_of(remedies.begin(), remedies.end(), [&](const Remedy& one) {
                return one.kind == remedy.kind && one.subject == remedy.subject && one.value == remedy.value;
            });
            if (!known)
                remedies.push_back(std::move(remedy));
        }
        for (Remedy& remedy : remedies) {
            remedy.option = m_options;
            m_outcome.remedies.push_back(std::move(remedy));
        }
        ++m_options;
    }

    /// Whether all that is asked for is a release in place of the target, such as the catalog already has.
    [[nodiscard]] bool onlyNewer(const Option& option, Rank target) const
    {
        return std::all_of(option.begin(), option.end(), [&](const OptionPart& part) {
            const Remedy remedy = remedyOf(part);
            return remedy.kind == RemedyKind::newerCatalog && remedy.subject == m_request.model.version(target).text;
        });
    }

    void addTarget(Rank next)
    {
        OptionPart part;
        part.change = {RemedyKind::chooseTarget, m_request.model.version(next).text, {}, price::fair};
        add({part}, next);
    }

    void addCauses(const Possible& relaxed)
    {
        if (!m_outcome.blockers.empty())
            return;
        m_outcome.blockers = smallestCauses(m_request, relaxed);
    }

    const Request& m_request;
    std::vector<Rank> m_targets;
    Outcome& m_outcome;
    ChangePrices::Refused m_refused;
    std::optional<Possible> m_relaxed;
    int m_options = 0;
};

}  // namespace

void findRemedies(const Request& request, const TargetMeaning& meaning, const Answer& given, std::optional<Rank> next,
                  Outcome& outcome)
{
    Finder(request, meaning, given, outcome).find(next);
    if (outcome.blockers.empty() && given.target) {
        const std::unique_ptr<Situation> situation = request.situation();
        for (Reason& reason : objections(*situation, {request.installed, *given.target, siteEnvironment, true})) {
            if (reason.facts.empty())
                outcome.blockers.push_back(std::move(reason));
        }
    }
}

}  // namespace planner
