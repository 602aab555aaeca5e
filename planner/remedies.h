#pragma once

#include "planner/outcome.h"
#include "planner/request.h"

namespace planner {

/// Fills in the causes and the remedies of a blocked request: the cheapest path on which violations are allowed at a
/// price names the least that has to change. What the site can change itself is cheap, what only the vendor can do is
/// dear. Each following option is found by leaving out what the options before it change.
///
/// Road not taken: trying every single change. It misses pairs that are needed together and proves nothing about price.
void findRemedies(const Request& request, const TargetMeaning& meaning, const Answer& answer, Outcome& outcome);

}  // namespace planner
