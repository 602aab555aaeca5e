#pragma once

#include "planner/outcome.h"
#include "planner/planner.h"

#include <QString>
#include <QStringList>

namespace app {

/// One whole sentence for what the planner knows, without the vendor's note.
[[nodiscard]] QString sentence(const planner::Reason& reason);

/// What the vendor says about it: reason, remedy and address, each a sentence of its own. Often empty.
[[nodiscard]] QStringList noteSentences(const catalog::Note& note);

/// The name of a rule of legality, as a heading.
[[nodiscard]] QString ruleTitle(planner::RuleKind rule);

/// What to do about a blocked site, with the option of the command line to try.
[[nodiscard]] QString sentence(const planner::Remedy& remedy);

/// How a fact can fall, as the option of the command line that says so; empty when the words of the condition are no
/// plain value.
[[nodiscard]] QString answerText(const catalog::FactName& fact, const std::string& answer);

}  // namespace app
