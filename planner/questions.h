#pragma once

#include "planner/outcome.h"
#include "planner/request.h"

#include <optional>

namespace planner {

/// Fills in questions, answered and whatever, or finds that the answer does not depend on what is unknown and returns
/// that one answer as it reads in the request's situation.
[[nodiscard]] std::optional<Answer> ask(const Request& request, const TargetMeaning& meaning, Situation& situation,
                                        Outcome& outcome);

}  // namespace planner
