#pragma once

#include "planner/outcome.h"
#include "planner/request.h"

namespace planner {

/// Fills in the causes and the remedies of a blocked request. The cheapest path on which violations are allowed at a
/// price names what has to change: first with what the site can change itself; only when nothing of that opens a way,
/// with what the vendor alone can.
///
/// Each option is tried before it is offered. With all its remedies applied there is a path, or questions are left
/// whose answers can open one; with any one of them left out, there is neither. What only the vendor can change is
/// tried as if it were lifted. Each following option leaves out what those before it change.
///
/// `next` is the oldest release after the target that can be reached, if any: another target to choose.
///
/// Road not taken: trying every single change. It misses pairs that are needed together and proves nothing about price.
/// Nor is the path's price taken at its word: a fact or a channel that opens one hop may shut another.
void findRemedies(const Request& request, const TargetMeaning& meaning, const Answer& answer, std::optional<Rank> next,
                  Outcome& outcome);

}  // namespace planner
