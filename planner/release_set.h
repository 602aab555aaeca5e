#pragma once

#include <bit>
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
    template <typename Function>
    void forEach(const Function& function) const
    {
        for (std::size_t word = 0; word < m_words.size(); ++word) {
            for (std::uint64_t bits = m_words[word]; bits != 0; bits &= bits - 1)
                function(static_cast<Rank>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits))));
        }
    }
    [[nodiscard]] std::size_t count() const
    {
        std::size_t members = 0;
        for (std::uint64_t word : m_words)
            members += static_cast<std::size_t>(std::popcount(word));
        return members;
    }
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
