#pragma once

#include "catalog/catalog.h"
#include "catalog/order.h"
#include "catalog/time.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace planner {

/// What a release declares that makes a stop necessary.
enum class StopCause {
    move,     ///< a data move whose code is gone, or whose result is required, in `until`
    shim,     ///< a bridge that is gone in `until`
    scripts,  ///< `until` no longer ships the scripts of releases before its `scripts_since`
};

/// A declared checkpoint that makes every path over an interval stop in it.
struct StopMet {
    std::size_t checkpoint = 0;  ///< position in Marking::declared
    bool conditional = false;    ///< only where the checkpoint's `when` holds
    /// Landing releases outside of the interval: a path may land there and jump over it all the same.
    std::vector<catalog::ReleaseIndex> loose;
    bool operator==(const StopMet&) const = default;
};

/// Whoever comes from before `first` must stop at `first` or later, before `until`, on the way to `until` and all that
/// comes after it.
struct StopInterval {
    StopCause cause{};
    std::string id;  ///< the move's or shim's; of scripts the `scripts_since`
    catalog::ReleaseIndex first{};
    catalog::ReleaseIndex until{};
    catalog::ReleaseIndex earliest{};              ///< the oldest and the newest ancestor of `until` in the interval
    catalog::ReleaseIndex latest{};                ///< that can be a stop
    std::vector<catalog::ReleaseIndex> elsewhere;  ///< other releases that list the id, such as backports
    catalog::Note note;
    std::vector<StopMet> metBy;
    bool operator==(const StopInterval&) const = default;
};

/// A release to be marked as a stop, and the intervals that it hits.
struct Mark {
    catalog::ReleaseIndex release{};
    std::vector<std::size_t> intervals;  ///< positions in Marking::intervals, never empty
    bool operator==(const Mark&) const = default;
};

struct DeclaredCheckpoint {
    catalog::ReleaseIndex release{};
    std::size_t position = 0;  ///< in Release::checkpoints
    catalog::CheckpointId id;
    std::vector<catalog::ReleaseIndex> lands;
    std::vector<std::size_t> meets;  ///< intervals that it makes paths stop in; empty: declared, but not derived
    bool operator==(const DeclaredCheckpoint&) const = default;
};

/// Declared data from which no interval on the way to `until` can be made.
struct MarkingProblem {
    enum class Kind {
        unknownRelease,  ///< `named` is no release of the catalog
        notAnAncestor,  ///< `named` is no descendant (scripts: no ancestor) of `declaredBy` or of any that lists the id
        noStop,         ///< every release in the interval is withdrawn, unavailable, a dead end or to be avoided
    };
    Kind kind{};
    StopCause cause{};
    std::string id;
    catalog::ReleaseIndex declaredBy{};
    catalog::Version named;
    bool operator==(const MarkingProblem&) const = default;
};

/// The stops that a catalog's declared data ask for, beside the checkpoints that it declares. A value without texts.
struct Marking {
    std::vector<StopInterval> intervals;       ///< by `until`, then `first`, in catalog order
    std::vector<Mark> marks;                   ///< the fewest stops that hit every interval, in catalog order
    std::vector<Mark> missing;                 ///< the fewest that hit those no declared checkpoint meets
    std::vector<DeclaredCheckpoint> declared;  ///< in catalog order
    std::vector<MarkingProblem> problems;
    bool operator==(const Marking&) const = default;
};

/// Derives the marks (DESIGN section 7). `asOf` is the day for which states of releases hold.
///
/// An interval is a piece of the way from the root to `until`: `first` and its descendants, as far as they are proper
/// ancestors of `until`. For a move or a shim `first` is the oldest ancestor of `until` that lists the id with it;
/// other releases that list the id (a backport on a line that does not lead to `until`, or another `until`) are
/// `elsewhere`: having been there does just as well, but no ancestor of `until` is gained by it. One release may list
/// an id twice, with an `until` on each of two lines; these are two intervals. For scripts an interval begins where all
/// that is needed afterwards is still shipped: at the parent of `scripts_since`, or further back over releases that
/// list no migrations (an empty list; a missing one says nothing); only a release that ships less than its parent asks
/// for it. An interval that every release before `until` is inside of needs no stop and is left out.
///
/// A declared checkpoint meets an interval when `until` is beyond it (legality rule 4) and one of its landing releases
/// has the code: it descends from a release that lists the id, or from `first`, and not from `until`.
///
/// The fewest stops are found by planner::fewestStops, all lines together.
[[nodiscard]] Marking mark(const catalog::Catalog& catalog, const catalog::Order& order, catalog::Date asOf);

}  // namespace planner
