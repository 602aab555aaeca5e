#pragma once

#include "app/cli/console.h"
#include "catalog/catalog.h"
#include "planner/planner.h"

namespace cli {

/// Says on stderr which facts and channels of the site, and which accepted risks, the catalog does not know: they are
/// likely misspelt, and change no answer or make one that nobody meant.
void warnUseless(const planner::Site& site, const planner::Goal& goal, const catalog::Catalog& catalog,
                 Console& console);

}  // namespace cli
