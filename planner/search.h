#pragma once

#include "planner/planner.h"
#include "planner/reason.h"
#include "planner/situation.h"

#include <optional>
#include <vector>

namespace planner {

/// One move of a path: a hop, or a component's change while `from` (== `to`) runs.
struct Move {
    enum class Kind { hop, component };
    Kind kind = Kind::hop;
    Rank from = 0;
    Rank to = 0;
    EnvironmentId before = siteEnvironment;
    EnvironmentId after = siteEnvironment;
    std::size_t domain = 0;  ///< component
    bool operator==(const Move&) const = default;
};
using Path = std::vector<Move>;

/// How a hop that is neither surely legal nor surely refused is taken.
enum class Unknowns { legal, refused };

/// Whether a hop of this legality may be taken by a search that reads the unknown in this way.
[[nodiscard]] inline bool acceptable(catalog::Truth truth, Unknowns unknowns)
{
    return truth == catalog::Truth::yes || (truth == catalog::Truth::unknown && unknowns == Unknowns::legal);
}

/// What a search for remedies pays for what rules refuse; nothing when it may not be taken at any price. The price of
/// a hop is the sum over its source, its end and the pair.
class Prices {
public:
    virtual ~Prices() = default;
    [[nodiscard]] virtual std::optional<std::int64_t> of(const Situation& situation,
                                                         const std::vector<Reason>& reasons) const = 0;
    /// Of a component step that catalog or site do not offer.
    [[nodiscard]] virtual std::optional<std::int64_t> ofStep(Situation& situation, std::size_t domain,
                                                             int version) const = 0;
};

struct SearchRequest {
    Rank target = 0;
    Unknowns unknowns = Unknowns::refused;
    Prefer prefer = Prefer::standard;
    const Prices* prices = nullptr;  ///< borrowed; null: only legal hops
};

/// The best path by DESIGN's total order: the terms of Cost, then the newest releases from the first hop on, then
/// component steps as late as possible and to the newest version. Nothing when there is none.
///
/// Dijkstra over (release, environment), on an implicit graph that makes a vertex's hops when it is settled. Vertices
/// settle in the total order, so the first source that a hop of a certain weight may come from is the best one, and
/// each end is taken once for each weight (see HopEnds): the work is close to linear in the releases although legal
/// hops grow with their square. Paths of equal cost are told apart by walking their parent chains back to where they
/// part, so no path is ever stored or enumerated. Roads not taken: an explicit graph (15 million legal pairs for 5,500
/// releases); breadth-first layers, which fail as soon as `--prefer` puts another term before the hops; a sum as cost,
/// which cannot hold a lexicographic order.
[[nodiscard]] std::optional<Path> findPath(Situation& situation, const SearchRequest& request);

/// The newest ok, offered release up to and including `limit` that can be reached, and the best path to it.
[[nodiscard]] std::optional<Path> findFarthest(Situation& situation, const SearchRequest& request, Rank limit);

}  // namespace planner
