#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"

namespace cli {

/// `cairn catalog import cincinnati`: an update graph of the Cincinnati format as a catalog, YAML or compiled by the
/// output's name.
[[nodiscard]] int catalogImport(const CatalogImportOptions& options, Console& console);

/// `cairn catalog diff`: what changed between two catalogs, and which answers with it. Exits with 0, or with --strict
/// with 3 when they differ.
[[nodiscard]] int catalogDiff(const CatalogDiffOptions& options, Console& console);

}  // namespace cli
