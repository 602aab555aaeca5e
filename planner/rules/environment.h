#pragma once

#include "planner/rules/rules.h"

#include <string>

namespace planner {

/// Whether what a release requires holds in an environment; `hop` is only for the reasons.
[[nodiscard]] catalog::Truth requirementsMet(Situation& situation, const HopQuery& hop, Rank release,
                                             EnvironmentId environment, std::vector<Reason>* reasons);

/// A requirement as a catalog writes it: ">=8", ">=2x database".
[[nodiscard]] std::string textOf(const catalog::Requirement& requirement);

}  // namespace planner
