#pragma once

#include "planner/plan.h"
#include "planner/window.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace planner {

struct ScheduleOptions {
    std::chrono::sys_seconds earliest;        ///< nothing starts before
    catalog::Seconds verifyMargin{15 * 60};   ///< after each piece of work, to look whether it is well
    catalog::Place place;                     ///< where the windows stand, for errors
    std::vector<catalog::Place> places = {};  ///< where each of them stands; may be empty
};

/// One piece of work that is never divided: a hop, or a component's step before it.
struct Work {
    enum class Kind { hop, component };
    Kind kind = Kind::hop;
    std::size_t index = 0;  ///< hop: position in Plan::hops; component: in Plan::steps
    std::string component;
    catalog::Version from;  ///< of the product, or of the component
    catalog::Version to;
    bool operator==(const Work&) const = default;
};

/// Work that has its place. It is expected to end at `ends`, verify margin included, and is left until `backBy` to be
/// back where it began if it fails at its very end.
struct Placed {
    Work work;
    std::chrono::sys_seconds starts;
    std::chrono::sys_seconds ends;
    std::chrono::sys_seconds backBy;
    LocalInstant startsLocal;
    LocalInstant endsLocal;
    bool operator==(const Placed&) const = default;
};

/// An opening that is used. Local times are of the zone of its first window.
struct Night {
    std::chrono::sys_seconds opens;  ///< not before ScheduleOptions::earliest
    std::chrono::sys_seconds closes;
    LocalInstant opensLocal;
    LocalInstant closesLocal;
    std::string zone;
    std::vector<std::size_t> windows;  ///< positions among the site's windows
    std::vector<Placed> work;          ///< in order, never empty
    catalog::Seconds slack{0};         ///< by how much all of it may be late and still leave each its room to restore
    bool operator==(const Night&) const = default;
};

enum class MisfitReason {
    downtimeUnknown,  ///< no downtime is declared; of an online hop: no duration
    restoreUnknown,   ///< it can only be taken back by a restore, whose time is not declared
    tooLong,          ///< no opening is as long as `needed`
    windowsEnd,       ///< openings were long enough, but none is left: the windows are dates, or time zones' rules end
    afterMisfit,      ///< it would fit, but work before it has no place
};

/// Work that has no place, and what would give it one.
struct Misfit {
    Work work;
    MisfitReason reason{};
    std::optional<catalog::Seconds> needed;   ///< downtime + verify margin + restore; nothing where not known
    std::optional<catalog::Seconds> longest;  ///< tooLong: the longest opening there is
    std::optional<catalog::Seconds> wouldDo;  ///< tooLong: the nearest length, in quarters of an hour
    std::optional<std::size_t> nearest;       ///< tooLong: the longest window, by the clock
    std::string nearestWouldBe;               ///< tooLong: that window made long enough; empty: no form can say it
    bool operator==(const Misfit&) const = default;
};

/// Which night each hop is done. A value; the same input gives the same schedule.
struct Schedule {
    std::vector<Night> nights;    ///< oldest first
    std::vector<Misfit> misfits;  ///< in the plan's order
    [[nodiscard]] bool complete() const { return misfits.empty(); }
    bool operator==(const Schedule&) const = default;
};

/// Packs a plan's work into a site's windows: in order, whole, each piece as early as it fits. Errors: windows that
/// cannot be read, and none at all.
///
/// A piece fits where downtime + verify margin + restore lie inside one opening. When it succeeds, the next one starts
/// after downtime + verify margin: only what fails is restored, and that ends the night. An online hop has no downtime;
/// its duration takes the place of it. A hop that goes back without a restore, and a component step, which never goes
/// back, need no room to restore. Work without declared times has no place, and what comes after it waits: a missing
/// time is never 0.
///
/// Earliest place first is optimal here: with the order given, an exchange never makes a later night end earlier.
/// What counts is the time that elapses, so the long night at the end of summer time may hold what no other does.
/// An opening that recurs is sought over 400 days; for Feb 29, over eight years and more.
/// Road not taken: reserving the restore times of all hops of a night together, which no failure needs.
[[nodiscard]] tl::expected<Schedule, std::vector<WindowError>>
schedule(const Plan& plan, const std::vector<std::string>& windows, const ScheduleOptions& options);

/// The stable JSON of a schedule, format cairn-schedule/1; times in UTC and local (RFC 3339), durations in seconds.
[[nodiscard]] std::string toJson(const Schedule& schedule);

}  // namespace planner
