#pragma once

#include "installers/runner.h"

#include <QString>

namespace app {

/// One whole sentence for what went wrong in a run or is in its way.
[[nodiscard]] QString sentence(const installers::RunProblem& problem);

/// How a run stands, in one sentence.
[[nodiscard]] QString endSentence(const installers::RunReport& report);

/// A state of the runner's state machine in words; unknown ones as they are.
[[nodiscard]] QString stateText(const QString& state);

/// A hop's result (done, rolled-back, stuck, open) in words.
[[nodiscard]] QString resultText(const QString& result);

}  // namespace app
