#pragma once

#include "tests/ledger/failure.h"

#include <QIODevice>

namespace ledger {

/// Reads SQL statements from `input` until its end, runs them one after the other and writes their rows to `output`,
/// columns separated by tabs. Stops at the first failure; a transaction that is open then, or at the end, is rolled
/// back. This is what the conversions inside the releases' artefacts talk to the database with.
[[nodiscard]] Result<void> filterSql(const QString& database, QIODevice& input, QIODevice& output);

}  // namespace ledger
