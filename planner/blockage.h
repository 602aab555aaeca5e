#pragma once

#include "planner/outcome.h"
#include "planner/request.h"

namespace planner {

/// Fills in why there is no path: the causes, what would open one, and how far the site gets.
void explainBlocked(const Request& request, const TargetMeaning& meaning, const Answer& answer, Outcome& outcome);

/// Fills in why going back is refused, and what it would need.
void explainDowngrade(const Request& request, const TargetMeaning& meaning, const Answer& answer, Outcome& outcome);

/// The reasons with equal ones joined: several targets of one cause become its releases, oldest first.
[[nodiscard]] std::vector<Reason> compressed(std::vector<Reason> reasons);

/// Appends why a release that is installed or asked for is not ok.
void nameState(const Situation& situation, Rank rank, std::vector<Reason>& reasons);

}  // namespace planner
