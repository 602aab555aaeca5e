#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"

namespace cli {

/// `cairn catalog classify`: what each statement of a catalog's or a folder's scripts does to a release that still
/// runs. Exits with 3 when something is at least as bad as --fail-on says, 5 when something could not be read.
[[nodiscard]] int catalogClassify(const CatalogClassifyOptions& options, Console& console);

}  // namespace cli
