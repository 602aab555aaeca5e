#include "planner/blockage.h"

#include "catalog/names.h"
#include "planner/plan_builder.h"
#include "planner/remedies.h"
#include "planner/rules/rules.h"

#include <algorithm>

namespace planner {

using Kind = Answer::Kind;

namespace {

bool sameCause(const Reason& a, const Reason& b)
{
    return a.code == b.code && a.rule == b.rule && a.id == b.id && a.text == b.text && a.names == b.names &&
           a.note == b.note && a.facts == b.facts && a.numbers == b.numbers && a.releases == b.releases;
}

Remedy restoreBackup(const Situation& situation, Rank target)
{
    Remedy remedy;
    remedy.kind = Remedy::Kind::restoreBackup;
    remedy.subject = situation.model.version(target).text;
    return remedy;
}

}  // namespace

std::vector<Reason> compressed(std::vector<Reason> reasons)
{
    std::vector<Reason> causes;
    for (Reason& reason : reasons) {
        const bool known =
            std::any_of(causes.begin(), causes.end(), [&](const Reason& cause) { return sameCause(cause, reason); });
        if (!known)
            causes.push_back(std::move(reason));
    }
    return causes;
}

void nameState(const Situation& situation, Rank rank, std::vector<Reason>& reasons)
{
    Reason reason;
    reason.code = ReasonCode::installedNotOk;
    reason.from = situation.model.version(rank);
    reason.text = catalog::nameOf(situation.states[rank]);
    reason.note = situation.model.at(rank).state.note;
    reason.place = situation.model.at(rank).place;
    reasons.push_back(std::move(reason));
}

void explainBlocked(const Request& request, const TargetMeaning& meaning, const Answer& given, Outcome& outcome)
{
    const std::unique_ptr<Situation> situation = request.situation();
    const Model& model = request.model;
    Rank limit = static_cast<Rank>(model.size() - 1);
    Rank after = limit;
    if (given.kind == Kind::notOk) {
        outcome.to = outcome.from;
        nameState(*situation, request.installed, outcome.blockers);
    } else if (given.kind == Kind::noTarget) {
        Reason reason;
        reason.code = ReasonCode::noSuitableRelease;
        reason.text = request.goal.target;
        for (const Rank rank : meaning.releases)
            reason.releases.push_back(model.version(rank));
        outcome.blockers.push_back(std::move(reason));
        for (const Rank rank : meaning.releases) {
            const HopQuery hop{request.installed, rank, siteEnvironment, false};
            (void)checkAvailable(*situation, hop, &outcome.blockers);
        }
        outcome.blockers = compressed(std::move(outcome.blockers));
        after = std::max(request.installed, meaning.releases.back());
    } else {
        limit = after = *given.target;
    }
    const SearchRequest search{limit, Unknowns::refused, request.goal.prefer, nullptr};
    const Reachable reachable = findReachable(*situation, search, limit, after);
    if (reachable.farthest)
        outcome.farthest = buildPlan(*situation, *reachable.farthest);
    findRemedies(request, meaning, given,
                 reachable.next ? std::optional<Rank>(reachable.next->back().to) : std::nullopt, outcome);
    if (given.kind == Kind::notOk && outcome.remedies.empty()) {
        Remedy remedy;
        remedy.kind = Remedy::Kind::newerCatalog;
        outcome.remedies.push_back(std::move(remedy));
    }
}

void explainDowngrade(const Request& request, const TargetMeaning& meaning, const Answer& given, Outcome& outcome)
{
    const std::unique_ptr<Situation> situation = request.situation();
    outcome.blockers = objections(*situation, {request.installed, *given.target, siteEnvironment, true});
    if (!request.goal.allowDowngrade) {
        Goal allowing = request.goal;
        allowing.allowDowngrade = true;
        Situation back(request.day, request.site, allowing, request.facts);
        const Answer found = answer(back, meaning, Unknowns::refused);
        if (found.kind == Kind::path) {
            Remedy remedy;
            remedy.kind = Remedy::Kind::allowDowngrade;
            remedy.subject = outcome.to.text;
            remedy.plan = buildPlan(back, found.path);
            outcome.remedies.push_back(std::move(remedy));
        } else {
            for (Reason& reason : objections(back, {request.installed, *given.target, siteEnvironment, true}))
                outcome.blockers.push_back(std::move(reason));
        }
    }
    outcome.remedies.push_back(restoreBackup(*situation, *given.target));
    outcome.blockers = compressed(std::move(outcome.blockers));
}

}  // namespace planner
