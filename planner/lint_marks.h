#pragma once

#include "catalog/check.h"
#include "planner/model.h"

#include <vector>

namespace planner {

/// Where the stops that declared data ask for (marking.h) and the declared checkpoints differ. That a checkpoint is
/// not derived says nothing in a catalog that declares neither moves nor shims nor scripts_since, and is left out
/// there.
void lintMarks(const Model& model, catalog::Date today, std::vector<catalog::Finding>& findings);

}  // namespace planner
