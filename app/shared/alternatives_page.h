#pragma once

#include "app/shared/page.h"
#include "app/shared/plan_page.h"
#include "planner/alternatives.h"

#include <QByteArray>

namespace app {

/// The plans beside each other: their figures as a table, then each one's path and how it differs from the first.
[[nodiscard]] Page alternativesPage(const planner::Alternatives& alternatives, const Setting& setting);

/// How a path differs from another: the stops it makes besides and those it leaves out. Empty when it does not.
[[nodiscard]] QString pathDifference(const planner::Plan& plan, const planner::Plan& other);

}  // namespace app
