#pragma once

#include <boost/iterator/iterator_facade.hpp>
#include <memory>
#include <utility>
#include <vector>

namespace planner {

/// The out-edges of a vertex of an implicit graph, made when they are asked for and kept alive by their iterators.
/// Models a multi-pass ForwardIterator, as boost::IncidenceGraph wants it.
template <typename Edge>
class EdgeIterator : public boost::iterator_facade<EdgeIterator<Edge>, const Edge, boost::forward_traversal_tag> {
public:
    using Edges = std::shared_ptr<const std::vector<Edge>>;

    EdgeIterator() = default;
    EdgeIterator(Edges edges, std::size_t position) : m_edges(std::move(edges)), m_position(position) {}

    [[nodiscard]] static std::pair<EdgeIterator, EdgeIterator> range(const Edges& edges)
    {
        return {{edges, 0}, {edges, edges->size()}};
    }

private:
    friend class boost::iterator_core_access;
    [[nodiscard]] const Edge& dereference() const { return (*m_edges)[m_position]; }
    [[nodiscard]] bool equal(const EdgeIterator& other) const { return m_position == other.m_position; }
    void increment() { ++m_position; }

    Edges m_edges;
    std::size_t m_position = 0;
};

}  // namespace planner
