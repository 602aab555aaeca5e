#pragma once

#include "catalog/named.h"

#include <map>
#include <set>
#include <vector>

namespace planner {

/// For each fact, choices as positions among all that are offered; a fact that is missing may fall in any way.
using WayChoices = std::map<catalog::FactName, std::set<std::size_t>>;

/// The same combinations in fewer entries: two that differ in one fact only become one, and a fact that may fall in any
/// of its `offered` choices is left out. Not always the fewest, which is what makes it quick.
[[nodiscard]] std::vector<WayChoices> merged(std::vector<WayChoices> combinations,
                                             const std::map<catalog::FactName, std::size_t>& offered);

}  // namespace planner
