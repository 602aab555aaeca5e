#pragma once

#include "catalog/check.h"
#include "planner/planner.h"

#include <vector>

namespace planner {

/// Why the releases of a FindingCode::stranded lead nowhere: what the planner says to a site like those that the
/// finding is about, at the newest of the releases. As in linting, risks are accepted. Empty for other findings.
///
/// Road not taken: the reasons in the finding itself. They cost a search with remedies for each, which only those pay
/// who show them.
[[nodiscard]] std::vector<Reason> strandedBy(const catalog::Finding& finding, const catalog::Catalog& catalog,
                                             const Planner& planner, catalog::Date today);

}  // namespace planner
