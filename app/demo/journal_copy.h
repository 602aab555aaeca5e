#pragma once

#include "app/demo/problem.h"

namespace demo {

/// Writes what the tables of a SQLite file hold as a script for psql: a COPY for each table, in the order in which they
/// were made, and the sequences behind. Bytes stay as they are. `ledger_schema` is left to the schema's own scripts.
[[nodiscard]] Made<void> writeCopy(const QString& sqliteFile, const QString& script);

}  // namespace demo
