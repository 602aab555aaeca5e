#pragma once

#include "app/cli/command_shape.h"

namespace cli {

/// What a shell reads to complete the program's commands, options, formats and file names.
[[nodiscard]] QString bashCompletion(const CommandShape& program);
[[nodiscard]] QString zshCompletion(const CommandShape& program);
[[nodiscard]] QString fishCompletion(const CommandShape& program);

}  // namespace cli
