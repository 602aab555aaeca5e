#pragma once

#include "installers/history.h"
#include "installers/run_context.h"
#include "installers/work.h"

namespace installers {

/// Whether the page was, or may have been, put up: before that a run can be dropped without a trace.
[[nodiscard]] bool hasTouchedSite(const History& history, const std::vector<WorkItem>& forward);

/// Whether the new release was, or may have been, opened: from then on it takes writes.
[[nodiscard]] bool hasOpened(const History& history, const std::vector<WorkItem>& forward);

/// What the hop had touched so far.
[[nodiscard]] Touched touchedBy(std::size_t hop, const History& history, const std::vector<WorkItem>& forward,
                                const planner::Site& site);

/// Whether the step is taken back by its own `undo` when the opened hop is: switches and what installs code. Packages
/// and archives come back by themselves; what has become of the data stays.
[[nodiscard]] bool isUndoneGoingBack(const WorkItem& item);

/// Whether it has put something in that nothing known would take out again.
[[nodiscard]] bool staysGoingBack(const WorkItem& item);

/// Whether the data that a hop has changed may stay when it is rolled back. Only what is there wholly or not at all may
/// stay beside older code; where the original was kept, it always comes back.
[[nodiscard]] bool dataMayStay(std::size_t hop, const History& history, const std::vector<WorkItem>& forward,
                               const planner::Plan& plan, const planner::Site& site);

}  // namespace installers
