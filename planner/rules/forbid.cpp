#include "planner/rules/rules.h"

#include <algorithm>

namespace planner {

using catalog::Truth;

Truth checkForbid(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    Truth answer = Truth::yes;
    for (const CompiledRule* rule : rulesFor(situation.day().forbids, hop)) {
        if (!rule->matches(hop.from, hop.to))
            continue;
        const Truth holds = situation.truth(rule->when, hop.before);
        answer = std::min(answer, negation(holds));
        if (reasons == nullptr || holds == Truth::no)
            continue;
        Reason reason = reasonAbout(situation, hop, RuleKind::forbid, ReasonCode::forbidden);
        reason.facts = situation.undecided(rule->when, hop.before);
        reason.note = rule->rule->note;
        reason.place = rule->rule->place;
        reason.position = positionOf(situation.model.catalog, *rule);
        reasons->push_back(std::move(reason));
    }
    return answer;
}

}  // namespace planner
