#include "catalog/lookup.h"
#include "planner/window.h"

#include <algorithm>

namespace planner {

namespace {

using std::chrono::minutes;

constexpr minutes oneDay{24 * 60};
constexpr std::size_t longestWindow = 1000;
constexpr std::size_t lengthOfDate = 10;

const std::vector<std::string> forms{"Sat 22:00-04:00 Europe/Oslo", "Mon-Fri 01:00-05:00 Europe/Oslo",
                                     "2026-12-24 20:00-23:00 Europe/Oslo", "daily 01:00-04:00 Europe/Oslo"};
const std::vector<std::string> weekdayNames{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                            "Thursday", "Friday", "Saturday"};
const std::vector<std::string> fullMonthNames{"January", "February", "March",     "April",   "May",      "June",
                                              "July",    "August",   "September", "October", "November", "December"};

bool isSpace(char c) { return c == ' ' || c == '\t'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

/// The first word, which is taken off.
std::string_view takeWord(std::string_view& text)
{
    text = trimmed(text);
    const std::string_view word = text.substr(0, text.find_first_of(" \t"));
    text.remove_prefix(word.size());
    return word;
}

/// The last day that the month has in every year.
std::string lastDay(unsigned month)
{
    const std::chrono::year_month_day_last last{std::chrono::year(2001),
                                                std::chrono::month_day_last(std::chrono::month(month))};
    return std::to_string(static_cast<unsigned>(last.day()));
}

/// The position of a name that is written in full or by its first three letters.
std::optional<std::size_t> positionOf(std::string_view text, const std::vector<std::string>& names)
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string_view name = names[i];
        if ((text.size() == 3 || text.size() == name.size()) &&
            std::equal(text.begin(), text.end(), name.begin(), [](char a, char b) { return lower(a) == lower(b); }))
            return i;
    }
    return std::nullopt;
}

std::optional<unsigned> smallNumber(std::string_view digits)
{
    if (digits.empty() || digits.size() > 2 || !std::all_of(digits.begin(), digits.end(), isDigit))
        return std::nullopt;
    unsigned value = 0;
    for (const char c : digits)
        value = value * 10 + static_cast<unsigned>(c - '0');
    return value;
}

std::optional<minutes> readClock(std::string_view text)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || text.size() != colon + 3)
        return std::nullopt;
    const auto hour = smallNumber(text.substr(0, colon));
    const auto minute = smallNumber(text.substr(colon + 1));
    if (!hour || !minute || *minute > 59 || *hour > 24 || (*hour == 24 && *minute != 0))
        return std::nullopt;
    return minutes(*hour * 60 + *minute);
}

class Reader {
public:
    Reader(std::string_view text, const catalog::Place& place) : m_text(text), m_place(place) {}

    tl::expected<Window, WindowError> read()
    {
        if (m_text.size() > longestWindow)
            return fail(WindowErrorCode::badForm, m_text.substr(0, longestWindow), forms);
        const std::size_t colon = m_text.find(':');
        std::size_t start = std::min(colon, m_text.size());
        while (colon != std::string_view::npos && start > 0 && isDigit(m_text[start - 1]))
            --start;
        Days days;
        if (const auto error = readDays(trimmed(m_text.substr(0, start)), days))
            return tl::unexpected(*error);
        if (colon == std::string_view::npos)
            return fail(WindowErrorCode::badForm, m_text, forms);
        return readTimes(days, m_text.substr(start));
    }

private:
    struct Days {
        Window::Kind kind = Window::Kind::weekdays;
        std::array<bool, 7> weekdays{};
        std::vector<catalog::Date> dates;
        std::vector<std::chrono::month_day> yearly;
        std::optional<catalog::Date> onlyDate() const
        {
            return dates.size() == 1 ? std::optional(dates.front()) : std::nullopt;
        }
        std::optional<std::size_t> onlyWeekday() const
        {
            if (std::count(weekdays.begin(), weekdays.end(), true) != 1)
                return std::nullopt;
            return static_cast<std::size_t>(std::find(weekdays.begin(), weekdays.end(), true) - weekdays.begin());
        }
    };

    WindowError error(WindowErrorCode code, std::string_view subject, std::vector<std::string> expected = {}) const
    {
        WindowError result{code, 0, m_place, std::string(subject), std::move(expected)};
        if (result.place.column > 0 && subject.data() >= m_text.data())
            result.place.column += static_cast<int>(subject.data() - m_text.data());
        return result;
    }

    tl::unexpected<WindowError> fail(WindowErrorCode code, std::string_view subject,
                                     std::vector<std::string> expected = {}) const
    {
        return tl::unexpected(error(code, subject, std::move(expected)));
    }

    std::optional<WindowError> readDays(std::string_view text, Days& days) const
    {
        if (text.empty())
            return error(WindowErrorCode::badForm, m_text, forms);
        if (text.size() == 5 &&
            std::equal(text.begin(), text.end(), "daily", [](char a, char b) { return lower(a) == b; })) {
            days.weekdays.fill(true);
            return std::nullopt;
        }
        std::optional<Window::Kind> kind;
        for (;;) {
            const std::size_t comma = text.find(',');
            const std::string_view item = trimmed(text.substr(0, comma));
            Days one;
            if (auto wrong = readDay(item, one))
                return wrong;
            if (kind && *kind != one.kind)
                return error(WindowErrorCode::badDay, item, forms);
            kind = one.kind;
            days.kind = one.kind;
            for (std::size_t i = 0; i < 7; ++i)
                days.weekdays[i] = days.weekdays[i] || one.weekdays[i];
            days.dates.insert(days.dates.end(), one.dates.begin(), one.dates.end());
            days.yearly.insert(days.yearly.end(), one.yearly.begin(), one.yearly.end());
            if (comma == std::string_view::npos)
                return std::nullopt;
            text.remove_prefix(comma + 1);
        }
    }

    std::optional<WindowError> readDay(std::string_view item, Days& one) const
    {
        if (!item.empty() && isDigit(item.front()))
            return readDate(item, one);
        const std::size_t space = item.find_first_of(" \t");
        if (space != std::string_view::npos)
            return readDayOfYear(item, item.substr(0, space), trimmed(item.substr(space)), one);
        const std::size_t dash = item.find('-');
        const auto first = weekday(item.substr(0, dash));
        const auto last = dash == std::string_view::npos ? first : weekday(item.substr(dash + 1));
        if (!first)
            return unknownDay(item.substr(0, dash));
        if (!last)
            return unknownDay(item.substr(dash + 1));
        for (std::size_t day = *first;; day = (day + 1) % 7) {
            one.weekdays[day] = true;
            if (day == *last)
                return std::nullopt;
        }
    }

    std::optional<WindowError> readDate(std::string_view item, Days& one) const
    {
        one.kind = Window::Kind::dates;
        if (const auto date = catalog::readDate(item)) {
            one.dates.push_back(*date);
            return std::nullopt;
        }
        if (item.size() == lengthOfDate && item[4] == '-' && item[7] == '-') {
            const auto month = smallNumber(item.substr(5, 2));
            const auto day = smallNumber(item.substr(8, 2));
            if (month && day && *month >= 1 && *month <= 12 && *day >= 1 && *day <= 31)
                return error(WindowErrorCode::neverOpens, item, {std::string(item.substr(0, 8)) + lastDay(*month)});
        }
        return error(WindowErrorCode::badDay, item, forms);
    }

    std::optional<WindowError> readDayOfYear(std::string_view item, std::string_view monthText,
                                             std::string_view dayText, Days& one) const
    {
        one.kind = Window::Kind::yearly;
        const auto month = positionOf(monthText, fullMonthNames);
        const auto day = smallNumber(dayText);
        if (!month || !day || *day < 1 || *day > 31)
            return error(WindowErrorCode::badDay, item, month ? forms : catalog::nearest(monthText, fullMonthNames));
        const std::chrono::month_day date{std::chrono::month(static_cast<unsigned>(*month) + 1),
                                          std::chrono::day(*day)};
        if (!date.ok()) {
            return error(WindowErrorCode::neverOpens, item,
                         {std::string(monthText) + " " + lastDay(static_cast<unsigned>(*month) + 1)});
        }
        one.yearly.push_back(date);
        return std::nullopt;
    }

    static std::optional<std::size_t> weekday(std::string_view text) { return positionOf(trimmed(text), weekdayNames); }

    WindowError unknownDay(std::string_view day) const
    {
        std::vector<std::string> names = weekdayNames;
        for (const std::string& name : weekdayNames)
            names.push_back(name.substr(0, 3));
        const std::vector<std::string> near = catalog::nearest(day, names);
        return error(WindowErrorCode::badDay, day, near.empty() ? forms : near);
    }

    /// The end's day counted from the start's; nothing said is nothing here.
    tl::expected<std::optional<std::chrono::days>, WindowError> readEndDay(const Days& days, std::string_view text,
                                                                           minutes opens, minutes end) const
    {
        if (text.empty())
            return std::nullopt;
        const auto date = catalog::readDate(text);
        if (days.onlyDate() && date && *date >= *days.onlyDate())
            return *date - *days.onlyDate();
        const auto day = weekday(text);
        if (days.onlyWeekday() && day) {
            const auto later = std::chrono::days((*day + 7 - *days.onlyWeekday()) % 7);
            return later.count() == 0 && end <= opens ? std::chrono::days(7) : later;
        }
        return fail(WindowErrorCode::badDay, text, forms);
    }

    tl::expected<Window, WindowError> readTimes(const Days& days, std::string_view text) const
    {
        const std::size_t dash = text.find('-');
        if (dash == std::string_view::npos)
            return fail(WindowErrorCode::badForm, m_text, forms);
        const std::string_view startText = trimmed(text.substr(0, dash));
        std::string_view rest = text.substr(dash + 1);
        std::string_view endText = takeWord(rest);
        std::string_view endDayText;
        if (endText.find(':') == std::string_view::npos) {
            endDayText = endText;
            endText = takeWord(rest);
        }
        const auto opens = readClock(startText);
        if (!opens || *opens == oneDay)
            return fail(WindowErrorCode::badTime, startText, {"00:00..23:59"});
        const auto end = readClock(endText);
        if (!end)
            return fail(WindowErrorCode::badTime, endText.empty() ? text : endText, {"00:00..24:00"});
        const auto endDay = readEndDay(days, endDayText, *opens, *end);
        if (!endDay)
            return tl::unexpected(endDay.error());
        minutes closes = *end;
        if (*endDay)
            closes += **endDay;
        else if (*end < *opens)
            closes += oneDay;
        if (closes <= *opens)
            return fail(WindowErrorCode::neverOpens, trimmed(text.substr(0, text.size() - rest.size())), forms);

        const std::string_view zoneText = takeWord(rest);
        if (zoneText.empty())
            return fail(WindowErrorCode::zoneMissing, m_text, forms);
        if (!trimmed(rest).empty())
            return fail(WindowErrorCode::badForm, trimmed(rest), forms);
        auto zone = Zone::find(zoneText);
        if (!zone)
            return fail(zone.error().noDatabase ? WindowErrorCode::noZones : WindowErrorCode::unknownZone, zoneText,
                        zone.error().nearest);
        return Window{days.kind, days.weekdays, days.dates, days.yearly, *opens, closes, *zone};
    }

    std::string_view m_text;
    catalog::Place m_place;
};

}  // namespace

tl::expected<Window, WindowError> readWindow(std::string_view text, const catalog::Place& place)
{
    return Reader(text, place).read();
}

tl::expected<std::vector<Window>, std::vector<WindowError>> readWindows(const std::vector<std::string>& texts,
                                                                        const catalog::Place& place,
                                                                        const std::vector<catalog::Place>& places)
{
    std::vector<Window> windows;
    std::vector<WindowError> errors;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto window = readWindow(texts[i], i < places.size() ? places[i] : place);
        if (window) {
            windows.push_back(std::move(*window));
            continue;
        }
        errors.push_back(std::move(window.error()));
        errors.back().window = i;
    }
    if (texts.empty())
        errors.push_back({WindowErrorCode::none, 0, place, {}, forms});
    if (!errors.empty())
        return tl::unexpected(std::move(errors));
    return windows;
}

}  // namespace planner
