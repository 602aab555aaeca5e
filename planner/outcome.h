#pragma once

#include "catalog/error.h"
#include "catalog/trust.h"
#include "planner/fact_class.h"
#include "planner/plan.h"

#include <optional>
#include <string>
#include <vector>

namespace planner {

enum class OutcomeKind { path, nothingToDo, blocked, needsAnswers, invalidInput, untrusted, downgrade, stopsNeeded };

/// A fact that changes the result.
struct Question {
    enum class Subject { fact, component, channel };
    catalog::FactName fact;
    Subject subject = Subject::fact;
    catalog::FactType type = catalog::FactType::string;
    std::string ask;
    std::vector<FactClass> values;  ///< the answers that can be told apart
    std::vector<Reason> decides;    ///< what hangs on the answer
    bool operator==(const Question&) const = default;
};

/// A fact that falls in any of these classes.
struct Fall {
    catalog::FactName fact;
    std::vector<FactClass> classes;
    bool operator==(const Fall&) const = default;
};

/// What some answers come to.
struct Answered {
    std::vector<std::vector<Fall>> ways;  ///< any of them; facts that are not named may fall in any way
    OutcomeKind kind = OutcomeKind::blocked;
    std::optional<Plan> plan;  ///< path
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
        vendor,
        retryCheckpoint
    };
    Kind kind{};
    std::string subject;       ///< the risk, component, fact, channel or release
    std::string value;         ///< the version or answer it needs
    catalog::Version at;       ///< raiseComponent: the release that has to run meanwhile; empty: the installed one
    int option = 0;            ///< remedies of one option are needed together; 0 is the cheapest
    std::optional<Plan> plan;  ///< the plan that its option opens; missing: questions or the vendor come first
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
    std::vector<Answered> answered;   ///< needsAnswers: each distinct result once, at most 16
    std::size_t results = 0;          ///< needsAnswers: distinct results that were found
    bool allTried = true;             ///< needsAnswers: else there may be more questions and results than are listed
    std::optional<Plan> whatever;     ///< needsAnswers: legal however the answers fall
    catalog::Errors errors;           ///< invalidInput, untrusted
    std::optional<catalog::Trust> trust;  ///< of the catalog; whoever loaded it may say
    bool operator==(const Outcome&) const = default;
};

/// Exit codes of DESIGN section 6.
[[nodiscard]] int exitCode(OutcomeKind kind);
[[nodiscard]] std::string to_string(OutcomeKind kind);  ///< "path", "nothing-to-do", …

}  // namespace planner
