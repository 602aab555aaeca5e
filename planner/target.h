#pragma once

#include "planner/search.h"
#include "planner/situation.h"

#include <optional>
#include <string>
#include <vector>

namespace planner {

/// What a goal's target text means in a catalog, before it is asked which release is ok and offered.
struct TargetMeaning {
    enum class Kind { latest, release, newestOf };
    Kind kind = Kind::latest;
    std::vector<Rank> releases;  ///< release: exactly one; newestOf: those that match, oldest first
};

/// Looks up `latest`, an exact version, an alias, a line's id, an unambiguous prefix, a prefix, a range, in this order.
/// Releases that do not exist on the day match nothing.
/// Errors: noSuchRelease with the nearest known ones, badRange, badVersion.
[[nodiscard]] catalog::Result<TargetMeaning> readTarget(const Situation& situation, const std::string& text);

/// The release that is meant: for `latest` the newest ok, offered one after the installed one, for a line or a range
/// its newest ok, offered one. Nothing when there is none.
[[nodiscard]] std::optional<Rank> chooseTarget(const Situation& situation, const TargetMeaning& meaning,
                                               Unknowns unknowns);

/// Facts that keep undecided which release is meant.
[[nodiscard]] std::vector<catalog::FactName> undecidedTarget(const Situation& situation, const TargetMeaning& meaning);

}  // namespace planner
