#pragma once

#include "planner/planner.h"
#include "planner/reason.h"
#include "planner/rules/rules.h"
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

/// What a relaxed search pays for what rules refuse; nothing when it may not be taken at any price. The price of a hop
/// is the sum over its source, its end and the pair. What a release itself is refused for is paid on entering it, and
/// on leaving it no more.
class Prices {
public:
    using Price = std::optional<std::int64_t>;
    virtual ~Prices() = default;
    /// Reasons that are not certain cost nothing. `broad`: they stand for all hops between two classes of releases.
    [[nodiscard]] virtual Price of(const Situation& situation, const std::vector<Reason>& reasons,
                                   RuleScope scope) const = 0;
    [[nodiscard]] virtual Price ofCheckpoint(const Situation& situation, std::size_t checkpoint) const = 0;
    [[nodiscard]] virtual Price ofStep(Situation& situation, std::size_t domain, int version) const = 0;
    /// Ends of hops from a release that have a price of their own, whatever their classes cost.
    [[nodiscard]] virtual const std::vector<Rank>& pairsFrom(Rank from) const = 0;
    /// Dearer paths are not looked for.
    [[nodiscard]] virtual std::int64_t most() const = 0;
};

/// Whether downtimes and durations are part of what paths cost.
enum class Times { counted, ignored };

struct SearchRequest {
    Rank target = 0;
    Unknowns unknowns = Unknowns::refused;
    Prefer prefer = Prefer::standard;
    const Prices* prices = nullptr;  ///< borrowed; null: only legal hops
    Times times = Times::counted;
};

/// The best path by DESIGN's total order: the terms of Cost, then the newest releases from the first hop on, then
/// component steps as late as possible and to the newest version. Nothing when there is none.
///
/// Dijkstra over (release, environment), on an implicit graph that makes a vertex's hops when it is settled. Vertices
/// settle in the total order, so the first source that a hop of a certain weight may come from is the best one, and
/// each end is taken once for each weight (see HopEnds): the work is close to linear in the releases although legal
/// hops grow with their square. Paths of equal cost are told apart by walking their parent chains back to where they
/// part, so no path is ever stored or enumerated. Where times depend on pairs of releases, a search backwards without
/// times comes first, and times are worked out only for hops on paths that are best but for them (unless `prefer` puts
/// times to the front). Where fewer hops come first, the search is tried with as many hops as checkpoints ask for at
/// least (see HopsLeft): then little but checkpoints is looked at, and most paths have no more hops than that. Roads
/// not taken: an explicit graph (15 million legal pairs for 5,500 releases); breadth-first layers, which fail as soon
/// as `--prefer` puts another term before the hops; a sum as cost, which cannot hold a lexicographic order.
[[nodiscard]] std::optional<Path> findPath(Situation& situation, const SearchRequest& request);

/// Best paths to the ok, offered releases that can be reached.
struct Reachable {
    std::optional<Path> farthest;  ///< to the newest one up to and including a limit
    std::optional<Path> next;      ///< to the oldest one after another release
};
[[nodiscard]] Reachable findReachable(Situation& situation, const SearchRequest& request, Rank limit, Rank after);

}  // namespace planner
