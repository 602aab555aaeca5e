#pragma once

#include "installers/journal.h"
#include "installers/run_context.h"

#include <vector>

namespace installers {

/// What a site file says of its PostgreSQL database, before anything is written: a password in it would be copied.
void checkPostgresRequest(const planner::Site& site, std::vector<RunProblem>& problems);

/// The database itself: it answers, the user may make Cairn's schema in it, and no session of an earlier run is left.
void checkPostgresSite(const RunContext& context, std::vector<RunProblem>& problems);

/// Before a run is resumed: waits until what its programs left behind in the database is gone.
/// Errors: as awaitNoSession().
[[nodiscard]] Done<void> awaitOwnSessions(World& world, const planner::Site& site, const Journal& journal,
                                          std::chrono::milliseconds patience);

}  // namespace installers
