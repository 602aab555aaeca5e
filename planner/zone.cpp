#include "planner/zone.h"

#include "catalog/lookup.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <date/tz.h>
#include <stdexcept>

namespace planner {

namespace {

date::local_seconds theirs(std::chrono::local_seconds time) { return date::local_seconds(time.time_since_epoch()); }

std::string dayAndTime(std::chrono::seconds sinceEpoch)
{
    const std::chrono::sys_seconds instant{sinceEpoch};
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::hh_mm_ss time{instant - day};
    const std::chrono::year_month_day date{day};
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text;
}

/// Whether Oslo, or oslo, is meant as Europe/Oslo.
bool isCityOf(std::string_view city, std::string_view zone)
{
    const std::size_t slash = zone.rfind('/');
    if (slash == std::string_view::npos)
        return false;
    const std::string_view last = zone.substr(slash + 1);
    return std::equal(last.begin(), last.end(), city.begin(), city.end(), [](unsigned char a, unsigned char b) {
        return std::tolower(a) == std::tolower(b) || (a == '_' && b == ' ');
    });
}

}  // namespace

std::string to_string(const LocalInstant& instant)
{
    const std::int64_t minutes = std::abs(instant.offset.count()) / 60;
    char offset[32];
    std::snprintf(offset, sizeof offset, "%c%02d:%02d", instant.offset.count() < 0 ? '-' : '+',
                  static_cast<int>(minutes / 60), static_cast<int>(minutes % 60));
    return dayAndTime(instant.time.time_since_epoch()) + offset;
}

std::string utcText(std::chrono::sys_seconds instant) { return dayAndTime(instant.time_since_epoch()) + "Z"; }

tl::expected<Zone, ZoneError> Zone::find(std::string_view name)
{
    try {
        const date::time_zone* zone = date::locate_zone(name);
        (void)zone->get_info(known);  // reads its file now, so that nothing can fail later
        return Zone(zone);
    } catch (const std::exception&) {
        // Unknown, or there is no database at all: the next call tells.
    }
    try {
        ZoneError error;
        std::vector<std::string> names;
        for (const date::time_zone& zone : date::get_tzdb().zones) {
            names.push_back(zone.name());
            if (isCityOf(name, zone.name()))
                error.nearest.push_back(zone.name());
        }
        error.noDatabase = names.empty();
        if (error.nearest.empty())
            error.nearest = catalog::nearest(name, names);
        return tl::unexpected(error);
    } catch (const std::exception&) {
        return tl::unexpected(ZoneError{true, {}});
    }
}

const std::string& Zone::name() const { return m_zone->name(); }

LocalInstant Zone::at(std::chrono::sys_seconds instant) const
{
    const date::sys_info info = m_zone->get_info(instant);
    return {std::chrono::local_seconds((instant + info.offset).time_since_epoch()), info.offset, info.abbrev};
}

Zone::Instants Zone::instantsOf(std::chrono::local_seconds time) const
{
    const date::local_info info = m_zone->get_info(theirs(time));
    const std::chrono::sys_seconds early(time.time_since_epoch() - info.first.offset);
    switch (info.result) {
    case date::local_info::ambiguous:
        return {early, std::chrono::sys_seconds(time.time_since_epoch() - info.second.offset)};
    case date::local_info::nonexistent:
        return {info.first.end, info.first.end};
    default:
        return {early, early};
    }
}

}  // namespace planner
