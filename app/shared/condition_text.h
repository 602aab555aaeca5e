#pragma once

#include "catalog/condition.h"

#include <QString>

namespace app {

/// A condition in the words of the catalog: "edition is enterprise and rows is >10000000". Empty when it always holds.
[[nodiscard]] QString conditionText(const catalog::Condition& condition);

}  // namespace app
