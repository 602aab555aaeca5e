#pragma once

#include "catalog/error.h"
#include "catalog/time.h"
#include "planner/zone.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace planner {

/// What is wrong with a window's text. Fields of WindowError that are filled are named here.
enum class WindowErrorCode {
    none,         ///< a site without windows
    badForm,      ///< subject: the text; expected: forms that would be right
    badDay,       ///< subject: the day; expected
    badTime,      ///< subject: the time; expected
    zoneMissing,  ///< subject: the text; expected
    unknownZone,  ///< subject: the zone; expected: the nearest names
    noZones,      ///< the system has no time zone data; subject: the zone
    neverOpens,   ///< subject: the day that does not exist (Feb 30), or the times without length (22:00-22:00);
                  ///< expected
};

struct WindowError {
    WindowErrorCode code{};
    std::size_t window = 0;  ///< position among the site's windows
    catalog::Place place;    ///< the window's place; its column moved to the subject where the place has one
    std::string subject;
    std::vector<std::string> expected;
    bool operator==(const WindowError&) const = default;
};

/// When a site may be worked on, by the clock on its wall:
///
///     DAYS HH:MM-[DAY ]HH:MM ZONE        Sat 22:00-04:00 Europe/Oslo       Fri 22:00-Mon 04:00 Europe/Oslo
///
/// DAYS is `daily`, or a list, joined by commas, of one kind: days of the week and ranges of them (Fri,Sat; Mon-Fri;
/// Sat-Mon), dates (2026-12-24), or days of the year (Dec 24, Feb 29). An end that is not later than the start is on
/// the next day; 24:00 is midnight at the day's end; an end may name its day of the week, or its date, when DAYS is a
/// single one. Names of days and months are English, short or long, in any case. The zone is required: a window without
/// one would mean another time on the machine of whoever plans.
struct Window {
    enum class Kind { weekdays, dates, yearly };
    Kind kind = Kind::weekdays;
    std::array<bool, 7> weekdays{};  ///< from Sunday
    std::vector<catalog::Date> dates;
    std::vector<std::chrono::month_day> yearly;
    std::chrono::minutes opens{0};   ///< since the day's midnight by the clock, below 24 h
    std::chrono::minutes closes{0};  ///< since the same midnight, later than opens
    Zone zone;
    bool operator==(const Window&) const = default;
};

/// Reads one window. Its error has window 0 and the place handed over.
[[nodiscard]] tl::expected<Window, WindowError> readWindow(std::string_view text, const catalog::Place& place = {});

/// Reads all of a site's windows; every one that is wrong is told, at its own place where `places` has one. None at all
/// is an error too.
[[nodiscard]] tl::expected<std::vector<Window>, std::vector<WindowError>>
readWindows(const std::vector<std::string>& texts, const catalog::Place& place = {},
            const std::vector<catalog::Place>& places = {});

/// As readWindow reads it.
[[nodiscard]] std::string to_string(const Window& window);

/// The window that opens when this one does and has at least this length by the clock, rounded up to a quarter of an
/// hour; nothing where the form cannot say it (days of the year, beyond a day).
[[nodiscard]] std::optional<Window> lengthened(const Window& window, catalog::Seconds length);

/// A time in which work is allowed: [opens, closes).
struct Opening {
    std::chrono::sys_seconds opens;
    std::chrono::sys_seconds closes;
    std::vector<std::size_t> windows;  ///< positions of those that make it
    [[nodiscard]] catalog::Seconds length() const { return closes - opens; }
    bool operator==(const Opening&) const = default;
};

/// A window's opening that starts on a day of its zone's calendar; nothing on other days, and nothing when the clock
/// skips all of it. Its length is what really elapses: Sat 22:00-04:00 lasts five hours when summer time begins that
/// night, and seven when it ends.
///
/// A limit that the clock skips is the instant of the jump. Of a limit that the clock shows twice, the start is the
/// later instant and the end the earlier one, so that work never leaves the window whichever way the customer reads it;
/// a window that lies wholly inside the repeated time is its first occurrence. Road not taken: RFC 5545's reading
/// (always the first instant), which would start an hour early for half of the readers.
[[nodiscard]] std::optional<Opening> openingOn(const Window& window, catalog::Date day);

/// What is open in [from, until), oldest first; openings that touch or overlap are one. Nothing at or after
/// Zone::known.
[[nodiscard]] std::vector<Opening> openings(const std::vector<Window>& windows, std::chrono::sys_seconds from,
                                            std::chrono::sys_seconds until);

}  // namespace planner
