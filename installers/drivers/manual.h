#pragma once

#include "installers/driver.h"

namespace installers {

/// What only a person can do. The run shows the step's text and waits; a named person's confirmation, which is in the
/// journal, lets it go on, and a probe of the step has to agree with it. Nothing is done by itself, not even where the
/// probe already says done: the person may still be at it.
class ManualDriver : public StepDriver {
public:
    [[nodiscard]] Done<void> check(const StepContext& context) const override;
    /// Errors: confirmationMissing (detail: the text); confirmationDoubted (detail: who) where the probe says
    /// otherwise.
    [[nodiscard]] Done<void> act(const StepContext& context) const override;
    [[nodiscard]] ProbeAnswer probe(const StepContext& context) const override;
};

}  // namespace installers
