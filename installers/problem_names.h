#pragma once

#include "installers/problem.h"
#include "installers/runner.h"

#include <QString>

namespace installers {

/// The names of codes in journals, which outlive their numbers. A name of a later version reads as internal.
[[nodiscard]] QString nameOf(RunProblemCode code);
[[nodiscard]] RunProblemCode problemNamed(const QString& name);

/// done, blocked, untrusted, invalid-input, rolled-back, stuck, waiting, busy.
[[nodiscard]] QString nameOf(RunEnd end);
[[nodiscard]] RunEnd endNamed(const QString& name);

/// How a run that ran into the problem before it changed anything has ended.
[[nodiscard]] RunEnd endFor(RunProblemCode code);

}  // namespace installers
