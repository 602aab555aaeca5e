#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"

namespace cli {

/// `cairn plan` and `cairn --plan-only`: finds the legal way. Writes nothing but what -o names.
[[nodiscard]] int plan(const PlanOptions& options, Console& console);

}  // namespace cli
