#pragma once

#include "catalog/error.h"
#include "planner/plan.h"

#include <optional>
#include <string>
#include <vector>

namespace planner {

enum class OutcomeKind { path, nothingToDo, blocked, needsAnswers, invalidInput, downgrade, stopsNeeded };

/// A fact that changes the result, and the plan for a way it can fall.
struct Question {
    catalog::FactName fact;
    catalog::FactType type = catalog::FactType::string;
    std::string ask;
    std::vector<std::string> values;
    std::vector<Reason> decides;  ///< what hangs on the answer
    bool operator==(const Question&) const = default;
};

struct Answered {
    std::vector<std::pair<catalog::FactName, std::string>>
        answers;               ///< fact and, in words of the condition, how it falls
    std::optional<Plan> plan;  ///< missing: blocked
    bool operator==(const Answered&) const = default;
};

struct Remedy {
    enum class Kind {
        acceptRisk,
        raiseComponent,
        answerFact,
        joinChannel,
        allowDowngrade,
        chooseTarget,
        newerCatalog,
        restoreBackup,
        unfixComponent,
        vendor
    };
    Kind kind{};
    std::string subject;       ///< the risk, component, fact, channel or release
    std::string value;         ///< the version or answer it needs
    int option = 0;            ///< remedies of one option are needed together; 0 is the cheapest
    std::optional<Plan> plan;  ///< the plan that its option opens
    catalog::Note note;
    bool operator==(const Remedy&) const = default;
};

/// What the planner answers. "No legal path" is an answer, not an error.
struct Outcome {
    OutcomeKind kind = OutcomeKind::blocked;
    catalog::ProductId product;
    std::string site;
    catalog::Version from;
    catalog::Version to;
    CatalogReference catalog;
    std::optional<Plan> plan;         ///< path, stopsNeeded
    std::vector<Reason> blockers;     ///< blocked, downgrade, stopsNeeded: why not directly
    std::vector<Remedy> remedies;     ///< cheapest first
    std::optional<Plan> farthest;     ///< blocked: to the farthest release that can be reached
    std::vector<Question> questions;  ///< needsAnswers
    std::vector<Answered> answered;   ///< needsAnswers: at most 16
    std::optional<Plan> whatever;     ///< needsAnswers: legal however the answers fall
    catalog::Errors errors;           ///< invalidInput
    bool operator==(const Outcome&) const = default;
};

/// Exit codes of DESIGN section 6.
[[nodiscard]] int exitCode(OutcomeKind kind);
[[nodiscard]] std::string to_string(OutcomeKind kind);  ///< "path", "nothing-to-do", …

}  // namespace planner
