#pragma once

#include "installers/world.h"

/// What this machine says about its processes.
namespace installers::processes {

[[nodiscard]] ProcessIdentity self();
[[nodiscard]] bool isAlive(const ProcessIdentity& process);
[[nodiscard]] std::vector<ProcessName> holders(const QString& path);
/// Programs, this one left out, with an argument that begins with one of the texts.
[[nodiscard]] std::vector<ProcessName> withArgument(const QStringList& beginnings);

}  // namespace installers::processes
