#pragma once

#include "planner/plan.h"
#include "planner/rules/rules.h"
#include "planner/way_back.h"

#include <vector>

namespace planner {

/// The oldest schema whose code still works once the releases of `run` have been applied so far; nothing when one of
/// them does not say.
[[nodiscard]] std::optional<catalog::SchemaVersion> compatOf(const Model& model, const std::vector<Rank>& run,
                                                             Applied applied);

/// The releases whose migrations a hop runs, oldest first, the target last: the target's ancestors-or-self that are not
/// the source's. Only the target for a hop back.
[[nodiscard]] std::vector<Rank> releasesRun(const Model& model, Rank from, Rank to);

/// DESIGN section 7. A hop is online when the old code can work beside the new one all the time; `reasons` (may be
/// null) says why it is not.
[[nodiscard]] Mode modeOf(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons);

/// Whether the whole hop, contract steps included, can be taken back without restoring a backup.
[[nodiscard]] Rollback rollbackOf(Situation& situation, const HopQuery& hop);

/// The install section that a hop follows: that of the first `allow` that names it and has one, else the target's.
[[nodiscard]] const catalog::Install& installOf(Situation& situation, const HopQuery& hop);

}  // namespace planner
