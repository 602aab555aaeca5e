#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"

namespace cli {

/// `cairn demo DIR`: makes a site of the demo product and says what can be done with it.
[[nodiscard]] int demo(const DemoOptions& options, Console& console);

}  // namespace cli
