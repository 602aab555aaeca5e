#include "planner/window.h"

#include <algorithm>
#include <cstdio>
#include <tuple>

namespace planner {

namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr minutes aDay{24 * 60};

std::string clockText(minutes time)
{
    char text[32];
    std::snprintf(text, sizeof text, "%02d:%02d", static_cast<int>(time.count() / 60),
                  static_cast<int>(time.count() % 60));
    return text;
}

constexpr const char* dayNames[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr const char* monthNames[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// Monday first; runs of three days and more as ranges.
std::string weekdaysText(const std::array<bool, 7>& weekdays)
{
    if (std::all_of(weekdays.begin(), weekdays.end(), [](bool day) { return day; }))
        return "daily";
    const auto nameOf = [](std::size_t position) { return std::string(dayNames[(position + 1) % 7]); };
    const auto has = [&](std::size_t position) { return position < 7 && weekdays[(position + 1) % 7]; };
    std::string text;
    for (std::size_t first = 0; first < 7; ++first) {
        if (!has(first))
            continue;
        std::size_t last = first;
        while (has(last + 1))
            ++last;
        if (!text.empty())
            text += ',';
        text += nameOf(first);
        if (last >= first + 2) {
            text += '-' + nameOf(last);
            first = last;
        }
    }
    return text;
}

std::string daysText(const Window& window)
{
    if (window.kind == Window::Kind::weekdays)
        return weekdaysText(window.weekdays);
    std::string text;
    for (const catalog::Date day : window.dates)
        text += (text.empty() ? "" : ",") + catalog::to_string(day);
    for (const std::chrono::month_day day : window.yearly) {
        text += text.empty() ? "" : ",";
        text += monthNames[static_cast<unsigned>(day.month()) - 1];
        text += ' ' + std::to_string(static_cast<unsigned>(day.day()));
    }
    return text;
}

bool isOn(const Window& window, catalog::Date day)
{
    switch (window.kind) {
    case Window::Kind::weekdays:
        return window.weekdays[std::chrono::weekday(day).c_encoding()];
    case Window::Kind::dates:
        return std::find(window.dates.begin(), window.dates.end(), day) != window.dates.end();
    case Window::Kind::yearly: {
        const std::chrono::year_month_day date{day};
        return std::find(window.yearly.begin(), window.yearly.end(),
                         std::chrono::month_day{date.month(), date.day()}) != window.yearly.end();
    }
    }
    return false;
}

std::size_t countOfDays(const Window& window)
{
    if (window.kind == Window::Kind::dates)
        return window.dates.size();
    if (window.kind == Window::Kind::yearly)
        return window.yearly.size();
    return static_cast<std::size_t>(std::count(window.weekdays.begin(), window.weekdays.end(), true));
}

}  // namespace

std::string to_string(const Window& window)
{
    // An end within a day needs no name of its day, save one that 24:00 does not say: the next day's midnight is 24:00.
    const minutes length = window.closes - window.opens;
    std::string end = clockText(window.closes == aDay ? aDay : window.closes % aDay);
    if (length > aDay || (length == aDay && window.opens != minutes(0))) {
        const auto later = static_cast<unsigned>(window.closes / aDay);
        if (window.kind == Window::Kind::weekdays) {
            const auto first = std::find(window.weekdays.begin(), window.weekdays.end(), true);
            const auto day = static_cast<unsigned>(first - window.weekdays.begin());
            end = dayNames[(day + later) % 7] + (' ' + clockText(window.closes % aDay));
        } else if (!window.dates.empty()) {
            end = catalog::to_string(window.dates.front() + days(later)) + ' ' + clockText(window.closes % aDay);
        }
    }
    return daysText(window) + ' ' + clockText(window.opens) + '-' + end + ' ' + window.zone.name();
}

std::optional<Window> lengthened(const Window& window, catalog::Seconds length)
{
    constexpr minutes quarter{15};
    Window longer = window;
    const minutes wanted = std::chrono::ceil<minutes>(length);
    const minutes rounded{(wanted.count() + quarter.count() - 1) / quarter.count() * quarter.count()};
    longer.closes = window.opens + std::max(window.closes - window.opens, rounded);
    if (longer.closes - longer.opens <= aDay && (longer.closes <= aDay || longer.closes - longer.opens < aDay))
        return longer;
    if (longer.kind == Window::Kind::yearly)
        return std::nullopt;
    if (countOfDays(longer) == 7 && longer.kind == Window::Kind::weekdays) {
        longer.opens = minutes(0);
        longer.closes = aDay;
        return longer;
    }
    if (longer.kind == Window::Kind::dates) {
        longer.dates.resize(1);
        return longer;
    }
    if (longer.closes - longer.opens > 7 * aDay)
        return std::nullopt;
    const auto first = std::find(longer.weekdays.begin(), longer.weekdays.end(), true);
    std::fill(std::next(first), longer.weekdays.end(), false);
    return longer;
}

std::optional<Opening> openingOn(const Window& window, catalog::Date day)
{
    if (!isOn(window, day))
        return std::nullopt;
    const std::chrono::local_seconds midnight{day.time_since_epoch()};
    const Zone::Instants start = window.zone.instantsOf(midnight + window.opens);
    const Zone::Instants end = window.zone.instantsOf(midnight + window.closes);
    if (start.last < end.first)
        return Opening{start.last, end.first, {}};
    if (start.first < end.first)
        return Opening{start.first, end.first, {}};
    return std::nullopt;
}

std::vector<Opening> openings(const std::vector<Window>& windows, std::chrono::sys_seconds from,
                              std::chrono::sys_seconds until)
{
    until = std::min(until, Zone::known);
    std::vector<Opening> all;
    for (std::size_t i = 0; i < windows.size(); ++i) {
        // A day's midnight is at most a day from UTC's, and an opening begins that many days before it ends.
        const auto reach = std::chrono::ceil<days>(windows[i].closes) + days(2);
        const auto add = [&](catalog::Date day) {
            std::optional<Opening> opening = openingOn(windows[i], day);
            if (!opening)
                return;
            opening->opens = std::max(opening->opens, from);
            opening->closes = std::min(opening->closes, until);
            opening->windows = {i};
            if (opening->opens < opening->closes)
                all.push_back(std::move(*opening));
        };
        if (windows[i].kind == Window::Kind::dates) {
            for (const catalog::Date day : windows[i].dates)
                add(day);
            continue;
        }
        const catalog::Date last = std::chrono::floor<days>(until) + days(2);
        for (catalog::Date day = std::chrono::floor<days>(from) - reach; day <= last; day += days(1))
            add(day);
    }
    std::sort(all.begin(), all.end(), [](const Opening& a, const Opening& b) {
        return std::tie(a.opens, a.closes, a.windows) < std::tie(b.opens, b.closes, b.windows);
    });
    std::vector<Opening> merged;
    for (Opening& opening : all) {
        if (merged.empty() || merged.back().closes < opening.opens) {
            merged.push_back(std::move(opening));
            continue;
        }
        Opening& before = merged.back();
        before.closes = std::max(before.closes, opening.closes);
        for (const std::size_t window : opening.windows) {
            if (std::find(before.windows.begin(), before.windows.end(), window) == before.windows.end())
                before.windows.push_back(window);
        }
    }
    return merged;
}

}  // namespace planner
