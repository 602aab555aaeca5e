#include "catalog/order.h"

#include <algorithm>

namespace catalog {

namespace {

std::size_t at(ReleaseIndex release) { return static_cast<std::size_t>(release); }
std::size_t at(LineIndex line) { return static_cast<std::size_t>(line); }

}  // namespace

Order::Order(const Catalog& catalog)
{
    const std::size_t count = catalog.releases.size();
    m_rank.resize(count);
    m_byRank.reserve(count);
    m_onLine.resize(catalog.lines.size());
    m_parent.resize(count);
    m_lineOf.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        m_lineOf[i] = catalog.releases[i].line;
        m_onLine[at(m_lineOf[i])].push_back(static_cast<ReleaseIndex>(i));
    }
    for (std::size_t line = 0; line < m_onLine.size(); ++line) {
        std::vector<ReleaseIndex>& releases = m_onLine[line];
        const bool dated = std::all_of(releases.begin(), releases.end(),
                                       [&](ReleaseIndex release) { return catalog.at(release).date.has_value(); });
        if (dated) {
            std::stable_sort(releases.begin(), releases.end(),
                             [&](ReleaseIndex a, ReleaseIndex b) { return *catalog.at(a).date < *catalog.at(b).date; });
        }
        std::optional<ReleaseIndex> parent = catalog.lines[line].from;
        for (const ReleaseIndex release : releases) {
            m_rank[at(release)] = static_cast<std::uint32_t>(m_byRank.size());
            m_byRank.push_back(release);
            m_parent[at(release)] = parent;
            parent = release;
        }
    }

    // A parent's rank is below its children's, so two passes give each subtree its interval of the Euler order.
    std::vector<std::uint32_t> size(count, 1);
    for (std::size_t rank = count; rank-- > 0;) {
        const ReleaseIndex release = m_byRank[rank];
        if (const auto parent = m_parent[at(release)])
            size[at(*parent)] += size[at(release)];
    }
    m_enter.resize(count);
    m_leave.resize(count);
    std::vector<std::uint32_t> next(count);
    std::uint32_t nextRoot = 0;
    for (const ReleaseIndex release : m_byRank) {
        const auto parent = m_parent[at(release)];
        std::uint32_t& slot = parent ? next[at(*parent)] : nextRoot;
        m_enter[at(release)] = slot;
        m_leave[at(release)] = slot + size[at(release)];
        next[at(release)] = slot + 1;
        slot += size[at(release)];
    }
}

std::uint32_t Order::rank(ReleaseIndex release) const { return m_rank[at(release)]; }

std::optional<ReleaseIndex> Order::parent(ReleaseIndex release) const { return m_parent[at(release)]; }

bool Order::isAncestorOrSelf(ReleaseIndex ancestor, ReleaseIndex release) const
{
    return m_enter[at(ancestor)] <= m_enter[at(release)] && m_enter[at(release)] < m_leave[at(ancestor)];
}

Order::Meeting Order::meet(ReleaseIndex a, ReleaseIndex b) const
{
    Meeting meeting;
    ReleaseIndex from = b;
    for (;;) {
        const std::vector<ReleaseIndex>& line = m_onLine[at(m_lineOf[at(from)])];
        if (isAncestorOrSelf(line.front(), a)) {
            // The ancestors of a on this line are its oldest ones, and so are those of `from`.
            const auto end = std::partition_point(line.begin(), line.end(), [&](ReleaseIndex release) {
                return rank(release) <= rank(from) && isAncestorOrSelf(release, a);
            });
            meeting.release = *std::prev(end);
            return meeting;
        }
        const auto branch = parent(line.front());
        if (!branch)
            return meeting;
        ++meeting.branches;
        from = *branch;
    }
}

std::optional<ReleaseIndex> Order::lastCommonAncestor(ReleaseIndex a, ReleaseIndex b) const
{
    return meet(a, b).release;
}

const std::vector<ReleaseIndex>& Order::onLine(LineIndex line) const { return m_onLine[at(line)]; }

int Order::linesCrossed(ReleaseIndex a, ReleaseIndex b) const
{
    const Meeting meeting = meet(a, b);
    return meeting.release ? meeting.branches : 1;
}

}  // namespace catalog
