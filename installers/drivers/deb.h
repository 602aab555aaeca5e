#pragma once

#include "installers/driver.h"

namespace installers {

/// A Debian package that dpkg installs (see dpkg.h). What was installed before is in the step's first INTENT, as
/// "PACKAGE VERSION" or "PACKAGE -", and comes back by the old release's own .deb, which has to be among the run's
/// artefacts, or by the step's `undo`; what was not there is removed, but not purged: a purge may take data along.
///
/// A version that is installed already is left alone. A package that a crash left unconfigured is configured, one that
/// it left half-installed is installed again.
class DebDriver : public StepDriver {
public:
    /// Errors: those of Dpkg::check and rehearse; packageBroken, oldPackageMissing.
    [[nodiscard]] Done<void> check(const StepContext& context) const override;
    [[nodiscard]] Done<void> act(const StepContext& context) const override;
    [[nodiscard]] ProbeAnswer probe(const StepContext& context) const override;
    [[nodiscard]] bool canProbe(const StepContext&) const override { return true; }
    [[nodiscard]] bool mends() const override { return true; }
    [[nodiscard]] QString before(const StepContext& context) const override;
    /// Errors: those of Dpkg::change; oldPackageMissing.
    [[nodiscard]] Done<void> putBack(const StepContext& context) const override;
};

}  // namespace installers
