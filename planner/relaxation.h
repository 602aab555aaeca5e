#pragma once

#include "planner/answer.h"
#include "planner/request.h"
#include "planner/search.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace planner {

/// One thing that refuses hops and that could be lifted by itself: a rule of the catalog, a release's state or one of
/// its requirements, a missing `allow`, a failed checkpoint. Told apart by what the search sees, not by its place in a
/// file, which a compiled catalog does not have.
struct Obstacle {
    RuleKind rule{};
    std::string subject;
    auto operator<=>(const Obstacle&) const = default;
};

/// What would have to be lifted for a reason to go; nothing when it is about the order of releases, which no change
/// touches.
[[nodiscard]] std::optional<Obstacle> obstacleOf(const Reason& reason);

/// An obstacle on a path.
struct Cause {
    Obstacle obstacle;
    Rank from = 0;
    Rank to = 0;
    Reason reason;
};

/// A search that may pass certain obstacles, as if they were lifted, and nothing else.
class Lifted : public Prices {
public:
    explicit Lifted(const Model& model, const std::vector<Cause>& causes);
    [[nodiscard]] Price of(const Situation& situation, const std::vector<Reason>& reasons,
                           RuleScope scope) const override;
    [[nodiscard]] Price ofCheckpoint(const Situation& situation, std::size_t checkpoint) const override;
    [[nodiscard]] Price ofStep(Situation& situation, std::size_t domain, int version) const override;
    [[nodiscard]] const std::vector<Rank>& pairsFrom(Rank from) const override;
    [[nodiscard]] std::int64_t most() const override;

private:
    std::set<Obstacle> m_obstacles;
    std::vector<bool> m_checkpoints;
    std::map<Rank, std::vector<Rank>> m_pairs;
};

/// A path that is legal, prices apart, for some way in which the unknown facts can fall.
struct Possible {
    Path path;
    Rank target = 0;
    Answers answers;                       ///< to what the path hangs on
    std::unique_ptr<Situation> situation;  ///< in which the path's environments stand
};

/// Looks for one way in which undecided facts can fall so that there is a path, the cheapest where there are prices:
/// branches on the facts that the best path with everything unknown taken as legal hangs on. With `prices`, a path that
/// hangs on too many facts is taken as it is.
[[nodiscard]] std::optional<Possible> findPossible(const Request& request, const TargetMeaning& meaning,
                                                   const Prices* prices = nullptr,
                                                   const ComponentChanges& changes = {});

}  // namespace planner
