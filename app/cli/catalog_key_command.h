#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"

namespace cli {

/// `cairn catalog key list | pin | rotate | endorse`: which key signs which product's catalogs on this machine, and how
/// a vendor changes it.
[[nodiscard]] int catalogKey(const CatalogKeyOptions& options, Console& console);

}  // namespace cli
