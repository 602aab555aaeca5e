#pragma once

#include "catalog/schema/postgres_split.h"

namespace schema {

/// Splits a script as SQLite's own sqlite3_complete() would, so that semicolons in strings, comments, quoted names and
/// trigger bodies end nothing. A line that begins with a dot is a command of the sqlite3 program
/// (PieceKind::psqlCommand).
[[nodiscard]] std::vector<Piece> splitSqlite(std::string_view script, const std::string& file);

}  // namespace schema
