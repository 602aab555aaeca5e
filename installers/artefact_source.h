#pragma once

#include "installers/hop_steps.h"

#include <QString>

namespace installers {

/// Where the artefacts of a run come from: FOLDER/RELEASE/NAME, else FOLDER/NAME. The first is for names that releases
/// use for different files.
class ArtefactSource {
public:
    /// Borrows the work.
    ArtefactSource(QString folder, const std::vector<HopWork>& work) : m_folder(std::move(folder)), m_work(work) {}

    [[nodiscard]] QString pathOf(const ReleaseFile& file) const;
    /// What is wrong where the file at its path is another one: artefactDiffers; where the path was meant for another
    /// release's, artefactMissing with the path that would be right.
    [[nodiscard]] RunProblem differs(const ReleaseFile& file, const QString& found) const;

private:
    [[nodiscard]] QString ownPath(const ReleaseFile& file) const;
    QString m_folder;
    const std::vector<HopWork>& m_work;
};

}  // namespace installers
