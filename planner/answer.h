#pragma once

#include "planner/search.h"
#include "planner/target.h"

#include <optional>
#include <vector>

namespace planner {

/// What a request comes to when every undecided rule is taken one way.
struct Answer {
    enum class Kind {
        path,
        nothingToDo,
        notOk,      ///< nothing to do, but the installed release is not ok
        noTarget,   ///< what the target matches is not ok or not offered
        downgrade,  ///< the target is older, and going back is not allowed or not legal
        blocked
    };
    Kind kind = Kind::blocked;
    Path path;
    std::optional<Rank> target;
    bool operator==(const Answer&) const = default;
};

/// What people are told: what is refused in any way is blocked.
[[nodiscard]] OutcomeKind outcomeOf(Answer::Kind kind);

[[nodiscard]] Answer answer(Situation& situation, const TargetMeaning& meaning, Unknowns unknowns,
                            const Prices* prices = nullptr);

/// The facts that keep the first uncertain hop of a path undecided, those of the target's choice before; empty when all
/// of it is certain. What may be passed at no price is never in doubt.
[[nodiscard]] std::vector<catalog::FactName> firstDoubt(Situation& situation, const TargetMeaning& meaning,
                                                        const Answer& answer, const Prices* prices = nullptr);

}  // namespace planner
