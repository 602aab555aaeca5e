#pragma once

#include "app/shared/page.h"
#include "installers/runner.h"

#include <QString>

namespace app {

/// What going back does, or would do, in one sentence; for a way that is open.
[[nodiscard]] QString wayBackSentence(const installers::WayBack& way);

/// The way back, or all that is in it.
[[nodiscard]] Page wayBackPage(const installers::WayBack& way);

/// Why taking a hop back would need a restore, which backup that would be, and what it would lose. `detail` as
/// RunProblemCode::rollbackNeedsRestore has it.
[[nodiscard]] QString needsRestoreSentence(const QString& release, const QString& detail);

}  // namespace app
