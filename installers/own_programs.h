#pragma once

#include <QString>

namespace installers {

/// One of Cairn's own programs, looked for beside the running one and where packages and builds put it; empty: not
/// found.
[[nodiscard]] QString findOwnProgram(const QString& name, const QString& applicationFolder);

}  // namespace installers
