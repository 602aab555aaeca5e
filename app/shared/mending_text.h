#pragma once

#include "planner/reason.h"

#include <QString>

namespace app {

/// What a catalog's author would change so that the reason no longer refuses a hop that sites need; empty where only a
/// new release would do.
[[nodiscard]] QString mending(const planner::Reason& reason);

}  // namespace app
