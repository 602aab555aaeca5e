#pragma once

#include "catalog/schema/operation.h"
#include "catalog/schema/sqlite_scratch.h"

namespace schema {

/// One thing that is different after a unit.
struct SqliteChange {
    Operation operation{};
    std::string object;  ///< "t", "t.c", or an index's, view's or trigger's name
    std::string table;   ///< that it belongs to, as it is called afterwards where it is there
    bool review = false;
};

/// What older releases may notice of the way from one schema to another. A table that was built anew under its name
/// differs in its columns and constraints alone.
[[nodiscard]] std::vector<SqliteChange> differencesOf(const SqliteSchema& before, const SqliteSchema& after);

}  // namespace schema
