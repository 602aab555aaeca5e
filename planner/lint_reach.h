#pragma once

#include "catalog/check.h"
#include "planner/model.h"

#include <vector>

namespace planner {

/// Releases from which the newest one cannot be reached, and ok releases that no hop leads to.
///
/// Asked for a site that says nothing, then for one that is on each channel, has each database, and answers each fact
/// that a condition asks in each way the catalog names, one at a time. What the site does not say is taken as
/// favourable and every risk as accepted: what is found holds for every such site. A release is found once, with the
/// first of these sites. Dead ends are left out: they say so themselves.
///
/// For components, which paths change on their way, the oldest and the newest release of each line are asked with each
/// version that the catalog has available and the release accepts.
///
/// One backward sweep for each site: a release is fine when a hop to a fine one is legal, tried first with the ends
/// that served its neighbours. Road not taken: a search from every release, 1,000 times the work.
void lintReach(const Model& model, catalog::Date today, std::vector<catalog::Finding>& findings);

}  // namespace planner
