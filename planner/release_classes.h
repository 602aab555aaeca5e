#pragma once

#include "planner/release_set.h"

#include <cstddef>
#include <unordered_map>
#include <utility>
#include <vector>

namespace planner {

/// A partition of the releases that is refined set by set. Work is proportional to the sets' members.
class ReleaseClasses {
public:
    explicit ReleaseClasses(std::size_t releases) : m_class(releases) {}

    /// Splits by a property of each release.
    template <typename Property>
    void splitBy(const Property& property)
    {
        std::unordered_map<std::uint64_t, std::uint32_t> ids;
        std::uint64_t before = 0;  // neighbours are mostly alike
        for (Rank rank = 0; rank < m_class.size(); ++rank) {
            const std::uint64_t key = (std::uint64_t{m_class[rank]} << 32) | property(rank);
            m_class[rank] = rank > 0 && key == before
                                ? m_class[rank - 1]
                                : ids.try_emplace(key, static_cast<std::uint32_t>(ids.size())).first->second;
            before = key;
        }
        m_count = static_cast<std::uint32_t>(ids.size());
    }

    /// Splits each class into what the set contains and the rest. Ids may be left without members.
    void splitBy(const ReleaseSet& set)
    {
        std::unordered_map<std::uint32_t, std::uint32_t> inside;
        set.forEach([&](Rank rank) {
            const auto [place, added] = inside.try_emplace(m_class[rank], m_count);
            m_count += added ? 1 : 0;
            m_class[rank] = place->second;
        });
    }

    [[nodiscard]] std::uint32_t of(Rank rank) const { return m_class[rank]; }
    [[nodiscard]] std::size_t releases() const { return m_class.size(); }

private:
    std::vector<std::uint32_t> m_class;
    std::uint32_t m_count = 1;
};

}  // namespace planner
