#include "planner/paths_to.h"

#include "planner/hop_sources.h"
#include "planner/rules/environment.h"

#include <boost/concept/assert.hpp>
#include <boost/graph/dijkstra_shortest_paths_no_color_map.hpp>
#include <boost/property_map/property_map.hpp>

namespace planner {

namespace {

/// More combinations of component versions than this are searched from each site instead.
constexpr std::size_t mostEnvironments = 128;

enum class VertexKind : std::uint8_t {
    goal,   ///< before all states of the target
    state,  ///< the best path from here begins with `next`
    door    ///< of hops to the state `next`: its times are paid
};

struct Vertex {
    VertexKind kind = VertexKind::goal;
    State state;  ///< door: the release behind it, and the environment before it
    const HopSources::Entrance* entrance = nullptr;
    Label label = Label::infinite();  ///< its parent is what follows
};

/// The vertices met so far and DESIGN's total order over what follows them.
class Vertices {
public:
    Vertices(const Environments& environments, std::size_t releases) : m_environments(environments), m_size(releases)
    {
        m_all.emplace_back();
        m_all.front().label = Label();
        m_all.front().label.self = 0;
    }

    [[nodiscard]] StateId idOf(const State& state)
    {
        if (m_ids.size() <= state.environment)
            m_ids.resize(state.environment + 1);
        std::vector<StateId>& ids = m_ids[state.environment];
        if (ids.empty())
            ids.assign(m_size, noState);
        StateId& id = ids[state.rank];
        if (id == noState)
            id = add({VertexKind::state, state, nullptr, Label::infinite()});
        return id;
    }
    [[nodiscard]] StateId add(const Vertex& vertex)
    {
        m_all.push_back(vertex);
        return static_cast<StateId>(m_all.size() - 1);
    }
    [[nodiscard]] Vertex& at(StateId id) { return m_all[id]; }
    [[nodiscard]] const Vertex& at(StateId id) const { return m_all[id]; }
    [[nodiscard]] std::size_t size() const { return m_all.size(); }

    /// The state behind the first move from a state whose label has this parent; noState at the target.
    [[nodiscard]] StateId behind(StateId parent) const
    {
        if (parent == noState || m_all[parent].kind == VertexKind::goal)
            return noState;
        return m_all[parent].kind == VertexKind::door ? m_all[parent].label.parent : parent;
    }

    [[nodiscard]] bool better(const Label& a, const Label& b) const
    {
        if (const auto order = a.cost <=> b.cost; order != 0)
            return order < 0;
        if (!a.reached() || !b.reached())
            return false;
        const Vertex& one = m_all[a.self];
        const Vertex& other = m_all[b.self];
        if (a.self == b.self)
            return one.kind == VertexKind::state && betterPath(one.state, behind(a.parent), behind(b.parent));
        if (one.kind != other.kind)
            return one.kind < other.kind;
        return one.kind == VertexKind::door && one.state.rank > other.state.rank;
    }

private:
    /// The first state of a path that runs another release; noState when there is none.
    [[nodiscard]] StateId nextHop(StateId id, Rank last) const
    {
        while (id != noState && m_all[id].state.rank == last)
            id = behind(m_all[id].label.parent);
        return id;
    }

    /// Of two paths that cost the same.
    [[nodiscard]] bool betterPath(const State& before, StateId a, StateId b) const
    {
        if (a == b || a == noState || b == noState)
            return false;
        Rank last = before.rank;
        StateId left = nextHop(a, last);
        StateId right = nextHop(b, last);
        while (left != right && left != noState && right != noState) {
            if (m_all[left].state.rank != m_all[right].state.rank)
                return m_all[left].state.rank > m_all[right].state.rank;
            last = m_all[left].state.rank;
            left = nextHop(left, last);
            right = nextHop(right, last);
        }
        return betterMove(m_environments, before, m_all[a].state, m_all[b].state);
    }

    const Environments& m_environments;
    std::size_t m_size;
    std::vector<Vertex> m_all;
    std::vector<std::vector<StateId>> m_ids;  ///< by environment, by rank
};

/// The implicit graph against the direction of hops. Models boost::IncidenceGraph; vertices have to be asked in the
/// total order, as Dijkstra's algorithm does.
class BackwardGraph : public ImplicitGraph {
public:
    using Edge = ImplicitEdge;

    BackwardGraph(Situation& situation, const SearchRequest& request, Vertices& vertices, EnvironmentId environments)
        : m_situation(situation),
          m_request(request),
          m_vertices(vertices),
          m_environments(environments),
          m_order(request.prefer),
          m_ends(situation, request, request.target),
          m_sources(situation, request, m_ends)
    {
    }

    [[nodiscard]] ImplicitEdges edgesOf(StateId id) const
    {
        auto edges = std::make_shared<std::vector<Edge>>();
        switch (m_vertices.at(id).kind) {
        case VertexKind::goal:
            for (EnvironmentId environment = 0; environment < m_environments; ++environment)
                add(id, m_vertices.idOf({m_request.target, environment}), Cost(), *edges);
            break;
        case VertexKind::state:
            addDoors(id, *edges);
            addSteps(id, *edges);
            break;
        case VertexKind::door:
            addSources(id, *edges);
            break;
        }
        return edges;
    }

private:
    static void add(StateId from, StateId to, const Cost& cost, std::vector<Edge>& edges)
    {
        Edge edge{from, to, {}};
        edge.weight.cost = cost;
        edge.weight.self = to;
        edge.weight.parent = from;
        edges.push_back(edge);
    }

    /// To the doors of hops that lead to the state, and to the sources of hops that a narrow rule is about.
    void addDoors(StateId id, std::vector<Edge>& edges) const
    {
        const State state = m_vertices.at(id).state;
        for (EnvironmentId before = 0; before < m_environments; ++before) {
            if (m_situation.after(before, state.rank) != state.environment)
                continue;
            for (const Rank from : m_sources.narrow(state.rank)) {
                const HopQuery hop{from, state.rank, before, state.rank == m_request.target};
                if (const std::optional<Cost> cost = m_ends.ask(hop))
                    add(id, m_vertices.idOf({from, before}), *cost, edges);
            }
            if (!m_sources.enterable(state.rank, before))
                continue;
            for (const HopSources::Entrance& entrance :
                 m_sources.entrances(m_situation.day().endOf[state.rank], before)) {
                Cost times;
                if (m_request.times == Times::counted)
                    addTimes(m_situation, state.rank, entrance.times, m_order, times);
                const StateId door =
                    m_vertices.add({VertexKind::door, {state.rank, before}, &entrance, Label::infinite()});
                add(id, door, times, edges);
            }
        }
    }

    void addSources(StateId id, std::vector<Edge>& edges) const
    {
        const State end = m_vertices.at(id).state;
        m_taken.clear();
        m_sources.take(*m_vertices.at(id).entrance, end.rank, end.environment, m_taken);
        edges.reserve(m_taken.size());
        for (const HopSources::Source& source : m_taken) {
            if (source.from != m_request.target)
                add(id, m_vertices.idOf({source.from, end.environment}), source.cost, edges);
        }
    }

    void addSteps(StateId id, std::vector<Edge>& edges) const
    {
        const State after = m_vertices.at(id).state;
        Environments& environments = m_situation.environments;
        for (EnvironmentId before = 0; before < m_environments; ++before) {
            const std::optional<std::size_t> domain = onlyDifference(environments, before, after.environment);
            if (!domain)
                continue;
            const int version = environments.version(after.environment, *domain);
            const int now = environments.version(before, *domain);
            if (now < 0 || version < now ||
                !environments.domains()[*domain].installable[static_cast<std::size_t>(version)] ||
                !environments.stepAllowed(*domain, now, version))
                continue;
            const HopQuery stay{after.rank, after.rank, after.environment, false};
            if (!acceptable(requirementsMet(m_situation, stay, after.rank, after.environment, nullptr),
                            m_request.unknowns))
                continue;
            Cost cost;
            m_order.at(cost, Term::componentSteps) = 1;
            if (after.rank != m_request.target)
                add(id, m_vertices.idOf({after.rank, before}), cost, edges);
        }
    }

    [[nodiscard]] static std::optional<std::size_t> onlyDifference(const Environments& environments, EnvironmentId a,
                                                                   EnvironmentId b)
    {
        std::optional<std::size_t> found;
        for (std::size_t domain = 0; a != b && domain < environments.domains().size(); ++domain) {
            if (environments.version(a, domain) == environments.version(b, domain))
                continue;
            if (found)
                return std::nullopt;
            found = domain;
        }
        return found;
    }

    Situation& m_situation;
    const SearchRequest& m_request;
    Vertices& m_vertices;
    EnvironmentId m_environments;
    CostOrder m_order;
    mutable HopEnds m_ends;
    mutable HopSources m_sources;
    mutable std::vector<HopSources::Source> m_taken;
};

class BackwardLabels {
public:
    using key_type = StateId;
    using value_type = Label;
    using reference = Label;
    using category = boost::read_write_property_map_tag;
    explicit BackwardLabels(Vertices& vertices) : m_vertices(&vertices) {}
    friend Label get(const BackwardLabels& map, StateId id) { return map.m_vertices->at(id).label; }
    friend void put(const BackwardLabels& map, StateId id, const Label& label) { map.m_vertices->at(id).label = label; }

private:
    Vertices* m_vertices;
};

/// Makes every environment that component steps and releases can lead to; nothing when they are too many.
std::optional<EnvironmentId> closeEnvironments(Situation& situation)
{
    Environments& environments = situation.environments;
    std::vector<Rank> providing;
    for (Rank rank = 0; rank < situation.model.size(); ++rank) {
        if (!situation.model.at(rank).provides.empty())
            providing.push_back(rank);
    }
    for (EnvironmentId id = 0; id < environments.count(); ++id) {
        for (const Rank rank : providing)
            (void)situation.after(id, rank);
        for (std::size_t domain = 0; domain < environments.domains().size(); ++domain) {
            const int now = environments.version(id, domain);
            const int versions = static_cast<int>(environments.domains()[domain].versions.size());
            for (int version = now + 1; now >= 0 && version < versions; ++version) {
                if (environments.domains()[domain].installable[static_cast<std::size_t>(version)] &&
                    environments.stepAllowed(domain, now, version))
                    (void)environments.with(id, domain, version);
            }
        }
        if (environments.count() > mostEnvironments)
            return std::nullopt;
    }
    return static_cast<EnvironmentId>(environments.count());
}

}  // namespace

std::optional<PathsTo> PathsTo::search(Situation& situation, const SearchRequest& request)
{
    BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<BackwardGraph>));
    BOOST_CONCEPT_ASSERT((boost::ReadWritePropertyMapConcept<BackwardLabels, StateId>));
    if (situation.goal.allowDowngrade || situation.site.failed || request.prices != nullptr ||
        (request.times == Times::counted && timesOfPairs(situation)))
        return std::nullopt;
    const std::optional<EnvironmentId> environments = closeEnvironments(situation);
    if (!environments)
        return std::nullopt;
    Vertices vertices(situation.environments, situation.model.size());
    const BackwardGraph graph(situation, request, vertices, *environments);
    const auto better = [&vertices](const Label& a, const Label& b) { return vertices.better(a, b); };
    boost::dijkstra_shortest_paths_no_color_map_no_init(graph, StateId{0}, NoPredecessors(), BackwardLabels(vertices),
                                                        ImplicitWeights(),
                                                        boost::typed_identity_property_map<StateId>(), better, Extend(),
                                                        Label::infinite(), Label(), boost::dijkstra_visitor<>());

    PathsTo paths;
    paths.m_places.resize(*environments);
    std::vector<StateId> places(vertices.size(), noState);
    for (StateId id = 0; id < vertices.size(); ++id) {
        const Vertex& vertex = vertices.at(id);
        if (vertex.kind != VertexKind::state || !vertex.label.reached())
            continue;
        places[id] = static_cast<StateId>(paths.m_steps.size());
        paths.m_steps.push_back({vertex.state, vertices.behind(vertex.label.parent)});
        std::vector<StateId>& byRank = paths.m_places[vertex.state.environment];
        if (byRank.empty())
            byRank.assign(situation.model.size(), noState);
        byRank[vertex.state.rank] = places[id];
        if (request.times == Times::ignored)
            paths.m_costs.push_back(vertex.label.cost);
    }
    for (Step& step : paths.m_steps) {
        if (step.next != noState)
            step.next = places[step.next];
    }
    return paths;
}

std::optional<Cost> PathsTo::costFrom(const State& state) const
{
    const std::vector<StateId>& byRank = m_places[state.environment];
    if (m_costs.empty() || byRank.empty() || byRank[state.rank] == noState)
        return std::nullopt;
    return m_costs[byRank[state.rank]];
}

std::optional<Path> PathsTo::from(Rank rank, const Environments& environments) const
{
    StateId id = m_places[siteEnvironment].empty() ? noState : m_places[siteEnvironment][rank];
    if (id == noState)
        return std::nullopt;
    Path path;
    for (; m_steps[id].next != noState; id = m_steps[id].next)
        path.push_back(moveBetween(environments, m_steps[id].state, m_steps[m_steps[id].next].state));
    return path;
}

}  // namespace planner
