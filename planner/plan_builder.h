#pragma once

#include "planner/plan.h"
#include "planner/search.h"

namespace planner {

/// Turns a path into the plan that people read and the runner follows, digest included.
[[nodiscard]] Plan buildPlan(Situation& situation, const Path& path);

/// Component changes and, for a hop, the migrations and install steps in the order in which they run: preflight,
/// expand, backfill and install steps; the migrations of skipped releases and the target's own but for its contract;
/// migrate steps; contract steps that come before the start; verify and reveal; the target's own contract.
void addSteps(Situation& situation, const Path& path, Plan& plan);

/// Defaults that stand in for answers, and an unrestricted channel.
[[nodiscard]] std::vector<Reason> assumptions(const Situation& situation);

}  // namespace planner
