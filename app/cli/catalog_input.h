#pragma once

#include "app/cli/console.h"
#include "catalog/load.h"

namespace cli {

/// Reads the catalog that a person named: a path, or the name of a sample that comes along. Errors: those of
/// catalog::load; fileMissing names the samples where the text may have meant one.
[[nodiscard]] catalog::Checked<catalog::Loaded> loadCatalog(const QString& text,
                                                            catalog::LoadScope scope = catalog::LoadScope::everything);

/// Says on stderr that nobody vouches for a catalog that carries no signature.
void warnUnsigned(const catalog::Loaded& loaded, Console& console);

}  // namespace cli
