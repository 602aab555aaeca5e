#include "planner/schedule.h"

#include <algorithm>

namespace planner {

namespace {

using catalog::Seconds;
using std::chrono::sys_seconds;

constexpr std::chrono::days aWeekAndMore{10};
constexpr std::chrono::days aYearAndMore{400};
/// From Feb 29 of 2096 to that of 2104, and some days.
constexpr std::chrono::days leapDays{8 * 366 + 10};

struct Need {
    Work work;
    std::optional<Seconds> busy;     ///< nothing: not declared
    std::optional<Seconds> restore;  ///< nothing: not declared, though a restore is the only way back
};

std::optional<Seconds> neverNegative(std::optional<Seconds> time)
{
    return time ? std::optional(std::max(*time, Seconds(0))) : std::nullopt;
}

Need needOf(const Plan& plan, std::size_t index, Seconds verifyMargin)
{
    const Hop& hop = plan.hops[index];
    Need need{{Work::Kind::hop, index, {}, hop.from, hop.to}, {}, {}};
    need.busy = neverNegative(hop.mode == Mode::online ? hop.duration : hop.downtime);
    if (need.busy)
        *need.busy += verifyMargin;
    need.restore = hop.rollback == Rollback::withoutRestore ? Seconds(0) : neverNegative(hop.restore);
    return need;
}

Need needOf(const ComponentChange& change, std::size_t index, Seconds verifyMargin)
{
    Need need{{Work::Kind::component, index, change.component.text, change.from, change.to}, {}, Seconds(0)};
    need.busy = neverNegative(change.downtime);
    if (need.busy)
        *need.busy += verifyMargin;
    return need;
}

/// All work in the plan's order: a component's step comes before its hop.
std::vector<Need> needsOf(const Plan& plan, Seconds verifyMargin)
{
    std::vector<Need> needs;
    for (std::size_t hop = 0; hop <= plan.hops.size(); ++hop) {
        for (std::size_t step = 0; step < plan.steps.size(); ++step) {
            const PlannedStep& planned = plan.steps[step];
            const bool here = planned.hop == hop || (hop == plan.hops.size() && planned.hop > hop);
            if (planned.kind == PlannedStep::Kind::component && planned.component && here)
                needs.push_back(needOf(*planned.component, step, verifyMargin));
        }
        if (hop < plan.hops.size())
            needs.push_back(needOf(plan, hop, verifyMargin));
    }
    return needs;
}

class Packer {
public:
    Packer(const std::vector<Window>& windows, const ScheduleOptions& options)
        : m_windows(windows), m_cursor(options.earliest), m_horizon(horizonOf(windows, options.earliest))
    {
        for (const Opening& opening : openings(m_windows, options.earliest, options.earliest + m_horizon))
            m_longest = std::max(m_longest, opening.length());
    }

    Schedule pack(const std::vector<Need>& needs)
    {
        for (const Need& need : needs)
            place(need);
        return std::move(m_schedule);
    }

private:
    static std::chrono::days horizonOf(const std::vector<Window>& windows, sys_seconds earliest)
    {
        const std::chrono::month_day leapDay{std::chrono::February, std::chrono::day(29)};
        std::chrono::days horizon = aYearAndMore;
        for (const Window& window : windows) {
            if (std::find(window.yearly.begin(), window.yearly.end(), leapDay) != window.yearly.end())
                horizon = std::max(horizon, leapDays);
            for (const catalog::Date date : window.dates)
                horizon = std::max(horizon, std::chrono::ceil<std::chrono::days>(date - earliest) + aWeekAndMore);
        }
        return horizon;
    }

    void place(const Need& need)
    {
        Misfit misfit{need.work, MisfitReason::afterMisfit, {}, {}, {}, {}, {}};
        if (!need.busy || !need.restore) {
            misfit.reason = need.busy ? MisfitReason::restoreUnknown : MisfitReason::downtimeUnknown;
            m_schedule.misfits.push_back(std::move(misfit));
            return;
        }
        misfit.needed = *need.busy + *need.restore;
        if (m_longest == Seconds(0)) {
            misfit.reason = MisfitReason::windowsEnd;
        } else if (*misfit.needed > m_longest) {
            misfit.reason = MisfitReason::tooLong;
            addNearest(misfit);
        } else if (m_schedule.misfits.empty()) {
            if (placeTonight(need) || placeLater(need))
                return;
            misfit.reason = MisfitReason::windowsEnd;
        }
        m_schedule.misfits.push_back(std::move(misfit));
    }

    bool placeTonight(const Need& need)
    {
        if (m_schedule.nights.empty() || m_cursor + *need.busy + *need.restore > m_schedule.nights.back().closes)
            return false;
        add(need, m_schedule.nights.back());
        return true;
    }

    bool placeLater(const Need& need)
    {
        const sys_seconds from = m_schedule.nights.empty() ? m_cursor : m_schedule.nights.back().closes;
        for (const Opening& opening : openings(m_windows, from, from + m_horizon)) {
            if (opening.length() < *need.busy + *need.restore)
                continue;
            const Zone& zone = m_windows[opening.windows.front()].zone;
            m_schedule.nights.push_back({opening.opens,
                                         opening.closes,
                                         zone.at(opening.opens),
                                         zone.at(opening.closes),
                                         zone.name(),
                                         opening.windows,
                                         {},
                                         opening.length()});
            m_zone = &zone;
            m_cursor = opening.opens;
            add(need, m_schedule.nights.back());
            return true;
        }
        return false;
    }

    void add(const Need& need, Night& night)
    {
        const sys_seconds ends = m_cursor + *need.busy;
        const sys_seconds backBy = ends + *need.restore;
        night.work.push_back({need.work, m_cursor, ends, backBy, m_zone->at(m_cursor), m_zone->at(ends)});
        night.slack = std::min(night.slack, night.closes - backBy);
        m_cursor = ends;
    }

    void addNearest(Misfit& misfit) const
    {
        misfit.longest = m_longest;
        std::size_t nearest = 0;
        for (std::size_t i = 1; i < m_windows.size(); ++i) {
            const auto lengthOf = [&](std::size_t window) {
                return m_windows[window].closes - m_windows[window].opens;
            };
            if (lengthOf(i) > lengthOf(nearest))
                nearest = i;
        }
        misfit.nearest = nearest;
        constexpr Seconds quarter{15 * 60};
        misfit.wouldDo = (*misfit.needed + quarter - Seconds(1)) / quarter * quarter;
        if (const auto longer = lengthened(m_windows[nearest], *misfit.needed))
            misfit.nearestWouldBe = to_string(*longer);
    }

    const std::vector<Window>& m_windows;
    sys_seconds m_cursor;
    std::chrono::days m_horizon;
    Seconds m_longest{0};
    const Zone* m_zone = nullptr;
    Schedule m_schedule;
};

}  // namespace

tl::expected<Schedule, std::vector<WindowError>> schedule(const Plan& plan, const std::vector<std::string>& windows,
                                                          const ScheduleOptions& options)
{
    const auto read = readWindows(windows, options.place, options.places);
    if (!read)
        return tl::unexpected(read.error());
    return Packer(*read, options).pack(needsOf(plan, std::max(options.verifyMargin, Seconds(0))));
}

}  // namespace planner
