#pragma once

#include "app/cli/console.h"
#include "app/cli/usage.h"
#include "planner/schedule.h"
#include "planner/site.h"

#include <QDateTime>
#include <optional>

namespace cli {

/// A moment by the clock on the site's wall: what --earliest says.
struct LocalMoment {
    QDate day;
    QTime time;
};

/// YYYY-MM-DD or YYYY-MM-DDTHH:MM; nothing when the option is not given.
[[nodiscard]] Usage<std::optional<LocalMoment>> readEarliest(const QString& text);

/// When the site's windows let the plan be carried out. A moment is meant in the zone of the first window; without one
/// nothing starts before `now`.
[[nodiscard]] tl::expected<planner::Schedule, std::vector<planner::WindowError>>
scheduleAt(const planner::Plan& plan, const planner::Site& site, const std::optional<LocalMoment>& earliest,
           const QDateTime& now);

/// The same as errors of an input, for JSON.
[[nodiscard]] catalog::Errors asErrors(const std::vector<planner::WindowError>& errors);

}  // namespace cli
