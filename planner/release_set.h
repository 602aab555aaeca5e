#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace planner {

/// A release's position in catalog::Order: what the planner calls a release everywhere inside. Later is larger.
using Rank = std::uint32_t;

/// A set of releases by rank.
class ReleaseSet {
public:
    ReleaseSet() = default;
    explicit ReleaseSet(std::size_t size) : m_words((size + 63) / 64) {}
    void insert(Rank rank) { m_words[rank / 64] |= std::uint64_t{1} << (rank % 64); }
    [[nodiscard]] bool contains(Rank rank) const { return ((m_words[rank / 64] >> (rank % 64)) & 1u) != 0; }
    [[nodiscard]] bool empty() const
    {
        for (std::uint64_t word : m_words) {
            if (word != 0)
                return false;
        }
        return true;
    }

private:
    std::vector<std::uint64_t> m_words;
};

}  // namespace planner
