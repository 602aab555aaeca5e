#pragma once

#include "catalog/check.h"
#include "catalog/load.h"

#include <vector>

namespace planner {

/// What catalog::check cannot see without searching paths and deriving marks. Findings come reach first, then marks,
/// each in catalog order. A new check is one pair of files and one line in linter.cpp.
[[nodiscard]] std::vector<catalog::Finding> lint(const catalog::Loaded& loaded, catalog::Date today);

}  // namespace planner
