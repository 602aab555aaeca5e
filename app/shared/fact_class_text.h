#pragma once

#include "catalog/fact.h"
#include "planner/outcome.h"

#include <QString>

namespace app {

/// Answers that come to the same, in words: "at most 10000000", "older than 8.1", "community or trial", "none".
[[nodiscard]] QString factClassText(const planner::FactClass& answer, catalog::FactType type);

/// What has to be typed to give the class's example.
[[nodiscard]] QString optionText(const planner::Question& question, const planner::FactClass& answer);

/// What has to be typed where people put in their own value: --fact rows=NUMBER.
[[nodiscard]] QString optionText(const planner::Question& question);

}  // namespace app
