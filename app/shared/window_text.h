#pragma once

#include "planner/schedule.h"

#include <QString>
#include <string>
#include <vector>

namespace app {

/// One whole sentence for what is wrong with a site's windows.
[[nodiscard]] QString sentence(const planner::WindowError& error);
/// The same after FILE:LINE:COLUMN, where known.
[[nodiscard]] QString placedSentence(const planner::WindowError& error);

/// One whole sentence for why work has no place in the windows, and what would give it one.
[[nodiscard]] QString sentence(const planner::Misfit& misfit, const std::vector<std::string>& windows);

/// What is to be done: "3.2.1 > 4.2.7", or "postgresql 9.6 > 12.17" for a component.
[[nodiscard]] QString workText(const planner::Work& work);

}  // namespace app
