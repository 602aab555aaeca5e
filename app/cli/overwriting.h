#pragma once

#include "app/cli/command_line.h"

#include <optional>

namespace cli {

/// An answer must not take the place of what it is made of: the error where -o names a catalog, a file of a catalog's
/// folder, a site or a table that the same command reads.
[[nodiscard]] std::optional<UsageError> overwritesInput(const Command& command);

}  // namespace cli
