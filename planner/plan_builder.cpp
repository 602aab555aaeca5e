#include "planner/plan_builder.h"

#include "planner/disk_space.h"
#include "planner/hop_cost.h"
#include "planner/hop_mode.h"
#include "planner/rules/environment.h"
#include "planner/rules/risk.h"

#include <algorithm>

namespace planner {

using catalog::Truth;

namespace {

constexpr std::size_t laterReleasesAsked = 64;
constexpr std::size_t laterReasonsKept = 3;

Reason about(const Situation& situation, Rank from, Rank to, ReasonCode code)
{
    Reason reason;
    reason.code = code;
    reason.from = situation.model.version(from);
    reason.to = situation.model.version(to);
    return reason;
}

/// The checkpoints whose landing release a hop reaches, as far as they are not known not to bind.
std::vector<std::size_t> reached(Situation& situation, const HopQuery& hop)
{
    std::vector<std::size_t> positions;
    for (std::size_t position = 0; position < situation.model.checkpoints.size(); ++position) {
        const std::uint64_t bit = std::uint64_t{1} << (position % 64);
        const std::size_t word = position / 64;
        if (situation.lands(position, hop.to) && (hop.retry() || (situation.passed(hop.from, word) & bit) == 0) &&
            (situation.possibleCheckpoints(hop.before)[word] & bit) != 0)
            positions.push_back(position);
    }
    return positions;
}

std::vector<Reason> whyHere(Situation& situation, const HopQuery& hop, const std::vector<std::size_t>& checkpoints,
                            const Move* next)
{
    std::vector<Reason> why;
    for (const std::size_t position : checkpoints) {
        const catalog::Checkpoint& checkpoint = *situation.model.checkpoints[position].checkpoint;
        Reason reason = about(situation, hop.from, hop.to,
                              hop.retry() ? ReasonCode::retriesCheckpoint : ReasonCode::stopsAtCheckpoint);
        reason.rule = hop.retry() ? RuleKind::siteState : RuleKind::checkpoint;
        reason.id = checkpoint.id.text;
        reason.note = checkpoint.note;
        reason.facts = situation.undecided(situation.model.checkpoints[position].when, hop.before);
        why.push_back(std::move(reason));
    }
    if (next != nullptr && next->kind == Move::Kind::component) {
        const ComponentDomain& domain = situation.environments.domains()[next->domain];
        Reason reason = about(situation, hop.from, hop.to, ReasonCode::componentStep);
        reason.rule = RuleKind::environment;
        reason.id = domain.name.text;
        for (const EnvironmentId moment : {next->before, next->after})
            reason.names.push_back(
                domain.versions[static_cast<std::size_t>(situation.environments.version(moment, next->domain))].text);
        why.push_back(std::move(reason));
    }
    if (hop.last)
        why.push_back(about(situation, hop.from, hop.to, ReasonCode::reachesTarget));
    else if (why.empty())
        why.push_back(about(situation, hop.from, hop.to, ReasonCode::farthestLegal));
    return why;
}

/// What refuses the next later releases and the target, each cause once.
std::vector<Reason> whyNotLater(Situation& situation, const HopQuery& hop, Rank target)
{
    std::vector<Reason> causes;
    const auto ask = [&](Rank to) {
        const HopQuery later{hop.from, to, hop.before, to == target};
        std::vector<Reason> reasons = objections(situation, later);
        // What hangs on a fact that nobody was asked about explains nothing beside what is certain.
        if (std::any_of(reasons.begin(), reasons.end(), [](const Reason& reason) { return reason.facts.empty(); }))
            std::erase_if(reasons, [](const Reason& reason) { return !reason.facts.empty(); });
        for (Reason& reason : reasons) {
            const bool known = std::any_of(causes.begin(), causes.end(), [&](const Reason& cause) {
                return cause.code == reason.code && cause.id == reason.id && cause.note == reason.note &&
                       cause.text == reason.text;
            });
            if (!known && causes.size() < laterReasonsKept)
                causes.push_back(std::move(reason));
        }
    };
    if (hop.to >= target)
        return causes;
    ask(target);
    for (Rank to = hop.to + 1; to < target && to <= hop.to + laterReleasesAsked && causes.size() < laterReasonsKept;
         ++to) {
        if (situation.states[to] == catalog::ReleaseState::ok && situation.exists[to] != 0 &&
            situation.inChannel[to] != 0)
            ask(to);
    }
    return causes;
}

Hop describe(Situation& situation, const Move& move, const Move* next, Rank target, bool last)
{
    const HopQuery query{move.from, move.to, move.before, last};
    Hop hop;
    hop.from = situation.model.version(move.from);
    hop.to = situation.model.version(move.to);
    hop.mode = modeOf(situation, query, &hop.modeReasons);
    const std::vector<std::size_t> checkpoints = reached(situation, query);
    for (const std::size_t position : checkpoints)
        hop.checkpoints.push_back(situation.model.checkpoints[position].checkpoint->id);
    hop.why = whyHere(situation, query, checkpoints, next);
    hop.whyNotLater = whyNotLater(situation, query, target);
    hop.grade = gradeOf(situation, query);
    hop.acceptedRisks = acceptedRisks(situation, query);
    hop.downgrade = move.to < move.from;
    hop.rollback = rollbackOf(situation, query);
    const HopTimes times = timesOf(situation, query);
    hop.downtime = times.downtime;
    hop.duration = times.duration;
    hop.restore = times.restore;
    return hop;
}

void sum(Estimate& estimate, const std::optional<catalog::Seconds>& time)
{
    if (time)
        estimate.sum += *time;
    else
        ++estimate.missing;
}

void addRisks(Situation& situation, const Move& move, Plan& plan)
{
    const HopQuery hop{move.from, move.to, move.before, false};
    for (const catalog::RiskId& id : acceptedRisks(situation, hop)) {
        for (const CompiledRule* rule : rulesFor(situation.day().risks, hop)) {
            if (std::get<catalog::RiskRule>(rule->rule->body).id != id || !riskApplies(situation, *rule, hop))
                continue;
            Reason reason = about(situation, move.from, move.to, ReasonCode::riskMatches);
            reason.rule = RuleKind::risk;
            reason.id = id.text;
            reason.note = rule->rule->note;
            reason.facts = situation.undecided(rule->when, hop.before);
            reason.place = rule->rule->place;
            plan.risks.push_back(std::move(reason));
            break;
        }
    }
}

/// Room on disk that a hop needs and that nobody has measured yet.
void addMeasurements(const Situation& situation, Rank to, Plan& plan)
{
    for (const RequirementId id : *situation.model.releases[to].requirements) {
        const catalog::Requirement& requirement = *situation.model.requirements[id];
        if (!asksDiskSpace(requirement) ||
            enoughDiskSpace(requirement, situation.facts, situation.site) != Truth::unknown)
            continue;
        Reason reason;
        reason.code = ReasonCode::unknownFact;
        reason.rule = RuleKind::environment;
        reason.to = situation.model.version(to);
        reason.id = requirement.name;
        reason.facts = situation.undecided(requirement);
        reason.text = textOf(requirement);
        plan.assumptions.push_back(std::move(reason));
    }
}

}  // namespace

std::vector<Reason> assumptions(const Situation& situation)
{
    std::vector<Reason> assumed;
    const std::vector<catalog::FactName>& mentioned = situation.model.mentionedFacts();
    for (const catalog::FactName& name : situation.facts.defaulted()) {
        const bool asked = std::find(mentioned.begin(), mentioned.end(), name) != mentioned.end() ||
                           (name == catalog::channelFact && situation.model.usesChannels);
        const catalog::FactValue* value = situation.facts.find(name);
        if (!asked || value == nullptr)
            continue;
        Reason reason;
        reason.code = ReasonCode::assumedDefault;
        reason.facts = {name};
        reason.text = catalog::to_string(*value);
        assumed.push_back(std::move(reason));
    }
    if (situation.facts.channels().empty() && situation.model.usesChannels) {
        Reason reason;
        reason.code = ReasonCode::anyChannel;
        assumed.push_back(std::move(reason));
    }
    return assumed;
}

Plan buildPlan(Situation& situation, const Path& path)
{
    Plan plan;
    plan.product = situation.model.catalog.product.id;
    plan.site = situation.site.name;
    plan.from = situation.model.version(situation.installed);
    const Rank target = path.empty() ? situation.installed : path.back().to;
    plan.to = situation.model.version(target);
    plan.catalog = {situation.model.catalog.sequence, situation.model.loaded.digest, situation.model.loaded.path};
    if (situation.goal.asOfGiven)
        plan.asOf = situation.goal.asOf;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const Move* next = i + 1 < path.size() ? &path[i + 1] : nullptr;
        if (path[i].kind == Move::Kind::hop) {
            plan.hops.push_back(describe(situation, path[i], next, target, next == nullptr));
            sum(plan.downtime, plan.hops.back().downtime);
            sum(plan.duration, plan.hops.back().duration);
            addRisks(situation, path[i], plan);
        }
    }
    plan.assumptions = assumptions(situation);
    for (const Move& move : path) {
        if (move.kind == Move::Kind::hop)
            addMeasurements(situation, move.to, plan);
    }
    addSteps(situation, path, plan);
    // An online hop can go back until its own first contract step (the old code works with what skipped releases
    // contract), a maintenance hop until it is opened.
    for (const PlannedStep& step : plan.steps) {
        if (step.component || step.phase != catalog::Phase::contract)
            continue;
        Hop& hop = plan.hops[step.hop];
        if (hop.mode == Mode::online && hop.pointOfNoReturn.empty() && step.release == hop.to)
            hop.pointOfNoReturn = step.id;
    }
    for (const PlannedStep& step : plan.steps) {
        if (step.component && step.component->downtime)
            plan.downtime.sum += *step.component->downtime;
    }
    plan.digest = digestOf(plan);
    return plan;
}

}  // namespace planner
