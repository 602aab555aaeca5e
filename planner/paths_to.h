#pragma once

#include "planner/hop_graph.h"

#include <optional>
#include <vector>

namespace planner {

/// The best paths from every release to one target, found by one search backwards. Each equals what findPath finds for
/// a site on that release whose facts and components are the situation's, whatever release that site runs.
///
/// Dijkstra over (release, environment) against the direction of hops. Between an end and its sources lies a vertex of
/// its own, the door: it adds the end's times, so that the sources of a class may be taken by the first door that asks
/// (see HopSources). Doors of equal cost settle newest release first, which is DESIGN's total order: paths that cost
/// the same are told apart by their first hop, then by what follows, and that is already settled.
///
/// Road not taken: the search forwards, stopped at nothing. It finds the best paths from one release to all.
class PathsTo {
public:
    /// Nothing when it would not do: hops back, a failed checkpoint, prices, more environments than a table can hold,
    /// or times that depend on pairs of releases (see timesOfPairs) unless they are ignored.
    [[nodiscard]] static std::optional<PathsTo> search(Situation& situation, const SearchRequest& request);

    /// `environments` are those of the situation that was searched.
    [[nodiscard]] std::optional<Path> from(Rank rank, const Environments& environments) const;
    /// What the best path from a state costs; nothing when there is none. Only known when times are ignored.
    [[nodiscard]] std::optional<Cost> costFrom(const State& state) const;

private:
    /// What follows a state: the state behind its first move.
    struct Step {
        State state;
        StateId next = noState;
    };
    PathsTo() = default;

    std::vector<Step> m_steps;
    std::vector<std::vector<StateId>> m_places;  ///< by environment, by rank
    std::vector<Cost> m_costs;                   ///< of m_steps; empty unless times are ignored
};

}  // namespace planner
