#pragma once

#include "catalog/catalog.h"
#include "catalog/reader.h"

namespace catalog {

/// What must hold between the parts of a catalog, whatever form it was read from: names are unique, lines branch from
/// releases of lines listed before, schema versions do not fall, indices are in range. Cheap: near-linear.
void validate(const Catalog& catalog, Report& report);

}  // namespace catalog
