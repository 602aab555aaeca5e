#pragma once

#include "installers/drivers/sql.h"

namespace installers {

/// SQL scripts on a SQLite database, in this process.
///
/// Kind tx: the script and its row in cairn_migration(id, run, step, applied) in one transaction; a script that
/// controls transactions itself is refused as such. Foreign keys are not enforced, as in SQLite's own shell, unless the
/// script begins with `PRAGMA foreign_keys=ON`. Inside a transaction that pragma does nothing, so those at the head of
/// the script run before it; after `PRAGMA foreign_keys=OFF`, which is how SQLite's documentation begins the rebuild of
/// a table, foreign_key_check must find no more than before when the script is through. Other kinds run statement by
/// statement as the script says, and the row comes after. A step's time limit interrupts the statement that runs
/// (default: six hours).
class SqliteDriver : public SqlDriver {
public:
    [[nodiscard]] Done<void> check(const StepContext& context) const override;
    [[nodiscard]] Done<void> act(const StepContext& context) const override;
    [[nodiscard]] ProbeAnswer probe(const StepContext& context) const override;
    [[nodiscard]] std::optional<QString> ask(const StepContext& context, const std::string& query) const override;
    [[nodiscard]] Done<void> runScript(const StepContext& context, const std::string& script) const override;
};

/// The first value of a query as text; nothing when it cannot be asked.
[[nodiscard]] std::optional<QString> askSqlite(const QString& database, const std::string& query);

}  // namespace installers
