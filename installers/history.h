#pragma once

#include "installers/confirmation.h"
#include "installers/journal.h"

#include <QMap>
#include <QString>
#include <optional>
#include <vector>

namespace installers {

/// What the journal says about one step of the run.
struct ItemHistory {
    int attempts = 0;
    bool open = false;  ///< an INTENT without its RESULT: nothing is known
    bool done = false;
    bool failed = false;  ///< the last RESULT was failed
    qint64 intent = 0;    ///< seq of the last INTENT
    QString before;       ///< what its first INTENT recorded of how things were
    QString confirmedBy;  ///< who confirmed a manual step since it was last asked for
};

/// What the journal says about a run: all that resuming needs to know.
struct History {
    QString run;
    QString copiesDigest;
    QDateTime began;
    QMap<QString, ItemHistory> items;
    QMap<int, QString> currentAt;    ///< hop -> where `current` pointed when it began
    QMap<int, QString> endedHops;    ///< how: done, rolled-back or taken-back
    std::optional<int> rollingBack;  ///< the hop
    std::optional<int> goingBack;    ///< the hop, after it was opened
    QString state;
    int hop = 0;
    std::optional<QString> finalEnd;  ///< done, rolled-back or blocked: there is nothing to resume
    QString lastEnd;                  ///< how the last runner left; empty: it was killed, or runs
    std::vector<RunProblem> problems;
    std::optional<ManualWait> waitsFor;
    bool hold = false;  ///< whether the run waits before the opening; what its beginning says holds
    QString heldAt;     ///< the step at which it has waited; empty: not yet
    std::vector<Confirmation> confirmations;

    [[nodiscard]] ItemHistory item(const QString& id) const { return items.value(id); }
    [[nodiscard]] bool begun(const QString& id) const { return items.value(id).attempts > 0; }
};

/// Empty where the run has no entries.
[[nodiscard]] std::optional<History> historyOf(const std::vector<Entry>& entries);

}  // namespace installers
