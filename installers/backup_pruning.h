#pragma once

#include "installers/journal.h"
#include "installers/run_context.h"

#include <QDateTime>
#include <optional>
#include <vector>

namespace installers {

/// The backups of one run.
struct RunBackups {
    QString run;
    bool finished = false;              ///< done, rolled back or blocked: nothing will be restored from them by itself
    std::optional<QDateTime> verified;  ///< when the newest of its sets was proved by a restore
    qint64 begun = 0;                   ///< its place among the runs; ids and times follow a clock that may be turned
};

/// Which runs' backups go: all finished ones but the newest `keep`, and never the one with the newest verified set.
/// Those of unfinished runs stay and do not count. In the order of their runs.
[[nodiscard]] QStringList prunable(std::vector<RunBackups> runs, int keep);

/// Removes by this rule what lies in the backup folder; whatever the journal does not know as a run is left alone. A
/// run's folder first loses its name, so that a crash leaves none that only looks whole.
[[nodiscard]] Done<QStringList> pruneBackups(const SitePaths& paths, int keep, Journal& journal);

}  // namespace installers
