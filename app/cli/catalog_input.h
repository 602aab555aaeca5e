#pragma once

#include "app/cli/console.h"
#include "catalog/load.h"

namespace cli {

/// Says on stderr that nobody vouches for a catalog that carries no signature.
void warnUnsigned(const catalog::Loaded& loaded, Console& console);

}  // namespace cli
