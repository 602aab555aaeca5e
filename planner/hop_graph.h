#pragma once

#include "planner/edge_range.h"
#include "planner/hop_ends.h"
#include "planner/search.h"

#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/graph_traits.hpp>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace planner {

using StateId = std::uint32_t;
inline constexpr StateId noState = std::numeric_limits<StateId>::max();

/// What is known about the best path to a state: its cost and the state before. As an edge's weight: what it adds.
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

/// A release and the component versions that hold while it runs.
struct State {
    Rank rank = 0;
    EnvironmentId environment = siteEnvironment;
};

/// Of two moves from the same state between the same releases: a component step that comes later is better, then a
/// newer version.
[[nodiscard]] bool betterMove(const Environments& environments, const State& before, const State& one,
                              const State& other);

/// The states met so far and the best labels known.
class States {
public:
    explicit States(const Environments& environments) : m_environments(environments) {}
    [[nodiscard]] StateId id(Rank rank, EnvironmentId environment, std::size_t releases);
    [[nodiscard]] const State& at(StateId id) const { return m_states[id]; }
    [[nodiscard]] std::size_t size() const { return m_states.size(); }
    [[nodiscard]] const Label& label(StateId id) const { return m_labels[id]; }
    void setLabel(StateId id, const Label& label) { m_labels[id] = label; }

    /// States settle in the total order.
    void settle(StateId id)
    {
        m_place[id] = static_cast<std::uint32_t>(m_settled.size());
        m_settled.push_back(id);
    }
    [[nodiscard]] const std::vector<StateId>& settled() const { return m_settled; }

    /// DESIGN's total order over paths.
    [[nodiscard]] bool better(const Label& a, const Label& b) const;

private:
    [[nodiscard]] bool betterChain(const Label& a, const Label& b) const;
    const Environments& m_environments;
    std::vector<State> m_states;
    std::vector<Label> m_labels;
    std::vector<std::uint32_t> m_place;  ///< among the settled ones
    std::vector<StateId> m_settled;
    std::vector<std::vector<StateId>> m_ids;  ///< by environment, by rank
};

class PathsTo;

/// The implicit graph of legal hops and component steps. Models boost::IncidenceGraph. A vertex's edges are made when
/// they are asked for; those that could not improve a label or the path to the target are left out. Vertices have to be
/// asked in the total order of their labels, as Dijkstra's algorithm does.
class HopGraph : private HopEnds::Worth {
public:
    struct Edge {
        StateId source = noState;
        StateId target = noState;
        Label weight;
        bool operator==(const Edge& other) const { return source == other.source && target == other.target; }
    };

    using vertex_descriptor = StateId;
    using edge_descriptor = Edge;
    using directed_category = boost::directed_tag;
    using edge_parallel_category = boost::allow_parallel_edge_tag;
    using traversal_category = boost::incidence_graph_tag;
    using degree_size_type = std::size_t;

    using out_edge_iterator = EdgeIterator<Edge>;

    /// `target` missing: no release ends the path, so none that may only be the last is entered. `remaining` (borrowed;
    /// may be null) knows what is left to the target apart from times: hops that are on no path which is best but for
    /// its times are left out.
    HopGraph(Situation& situation, const SearchRequest& request, std::optional<Rank> target, States& states,
             const PathsTo* remaining = nullptr);

    [[nodiscard]] std::shared_ptr<const std::vector<Edge>> edgesOf(StateId from) const;

private:
    [[nodiscard]] bool hop(Rank to, EnvironmentId before, const Cost& cost) const override;
    [[nodiscard]] bool worth(StateId from, const State& to, const Cost& cost) const;
    void addHop(StateId from, Rank to, const Cost& cost, std::vector<Edge>& edges) const;
    void addHops(StateId from, std::vector<Edge>& edges) const;
    void addSteps(StateId from, std::vector<Edge>& edges) const;

    Situation& m_situation;
    const SearchRequest& m_request;
    std::optional<Rank> m_target;
    States& m_states;
    CostOrder m_order;
    mutable HopEnds m_ends;
    mutable std::vector<HopEnds::End> m_taken;
    const PathsTo* m_remaining = nullptr;
    mutable StateId m_leaving = noState;  ///< whose hops are being made
    mutable std::optional<Cost> m_bound;  ///< of the best path to the target so far
};

inline StateId source(const HopGraph::Edge& edge, const HopGraph&) { return edge.source; }
inline StateId target(const HopGraph::Edge& edge, const HopGraph&) { return edge.target; }
inline std::pair<HopGraph::out_edge_iterator, HopGraph::out_edge_iterator> out_edges(StateId vertex,
                                                                                     const HopGraph& graph)
{
    return HopGraph::out_edge_iterator::range(graph.edgesOf(vertex));
}
inline std::size_t out_degree(StateId vertex, const HopGraph& graph) { return graph.edgesOf(vertex)->size(); }

}  // namespace planner
