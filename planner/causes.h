#pragma once

#include "planner/relaxation.h"

#include <vector>

namespace planner {

/// What stands in the way of a path that was found by passing obstacles: a smallest set, of which no member could stay
/// when all others are lifted. What can be passed legally, such as a checkpoint by stopping at it, is none of it.
///
/// Members are tried one by one: those without which there is still a path are left out. Road not taken: the set with
/// the fewest members, which is as hard as set cover; the path given is the cheapest one, so what is left of it is
/// small.
[[nodiscard]] std::vector<Reason> smallestCauses(const Request& request, const Possible& relaxed);

}  // namespace planner
