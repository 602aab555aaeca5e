#pragma once

#include "planner/schedule.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace planner {

/// An appointment. Texts are UTF-8 and may have line breaks.
struct CalendarEvent {
    std::string uid;  ///< the same for the same appointment, whenever it is written
    std::chrono::sys_seconds starts;
    std::chrono::sys_seconds ends;
    std::string summary;
    std::string description;  ///< empty: none
};

/// An iCalendar object (RFC 5545): lines end in CRLF and are folded at 75 octets, never inside a character; texts are
/// escaped; control characters that no text may have become spaces and bytes that are not UTF-8 become U+FFFD; times
/// are in UTC, so that no VTIMEZONE is needed. Nothing without events, because RFC 5545 wants a component.
///
/// Road not taken: DTSTART with TZID, which needs the zone's rules written out and is what calendars disagree about.
[[nodiscard]] std::optional<std::string> toIcal(const std::vector<CalendarEvent>& events,
                                                std::chrono::sys_seconds stamp);

/// What people read in the calendar for one night.
struct CalendarText {
    std::string summary;
    std::string description;
};
using CalendarTexts = std::function<CalendarText(const Night&)>;

/// One event for each night, from the start of its work to the time by which all of it is done or taken back. Its UID
/// is made of the plan's digest and the night's number: the same plan scheduled anew moves the events that are there.
/// Without `texts` they have no words: `ledger 3.2.1 > 5.0.7 > 9.1.0`, and the site's name.
[[nodiscard]] std::vector<CalendarEvent> eventsOf(const Schedule& schedule, const Plan& plan,
                                                  const CalendarTexts& texts = {});

}  // namespace planner
