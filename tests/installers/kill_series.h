#pragma once

#include "tests/installers/mini_site.h"

#include <QByteArray>

namespace mini {

/// Kills the runner with SIGKILL at every boundary that a run passes, resumes (every third time through another kill),
/// and compares with a run that nobody interrupted. CAIRN_KILL_EVERY=N takes every Nth boundary only.
struct KillSeries {
    SiteOptions options;
    QByteArray countFrom = "-";  ///< boundaries count from the first visit of this one on
    int boundaries = 0;          ///< how many of them; 0: all
    int code = 0;                ///< how the run ends
    int part = 0;                ///< of `parts` that share the boundaries among them
    int parts = 1;
};

struct KillCounts {
    int boundaries = 0;
    int kills = 0;
    int killsDuringRecovery = 0;
};

/// What went wrong first; empty: nothing.
[[nodiscard]] QString killEverywhere(const KillSeries& series, KillCounts& counts);

}  // namespace mini
