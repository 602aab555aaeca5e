#include "planner/rules/rules.h"

#include <algorithm>

namespace planner {

using catalog::Truth;

namespace {

/// The releases that some allow lets `from` go to, whatever other rules say.
std::vector<catalog::Version> allowedTargets(Situation& situation, const HopQuery& hop)
{
    std::vector<catalog::Version> targets;
    for (Rank to = 0; to < situation.model.size(); ++to) {
        const bool allowed = std::any_of(
            situation.day().allows.all.begin(), situation.day().allows.all.end(), [&](const CompiledRule* rule) {
                return rule->matches(hop.from, to) && situation.truth(rule->when, hop.before) != Truth::no;
            });
        if (allowed && to != hop.from && situation.exists[to] != 0)
            targets.push_back(situation.model.version(to));
    }
    return targets;
}

}  // namespace

Truth checkPolicy(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    if (situation.model.catalog.policy == catalog::Policy::open || hop.retry())
        return Truth::yes;
    Truth answer = Truth::no;
    std::vector<catalog::FactName> undecided;
    for (const CompiledRule* rule : rulesFor(situation.day().allows, hop)) {
        if (!rule->matches(hop.from, hop.to))
            continue;
        const Truth holds = situation.truth(rule->when, hop.before);
        if (holds == Truth::yes)
            return holds;
        if (holds == Truth::unknown && reasons != nullptr) {
            for (catalog::FactName& fact : situation.undecided(rule->when, hop.before))
                undecided.push_back(std::move(fact));
        }
        answer = std::max(answer, holds);
    }
    if (reasons != nullptr) {
        Reason reason = reasonAbout(situation, hop, RuleKind::policy, ReasonCode::noAllow);
        if (hop.detail == Detail::full)
            reason.releases = allowedTargets(situation, hop);
        reason.facts = std::move(undecided);
        reasons->push_back(std::move(reason));
    }
    return answer;
}

}  // namespace planner
