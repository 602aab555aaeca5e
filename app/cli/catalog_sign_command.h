#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"

namespace cli {

/// `cairn catalog sign`: writes the signature of a compiled catalog.
[[nodiscard]] int catalogSign(const CatalogSignOptions& options, Console& console);

/// `cairn catalog verify`: says whether a catalog is what its vendor published.
[[nodiscard]] int catalogVerify(const CatalogVerifyOptions& options, Console& console);

}  // namespace cli
