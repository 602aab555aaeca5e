#pragma once

#include "planner/fact_class.h"
#include "planner/situation.h"

#include <vector>

namespace planner {

/// One way an unknown fact can fall.
struct Way {
    FactClass falls;
    catalog::FactValue value;  ///< the class's example, as reading it gives
};

struct Ways {
    std::vector<Way> list;
    bool all = true;  ///< of a set with many members only none, each and all are listed
};

/// The ways a fact, or the version of a component, can fall: one for each distinct set of answers to everything in the
/// catalog that asks about it.
[[nodiscard]] Ways waysToFall(const Situation& situation, const catalog::FactName& fact);

/// The kind of answer a fact takes: as declared; a version for a component, a set for the channels.
[[nodiscard]] catalog::FactType typeOf(const Situation& situation, const catalog::FactName& fact);

}  // namespace planner
