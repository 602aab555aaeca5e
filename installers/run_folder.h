#pragma once

#include "installers/hop_steps.h"
#include "installers/runner.h"
#include "installers/world.h"

#include <QJsonObject>
#include <QString>
#include <vector>

namespace installers {

/// The run's own copy of everything it carries out: plan.json, catalog.cairn, scripts/, artefacts/, and copies.json
/// with the SHA-256 of each. The digest of copies.json is in the journal, so that nothing can be altered unnoticed.
struct RunFolder {
    QString path;
    QString digest;
};

/// Copies at `ready`. Artefacts come from `artefacts` and are checked against the catalog while they are copied; the
/// copy has a folder for each release, artefacts/RELEASE/NAME.
/// Errors: artefactMissing, artefactDiffers, stateNotWritable, diskFull.
[[nodiscard]] Done<RunFolder> makeRunFolder(const RunRequest& request, const std::vector<HopWork>& work,
                                            const QString& path, const QString& artefacts, World& world);

/// Errors: copyChanged (subject: the file).
[[nodiscard]] Done<void> checkRunFolder(const RunFolder& folder);

/// One file of the copy, by its absolute path: what is about to be used. Errors: copyChanged.
[[nodiscard]] Done<void> checkCopy(const RunFolder& folder, const QString& path);

struct CopiedRun {
    planner::Plan plan;
    catalog::Loaded catalog;
    QJsonObject site;  ///< what shapeOf() made of the site
};
/// Reads plan and catalog back. Errors: copyChanged.
[[nodiscard]] Done<CopiedRun> readRunFolder(const RunFolder& folder);

}  // namespace installers
