#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"

namespace cli {

/// `cairn rollback`: takes the last hop of the site's newest run back, or rolls the unfinished one back; says first
/// what will happen.
[[nodiscard]] int rollback(const RollbackOptions& options, Console& console);

}  // namespace cli
