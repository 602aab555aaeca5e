#pragma once

#include <cstdint>
#include <numeric>
#include <vector>

namespace planner {

/// Which positions of a list nobody has taken yet: union-find, so that all taken ones together cost close to nothing.
class Untouched {
public:
    explicit Untouched(std::size_t size) : m_next(size + 1) { std::iota(m_next.begin(), m_next.end(), 0u); }

    /// The first one at `position` or behind; the list's size when there is none.
    [[nodiscard]] std::uint32_t first(std::uint32_t position)
    {
        while (m_next[position] != position) {
            m_next[position] = m_next[m_next[position]];
            position = m_next[position];
        }
        return position;
    }
    void take(std::uint32_t position) { m_next[position] = position + 1; }
    [[nodiscard]] bool none() { return first(0) + 1 == m_next.size(); }

private:
    std::vector<std::uint32_t> m_next;
};

}  // namespace planner
