#pragma once

#include "catalog/order.h"

#include <optional>
#include <vector>

namespace planner {

/// A piece of the way from a root to some release: `oldest` and its descendants, as far as they are ancestors of
/// `newest` or `newest` itself. Both ends can be stops.
struct VerticalPiece {
    catalog::ReleaseIndex oldest{};
    catalog::ReleaseIndex newest{};
};

/// The fewest releases that hit every piece, oldest first. `lastStop` gives, by release, the nearest of itself and its
/// ancestors that can be a stop.
///
/// Deepest beginning first, a piece that is not hit yet opens a group at its beginning. Where two pieces meet, the one
/// that begins deeper has its beginning in both; so pieces that open groups never meet, and no set is smaller. Then,
/// oldest first, each stop moves on to the newest release that still hits what no older stop hits: on one chain that is
/// the greedy stabbing by right ends.
/// Road not taken: right ends alone, which on a forest mark a stop on each branch where one before the fork does; and
/// stabbing each line by itself, which forgets that lines share their ancestors.
[[nodiscard]] std::vector<catalog::ReleaseIndex>
fewestStops(const catalog::Order& order, const std::vector<VerticalPiece>& pieces,
            const std::vector<std::optional<catalog::ReleaseIndex>>& lastStop);

/// Whether a stop at this release hits the piece.
[[nodiscard]] bool hits(const catalog::Order& order, const VerticalPiece& piece, catalog::ReleaseIndex release);

}  // namespace planner
