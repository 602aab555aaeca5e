#pragma once

#include "installers/world.h"

/// What this machine says about its processes.
namespace installers::processes {

[[nodiscard]] ProcessIdentity self();
[[nodiscard]] bool isAlive(const ProcessIdentity& process);
[[nodiscard]] std::vector<ProcessName> holders(const QString& path);

}  // namespace installers::processes
