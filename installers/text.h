#pragma once

#include <QString>
#include <string>

namespace installers {

/// From the core's UTF-8.
[[nodiscard]] inline QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

}  // namespace installers
