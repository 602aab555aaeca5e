#pragma once

#include "app/demo/problem.h"

#include <QString>

namespace app {

/// One whole sentence for why the demo site could not be made.
[[nodiscard]] QString sentence(const demo::Problem& problem);

}  // namespace app
