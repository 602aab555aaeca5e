#pragma once

#include "installers/driver.h"

namespace installers {

/// Asks the step's own probe, where it has one, else its driver.
[[nodiscard]] ProbeAnswer probeStep(const StepContext& context, const StepDriver& driver);

/// Takes a step's half-made effect away with its `undo`. Errors: stepFailed; notSupported where it has none.
[[nodiscard]] Done<void> undoStep(const StepContext& context);

}  // namespace installers
