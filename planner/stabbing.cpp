#include "planner/stabbing.h"

#include <algorithm>

namespace planner {

namespace {

using catalog::ReleaseIndex;

struct Group {
    ReleaseIndex stop{};
    std::vector<VerticalPiece> pieces;
};

}  // namespace

bool hits(const catalog::Order& order, const VerticalPiece& piece, ReleaseIndex release)
{
    return order.isAncestorOrSelf(piece.oldest, release) && order.isAncestorOrSelf(release, piece.newest);
}

std::vector<ReleaseIndex> fewestStops(const catalog::Order& order, const std::vector<VerticalPiece>& pieces,
                                      const std::vector<std::optional<ReleaseIndex>>& lastStop)
{
    std::vector<VerticalPiece> deepestFirst = pieces;
    std::stable_sort(deepestFirst.begin(), deepestFirst.end(), [&](const VerticalPiece& a, const VerticalPiece& b) {
        return order.rank(a.oldest) > order.rank(b.oldest);
    });
    std::vector<Group> groups;
    for (const VerticalPiece& piece : deepestFirst) {
        // The latest groups are the nearest.
        const auto group = std::find_if(groups.rbegin(), groups.rend(),
                                        [&](const Group& other) { return hits(order, piece, other.stop); });
        if (group == groups.rend())
            groups.push_back({piece.oldest, {piece}});
        else
            group->pieces.push_back(piece);
    }
    std::vector<ReleaseIndex> stops;
    for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
        std::optional<ReleaseIndex> stop;
        for (const VerticalPiece& piece : group->pieces) {
            const bool done = std::any_of(stops.rbegin(), stops.rend(),
                                          [&](ReleaseIndex other) { return hits(order, piece, other); });
            if (!done)
                stop = stop ? order.lastCommonAncestor(*stop, piece.newest) : piece.newest;
        }
        if (stop)
            stops.push_back(*lastStop[static_cast<std::size_t>(*stop)]);
    }
    std::sort(stops.begin(), stops.end(),
              [&](ReleaseIndex a, ReleaseIndex b) { return order.rank(a) < order.rank(b); });
    return stops;
}

}  // namespace planner
