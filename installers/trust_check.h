#pragma once

#include "installers/problem.h"
#include "installers/runner.h"

#include <QDate>
#include <optional>

namespace installers {

/// Whether the catalog that was trusted when it was read still is at ready: preflight takes time, and another program
/// may have seen a newer one. Never asked again when a run goes on or back.
[[nodiscard]] std::optional<RunProblem> checkTrust(const RunRequest& request, QDate today);

/// From now on no older catalog of the product will do on this machine. Only a signed one can say so.
[[nodiscard]] Done<void> rememberSequence(const RunRequest& request);

}  // namespace installers
