#pragma once

#include "planner/hop_ends.h"
#include "planner/hops_left.h"
#include "planner/implicit_graph.h"
#include "planner/search.h"

#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/graph_traits.hpp>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace planner {

/// A release and the component versions that hold while it runs.
struct State {
    Rank rank = 0;
    EnvironmentId environment = siteEnvironment;
};

/// Of two moves from the same state between the same releases: a component step that comes later is better, then a
/// newer version.
[[nodiscard]] bool betterMove(const Environments& environments, const State& before, const State& one,
                              const State& other);

/// The hop or component step from one state to the next.
[[nodiscard]] Move moveBetween(const Environments& environments, const State& before, const State& after);

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
    [[nodiscard]] bool betterTail(const Label& a, const Label& b) const;
    const Environments& m_environments;
    std::vector<State> m_states;
    std::vector<Label> m_labels;
    std::vector<std::uint32_t> m_place;  ///< among the settled ones
    std::vector<StateId> m_settled;
    std::vector<std::vector<StateId>> m_ids;  ///< by environment, by rank
};

class PathsTo;

/// Paths of more hops are not looked for. Borrows.
struct HopLimit {
    const HopsLeft& left;
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

/// The implicit graph of legal hops and component steps. Models boost::IncidenceGraph. A vertex's edges are made when
/// they are asked for; those that could not improve a label or the path to the target are left out. Vertices have to be
/// asked in the total order of their labels, as Dijkstra's algorithm does.
class HopGraph : public ImplicitGraph, private HopEnds::Worth {
public:
    using Edge = ImplicitEdge;

    /// `target` missing: no release ends the path, so none that may only be the last is entered. `remaining` (borrowed;
    /// may be null) knows what is left to the target apart from times: hops that are on no path which is best but for
    /// its times are left out. `limit` (borrowed; may be null) needs a target and hops to come first in the order.
    HopGraph(Situation& situation, const SearchRequest& request, std::optional<Rank> target, States& states,
             const PathsTo* remaining = nullptr, const HopLimit* limit = nullptr);

    [[nodiscard]] ImplicitEdges edgesOf(StateId from) const;

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
    const HopLimit* m_limit = nullptr;
    mutable StateId m_leaving = noState;  ///< whose hops are being made
    mutable std::optional<Cost> m_bound;  ///< of the best path to the target so far
};

}  // namespace planner
