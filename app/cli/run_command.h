#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"

namespace cli {

/// `cairn run`: carries a plan out and shows it. The report goes to stdout, progress to stderr.
[[nodiscard]] int run(const RunOptions& options, Console& console);

/// `cairn resume`: goes on with the site's newest run, from its own copies.
[[nodiscard]] int resume(const ResumeOptions& options, Console& console);

/// `cairn pause`: asks the runner at work to pause after its step.
[[nodiscard]] int pause(const PauseOptions& options, Console& console);

}  // namespace cli
