#pragma once

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

}  // namespace app
