#pragma once

#include "catalog/catalog.h"
#include "planner/planner.h"

#include <set>
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

/// Whether that is a path. `lifted` names obstacles that are taken as gone: "state 1.0", "channel 1.0", "offer 1.0",
/// "date 1.0", "schema 1.0 > 1.1", "allow 1.0 > 1.1", "checkpoint ID", "risk ID", "rule 3" by its position in the
/// catalog, "requires 1.0 php", "brings 1.0 php", "failed".
[[nodiscard]] bool reaches(const catalog::Catalog& catalog, const planner::Site& site, const planner::Goal& goal,
                           const std::set<std::string>& lifted = {});

/// The best path to the newest ok release, at most the target unless that is installed, that can be reached; empty when
/// there is none.
[[nodiscard]] std::string farthest(const catalog::Catalog& catalog, const planner::Site& site,
                                   const planner::Goal& goal);

}  // namespace reference
