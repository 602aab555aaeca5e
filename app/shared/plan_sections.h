#pragma once

#include "app/shared/page.h"
#include "app/shared/plan_page.h"
#include "planner/plan.h"

namespace app {

/// The parts of a page about one plan, for outcomePage() alone.
void addPlan(Page& page, const planner::Plan& plan, const Setting& setting);

/// What happens when a hop fails; hops that fail alike are told together.
void addFailures(Page& page, const planner::Plan& plan);

/// One plan as a point of a list: its path, downtime and hops.
[[nodiscard]] Page::Item planItem(const QString& headline, const planner::Plan& plan);

[[nodiscard]] QString planTitle(const planner::Plan& plan, const Setting& setting);

[[nodiscard]] std::vector<Page::Item> reasonItems(const std::vector<planner::Reason>& reasons);

}  // namespace app
