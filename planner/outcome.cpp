#include "planner/outcome.h"

namespace planner {

int exitCode(OutcomeKind kind)
{
    switch (kind) {
    case OutcomeKind::path:
    case OutcomeKind::nothingToDo:
        return 0;
    case OutcomeKind::blocked:
        return 3;
    case OutcomeKind::needsAnswers:
        return 4;
    case OutcomeKind::invalidInput:
        return 5;
    case OutcomeKind::untrusted:
        return 6;
    case OutcomeKind::downgrade:
        return 7;
    case OutcomeKind::stopsNeeded:
        return 10;
    }
    return 1;
}

std::string to_string(OutcomeKind kind)
{
    switch (kind) {
    case OutcomeKind::path:
        return "path";
    case OutcomeKind::nothingToDo:
        return "nothing-to-do";
    case OutcomeKind::blocked:
        return "blocked";
    case OutcomeKind::needsAnswers:
        return "needs-answers";
    case OutcomeKind::invalidInput:
        return "invalid-input";
    case OutcomeKind::untrusted:
        return "untrusted";
    case OutcomeKind::downgrade:
        return "downgrade";
    case OutcomeKind::stopsNeeded:
        return "stops-needed";
    }
    return {};
}

}  // namespace planner
