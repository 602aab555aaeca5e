#include "planner/search.h"

#include "planner/hop_graph.h"
#include "planner/paths_to.h"

#include <algorithm>
#include <boost/concept/assert.hpp>
#include <boost/graph/dijkstra_shortest_paths_no_color_map.hpp>
#include <boost/property_map/property_map.hpp>
#include <limits>

namespace planner {

namespace {

struct Settled {};  ///< thrown by the visitor to end the search, caught below

/// The best label of a state, as a read-write property map.
class LabelMap {
public:
    using key_type = StateId;
    using value_type = Label;
    using reference = const Label&;
    using category = boost::read_write_property_map_tag;
    explicit LabelMap(States& states) : m_states(&states) {}
    friend const Label& get(const LabelMap& map, StateId id) { return map.m_states->label(id); }
    friend void put(const LabelMap& map, StateId id, const Label& label) { map.m_states->setLabel(id, label); }

private:
    States* m_states;
};

class Visitor : public boost::dijkstra_visitor<> {
public:
    Visitor(States& states, std::optional<Rank> target) : m_states(&states), m_target(target) {}
    void examine_vertex(StateId id, const HopGraph&)
    {
        m_states->settle(id);
        if (m_target == m_states->at(id).rank)
            throw Settled();
    }

private:
    States* m_states;
    std::optional<Rank> m_target;
};

/// The states that can be reached, best first, up to the first one of the target.
const std::vector<StateId>& settle(Situation& situation, const SearchRequest& request, std::optional<Rank> target,
                                   States& states, const PathsTo* remaining = nullptr, const HopLimit* limit = nullptr)
{
    BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<HopGraph>));
    BOOST_CONCEPT_ASSERT((boost::ReadWritePropertyMapConcept<LabelMap, StateId>));
    const HopGraph graph(situation, request, target, states, remaining, limit);
    const StateId start = states.id(situation.installed, siteEnvironment, situation.model.size());
    Label zero;
    zero.self = start;
    states.setLabel(start, zero);
    const auto better = [&states](const Label& a, const Label& b) { return states.better(a, b); };
    try {
        boost::dijkstra_shortest_paths_no_color_map_no_init(
            graph, start, NoPredecessors(), LabelMap(states), ImplicitWeights(),
            boost::typed_identity_property_map<StateId>(), better, Extend(), Label::infinite(), Label(),
            Visitor(states, target));
    } catch (const Settled&) {
        return states.settled();
    }
    return states.settled();
}

Path pathTo(const States& states, const Environments& environments, StateId end)
{
    Path path;
    for (StateId id = end; states.label(id).parent != noState; id = states.label(id).parent)
        path.push_back(moveBetween(environments, states.at(states.label(id).parent), states.at(id)));
    std::reverse(path.begin(), path.end());
    return path;
}

/// The request without times that depend on pairs of releases, where they do: each pair would have to be looked at.
SearchRequest withoutPairTimes(const Situation& situation, const SearchRequest& request)
{
    SearchRequest plain = request;
    if (timesOfPairs(situation))
        plain.times = Times::ignored;
    return plain;
}

}  // namespace

std::optional<Path> findPath(Situation& situation, const SearchRequest& asked)
{
    // What is relaxed is named by its violations, whatever time it takes.
    const SearchRequest request = asked.prices == nullptr ? asked : withoutPairTimes(situation, asked);
    std::optional<PathsTo> remaining;
    if (request.times == Times::counted && timesOfPairs(situation) && CostOrder(request.prefer).timesLast()) {
        remaining = PathsTo::search(situation, withoutPairTimes(situation, request));
        if (remaining && !remaining->costFrom({situation.installed, siteEnvironment}))
            return std::nullopt;
    }
    const auto search = [&](const HopLimit* limit) -> std::optional<Path> {
        States states(situation.environments);
        const std::vector<StateId>& settled =
            settle(situation, request, request.target, states, remaining ? &*remaining : nullptr, limit);
        if (settled.empty() || states.at(settled.back()).rank != request.target)
            return std::nullopt;
        return pathTo(states, situation.environments, settled.back());
    };
    if (request.prices != nullptr || !CostOrder(request.prefer).hopsFirst())
        return search(nullptr);
    const HopsLeft left(situation, request.target);
    HopLimit limit{left, left.from(situation.installed)};
    if (std::optional<Path> path = search(&limit))
        return path;
    limit.most = std::numeric_limits<std::int64_t>::max();
    return search(&limit);
}

Reachable findReachable(Situation& situation, const SearchRequest& request, Rank limit, Rank after)
{
    States states(situation.environments);
    std::optional<StateId> farthest;
    std::optional<StateId> next;
    const SearchRequest plain = withoutPairTimes(situation, request);
    for (const StateId id : settle(situation, plain, std::nullopt, states)) {
        const Rank rank = states.at(id).rank;
        if (rank <= situation.installed || situation.states[rank] != catalog::ReleaseState::ok)
            continue;
        if (rank <= limit && (!farthest || rank > states.at(*farthest).rank))
            farthest = id;
        if (rank > after && (!next || rank < states.at(*next).rank))
            next = id;
    }
    const auto pathOf = [&](const std::optional<StateId>& end) -> std::optional<Path> {
        if (!end)
            return std::nullopt;
        if (plain.times == request.times)
            return pathTo(states, situation.environments, *end);
        SearchRequest exact = request;
        exact.target = states.at(*end).rank;
        return findPath(situation, exact);
    };
    return {pathOf(farthest), pathOf(next)};
}

}  // namespace planner
