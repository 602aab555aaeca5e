#pragma once

#include <QString>

namespace app {

/// What would steer a terminal, or turn the direction of what follows, becomes a question mark: names, notes and
/// arguments come from others. Line ends and tabs stay.
[[nodiscard]] QString terminalSafe(QString text);

}  // namespace app
