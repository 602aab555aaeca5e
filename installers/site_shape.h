#pragma once

#include "planner/site.h"

#include <QJsonObject>
#include <QString>

namespace installers {

/// What of a site file must not change between a run's beginning and its end, because the run's steps follow from it:
/// what is upgraded, where it lies, what a backup covers, how visitors are told. Programs, health checks and times are
/// not part of it: to correct them is how a person helps a run that is stuck.
///
/// Road not taken: resuming from a copy of the whole site file, which would keep a person from correcting it.
[[nodiscard]] QJsonObject shapeOf(const planner::Site& site);

/// The first part that differs, by its key in the site file; empty: none.
[[nodiscard]] QString firstChange(const QJsonObject& before, const QJsonObject& now);

}  // namespace installers
