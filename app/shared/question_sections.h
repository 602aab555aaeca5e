#pragma once

#include "app/shared/page.h"
#include "planner/outcome.h"

namespace app {

/// What has to be answered before there is a plan, and where the answers lead; for outcomePage() alone.
void addQuestions(Page& page, const planner::Outcome& outcome);

}  // namespace app
