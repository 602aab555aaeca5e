#pragma once

#include "catalog/catalog.h"

#include <string>
#include <vector>

namespace planner {

/// Every fact that means something to the catalog, sorted: `channel`, `database`, those that it declares and those that
/// one of its conditions or requirements asks about.
[[nodiscard]] std::vector<std::string> factNames(const catalog::Catalog& catalog);

/// Every channel that the catalog names, sorted: those of releases and those that conditions compare with.
[[nodiscard]] std::vector<std::string> channelNames(const catalog::Catalog& catalog);

/// Every risk that the catalog names, sorted.
[[nodiscard]] std::vector<std::string> riskNames(const catalog::Catalog& catalog);

}  // namespace planner
