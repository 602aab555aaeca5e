#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"
#include "installers/runner.h"

#include <QStringList>
#include <optional>

namespace cli {

/// `cairn run`: carries a plan out and shows it. The report goes to stdout, progress to stderr.
[[nodiscard]] int run(const RunOptions& options, Console& console);

/// `cairn resume`: goes on with the site's newest run, from its own copies.
[[nodiscard]] int resume(const ResumeOptions& options, Console& console);

/// How a run's hops are called while they are at work.
[[nodiscard]] QStringList hopTitles(const std::optional<installers::RunReport>& report);

/// Tells how a run ended: what is in the way on stderr, the report on stdout.
[[nodiscard]] int finish(const installers::RunReport& report, Console& console);

/// `cairn pause`: asks the runner at work to pause after its step.
[[nodiscard]] int pause(const PauseOptions& options, Console& console);

}  // namespace cli
