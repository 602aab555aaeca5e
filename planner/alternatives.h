#pragma once

#include "planner/planner.h"

#include <cstddef>
#include <vector>

namespace planner {

/// What plans are compared by; smaller is better.
struct PlanFigures {
    std::size_t hops = 0;
    std::size_t componentSteps = 0;
    std::size_t acceptedRisks = 0;  ///< a risk counts once for each hop that it applies to
    std::size_t untestedHops = 0;   ///< not graded "tested" by an `allow`
    Estimate downtime;
    Estimate duration;
    bool operator==(const PlanFigures&) const = default;
};
[[nodiscard]] PlanFigures figuresOf(const Plan& plan);

/// One plan, and everything that no other plan does better.
struct Alternative {
    std::vector<Prefer> bestBy;  ///< hops, downtime, risk, tested, duration; never empty
    PlanFigures figures;
    Plan plan;
    bool operator==(const Alternative&) const = default;
};

struct Alternatives {
    Outcome outcome;  ///< of the goal itself
    /// Distinct plans, that of fewest hops first. Filled where the outcome is a path.
    std::vector<Alternative> plans;
};

/// The plans that are best by one thing each, beside each other: one search for each of the preferences. Each is
/// optimal in an order that compares every figure, so none of them is worse than another in all respects: a subset of
/// the Pareto set, its corners. The goal's own `prefer` is not looked at.
///
/// Road not taken: the whole Pareto set, which has exponentially many members in the number of hops, and which nobody
/// reads; enumerating paths, of which real graphs have millions.
[[nodiscard]] Alternatives alternatives(const Planner& planner, const Site& site, const Goal& goal);

}  // namespace planner
