#pragma once

#include "installers/world.h"

#include <functional>

namespace installers {

/// fork and exec as the fence needs it. Road not taken: QProcess, which cannot hand over one descriptor by number, puts
/// no group around the child, waits for the end of its output rather than of the program (a service that its starter
/// left behind keeps the pipe), and installs a SIGCHLD handler.

/// Runs the program (absolute path) as World::run says. `started` is called while the child runs.
[[nodiscard]] ProgramResult spawnAndWait(const QString& program, const ProgramCall& call,
                                         const std::function<void()>& started);

/// Starts the program as World::launch says.
[[nodiscard]] bool spawnDetached(const QString& program, const ProgramCall& call);

}  // namespace installers
