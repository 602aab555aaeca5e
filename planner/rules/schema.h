#pragma once

#include "planner/rules/rules.h"

namespace planner {

/// Whether an `allow` with `backport: true` names the hop, which waives the comparison of dates.
[[nodiscard]] catalog::Truth backportAllowed(Situation& situation, const HopQuery& hop,
                                             std::vector<catalog::FactName>* undecided);

}  // namespace planner
