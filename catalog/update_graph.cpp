#include "catalog/update_graph.h"

#include <algorithm>
#include <map>
#include <queue>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace catalog {

namespace {

using Edge = UpdateGraph::Edge;

/// One cycle among the nodes that still wait for another. Each of those has an edge from another of them, so that
/// walking backwards must come round.
Error cycleAmong(const UpdateGraph& graph, const std::vector<std::size_t>& waiting)
{
    std::vector<const Edge*> into(graph.nodes.size(), nullptr);
    for (const Edge& edge : graph.edges) {
        if (waiting[edge.from] > 0 && waiting[edge.to] > 0 && into[edge.to] == nullptr)
            into[edge.to] = &edge;
    }
    std::size_t node = 0;
    while (waiting[node] == 0)
        ++node;
    std::vector<bool> seen(graph.nodes.size(), false);
    while (!seen[node]) {
        seen[node] = true;
        node = into[node]->from;
    }
    std::vector<std::string> backwards{graph.nodes[node].version.text};
    const Edge* edge = into[node];
    for (; edge->from != node; edge = into[edge->from])
        backwards.push_back(graph.nodes[edge->from].version.text);
    std::string subject = graph.nodes[node].version.text;
    for (auto text = backwards.rbegin(); text != backwards.rend(); ++text)
        subject += " > " + *text;
    return {ErrorCode::edgeCycle, into[node]->place, subject, {}, edge->place};
}

using Neighbours = std::map<std::size_t, std::set<std::size_t>>;

struct Grouped {
    std::map<std::vector<std::size_t>, std::vector<std::size_t>> byNeighbours;
    std::size_t names = 0;
};

Grouped grouped(const Neighbours& neighbours)
{
    Grouped result;
    for (const auto& [node, others] : neighbours)
        result.byNeighbours[{others.begin(), others.end()}].push_back(node);
    for (const auto& [others, nodes] : result.byNeighbours)
        result.names += others.size() + nodes.size();
    return result;
}

}  // namespace

Checked<std::vector<std::size_t>> topologicalOrder(const UpdateGraph& graph, VersionScheme scheme)
{
    Errors errors;
    const std::size_t count = graph.nodes.size();
    std::vector<std::vector<std::size_t>> next(count);
    std::vector<std::size_t> waiting(count, 0);
    for (const Edge& edge : graph.edges) {
        if (edge.from == edge.to) {
            errors.push_back({ErrorCode::edgeToItself, edge.place, graph.nodes[edge.from].version.text, {}, {}});
            if (errors.size() >= maximumErrors)
                return tl::unexpected(std::move(errors));
            continue;
        }
        next[edge.from].push_back(edge.to);
        ++waiting[edge.to];
    }

    // Nodes by precedence, so that the queue compares numbers.
    std::vector<std::optional<VersionKey>> keys;
    keys.reserve(count);
    for (const UpdateGraph::Node& node : graph.nodes)
        keys.push_back(VersionKey::read(scheme, node.version.text));
    std::vector<std::size_t> byVersion(count);
    for (std::size_t i = 0; i < count; ++i)
        byVersion[i] = i;
    std::sort(byVersion.begin(), byVersion.end(), [&](std::size_t a, std::size_t b) {
        if (keys[a].has_value() != keys[b].has_value())
            return !keys[a].has_value();
        if (keys[a] && keys[b]) {
            const auto order = *keys[a] <=> *keys[b];
            if (order != 0)
                return order < 0;
        }
        return graph.nodes[a].version.text < graph.nodes[b].version.text;
    });
    std::vector<std::size_t> position(count);
    for (std::size_t i = 0; i < count; ++i)
        position[byVersion[i]] = i;

    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
    for (std::size_t node = 0; node < count; ++node) {
        if (waiting[node] == 0)
            ready.push(position[node]);
    }
    std::vector<std::size_t> order;
    order.reserve(count);
    while (!ready.empty()) {
        const std::size_t node = byVersion[ready.top()];
        ready.pop();
        order.push_back(node);
        for (const std::size_t after : next[node]) {
            if (--waiting[after] == 0)
                ready.push(position[after]);
        }
    }
    if (order.size() < count) {
        UpdateGraph withoutLoops = graph;
        std::erase_if(withoutLoops.edges, [](const Edge& edge) { return edge.from == edge.to; });
        errors.push_back(cycleAmong(withoutLoops, waiting));
    }
    if (!errors.empty())
        return tl::unexpected(std::move(errors));
    return order;
}

std::vector<EdgeBlock> edgeBlocks(const std::vector<UpdateGraph::Edge>& edges)
{
    Neighbours sources;
    Neighbours targets;
    for (const Edge& edge : edges) {
        sources[edge.to].insert(edge.from);
        targets[edge.from].insert(edge.to);
    }
    Grouped byTarget = grouped(sources);
    Grouped bySource = grouped(targets);
    const bool targetsFirst = byTarget.names <= bySource.names;
    std::vector<EdgeBlock> blocks;
    for (auto& [others, nodes] : (targetsFirst ? byTarget : bySource).byNeighbours) {
        if (targetsFirst)
            blocks.push_back({others, std::move(nodes)});
        else
            blocks.push_back({std::move(nodes), others});
    }
    std::sort(blocks.begin(), blocks.end(),
              [](const EdgeBlock& a, const EdgeBlock& b) { return std::tie(a.to, a.from) < std::tie(b.to, b.from); });
    return blocks;
}

}  // namespace catalog
