#pragma once

#include "installers/journal.h"
#include "installers/runner.h"

namespace installers {

/// What a run's entries tell. `alive`: whether a runner is at work on it right now.
[[nodiscard]] RunReport reportOf(const std::vector<Entry>& entries, const planner::Site& site, bool alive);

/// A report of a run that was refused before it had entries.
[[nodiscard]] RunReport refusedReport(const planner::Plan& plan, const planner::Site& site,
                                      const std::vector<RunProblem>& problems, const QDateTime& at);

}  // namespace installers
