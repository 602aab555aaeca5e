#pragma once

#include "installers/disk_need.h"
#include "installers/hop_steps.h"
#include "installers/run_context.h"

#include <vector>

namespace installers {

/// Everything a run puts on the site's disks, measured now. Members that cannot be measured are left out; their
/// problems are appended where wanted.
[[nodiscard]] DiskUse diskUseOf(const RunContext& context, const std::vector<HopWork>& work,
                                std::vector<RunProblem>* problems = nullptr);

}  // namespace installers
