#include "planner/fleet_search.h"

namespace planner {

namespace {

std::vector<catalog::Version> releasesOf(const Plan& plan)
{
    std::vector<catalog::Version> releases;
    for (const Hop& hop : plan.hops) {
        if (releases.empty())
            releases.push_back(hop.from);
        releases.push_back(hop.to);
    }
    return releases;
}

}  // namespace

std::vector<catalog::Version> FleetAnswer::path() const
{
    if (kind == OutcomeKind::nothingToDo)
        return {from};
    if (kind != OutcomeKind::path && kind != OutcomeKind::stopsNeeded)
        return {};
    std::vector<catalog::Version> releases;
    releases.reserve(stops.size() + 2);
    releases.push_back(from);
    for (const Shared<Stop>& stop : stops)
        releases.push_back(stop->release);
    releases.push_back(to);
    return releases;
}

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
    if (outcome.whatever)
        answer.whatever = releasesOf(*outcome.whatever);
    if (!outcome.plan || outcome.plan->hops.empty())
        return answer;
    for (const Hop& hop : outcome.plan->hops)
        answer.stops.emplace_back(FleetAnswer::Stop{hop.to, hop.checkpoints});
    answer.stops.pop_back();
    return answer;
}

}  // namespace planner
