#pragma once

#include "planner/outcome.h"

#include <QString>

namespace app {

/// What to do about a blocked site, with the option of the command line to try.
[[nodiscard]] QString sentence(const planner::Remedy& remedy);

}  // namespace app
