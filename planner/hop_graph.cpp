#include "planner/hop_graph.h"

#include "planner/paths_to.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace planner {

using catalog::Truth;

namespace {

constexpr std::uint32_t notSettled = std::numeric_limits<std::uint32_t>::max();

}  // namespace

bool betterMove(const Environments& environments, const State& before, const State& one, const State& other)
{
    if (one.rank != other.rank)
        return one.rank != before.rank;
    for (std::size_t domain = 0; domain < environments.domains().size(); ++domain) {
        const int was = environments.version(before.environment, domain);
        const int first = environments.version(one.environment, domain);
        const int second = environments.version(other.environment, domain);
        if (first != second)
            return first == was || second == was ? second == was : first > second;
    }
    return false;
}

Move moveBetween(const Environments& environments, const State& before, const State& after)
{
    Move move;
    move.kind = after.rank == before.rank ? Move::Kind::component : Move::Kind::hop;
    move.from = before.rank;
    move.to = after.rank;
    move.before = before.environment;
    move.after = after.environment;
    for (std::size_t domain = 0; move.kind == Move::Kind::component && domain < environments.domains().size();
         ++domain) {
        if (environments.version(move.before, domain) != environments.version(move.after, domain))
            move.domain = domain;
    }
    return move;
}

StateId States::id(Rank rank, EnvironmentId environment, std::size_t releases)
{
    if (m_ids.size() <= environment)
        m_ids.resize(environment + 1);
    std::vector<StateId>& ids = m_ids[environment];
    if (ids.empty()) {
        ids.assign(releases, noState);
        m_states.reserve(m_states.size() + releases);
        m_labels.reserve(m_labels.size() + releases);
        m_place.reserve(m_place.size() + releases);
    }
    StateId& id = ids[rank];
    if (id == noState) {
        id = static_cast<StateId>(m_states.size());
        m_states.push_back({rank, environment});
        m_labels.push_back(Label::infinite());
        m_place.push_back(notSettled);
    }
    return id;
}

bool States::better(const Label& a, const Label& b) const
{
    if (const auto order = a.cost <=> b.cost; order != 0)
        return order < 0;
    if (!a.reached() || !b.reached())
        return false;
    if (a.parent != b.parent && a.parent != noState && b.parent != noState && m_place[a.parent] != notSettled &&
        m_place[b.parent] != notSettled && m_states[a.parent].rank != m_states[b.parent].rank &&
        m_labels[a.parent].cost == m_labels[b.parent].cost)
        return m_place[a.parent] < m_place[b.parent];
    return betterChain(a, b);
}

/// Paths of equal cost have as many hops and as many component steps, so their chains are walked in step.
bool States::betterChain(const Label& a, const Label& b) const
{
    StateId left = a.self;
    StateId right = b.self;
    StateId l = a.parent;
    StateId r = b.parent;
    while (l != r && l != noState && r != noState) {
        left = std::exchange(l, m_labels[l].parent);
        right = std::exchange(r, m_labels[r].parent);
    }
    const Rank one = m_states[left].rank;
    const Rank other = m_states[right].rank;
    const Rank start = l == noState ? one : m_states[l].rank;
    const bool firstIsHop = one != start && other != start;
    if (one != other && (firstIsHop || (left == a.self && right == b.self)))
        return one > other;
    return betterTail(a, b);
}

/// As betterChain, where the paths part with a component step.
bool States::betterTail(const Label& a, const Label& b) const
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
            return betterMove(m_environments, *before, one, other);
        before = &one;
    }
    return false;
}

HopGraph::HopGraph(Situation& situation, const SearchRequest& request, std::optional<Rank> target, States& states,
                   const PathsTo* remaining, const HopLimit* limit)
    : m_situation(situation),
      m_request(request),
      m_target(target),
      m_states(states),
      m_order(request.prefer),
      m_ends(situation, request, target),
      m_remaining(remaining),
      m_limit(limit)
{
    if (request.prices != nullptr) {
        m_bound = Label::infinite().cost;
        m_order.at(*m_bound, Term::price) = request.prices->most();
    }
}

ImplicitEdges HopGraph::edgesOf(StateId from) const
{
    static const ImplicitEdges none = std::make_shared<const std::vector<Edge>>();
    const State state = m_states.at(from);
    if (m_target == state.rank)
        return none;
    Cost least = m_states.label(from).cost;
    m_order.at(least, Term::hops) += 1;
    if (m_bound && *m_bound < least)
        return none;
    std::vector<Edge> edges;
    if (m_target && (m_limit == nullptr || !m_limit->left.stopsBetween(state.rank))) {
        if (const std::optional<Cost> direct = m_ends.ask({state.rank, *m_target, state.environment, true}))
            addHop(from, *m_target, *direct, edges);
    }
    Cost further = least;
    m_order.at(further, Term::hops) += 1;
    const bool tooFar = m_limit != nullptr && m_order.at(further, Term::hops) > m_limit->most;
    if (!tooFar && (!m_bound || !(*m_bound < further)))
        addHops(from, edges);
    addSteps(from, edges);
    return edges.empty() ? none : std::make_shared<const std::vector<Edge>>(std::move(edges));
}

void HopGraph::addHops(StateId from, std::vector<Edge>& edges) const
{
    const State state = m_states.at(from);
    m_taken.clear();
    m_leaving = from;
    m_ends.take(state.rank, state.environment, m_taken, m_remaining == nullptr ? nullptr : this);
    edges.reserve(edges.size() + m_taken.size());
    for (const HopEnds::End& end : m_taken) {
        if (end.to != m_target)
            addHop(from, end.to, end.cost, edges);
    }
}

bool HopGraph::hop(Rank to, EnvironmentId before, const Cost& cost) const
{
    return worth(m_leaving, {to, m_situation.after(before, to).value_or(before)}, cost);
}

/// Whether the move is on a path that is best but for its times.
bool HopGraph::worth(StateId from, const State& to, const Cost& cost) const
{
    if (m_remaining == nullptr)
        return true;
    const std::optional<Cost> least = m_remaining->costFrom({m_situation.installed, siteEnvironment});
    const std::optional<Cost> rest = m_remaining->costFrom(to);
    if (!least || !rest)
        return false;
    const Cost& here = m_states.label(from).cost;
    for (std::size_t term = 0; term < termCount - timeTermCount; ++term) {
        if (here.terms[term] + cost.terms[term] + rest->terms[term] != least->terms[term])
            return false;
    }
    return true;
}

void HopGraph::addHop(StateId from, Rank to, const Cost& cost, std::vector<Edge>& edges) const
{
    const State state = m_states.at(from);
    if (m_limit != nullptr) {
        Cost sofar = m_states.label(from).cost;
        if (m_order.at(sofar, Term::hops) + 1 + m_limit->left.from(to) > m_limit->most)
            return;
    }
    if (m_bound) {
        // Even a hop from there to the target that adds nothing but itself comes too late.
        Cost whole = m_states.label(from).cost;
        for (std::size_t term = 0; term < termCount; ++term)
            whole.terms[term] += cost.terms[term];
        m_order.at(whole, Term::hops) += to == m_target ? 0 : 1;
        if (*m_bound < whole)
            return;
    }
    const EnvironmentId after = m_situation.after(state.environment, to).value_or(state.environment);
    if (!worth(from, {to, after}, cost))
        return;
    Edge edge;
    edge.source = from;
    edge.target = m_states.id(to, after, m_situation.model.size());
    edge.weight.cost = cost;
    edge.weight.self = edge.target;
    edge.weight.parent = from;
    if (to == m_target) {
        Cost whole = m_states.label(from).cost;
        for (std::size_t term = 0; term < termCount; ++term)
            whole.terms[term] += cost.terms[term];
        if (!m_bound || whole < *m_bound)
            m_bound = whole;
    }
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
            if (!m_ends.mayStay(state.rank, state.environment, after))
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
            if (!worth(from, {state.rank, after}, edge.weight.cost))
                continue;
            edge.weight.self = edge.target;
            edge.weight.parent = from;
            edges.push_back(edge);
        }
    }
}

}  // namespace planner
