#pragma once

#include "catalog/document.h"

namespace catalog {

/// A random catalog document that uses every key of the format, the same for the same seed. It can be read without
/// errors; its scripts are inline.
[[nodiscard]] Node generatedCatalog(unsigned seed);

}  // namespace catalog
