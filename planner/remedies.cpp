#include "planner/remedies.h"

#include "planner/blockage.h"
#include "planner/disk_space.h"
#include "planner/plan_builder.h"
#include "planner/rules/rules.h"
#include "planner/spelling.h"

#include <algorithm>
#include <set>
#include <utility>

namespace planner {

namespace {

using Kind = Remedy::Kind;

constexpr int mostOptions = 3;
constexpr std::int64_t cheap = 1;            ///< the site's word is enough
constexpr std::int64_t fair = 3;             ///< the site changes something
constexpr std::int64_t dear = 1000;          ///< only the vendor can
constexpr std::int64_t leftOut = 1'000'000;  ///< an option before has it

struct Change {
    Kind kind = Kind::vendor;
    std::string subject;
    std::int64_t price = dear;
    auto operator<=>(const Change&) const = default;
};

/// What would have to change for one objection to go; nothing when no change can help.
std::optional<Change> changeFor(const Situation& situation, const Reason& reason)
{
    switch (reason.code) {
    case ReasonCode::riskMatches:
        return Change{Kind::acceptRisk, reason.id, cheap};
    case ReasonCode::notInChannel:
        return Change{Kind::joinChannel, reason.names.empty() ? std::string() : reason.names.front(), fair};
    case ReasonCode::factRequired:
        return Change{Kind::answerFact, reason.id, fair};
    case ReasonCode::failedCheckpoint:
        return Change{Kind::chooseTarget, situation.model.version(situation.installed).text, cheap};
    case ReasonCode::notAfter:
    case ReasonCode::downgradeNeedsBackup:
    case ReasonCode::targetWithdrawn:
    case ReasonCode::targetUnavailable:
        return std::nullopt;
    case ReasonCode::notYetReleased:
        return Change{Kind::newerCatalog, reason.to.text, dear};
    default:
        return Change{Kind::vendor, reason.id.empty() ? spelled(reason.rule) : reason.id, dear};
    }
}

class Priced : public Prices {
public:
    explicit Priced(const std::set<std::pair<Kind, std::string>>& leaveOut) : m_leaveOut(leaveOut) {}

    [[nodiscard]] std::optional<std::int64_t> of(const Situation& situation,
                                                 const std::vector<Reason>& reasons) const override
    {
        std::set<Change> changes;
        for (const Reason& reason : reasons) {
            if (!reason.facts.empty())
                continue;
            const std::optional<Change> change = changeFor(situation, reason);
            if (!change)
                return std::nullopt;
            changes.insert(*change);
        }
        std::int64_t price = 0;
        for (const Change& change : changes)
            price += change.price + surcharge(change.kind, change.subject);
        return price;
    }

    [[nodiscard]] std::optional<std::int64_t> ofStep(Situation& situation, std::size_t domain,
                                                     int version) const override
    {
        const ComponentDomain& component = situation.environments.domains()[domain];
        if (offered(component, version))
            return component.fixed ? fair + surcharge(Kind::unfixComponent, component.name.text) : 0;
        return fair + 1 + surcharge(Kind::raiseComponent, component.name.text);
    }

    [[nodiscard]] static bool offered(const ComponentDomain& component, int version)
    {
        if (component.declaration == nullptr)
            return false;
        const std::vector<catalog::Version>& available = component.declaration->available;
        return std::find(available.begin(), available.end(), component.versions[static_cast<std::size_t>(version)]) !=
               available.end();
    }

private:
    [[nodiscard]] std::int64_t surcharge(Kind kind, const std::string& subject) const
    {
        return m_leaveOut.count({kind, subject}) != 0 ? leftOut : 0;
    }
    const std::set<std::pair<Kind, std::string>>& m_leaveOut;
};

/// What a relaxed path asks for, and what the rules say about it.
struct Relaxed {
    std::vector<Reason> causes;
    std::vector<Remedy> remedies;
};

void addRemedy(Relaxed& relaxed, Remedy remedy)
{
    for (Remedy& known : relaxed.remedies) {
        if (known.kind == remedy.kind && known.subject == remedy.subject) {
            known.value = remedy.value;
            return;
        }
    }
    relaxed.remedies.push_back(std::move(remedy));
}

/// A wished component step: its cause is what the next hop says without it.
void addStep(Situation& situation, const Path& path, std::size_t position, Relaxed& relaxed)
{
    const Move& move = path[position];
    const ComponentDomain& component = situation.environments.domains()[move.domain];
    const int version = situation.environments.version(move.after, move.domain);
    if (Priced::offered(component, version) && !component.fixed)
        return;
    Remedy remedy;
    remedy.kind = Priced::offered(component, version) ? Kind::unfixComponent : Kind::raiseComponent;
    remedy.subject = component.name.text;
    remedy.value = component.versions[static_cast<std::size_t>(version)].text;
    for (std::size_t later = position + 1; later < path.size(); ++later) {
        if (path[later].kind != Move::Kind::hop)
            continue;
        const HopQuery hop{path[later].from, path[later].to, move.before, later + 1 == path.size()};
        std::vector<Reason> reasons;
        (void)checkEnvironment(situation, hop, &reasons);
        const auto about = std::find_if(reasons.begin(), reasons.end(),
                                        [&](const Reason& reason) { return reason.id == component.name.text; });
        if (about == reasons.end())
            continue;
        relaxed.causes.push_back(*about);
        break;
    }
    if (component.fixed) {
        const HopQuery stay{move.from, move.from, move.before, false};
        Reason reason = reasonAbout(situation, stay, RuleKind::environment, ReasonCode::componentFixed);
        reason.id = component.name.text;
        reason.names = {
            component.versions[static_cast<std::size_t>(situation.environments.version(move.before, move.domain))]
                .text};
        relaxed.causes.push_back(std::move(reason));
    }
    addRemedy(relaxed, std::move(remedy));
}

Relaxed violations(Situation& situation, const Path& path)
{
    Relaxed relaxed;
    for (std::size_t position = 0; position < path.size(); ++position) {
        const Move& move = path[position];
        if (move.kind == Move::Kind::component) {
            addStep(situation, path, position, relaxed);
            continue;
        }
        const HopQuery hop{move.from, move.to, move.before, position + 1 == path.size()};
        for (Reason& reason : objections(situation, hop)) {
            const std::optional<Change> change = changeFor(situation, reason);
            if (!reason.facts.empty() || !change)
                continue;
            Remedy remedy;
            remedy.kind = change->kind;
            remedy.subject = change->subject;
            remedy.value = reason.text;
            remedy.note = reason.note;
            addRemedy(relaxed, std::move(remedy));
            relaxed.causes.push_back(std::move(reason));
        }
    }
    relaxed.causes = compressed(std::move(relaxed.causes));
    return relaxed;
}

/// The answer that meets a requirement, where one can be read off it.
std::optional<std::string> answerFor(const Request& request, const Remedy& remedy)
{
    for (const catalog::Requirement* requirement : request.model.requirements) {
        if (requirement->name != remedy.subject || requirement->match.negated)
            continue;
        if (requirement->timesDatabase) {
            const double size = databaseSize(request.facts, request.site).value_or(0);
            return std::to_string(static_cast<std::uint64_t>(*requirement->timesDatabase * size) + 1);
        }
        for (const catalog::Match::Alternative& alternative : requirement->match.anyOf) {
            std::string text = alternative.text;
            if (text != remedy.value)
                continue;
            while (!text.empty() && (text.front() == '>' || text.front() == '=' || text.front() == ' '))
                text.erase(text.begin());
            return text;
        }
    }
    return std::nullopt;
}

/// The plan that all remedies of an option open together, when the site can apply them.
std::optional<Plan> applied(const Request& request, const std::vector<Remedy>& remedies)
{
    Site site = request.site;
    Goal goal = request.goal;
    for (const Remedy& remedy : remedies) {
        switch (remedy.kind) {
        case Kind::acceptRisk:
            goal.acceptedRisks.insert(catalog::RiskId{remedy.subject});
            break;
        case Kind::joinChannel:
            site.channels = request.facts.channels();
            site.channels.insert(catalog::Channel{remedy.subject});
            break;
        case Kind::raiseComponent:
            site.components[catalog::ComponentName{remedy.subject}].version.text = remedy.value;
            break;
        case Kind::unfixComponent:
            site.components[catalog::ComponentName{remedy.subject}].fixed = false;
            break;
        case Kind::chooseTarget:
            goal.target = remedy.subject;
            break;
        case Kind::answerFact: {
            const std::optional<std::string> text = answerFor(request, remedy);
            if (!text)
                return std::nullopt;
            site.facts[catalog::FactName{remedy.subject}] = {*text};
            break;
        }
        default:
            return std::nullopt;
        }
    }
    const catalog::Checked<Request> changed = readRequest(request.model, site, goal);
    if (!changed)
        return std::nullopt;
    const std::unique_ptr<Situation> situation = changed->situation();
    const catalog::Result<TargetMeaning> meaning = readTarget(*situation, goal.target);
    if (!meaning || !contradictions(*situation).empty())
        return std::nullopt;
    const Answer found = answer(*situation, *meaning, Unknowns::refused);
    if (found.kind != Answer::Kind::path)
        return std::nullopt;
    return buildPlan(*situation, found.path);
}

}  // namespace

void findRemedies(const Request& request, const TargetMeaning& meaning, const Answer& given, Outcome& outcome)
{
    const std::unique_ptr<Situation> situation = request.situation({}, ComponentChanges::wishful);
    std::vector<Rank> targets;
    if (given.target)
        targets.push_back(*given.target);
    else
        targets.assign(meaning.releases.rbegin(), meaning.releases.rend());
    std::set<std::pair<Kind, std::string>> leaveOut;
    for (int option = 0; option < mostOptions; ++option) {
        const Priced prices(leaveOut);
        std::optional<Path> path;
        for (const Rank target : targets) {
            path = findPath(*situation, {target, Unknowns::legal, request.goal.prefer, &prices});
            if (path)
                break;
        }
        if (!path)
            break;
        Relaxed relaxed = violations(*situation, *path);
        const bool repeated = relaxed.remedies.empty() ||
                              std::any_of(relaxed.remedies.begin(), relaxed.remedies.end(), [&](const Remedy& remedy) {
                                  return leaveOut.count({remedy.kind, remedy.subject}) != 0;
                              });
        if (repeated)
            break;
        if (option == 0) {
            for (Reason& cause : relaxed.causes)
                outcome.blockers.push_back(std::move(cause));
        }
        const std::optional<Plan> plan = applied(request, relaxed.remedies);
        for (Remedy& remedy : relaxed.remedies) {
            leaveOut.insert({remedy.kind, remedy.subject});
            remedy.option = option;
            remedy.plan = plan;
            outcome.remedies.push_back(std::move(remedy));
        }
    }
    if (outcome.blockers.empty() && given.target)
        outcome.blockers =
            compressed(objections(*situation, {request.installed, *given.target, siteEnvironment, true}));
}

}  // namespace planner
