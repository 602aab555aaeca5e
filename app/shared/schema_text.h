#pragma once

#include "catalog/schema/review.h"

#include <QString>
#include <QStringList>

namespace app {

/// One whole sentence for what an operation is.
[[nodiscard]] QString sentence(schema::Operation operation);
/// One whole sentence for how the same is done without stopping anybody; empty for Recipe::none.
[[nodiscard]] QString sentence(schema::Recipe recipe);
[[nodiscard]] QString sentence(const schema::Note& note);
/// Why a statement could not be read, or what is wrong with its text; empty: nothing.
[[nodiscard]] QString readingSentence(const schema::StatementReview& statement);
/// What it means to the release before: which of its statements still work, and whom the lock stops.
[[nodiscard]] QStringList consequences(const schema::Verdict& verdict);

[[nodiscard]] QString levelWord(schema::Level level);
[[nodiscard]] QString phaseWord(schema::ChangePhase phase);
/// As PostgreSQL spells it; empty for none.
[[nodiscard]] QString lockText(const schema::Verdict& verdict);

/// The worst of a statement's verdicts: what a table shows of it. Null: it has none.
[[nodiscard]] const schema::Verdict* worstOf(const schema::StatementReview& statement);

}  // namespace app
