#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"

namespace cli {

/// `cairn fleet`: plans every site of a CSV table. Broken rows are told on stderr and the rest is planned. Exits with
/// 0, or with --strict with 3 when a site is stranded, cannot be planned, or a row is broken.
[[nodiscard]] int fleet(const FleetOptions& options, Console& console);

}  // namespace cli
