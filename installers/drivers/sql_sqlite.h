#pragma once

#include "installers/driver.h"

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
class SqliteDriver : public StepDriver {
public:
    [[nodiscard]] Done<void> check(const StepContext& context) const override;
    [[nodiscard]] Done<void> act(const StepContext& context) const override;
    [[nodiscard]] ProbeAnswer probe(const StepContext& context) const override;
};

/// Runs one script on the database outside of any step (for undo). Errors: stepFailed.
[[nodiscard]] Done<void> runSqliteScript(const StepContext& context, const std::string& script);

/// The first value of a query as text; nothing when it cannot be asked.
[[nodiscard]] std::optional<QString> askSqlite(const QString& database, const std::string& query);

}  // namespace installers
