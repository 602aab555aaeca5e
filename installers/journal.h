#pragma once

#include "installers/problem.h"

#include <QDateTime>
#include <QString>
#include <memory>
#include <optional>
#include <vector>

namespace SQLite {
class Database;
}

namespace installers {

/// One line of the journal.
struct Entry {
    enum class Kind {
        run,  ///< a run began; subject: the copies' digest; detail: JSON {product, site, from, to, plan, catalog, hold,
              ///< hops}
        fence,  ///< a runner took the fence; subject: user@host:pid. Its seq is the epoch that INTENTs carry
        state,  ///< the machine entered `state`
        hop,    ///< a hop began (outcome begun) or ended (done, rolled-back); detail: of begun, where `current` pointed
        intent,   ///< a step is about to act
        result,   ///< … and has acted: outcome done or failed; `intent` is the seq of its INTENT
        problem,  ///< what went wrong: outcome is the code
        note,     ///< for people; of a manual step: outcome waits (detail: what to do) or confirmed (subject: by whom);
                  ///< of the hold before the opening: holds
        end,      ///< a runner left: outcome done, rolled-back, blocked, stuck, waiting, …
    };
    qint64 seq = 0;
    QString run;
    QDateTime at;
    Kind kind = Kind::note;
    int hop = -1;
    QString state;
    QString step;
    int attempt = 0;
    QString input;  ///< digest of what the step works on
    qint64 fence = 0;
    qint64 intent = 0;
    QString outcome;
    QString subject;
    QString detail;
    qint64 tookMs = 0;
};

/// What has been done at a site, durable and append-only: SQLite, WAL, synchronous=FULL, one table
///     entry(seq INTEGER PRIMARY KEY AUTOINCREMENT, run, at, kind, hop, state, step, attempt, input, fence, intent,
///           outcome, subject, detail, took)
/// that triggers keep from being updated or deleted from. `at` is UTC in ISO 8601 with milliseconds, `took`
/// milliseconds; user_version is 1. The WAL is persistent, so that a user who may only read can open the journal at
/// rest.
///
/// Roads not taken: a log file with checksums of our own (SQLite's lost nothing in simulated power cuts, and everybody
/// can read it); a row per step that is updated (the history, and with it the first cause, would be gone); a table for
/// each kind (their common order is what resuming and watching are about).
class Journal {
public:
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// Opens for writing, making the file where it is missing. Errors: stateNotWritable, notSupported (a newer
    /// version's journal, which is left as it is).
    [[nodiscard]] static Done<std::unique_ptr<Journal>> open(const QString& path);
    /// Opens for reading beside a writer, never waiting for it. Nothing when there is no journal, or a newer
    /// version's.
    [[nodiscard]] static std::unique_ptr<Journal> openReadOnly(const QString& path);

    /// Durable when it returns. Gives the entry's seq. Errors: stateNotWritable, diskFull.
    [[nodiscard]] Done<qint64> append(const Entry& entry);

    /// Empty: no run was ever begun here.
    [[nodiscard]] Done<QString> newestRun() const;
    /// The run's entries after `seq`, in order. Errors: stateNotWritable; never a part of them.
    [[nodiscard]] Done<std::vector<Entry>> entries(const QString& run, qint64 seq = 0) const;

private:
    explicit Journal(std::unique_ptr<SQLite::Database> database);
    std::unique_ptr<SQLite::Database> m_database;
};

[[nodiscard]] QString to_string(Entry::Kind kind);

}  // namespace installers
