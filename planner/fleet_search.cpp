#include "planner/fleet_search.h"

namespace planner {

FleetAnswer toFleetAnswer(const Outcome& outcome)
{
    FleetAnswer answer;
    answer.kind = outcome.kind;
    answer.from = outcome.from;
    answer.to = outcome.to;
    answer.blockers = outcome.blockers;
    answer.errors = outcome.errors;
    for (const Question& question : outcome.questions)
        answer.questions.push_back(question.fact);
    if (outcome.kind == OutcomeKind::nothingToDo)
        answer.path.push_back(outcome.from);
    if (!outcome.plan || outcome.plan->hops.empty())
        return answer;
    answer.path = {outcome.plan->hops.front().from};
    for (const Hop& hop : outcome.plan->hops) {
        answer.path.push_back(hop.to);
        answer.stops.push_back({hop.to, hop.checkpoints});
    }
    answer.stops.pop_back();
    return answer;
}

}  // namespace planner
