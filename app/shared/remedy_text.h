#pragma once

#include "planner/outcome.h"

#include <QString>

namespace app {

/// What to do about a blocked site, with the option of the command line to try.
[[nodiscard]] QString sentence(const planner::Remedy& remedy);

/// How a fact can fall, as the option of the command line that says so; empty when the words of the condition are no
/// plain value.
[[nodiscard]] QString answerText(const catalog::FactName& fact, const std::string& answer);

}  // namespace app
