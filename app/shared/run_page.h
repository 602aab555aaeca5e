#pragma once

#include "app/shared/page.h"
#include "installers/runner.h"

#include <QByteArray>

namespace app {

/// How a run stands now, in few lines.
[[nodiscard]] Page statusPage(const installers::RunReport& report);

/// A run from beginning to end, for those who were not there.
[[nodiscard]] Page reportPage(const installers::RunReport& report);

/// The same for programs: {"format":"cairn-report/1","end":…,"run":…,"hops":[…],"problems":[…],"next_command":…}.
[[nodiscard]] QByteArray reportJson(const installers::RunReport& report);

}  // namespace app
