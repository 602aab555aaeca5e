#pragma once

#include "tests/ledger/failure.h"

#include <functional>

namespace ledger {

/// What the serving process tells the one that started it: null when it answers, else why it never will.
using Ready = std::function<void(const Failure*)>;

/// Runs `serve` in a process of its own: new session, standard streams on /dev/null, every other inherited descriptor
/// closed (so that nobody's lock or pipe lives on in it). Returns in the caller when `serve` has called Ready or has
/// ended. Must be called before any thread is started.
[[nodiscard]] Result<void> startDaemon(const std::function<int(const Ready&)>& serve);

/// Ends whoever holds the pid file, with SIGTERM and after ten seconds with SIGKILL. Nobody holds it when this
/// succeeds.
[[nodiscard]] Result<void> stopDaemon(const QString& pidFile);

}  // namespace ledger
