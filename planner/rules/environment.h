#pragma once

#include "planner/rules/rules.h"

namespace planner {

/// Whether what a release requires holds in an environment; `hop` is only for the reasons.
[[nodiscard]] catalog::Truth requirementsMet(Situation& situation, const HopQuery& hop, Rank release,
                                             EnvironmentId environment, std::vector<Reason>* reasons);

}  // namespace planner
