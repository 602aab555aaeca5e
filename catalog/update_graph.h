#pragma once

#include "catalog/error.h"
#include "catalog/version.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace catalog {

/// A vendor's graph of updates: releases, and which may follow which. The nodes' numbers are positions in `nodes`.
struct UpdateGraph {
    struct Node {
        Version version;
        Place place;
    };
    struct Edge {
        std::size_t from = 0;
        std::size_t to = 0;
        Place place;
    };
    std::vector<Node> nodes;
    std::vector<Edge> edges;
};

/// The nodes so that every edge leads to a later one; among those that may come next the lowest version comes first,
/// then the smallest text. Errors: edgeToItself for each such edge, edgeCycle for one of the cycles.
///
/// Road not taken: the order of version numbers. A release that a vendor put out later may carry a lower number.
[[nodiscard]] Checked<std::vector<std::size_t>> topologicalOrder(const UpdateGraph& graph, VersionScheme scheme);

/// Every one of `from` leads to every one of `to`; both ascending.
struct EdgeBlock {
    std::vector<std::size_t> from;
    std::vector<std::size_t> to;
    bool operator==(const EdgeBlock&) const = default;
};

/// The edges as blocks that have exactly these edges together: by target or by source, whichever names fewer releases.
/// Nodes with the same neighbours share a block. Doubled edges count once.
///
/// Road not taken: the smallest set of blocks, which is NP-hard to find.
[[nodiscard]] std::vector<EdgeBlock> edgeBlocks(const std::vector<UpdateGraph::Edge>& edges);

}  // namespace catalog
