// The baseline: every legal hop stored in a compressed sparse row graph, and the same search on it.
#include "planner/hop_graph.h"
#include "planner/request.h"
#include "planner/rules/rules.h"
#include "tests/bench/daily_builds.h"
#include "tests/bench/measures.h"
#include "tests/bench/stopwatch.h"

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths_no_color_map.hpp>
#include <cstdlib>
#include <map>

namespace bench {

namespace {

using namespace planner;

constexpr double budget = 10;

struct Weight {
    std::uint32_t cost = 0;  ///< in a table of the distinct ones
};
using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Weight, boost::no_property,
                                                 std::uint32_t, std::uint32_t>;

struct Hops {
    std::vector<std::pair<Rank, Rank>> ends;
    std::vector<Weight> weights;
    std::vector<Cost> costs;
};

/// Asks every pair that checkpoints do not refuse for whole classes.
Hops allLegalHops(Situation& situation)
{
    Hops hops;
    std::map<Cost, std::uint32_t> known;
    const CostOrder order(Prefer::standard);
    const Day& day = situation.day();
    std::vector<std::vector<ClassId>> open(day.starts.size());
    for (ClassId start = 0; start < day.starts.size(); ++start) {
        for (ClassId end = 0; end < day.ends.size(); ++end) {
            const HopQuery any{day.starts[start].first, day.ends[end].members.front()};
            if (day.ends[end].members.back() > any.from &&
                checkCheckpoint(situation, any, nullptr) == catalog::Truth::yes)
                open[start].push_back(end);
        }
    }
    for (Rank from = 0; from < situation.model.size(); ++from) {
        for (const ClassId end : open[day.startOf[from]]) {
            for (const Rank to : day.ends[end].members) {
                const HopQuery hop{from, to};
                if (to <= from || legal(situation, hop) != catalog::Truth::yes)
                    continue;
                const auto place =
                    known.try_emplace(costOf(situation, hop, order), static_cast<std::uint32_t>(known.size()));
                if (place.second)
                    hops.costs.push_back(place.first->first);
                hops.ends.emplace_back(from, to);
                hops.weights.push_back({place.first->second});
            }
        }
    }
    return hops;
}

struct LabelMap {
    using key_type = std::uint32_t;
    using value_type = Label;
    using reference = Label;
    using category = boost::read_write_property_map_tag;
    States* states;
    friend Label get(const LabelMap& map, std::uint32_t id) { return map.states->label(id); }
    friend void put(const LabelMap& map, std::uint32_t id, const Label& label) { map.states->setLabel(id, label); }
};

struct WeightMap {
    using key_type = Graph::edge_descriptor;
    using value_type = Label;
    using reference = Label;
    using category = boost::readable_property_map_tag;
    const Graph* graph;
    const Hops* hops;
    friend Label get(const WeightMap& map, const Graph::edge_descriptor& edge)
    {
        Label label;
        label.cost = map.hops->costs[(*map.graph)[edge].cost];
        label.self = target(edge, *map.graph);
        label.parent = source(edge, *map.graph);
        return label;
    }
};

struct Found {};
struct Visitor : boost::dijkstra_visitor<> {
    States* states = nullptr;
    Rank end = 0;
    void examine_vertex(std::uint32_t id, const Graph&)
    {
        states->settle(id);
        if (id == end)
            throw Found();
    }
};

std::vector<Rank> storedPath(Situation& situation, Rank end, std::size_t& edges)
{
    const Hops hops = allLegalHops(situation);
    edges = hops.ends.size();
    const Graph graph(boost::edges_are_sorted, hops.ends.begin(), hops.ends.end(), hops.weights.begin(),
                      static_cast<std::uint32_t>(situation.model.size()));
    States states(situation.environments);
    for (Rank rank = 0; rank < situation.model.size(); ++rank)
        (void)states.id(rank, siteEnvironment, situation.model.size());
    Label zero;
    zero.self = situation.installed;
    states.setLabel(situation.installed, zero);
    Visitor visitor;
    visitor.states = &states;
    visitor.end = end;
    try {
        boost::dijkstra_shortest_paths_no_color_map_no_init(
            graph, situation.installed, NoPredecessors(), LabelMap{&states}, WeightMap{&graph, &hops},
            boost::typed_identity_property_map<std::uint32_t>(),
            [&](const Label& a, const Label& b) { return states.better(a, b); }, Extend(), Label::infinite(), Label(),
            visitor);
    } catch (const Found&) {
    }
    std::vector<Rank> ranks;
    for (StateId id = end; id != noState; id = states.label(id).parent)
        ranks.insert(ranks.begin(), id);
    return ranks;
}

}  // namespace

void explicitGraph(Table& table)
{
    struct Size {
        int count;
        int checkpointEvery;
    };
    for (const auto [count, checkpointEvery] : {Size{10000, 150}, Size{100000, 150}, Size{100000, 600}}) {
        catalog::Loaded loaded;
        loaded.catalog = dailyBuilds(count, 12, checkpointEvery);
        Site site;
        site.version = loaded.catalog.releases[50].version.text;
        Goal goal;
        goal.asOf = *catalog::readDate("2999-11-01");
        const Rank end = static_cast<Rank>(count - 1);
        std::vector<Rank> implied;
        std::vector<Rank> stored;
        std::size_t edges = 0;
        const auto ask = [&](const auto& search) {
            const Model model(loaded);
            const auto request = readRequest(model, site, goal);
            const auto situation = request->situation();
            search(*situation);
        };
        const double mine = fastest(3, [&] {
            ask([&](Situation& situation) {
                implied = {situation.installed};
                for (const Move& move : findPath(situation, {end}).value_or(Path{}))
                    implied.push_back(move.to);
            });
        });
        const double other = fastest(1, [&] { ask([&](Situation& one) { stored = storedPath(one, end, edges); }); });
        if (implied != stored) {
            std::fprintf(stderr, "the two searches found different paths\n");
            std::exit(1);
        }
        table.row(QStringLiteral("graph and search over %1 releases, a checkpoint every %2; baseline stores %3 hops")
                      .arg(count)
                      .arg(checkpointEvery)
                      .arg(edges),
                  milliseconds(mine), milliseconds(other), times(other / mine),
                  QStringLiteral("at least 10x faster at 100,000"), count < 100000 || other >= budget * mine);
    }
}

}  // namespace bench
