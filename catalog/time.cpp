#include "catalog/time.h"

#include <charconv>
#include <cmath>
#include <cstdio>

namespace catalog {

namespace {

constexpr std::int64_t longestDuration = 100LL * 366 * 24 * 3600;

std::optional<int> number(std::string_view digits)
{
    int value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

std::optional<Date> readDate(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const auto year = number(text.substr(0, 4));
    const auto month = number(text.substr(5, 2));
    const auto day = number(text.substr(8, 2));
    if (!year || !month || !day)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok())
        return std::nullopt;
    return Date(date);
}

std::string to_string(Date date)
{
    const std::chrono::year_month_day day{date};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                  static_cast<unsigned>(day.day()));
    return text;
}

std::optional<Seconds> readDuration(std::string_view text)
{
    if (text.empty())
        return std::nullopt;
    std::int64_t sum = 0;
    std::int64_t lastUnit = INT64_MAX;
    while (!text.empty()) {
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        const auto used = static_cast<std::size_t>(end - text.data());
        if (error != std::errc() || text.front() == '-' || used == text.size())
            return std::nullopt;
        std::int64_t unit = 0;
        switch (text[used]) {
        case 'd':
            unit = 24 * 3600;
            break;
        case 'h':
            unit = 3600;
            break;
        case 'm':
            unit = 60;
            break;
        case 's':
            unit = 1;
            break;
        default:
            return std::nullopt;
        }
        if (unit >= lastUnit || value > longestDuration / unit)
            return std::nullopt;
        lastUnit = unit;
        sum += value * unit;
        text.remove_prefix(used + 1);
        while (!text.empty() && text.front() == ' ')
            text.remove_prefix(1);
    }
    if (sum > longestDuration)
        return std::nullopt;
    return Seconds(sum);
}

std::string to_string(Seconds duration)
{
    std::int64_t rest = duration.count();
    if (rest <= 0)
        return rest == 0 ? "0s" : "-" + to_string(-duration);
    std::string text;
    constexpr std::pair<std::int64_t, char> units[] = {{24 * 3600, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};
    for (const auto& [unit, letter] : units) {
        if (rest / unit > 0)
            text += std::to_string(rest / unit) + letter;
        rest %= unit;
    }
    return text;
}

std::optional<std::uint64_t> readSize(std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc() || text.empty() || text.front() == '-' || !std::isfinite(value))
        return std::nullopt;
    std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    const bool fraction = text.substr(0, text.size() - unit.size()).find('.') != std::string_view::npos;
    while (!unit.empty() && unit.front() == ' ')
        unit.remove_prefix(1);
    constexpr std::pair<std::string_view, int> units[] = {{"", 0},     {"B", 0},   {"KB", 10},  {"MB", 20},
                                                          {"GB", 30},  {"TB", 40}, {"KiB", 10}, {"MiB", 20},
                                                          {"GiB", 30}, {"TiB", 40}};
    for (const auto& [name, shift] : units) {
        if (unit != name)
            continue;
        if (shift == 0) {
            std::uint64_t whole = 0;
            const std::string_view digits = text.substr(0, text.find_first_not_of("0123456789"));
            const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
            if (fraction || read.ec != std::errc())
                return std::nullopt;
            return whole;
        }
        const double bytes = std::ldexp(value, shift);
        if (bytes >= 9.0e18)
            return std::nullopt;
        return static_cast<std::uint64_t>(std::llround(bytes));
    }
    return std::nullopt;
}

}  // namespace catalog
