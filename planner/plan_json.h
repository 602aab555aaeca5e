#pragma once

#include "catalog/error.h"
#include "planner/outcome.h"

#include <string>

namespace planner {

/// The stable JSON of DESIGN section 11, format cairn-plan/1; the same text for the same outcome.
[[nodiscard]] std::string toJson(const Outcome& outcome);

/// Reads back what toJson wrote for outcomes that carry a plan. Errors: yamlSyntax, missingKey, badValue; and
/// digestMismatch is told by comparing Plan::digest with digestOf().
[[nodiscard]] catalog::Checked<Plan> readPlan(const std::string& text, const std::string& file);

}  // namespace planner
