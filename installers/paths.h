#pragma once

#include "planner/site.h"

#include <QString>

namespace installers {

/// Where everything of a site lies, as absolute paths without a trailing slash.
struct SitePaths {
    explicit SitePaths(const planner::Site& site);

    QString site;
    QString releases;
    QString current;  ///< the link beside the releases
    QString artefacts;
    QString backups;
    QString state;
    QString journal;
    QString fence;
    QString pause;      ///< a file whose being there asks the runner to pause
    QString stateFile;  ///< what is installed, as far as runs know
    QString runs;
    QString database;  ///< a SQLite file; empty for other databases

    [[nodiscard]] QString release(const QString& version) const;
    [[nodiscard]] QString run(const QString& id) const;
    /// A path of the site file: relative ones start at the site's folder.
    [[nodiscard]] QString absolute(const std::string& path) const;
};

}  // namespace installers
