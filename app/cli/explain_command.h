#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"

namespace cli {

/// `cairn explain`: why one direct hop is legal or not. Exits with 0 when it is legal, 3 when a rule refuses it, and 4
/// when that depends on facts that nobody has given: a script asks for one hop and needs no JSON.
[[nodiscard]] int explain(const ExplainOptions& options, Console& console);

}  // namespace cli
