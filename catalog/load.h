#pragma once

#include "catalog/catalog.h"
#include "catalog/error.h"

#include <string>

namespace catalog {

enum class LoadScope {
    everything,
    planning,  ///< installs and scripts are left out; what a plan needs is there (compiled catalogs only; else
               ///< everything)
};

struct Loaded {
    Catalog catalog;
    Digest digest;     ///< of the canonical value
    std::string path;  ///< as it was given
};

/// Reads a catalog from a YAML or JSON file, a folder of them, or a compiled .cairn file; decides by the content.
[[nodiscard]] Checked<Loaded> load(const std::string& path, LoadScope scope = LoadScope::everything);

/// The canonical value's digest: equal for equal catalogs, however they were stored.
[[nodiscard]] Digest digestOf(const Catalog& catalog);

/// Writes the compiled form: one SQLite file, scripts included, the same bytes for the same catalog. Replaces `path`
/// atomically.
[[nodiscard]] Result<void> compile(const Catalog& catalog, const std::string& path);

/// The whole catalog as one YAML text with its scripts inline under `scripts:`; reading it gives the same catalog.
[[nodiscard]] std::string exportYaml(const Catalog& catalog);

}  // namespace catalog
