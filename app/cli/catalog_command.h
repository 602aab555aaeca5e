#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"

namespace cli {

/// `cairn catalog check`: everything that is wrong or odd, each with its place. Errors exit 5, findings 0, or 3 with
/// --strict.
[[nodiscard]] int catalogCheck(const CatalogCheckOptions& options, Console& console);

/// `cairn catalog show`: the catalog in short, or one release.
[[nodiscard]] int catalogShow(const CatalogShowOptions& options, Console& console);

/// `cairn catalog compile`: one .cairn file.
[[nodiscard]] int catalogCompile(const CatalogCompileOptions& options, Console& console);

/// `cairn catalog export`: one YAML text.
[[nodiscard]] int catalogExport(const CatalogExportOptions& options, Console& console);

}  // namespace cli
