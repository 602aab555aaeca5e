#include "planner/hop_graph.h"

#include "planner/rules/environment.h"
#include "planner/rules/rules.h"

#include <algorithm>

namespace planner {

using catalog::Truth;

namespace {

bool acceptable(Truth truth, Unknowns unknowns)
{
    return truth == Truth::yes || (truth == Truth::unknown && unknowns == Unknowns::legal);
}

}  // namespace

StateId States::id(Rank rank, EnvironmentId environment, std::size_t releases)
{
    if (m_ids.size() <= environment)
        m_ids.resize(environment + 1);
    std::vector<StateId>& ids = m_ids[environment];
    if (ids.empty())
        ids.assign(releases, noState);
    StateId& id = ids[rank];
    if (id == noState) {
        id = static_cast<StateId>(m_states.size());
        m_states.push_back({rank, environment});
        m_labels.push_back(Label::infinite());
    }
    return id;
}

bool States::better(const Label& a, const Label& b) const
{
    if (const auto order = a.cost <=> b.cost; order != 0)
        return order < 0;
    if (!a.reached() || !b.reached())
        return false;
    return betterChain(a, b);
}

/// Paths of equal cost have as many hops and as many component steps, so their chains are walked in step.
bool States::betterChain(const Label& a, const Label& b) const
{
    std::vector<StateId> left{a.self};
    std::vector<StateId> right{b.self};
    StateId l = a.parent;
    StateId r = b.parent;
    while (l != r && l != noState && r != noState) {
        left.push_back(l);
        right.push_back(r);
        l = m_labels[l].parent;
        r = m_labels[r].parent;
    }
    if (left.size() == 1) {
        const State& one = m_states[left.front()];
        const State& other = m_states[right.front()];
        if (one.rank != other.rank)
            return one.rank > other.rank;
    }
    const Rank start = l == noState ? m_states[left.back()].rank : m_states[l].rank;
    const auto hops = [&](const std::vector<StateId>& chain) {
        std::vector<Rank> ranks;
        Rank last = start;
        for (auto id = chain.rbegin(); id != chain.rend(); ++id) {
            if (m_states[*id].rank != last)
                ranks.push_back(last = m_states[*id].rank);
        }
        return ranks;
    };
    const std::vector<Rank> leftHops = hops(left);
    const std::vector<Rank> rightHops = hops(right);
    for (std::size_t i = 0; i < std::min(leftHops.size(), rightHops.size()); ++i) {
        if (leftHops[i] != rightHops[i])
            return leftHops[i] > rightHops[i];
    }
    // The same releases: a component step that comes later wins, and then a newer version.
    const State* before = &m_states[l == noState ? left.back() : l];
    for (std::size_t i = 1; i <= std::min(left.size(), right.size()); ++i) {
        const State& one = m_states[left[left.size() - i]];
        const State& other = m_states[right[right.size() - i]];
        if (one.rank != other.rank || one.environment != other.environment)
            return betterMove(*before, one, other);
        before = &one;
    }
    return false;
}

bool States::betterMove(const State& before, const State& one, const State& other) const
{
    if (one.rank != other.rank)
        return one.rank != before.rank;
    for (std::size_t domain = 0; domain < m_environments.domains().size(); ++domain) {
        const int was = m_environments.version(before.environment, domain);
        const int first = m_environments.version(one.environment, domain);
        const int second = m_environments.version(other.environment, domain);
        if (first != second)
            return first == was || second == was ? second == was : first > second;
    }
    return false;
}

HopGraph::HopGraph(Situation& situation, const SearchRequest& request, std::optional<Rank> target, States& states)
    : m_situation(situation),
      m_request(request),
      m_target(target),
      m_states(states),
      m_order(request.prefer),
      m_provides(situation.model.size()),
      m_uniform(request.prices == nullptr && situation.goal.acceptedRisks.empty() && !situation.model.hasTimes &&
                !situation.model.hasTested && situation.site.nodes.size() < 2)
{
    for (Rank rank = 0; rank < situation.model.size(); ++rank)
        m_provides[rank] = !situation.environments.provided(rank).empty();
}

std::shared_ptr<const std::vector<HopGraph::Edge>> HopGraph::edgesOf(StateId from) const
{
    auto edges = std::make_shared<std::vector<Edge>>();
    const Rank rank = m_states.at(from).rank;
    if (m_target == rank)
        return edges;
    Cost least = m_states.label(from).cost;
    m_order.at(least, Term::hops) += 1;
    bool tie = false;
    for (const StateId target : m_targetStates) {
        if (m_states.label(target).cost < least)
            return edges;
        tie = tie || m_states.label(target).cost == least;
    }
    if (tie) {
        (void)addHop(from, *m_target, *edges);
        return edges;
    }
    addHops(from, *edges);
    addSteps(from, *edges);
    return edges;
}

std::vector<std::vector<Rank>>& HopGraph::openIn(EnvironmentId environment) const
{
    if (m_open.size() <= environment)
        m_open.resize(environment + 1);
    std::vector<std::vector<Rank>>& open = m_open[environment];
    if (open.empty()) {
        open.resize(m_situation.classRepresentatives().size());
        for (Rank rank = 0; rank < m_situation.model.size(); ++rank)
            open[m_situation.checkpointClass()[rank]].push_back(rank);
    }
    return open;
}

/// Asks for each class of releases whether a checkpoint refuses it, then for each release that is still open.
void HopGraph::addHops(StateId from, std::vector<Edge>& edges) const
{
    const State state = m_states.at(from);
    const bool back = m_situation.goal.allowDowngrade;
    std::vector<std::vector<Rank>>& classes = openIn(state.environment);
    for (std::size_t index = 0; index < classes.size(); ++index) {
        const HopQuery any{state.rank, m_situation.classRepresentatives()[index], state.environment, false};
        if (m_request.prices == nullptr && checkCheckpoint(m_situation, any, nullptr) == Truth::no)
            continue;
        std::vector<Rank>& open = classes[index];
        auto kept = back ? open.begin() : std::upper_bound(open.begin(), open.end(), state.rank);
        for (auto to = kept; to != open.end(); ++to) {
            if (*to == state.rank || addHop(from, *to, edges) == Met::open)
                *kept++ = *to;
        }
        open.erase(kept, open.end());
    }
}

/// Whether even a hop that adds nothing but itself cannot improve what is known, of its end or of the target.
bool HopGraph::hopeless(StateId from, Rank to, EnvironmentId after) const
{
    Label least;
    least.cost = m_states.label(from).cost;
    m_order.at(least.cost, Term::hops) += 1;
    if (m_target && *m_target != to && !m_targetStates.empty()) {
        Cost further = least.cost;
        m_order.at(further, Term::hops) += 1;
        for (const StateId target : m_targetStates) {
            if (m_states.label(target).cost < further)
                return true;
        }
    }
    least.self = m_states.id(to, after, m_situation.model.size());
    least.parent = from;
    const Label& known = m_states.label(least.self);
    return known.reached() && !m_states.better(least, known);
}

/// Closed when no other source needs to try this release again in this environment.
HopGraph::Met HopGraph::addHop(StateId from, Rank to, std::vector<Edge>& edges) const
{
    const State state = m_states.at(from);
    if (!m_provides[to] && hopeless(from, to, state.environment))
        return Met::open;
    const bool last = m_target == to;
    const HopQuery hop{state.rank, to, state.environment, last};
    Edge edge;
    if (!acceptable(legal(m_situation, hop), m_request.unknowns)) {
        if (m_request.prices == nullptr)
            return Met::open;
        const std::optional<std::int64_t> price =
            m_request.prices->ofHop(m_situation, state.rank, to, state.environment, last);
        if (!price)
            return Met::open;
        m_order.at(edge.weight.cost, Term::price) = *price;
    }
    const std::int64_t price = m_order.at(edge.weight.cost, Term::price);
    const EnvironmentId after = m_situation.after(state.environment, to).value_or(state.environment);
    edge.source = from;
    edge.target = m_states.id(to, after, m_situation.model.size());
    edge.weight.cost = costOf(m_situation, hop, m_order);
    m_order.at(edge.weight.cost, Term::price) = price;
    edge.weight.self = edge.target;
    edge.weight.parent = from;
    if (last && std::find(m_targetStates.begin(), m_targetStates.end(), edge.target) == m_targetStates.end())
        m_targetStates.push_back(edge.target);
    edges.push_back(edge);
    return m_uniform ? Met::closed : Met::open;
}

void HopGraph::addSteps(StateId from, std::vector<Edge>& edges) const
{
    const State state = m_states.at(from);
    Environments& environments = m_situation.environments;
    for (std::size_t domain = 0; domain < environments.domains().size(); ++domain) {
        const int now = environments.version(state.environment, domain);
        const int versions = static_cast<int>(environments.domains()[domain].versions.size());
        for (int version = now + 1; now >= 0 && version < versions; ++version) {
            if (!environments.domains()[domain].installable[static_cast<std::size_t>(version)] ||
                !environments.stepAllowed(domain, now, version))
                continue;
            const EnvironmentId after = environments.with(state.environment, domain, version);
            const HopQuery stay{state.rank, state.rank, after, false};
            if (!acceptable(requirementsMet(m_situation, stay, state.rank, after, nullptr), m_request.unknowns))
                continue;
            Edge edge;
            if (m_request.prices != nullptr) {
                const std::optional<std::int64_t> price = m_request.prices->ofStep(m_situation, domain, version);
                if (!price)
                    continue;
                m_order.at(edge.weight.cost, Term::price) = *price;
            }
            edge.source = from;
            edge.target = m_states.id(state.rank, after, m_situation.model.size());
            m_order.at(edge.weight.cost, Term::componentSteps) = 1;
            edge.weight.self = edge.target;
            edge.weight.parent = from;
            edges.push_back(edge);
        }
    }
}

}  // namespace planner
