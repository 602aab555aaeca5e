#pragma once

#include "tests/installers/mini_site.h"

#include <QByteArray>
#include <QMap>

namespace mini {

/// Where the runner is killed.
enum class Instant {
    boundary,  ///< what the runner names as a boundary: before and after each INTENT and RESULT, and in mid-act
    random,    ///< any time of a run; every other time with all programs that the runner has started
    sync       ///< fsync and fdatasync of the runner's own process, by strace: killed instead of each
};

/// Kills the runner with SIGKILL at every instant that a run passes, resumes (every third time through another kill),
/// and compares with a run that nobody interrupted, while a client writes through the service (see violationIn).
/// CAIRN_KILL_EVERY=N takes every Nth instant only.
struct KillSeries {
    SiteOptions options;
    Instant instant = Instant::boundary;
    QByteArray countFrom = "-";  ///< boundaries count from the first visit of this one on
    int boundaries = 0;          ///< how many instants; 0: all
    int code = 0;                ///< how the run ends
    int part = 0;                ///< of `parts` that share the instants among them
    int parts = 1;
};

struct KillCounts {
    int boundaries = 0;  ///< instants of an uninterrupted run
    int kills = 0;
    int killsDuringRecovery = 0;
    int writes = 0;              ///< acknowledged ones of clients
    QMap<QString, int> byState;  ///< where the journal stood when the runner was killed
};

/// Whether what killing at this instant needs is installed.
[[nodiscard]] bool canKillAt(Instant instant);

/// An uninterrupted run and what it leaves.
struct Whole {
    Snapshot left;
    int instants = 0;
    int fsyncs = 0;   ///< of them, for Instant::sync
    qint64 took = 0;  ///< milliseconds
    QString problem;  ///< empty: none
};
[[nodiscard]] Whole runWhole(const KillSeries& series);

/// Kills at one instant, counted from 1; of Instant::random any number is one. What was violated; empty: nothing, or,
/// with no kill counted, that the run had ended before. CAIRN_KEEP_VIOLATIONS=1 keeps the site's folder.
[[nodiscard]] QString killAt(const KillSeries& series, const Whole& whole, int at, KillCounts& counts);

/// Resumes until the run has ended, or runs where it had not begun. Its exit code, and what it said.
struct Finished {
    int code = -1;
    QString output;
};
[[nodiscard]] Finished finish(const QString& folder, const KillSeries& series);

/// What went wrong first; empty: nothing.
[[nodiscard]] QString killEverywhere(const KillSeries& series, KillCounts& counts);

}  // namespace mini
