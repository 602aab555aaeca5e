#pragma once

#include <QString>

namespace installers {

/// What Cairn keeps in a PostgreSQL database that it upgrades, in a schema of its own, so that it is committed together
/// with the work, backed up with it, and gone with it when the backup comes back:
///     cairn.step_marker(id, run, step, applied)          what was applied
///     cairn.step_cursor(id, next, batches, rows, moved)  how far a step of the kind batch got
///     cairn.cursor(), cairn.advance(next, rows)          what such a step's script reads and says it with
namespace marker {

struct Row {
    QString id;
    QString run;
    QString step;
};

/// Makes the schema where it is missing.
[[nodiscard]] QString makeSchema();
/// Whether the schema is there: t or f.
[[nodiscard]] QString hasSchema();
/// The number of rows of that id: 1 or 0.
[[nodiscard]] QString count(const QString& id);

[[nodiscard]] QString insert(const Row& row);

/// What a transaction begins with, after BEGIN, so that its end can be told from another's.
[[nodiscard]] QString beginTransaction(const QString& id);
/// What it ends with, before COMMIT. Fails when the script has ended the transaction by itself.
[[nodiscard]] QString endTransaction(const Row& row);
/// The same after a batch, whose marker is written after the last one.
[[nodiscard]] QString endBatch(const Row& row);
/// FINISHED|BATCHES|ROWS, finished being 1 or 0.
[[nodiscard]] QString progress(const QString& id);

}  // namespace marker

}  // namespace installers
