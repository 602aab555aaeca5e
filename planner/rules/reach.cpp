#include "planner/rules/rules.h"

#include <algorithm>

namespace planner {

using catalog::Truth;

Truth checkReach(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    Truth answer = Truth::yes;
    const Model& model = situation.model;
    if (situation.day().reaches.empty() || model.releases[hop.from].line == model.releases[hop.to].line)
        return answer;
    const int crossed = model.order.linesCrossed(model.index(hop.from), model.index(hop.to));
    for (const CompiledRule* rule : rulesFor(situation.day().reaches, hop)) {
        const int limit = std::get<catalog::ReachRule>(rule->rule->body).lines;
        if (crossed <= limit || !rule->matches(hop.from, hop.to))
            continue;
        const Truth holds = situation.truth(rule->when, hop.before);
        answer = std::min(answer, negation(holds));
        if (reasons == nullptr || holds == Truth::no)
            continue;
        Reason reason = reasonAbout(situation, hop, RuleKind::reach, ReasonCode::reachExceeded);
        reason.numbers = {crossed, limit};
        reason.facts = situation.undecided(rule->when, hop.before);
        reason.note = rule->rule->note;
        reason.place = rule->rule->place;
        reason.position = positionOf(situation.model.catalog, *rule);
        reasons->push_back(std::move(reason));
    }
    return answer;
}

}  // namespace planner
