#include "planner/hops_left.h"

#include <algorithm>
#include <bit>

namespace planner {

HopsLeft::HopsLeft(const Situation& situation, Rank target)
    : m_day(situation.day()), m_target(target), m_binding(m_day.words())
{
    const Model& model = situation.model;
    const bool anyDomain = !situation.environments.domains().empty();
    const std::vector<std::uint64_t>& certain = situation.certainCheckpoints(siteEnvironment);
    std::vector<std::uint32_t> landings(model.size());
    for (std::size_t position = 0; position < model.checkpoints.size(); ++position) {
        const std::size_t word = position / 64;
        const std::uint64_t bit = std::uint64_t{1} << (position % 64);
        const bool always = model.checkpoints[position].when == alwaysTrue;
        if ((certain[word] & m_day.beyond(target, word) & bit) == 0 || (anyDomain && !always))
            continue;
        m_binding[word] |= bit;
        for (const Rank rank : m_day.landings(position))
            m_mostAtOnce = std::max<std::int64_t>(m_mostAtOnce, ++landings[rank]);
    }
}

std::int64_t HopsLeft::notPassed(Rank rank) const
{
    int count = 0;
    for (std::size_t word = 0; word < m_binding.size(); ++word)
        count += std::popcount(m_binding[word] & ~m_day.passed(rank, word));
    return count;
}

}  // namespace planner
