#pragma once

#include "installers/problem.h"
#include "planner/site.h"

#include <QDateTime>
#include <QString>
#include <optional>

namespace installers {

/// What is installed at a site as far as its runs know. It counts more than the site file, which Cairn never edits.
///
/// STATE/state.json: {"format":"cairn-state/1","product":…,"site":…,"version":…,"run":…,"at":…}. Road not taken: asking
/// the journal, which is there too; but what is installed outlives the journals that are archived away, and programs
/// that are not Cairn ask for it.
struct InstalledState {
    QString product;
    QString site;
    QString version;
    QString run;
    QDateTime at;
};

/// Empty where no run has finished a hop yet, and where the file cannot be read as one of ours.
[[nodiscard]] std::optional<InstalledState> readState(const planner::Site& site);
[[nodiscard]] Done<void> writeState(const planner::Site& site, const InstalledState& state);

/// The version that stands at the site: the state file's for this product and site, else the site file's.
[[nodiscard]] QString installedVersion(const planner::Site& site);

}  // namespace installers
