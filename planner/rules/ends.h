#pragma once

#include "planner/rules/rules.h"

namespace planner {

/// The parts of rules that ask about one end of a hop alone, so that the search asks once for each release instead of
/// once for each pair. checkAvailable and checkEnvironment are made of them.

/// Of the source: it is no dead end. requirementsMet asks the rest of a source.
[[nodiscard]] catalog::Truth mayBeLeft(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons);
/// Of the end: it exists, its state, channel and offer.
[[nodiscard]] catalog::Truth mayBeEntered(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons);
/// Of the end and the environment: what it provides can follow, and what it requires then holds.
[[nodiscard]] catalog::Truth fitsAfterwards(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons);

}  // namespace planner
