#pragma once

#include "planner/answer.h"
#include "planner/facts.h"
#include "planner/outcome.h"
#include "planner/planner.h"

#include <memory>
#include <optional>
#include <string>

namespace planner {

/// A question that has passed the checks of its input: the site's typed facts and its release.
struct Request {
    const Model& model;
    const Site& site;
    const Goal& goal;
    Facts facts;
    Rank installed = 0;
    std::shared_ptr<const Day> day;

    [[nodiscard]] std::unique_ptr<Situation> situation(const Answers& answers = {},
                                                       const ComponentChanges& changes = {}) const
    {
        return std::make_unique<Situation>(day, site, goal, facts, answers, changes);
    }
};

/// Errors: otherProduct, missingKey version, noSuchRelease, ambiguousRelease, badValue of a fact, badVersion of a
/// component.
[[nodiscard]] catalog::Checked<Request> readRequest(const Model& model, const Site& site, const Goal& goal);

/// What the installed release requires and the site contradicts; errors: contradiction.
[[nodiscard]] catalog::Errors contradictions(Situation& situation);

/// Facts that the installed release requires and the site does not say.
[[nodiscard]] std::vector<catalog::FactName> unsaidRequirements(Situation& situation);

/// A text that is equal for answers of one kind with the same moves, whatever situation they were found in.
[[nodiscard]] std::string signature(const Situation& situation, const Answer& answer);

}  // namespace planner
