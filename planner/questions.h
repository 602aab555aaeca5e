#pragma once

#include "planner/outcome.h"
#include "planner/request.h"

#include <optional>

namespace planner {

/// Fills in questions, answered and whatever, or finds that the answer does not depend on what is unknown and returns
/// the answers under which the one result was found.
///
/// A decision tree: where taking every unknown as legal and taking it as refused come to the same optimum, that is the
/// result; else the tree branches on a fact of the first uncertain hop. A fact whose branches come to the same is
/// dropped. The road not taken, all combinations of all unknown facts, asks for 2^n searches where n facts are unknown
/// although few of them are on any path.
[[nodiscard]] std::optional<Answers> ask(const Request& request, const TargetMeaning& meaning, Outcome& outcome);

}  // namespace planner
