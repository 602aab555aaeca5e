#pragma once

#include "app/shared/page.h"
#include "planner/fleet.h"

#include <QString>

namespace app {

/// What holds for the fleet as a whole: outcomes, stops that sites share, who is stranded and why, what has to be
/// answered.
[[nodiscard]] Page fleetSummaryPage(const planner::FleetSummary& summary, const QString& product);

/// An outcome's name in words: "a legal way".
[[nodiscard]] QString outcomeWords(planner::OutcomeKind kind);

}  // namespace app
