#pragma once

#include "catalog/reader.h"
#include "planner/site.h"

namespace planner {

/// The parts of a site file that say how things are done at the site: database, nodes, data, service, maintenance.
void readOperations(catalog::MapReader& reader, Site& site);

}  // namespace planner
