#pragma once

#include "planner/hop_cost.h"

#include <boost/graph/graph_traits.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>
#include <concepts>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace planner {

/// What searches over implicit graphs have in common: labels, and edges that are made when a vertex is asked for its.
using StateId = std::uint32_t;
inline constexpr StateId noState = std::numeric_limits<StateId>::max();

/// What is known about the best path to a vertex: its cost and the vertex before. As an edge's weight: what it adds.
struct Label {
    Cost cost;
    StateId self = noState;
    StateId parent = noState;

    [[nodiscard]] static Label infinite()
    {
        Label label;
        label.cost.terms.fill(std::numeric_limits<std::int64_t>::max());
        return label;
    }
    [[nodiscard]] bool reached() const { return self != noState; }
};

/// A path's label, longer by an edge.
struct Extend {
    Label operator()(const Label& path, const Label& edge) const
    {
        Label longer = edge;
        for (std::size_t term = 0; term < termCount; ++term)
            longer.cost.terms[term] += path.cost.terms[term];
        return longer;
    }
};

/// Predecessors are part of the labels.
struct NoPredecessors {
    using key_type = StateId;
    using value_type = StateId;
    using reference = StateId;
    using category = boost::writable_property_map_tag;
    friend void put(const NoPredecessors&, StateId, StateId) {}
};

struct ImplicitEdge {
    StateId source = noState;
    StateId target = noState;
    Label weight;
    bool operator==(const ImplicitEdge& other) const { return source == other.source && target == other.target; }
};
using ImplicitEdges = std::shared_ptr<const std::vector<ImplicitEdge>>;

struct ImplicitWeights {
    using key_type = ImplicitEdge;
    using value_type = Label;
    using reference = const Label&;
    using category = boost::readable_property_map_tag;
    friend const Label& get(const ImplicitWeights&, const ImplicitEdge& edge) { return edge.weight; }
};

/// Keeps a vertex's edges alive. Models a multi-pass ForwardIterator, as boost::IncidenceGraph wants it.
class ImplicitEdgeIterator
    : public boost::iterator_facade<ImplicitEdgeIterator, const ImplicitEdge, boost::forward_traversal_tag> {
public:
    ImplicitEdgeIterator() = default;
    ImplicitEdgeIterator(ImplicitEdges edges, std::size_t position) : m_edges(std::move(edges)), m_position(position) {}

private:
    friend class boost::iterator_core_access;
    [[nodiscard]] const ImplicitEdge& dereference() const { return (*m_edges)[m_position]; }
    [[nodiscard]] bool equal(const ImplicitEdgeIterator& other) const { return m_position == other.m_position; }
    void increment() { ++m_position; }

    ImplicitEdges m_edges;
    std::size_t m_position = 0;
};

/// The base of a graph that has `ImplicitEdges edgesOf(StateId) const`; it then models boost::IncidenceGraph.
struct ImplicitGraph {
    using vertex_descriptor = StateId;
    using edge_descriptor = ImplicitEdge;
    using directed_category = boost::directed_tag;
    using edge_parallel_category = boost::allow_parallel_edge_tag;
    using traversal_category = boost::incidence_graph_tag;
    using degree_size_type = std::size_t;
    using out_edge_iterator = ImplicitEdgeIterator;
};

inline StateId source(const ImplicitEdge& edge, const ImplicitGraph&) { return edge.source; }
inline StateId target(const ImplicitEdge& edge, const ImplicitGraph&) { return edge.target; }

template <std::derived_from<ImplicitGraph> Graph>
std::pair<ImplicitEdgeIterator, ImplicitEdgeIterator> out_edges(StateId vertex, const Graph& graph)
{
    const ImplicitEdges edges = graph.edgesOf(vertex);
    return {{edges, 0}, {edges, edges->size()}};
}

template <std::derived_from<ImplicitGraph> Graph>
std::size_t out_degree(StateId vertex, const Graph& graph)
{
    return graph.edgesOf(vertex)->size();
}

}  // namespace planner
