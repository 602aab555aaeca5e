#pragma once

#include "planner/rules/rules.h"

namespace planner {

/// Whether a risk's ranges match the hop and the target is not free of it by `fixed_in`, whatever its condition says.
[[nodiscard]] bool riskApplies(const Situation& situation, const CompiledRule& rule, const HopQuery& hop);

/// Risks that the hop takes because they were accepted: each id once, unless it is known not to hold.
[[nodiscard]] std::vector<catalog::RiskId> acceptedRisks(Situation& situation, const HopQuery& hop);

}  // namespace planner
