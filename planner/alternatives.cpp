#include "planner/alternatives.h"

#include <algorithm>
#include <array>

namespace planner {

namespace {

/// Two plans are the same way when they do the same; how they were found does not matter.
bool sameWay(const Plan& a, const Plan& b) { return a.hops == b.hops && a.steps == b.steps; }

}  // namespace

PlanFigures figuresOf(const Plan& plan)
{
    PlanFigures figures;
    figures.hops = plan.hops.size();
    for (const Hop& hop : plan.hops) {
        figures.acceptedRisks += hop.acceptedRisks.size();
        figures.untestedHops += hop.grade.tested() ? 0 : 1;
    }
    figures.componentSteps =
        static_cast<std::size_t>(std::count_if(plan.steps.begin(), plan.steps.end(), [](const PlannedStep& step) {
            return step.kind == PlannedStep::Kind::component;
        }));
    figures.downtime = plan.downtime;
    figures.duration = plan.duration;
    return figures;
}

Alternatives alternatives(const Planner& planner, const Site& site, const Goal& goal)
{
    static constexpr std::array preferences{Prefer::hops, Prefer::downtime, Prefer::risk, Prefer::tested,
                                            Prefer::duration};
    Alternatives result;
    for (const Prefer prefer : preferences) {
        Goal asked = goal;
        asked.prefer = prefer;
        Outcome outcome = planner.plan(site, asked);
        const bool path = outcome.kind == OutcomeKind::path && outcome.plan;
        if (path) {
            const auto known =
                std::find_if(result.plans.begin(), result.plans.end(),
                             [&outcome](const Alternative& one) { return sameWay(one.plan, *outcome.plan); });
            if (known != result.plans.end())
                known->bestBy.push_back(prefer);
            else
                result.plans.push_back({{prefer}, figuresOf(*outcome.plan), *outcome.plan});
        }
        if (prefer == preferences.front()) {
            result.outcome = std::move(outcome);
            if (!path)
                break;
        }
    }
    return result;
}

}  // namespace planner
