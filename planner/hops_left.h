#pragma once

#include "planner/situation.h"

#include <cstdint>
#include <vector>

namespace planner {

/// A lower bound of the hops from a release to a target: a path has to land on each checkpoint that binds, that the
/// target is beyond and that the release has not passed, and then take a hop to the target. Never more than the hops of
/// a legal path, and a hop lowers it by at most one.
///
/// Only checkpoints that bind whatever components a site has on the way are counted. Borrows the situation.
class HopsLeft {
public:
    HopsLeft(const Situation& situation, Rank target);

    [[nodiscard]] std::int64_t from(Rank rank) const
    {
        if (rank == m_target)
            return 0;
        const std::int64_t checkpoints = notPassed(rank);
        return 1 + (checkpoints + m_mostAtOnce - 1) / m_mostAtOnce;
    }
    /// Whether checkpoints refuse the hop from the release to the target itself.
    [[nodiscard]] bool stopsBetween(Rank rank) const { return notPassed(rank) > 0; }

private:
    [[nodiscard]] std::int64_t notPassed(Rank rank) const;

    const Day& m_day;
    Rank m_target;
    std::vector<std::uint64_t> m_binding;  ///< as bits, those that the target is beyond
    std::int64_t m_mostAtOnce = 1;         ///< how many of them one release lands on
};

}  // namespace planner
