#pragma once

#include "installers/driver.h"

namespace installers {

/// A program as an argument list, in the site's folder. Its output, as far as the limit goes, is kept in the run's
/// folder as output/STEP.log.
class CommandDriver : public StepDriver {
public:
    [[nodiscard]] Done<void> check(const StepContext& context) const override;
    [[nodiscard]] Done<void> act(const StepContext& context) const override;
    [[nodiscard]] ProbeAnswer probe(const StepContext& context) const override;
};

/// Runs the program under the step's limits and keeps its output. Errors: stepFailed, placeholderUnknown.
[[nodiscard]] Done<void> runStepProgram(const StepContext& context, const std::vector<std::string>& program);

}  // namespace installers
