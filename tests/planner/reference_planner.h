#pragma once

#include "catalog/catalog.h"
#include "planner/planner.h"

#include <string>

namespace reference {

/// What DESIGN sections 4 to 6 say about a request whose facts are all known, worked out the slow way: every hop of
/// every state, relaxed until nothing changes. Shares no code with the planner; only versions, ranges, matches and the
/// order of releases come from the catalog. Results: "invalid-input", "nothing-to-do", "blocked", "downgrade", or the
/// path as given::pathOf writes it.
[[nodiscard]] std::string answer(const catalog::Catalog& catalog, const planner::Site& site, const planner::Goal& goal);

}  // namespace reference
