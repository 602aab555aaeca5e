#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace date {
class time_zone;
}

namespace planner {

/// An instant as a clock on the wall of some zone shows it.
struct LocalInstant {
    std::chrono::local_seconds time;
    std::chrono::seconds offset{0};  ///< local minus UTC
    std::string abbreviation;        ///< such as CEST
    bool operator==(const LocalInstant&) const = default;
};

/// 2026-12-24T20:00:00+01:00, RFC 3339.
[[nodiscard]] std::string to_string(const LocalInstant& instant);
/// 2026-12-24T19:00:00Z
[[nodiscard]] std::string utcText(std::chrono::sys_seconds instant);

/// Why there is no such zone.
struct ZoneError {
    bool noDatabase = false;           ///< the system has no time zone data that can be read
    std::vector<std::string> nearest;  ///< known names like the one asked for, nearest first
};

/// A time zone of the IANA database, read from the system's own tzdata. A small value; what it points at lives as long
/// as the process. Safe to share between threads.
///
/// The rules are known up to `known`, where the system's compiled tables end. Names are exact: Europe/Oslo.
/// Road not taken: std::chrono's zones (GCC 12 has none), and setting TZ for mktime(), which is the process's, not
/// ours.
class Zone {
public:
    [[nodiscard]] static tl::expected<Zone, ZoneError> find(std::string_view name);

    /// The first instant of which the rules are not known: 2037-12-31T00:00Z.
    static constexpr std::chrono::sys_seconds known{std::chrono::sys_days{std::chrono::year(2037) / 12 / 31}};

    [[nodiscard]] const std::string& name() const;
    [[nodiscard]] LocalInstant at(std::chrono::sys_seconds instant) const;

    /// The instants at which the wall's clock shows a time: mostly one, so that both are equal. A time that the clock
    /// shows twice has both, the earlier first; one that it skips has the instant of the jump, twice.
    struct Instants {
        std::chrono::sys_seconds first;
        std::chrono::sys_seconds last;
        bool operator==(const Instants&) const = default;
    };
    [[nodiscard]] Instants instantsOf(std::chrono::local_seconds time) const;

    bool operator==(const Zone& other) const { return m_zone == other.m_zone; }

private:
    explicit Zone(const date::time_zone* zone) : m_zone(zone) {}
    const date::time_zone* m_zone;
};

}  // namespace planner
