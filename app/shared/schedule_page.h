#pragma once

#include "app/shared/page.h"
#include "planner/ical.h"
#include "planner/schedule.h"

#include <QString>
#include <string>
#include <vector>

namespace app {

/// When each piece of the plan's work is done: a table for each night, and what has no place.
void addSchedule(Page& page, const planner::Schedule& schedule, const std::vector<std::string>& windows);

/// What people read in their calendars for a night. `product`: the name that people know.
[[nodiscard]] planner::CalendarTexts calendarTexts(const QString& product, const QString& site);

/// "Sat 2026-11-21". Days are named as in the site file's windows.
[[nodiscard]] QString localDay(const planner::LocalInstant& instant);
/// "22:00"
[[nodiscard]] QString localTime(const planner::LocalInstant& instant);

}  // namespace app
