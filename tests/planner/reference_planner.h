#pragma once

#include "catalog/catalog.h"
#include "planner/planner.h"

#include <string>

namespace reference {

/// What DESIGN sections 4 to 7 say about a request whose facts are all known, worked out the slow way: every hop of
/// every state, relaxed until nothing changes. Shares no code with the planner; only versions, ranges, matches and the
/// order of releases come from the catalog. Results: "invalid-input", "nothing-to-do", "blocked", "downgrade", or the
/// path as given::pathOf writes it.
///
/// `told`: what the planner is told of the site. Facts that change only the ranking are not asked about, so legal paths
/// are ranked by this alone: an accepted risk counts unless it is known false, a grade or times only when they are
/// known to hold.
[[nodiscard]] std::string answer(const catalog::Catalog& catalog, const planner::Site& site, const planner::Goal& goal,
                                 const planner::Site& told);

}  // namespace reference
