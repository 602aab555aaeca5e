#include "planner/rules/rules.h"

#include "planner/rules/risk.h"

#include <algorithm>

namespace planner {

using catalog::Truth;

bool riskApplies(const Situation& situation, const CompiledRule& rule, const HopQuery& hop)
{
    if (!rule.matches(hop.from, hop.to))
        return false;
    const std::optional<catalog::VersionKey>& key = situation.model.keys[hop.to];
    return !(rule.fixedIn && key && *key >= *rule.fixedIn);
}

std::vector<catalog::RiskId> acceptedRisks(Situation& situation, const HopQuery& hop)
{
    std::vector<catalog::RiskId> accepted;
    for (const CompiledRule* rule : rulesFor(situation.day().risks, hop)) {
        const catalog::RiskId& id = std::get<catalog::RiskRule>(rule->rule->body).id;
        if (!riskApplies(situation, *rule, hop) || situation.goal.acceptedRisks.count(id) == 0 ||
            situation.truth(rule->when, hop.before) == Truth::no)
            continue;
        if (std::find(accepted.begin(), accepted.end(), id) == accepted.end())
            accepted.push_back(id);
    }
    return accepted;
}

Truth checkRisk(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    Truth answer = Truth::yes;
    for (const CompiledRule* rule : rulesFor(situation.day().risks, hop)) {
        if (!riskApplies(situation, *rule, hop))
            continue;
        const catalog::RiskRule& risk = std::get<catalog::RiskRule>(rule->rule->body);
        if (situation.goal.acceptedRisks.count(risk.id) != 0)
            continue;
        const Truth holds = situation.truth(rule->when, hop.before);
        answer = std::min(answer, negation(holds));
        if (reasons == nullptr || holds == Truth::no)
            continue;
        Reason reason = reasonAbout(situation, hop, RuleKind::risk, ReasonCode::riskMatches);
        reason.id = risk.id.text;
        if (risk.fixedIn)
            reason.releases.push_back(*risk.fixedIn);
        reason.facts = situation.undecided(rule->when, hop.before);
        reason.note = rule->rule->note;
        reason.place = rule->rule->place;
        reasons->push_back(std::move(reason));
    }
    return answer;
}

}  // namespace planner
