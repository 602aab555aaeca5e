#pragma once

#include "catalog/check.h"

#include <QString>

namespace app {

/// One or two whole sentences for what should be looked at in a catalog, and what would be right.
[[nodiscard]] QString sentence(const catalog::Finding& finding);

/// note, warning or failure, in words.
[[nodiscard]] QString severityText(catalog::Severity severity);

}  // namespace app
