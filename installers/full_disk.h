#pragma once

#include "installers/hop_steps.h"
#include "installers/run_context.h"

#include <vector>

namespace installers {

/// What a person has to be told of a problem that a full disk may be the cause of: which of the site's disks is full,
/// how much room a whole run needs there and how much is free, "NEEDED FREE"; then the problem itself, unless it says
/// no more. A database calls a full disk an I/O error, a vendor's program what it likes, so all are looked at.
[[nodiscard]] std::vector<RunProblem> withFullDisk(const RunContext& context, const std::vector<HopWork>& work,
                                                   const RunProblem& problem);

}  // namespace installers
