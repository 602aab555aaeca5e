#pragma once

#include "app/cli/console.h"
#include "catalog/check.h"
#include "catalog/load.h"
#include "catalog/schema/statement_reader.h"

#include <vector>

namespace cli {

/// The program that reads PostgreSQL's statements, started when the first one comes.
[[nodiscard]] std::unique_ptr<schema::StatementReader> statementReader();

/// What a catalog's scripts say about the numbers that it declares, for each database that it has scripts for. Says on
/// stderr when the scripts for PostgreSQL cannot be read.
[[nodiscard]] std::vector<catalog::Finding> schemaFindings(const catalog::Loaded& loaded, Console& console);

}  // namespace cli
