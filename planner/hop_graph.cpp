#include "planner/hop_graph.h"

#include "planner/rules/environment.h"

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
      m_provides(situation.model.size())
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
    const bool back = m_situation.goal.allowDowngrade;
    for (Rank to = back ? 0 : rank + 1; to < m_situation.model.size(); ++to) {
        if (to != rank)
            addHop(from, to, *edges);
    }
    addSteps(from, *edges);
    return edges;
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

void HopGraph::addHop(StateId from, Rank to, std::vector<Edge>& edges) const
{
    const State state = m_states.at(from);
    if (!m_provides[to] && hopeless(from, to, state.environment))
        return;
    const bool last = m_target == to;
    const HopQuery hop{state.rank, to, state.environment, last};
    Edge edge;
    if (!acceptable(legal(m_situation, hop), m_request.unknowns)) {
        if (m_request.prices == nullptr)
            return;
        const std::optional<std::int64_t> price =
            m_request.prices->ofHop(m_situation, state.rank, to, state.environment, last);
        if (!price)
            return;
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
