#pragma once

#include "installers/history.h"
#include "installers/journal.h"
#include "installers/run_context.h"
#include "installers/run_folder.h"
#include "installers/runner.h"

namespace installers {

/// What is possible with a run of this history, from the values alone.
[[nodiscard]] WayBack wayBackOf(const planner::Site& site, const std::vector<Entry>& entries, const History& history,
                                const CopiedRun& copied, const std::vector<HopWork>& work);

/// That an opened hop can be taken back at this site, looked at before anything is stopped: the old release, the
/// programs, the page.
[[nodiscard]] std::vector<RunProblem> checkGoingBack(const RunContext& context, const History& history);

}  // namespace installers
