#pragma once

#include "catalog/catalog.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace catalog {

/// Which release comes after which (DESIGN: Order). A line is ordered by date, then by position in the file, and by
/// position alone when one of its releases has no date; a release's parent is its predecessor on the line, or the
/// line's branch point; ancestors follow parents. b comes after a when it is later on a's line or on a line listed
/// later.
///
/// Needs a catalog that was read without errors: lines branch from releases of lines listed before. Borrows nothing.
/// Road not taken: climbing parents one by one for the last common ancestor, which is quadratic on a long line.
class Order {
public:
    explicit Order(const Catalog& catalog);

    /// 0 for the very first release of the first line; lines one after the other as they are listed.
    [[nodiscard]] std::uint32_t rank(ReleaseIndex release) const;
    [[nodiscard]] bool after(ReleaseIndex b, ReleaseIndex a) const { return rank(b) > rank(a); }
    [[nodiscard]] std::optional<ReleaseIndex> parent(ReleaseIndex release) const;

    /// Whether `ancestor` is `release` itself or one of its ancestors. Constant time, by Euler intervals.
    [[nodiscard]] bool isAncestorOrSelf(ReleaseIndex ancestor, ReleaseIndex release) const;
    [[nodiscard]] std::optional<ReleaseIndex> lastCommonAncestor(ReleaseIndex a, ReleaseIndex b) const;

    /// Releases by rank, and the ones of a line, oldest first.
    [[nodiscard]] const std::vector<ReleaseIndex>& byRank() const { return m_byRank; }
    [[nodiscard]] const std::vector<ReleaseIndex>& onLine(LineIndex line) const;

    /// Branch points between b and the last common ancestor; unrelated lines count one.
    [[nodiscard]] int linesCrossed(ReleaseIndex a, ReleaseIndex b) const;

private:
    struct Meeting {
        std::optional<ReleaseIndex> release;
        int branches = 0;  ///< branch points passed on the way from b
    };
    [[nodiscard]] Meeting meet(ReleaseIndex a, ReleaseIndex b) const;

    std::vector<std::uint32_t> m_rank;
    std::vector<ReleaseIndex> m_byRank;
    std::vector<std::vector<ReleaseIndex>> m_onLine;
    std::vector<std::optional<ReleaseIndex>> m_parent;
    std::vector<std::uint32_t> m_enter;
    std::vector<std::uint32_t> m_leave;
    std::vector<LineIndex> m_lineOf;
};

}  // namespace catalog
