#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"

namespace cli {

/// `cairn status`: how the site's newest run stands, read from its journal. With --watch until it ends. Exits like the
/// run does; 0 while it is at work and where there was none.
[[nodiscard]] int status(const StatusOptions& options, Console& console);

/// `cairn report`: the newest run from beginning to end.
[[nodiscard]] int report(const ReportOptions& options, Console& console);

}  // namespace cli
