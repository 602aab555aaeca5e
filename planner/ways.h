#pragma once

#include "planner/situation.h"

#include <string>
#include <vector>

namespace planner {

/// One way an unknown fact can fall, as far as any rule can tell the difference.
struct Way {
    std::string label;         ///< in words of the conditions that ask: "true", ">10000000", "not >10000000"
    catalog::FactValue value;  ///< a value that falls so
};

/// All ways a fact, or the version of a component, can fall: one for each distinct set of answers to everything in the
/// catalog that asks about it. Of a set with many named members only none, each and all.
[[nodiscard]] std::vector<Way> waysToFall(const Situation& situation, const catalog::FactName& fact);

}  // namespace planner
