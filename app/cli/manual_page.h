#pragma once

#include "app/cli/command_shape.h"

namespace cli {

/// cairn(1) in the man macros that groff and mandoc know.
[[nodiscard]] QString manualPage(const CommandShape& program);

}  // namespace cli
