#include "installers/artefact_source.h"

#include "installers/text.h"

#include <QFileInfo>
#include <set>

namespace installers {

QString ArtefactSource::ownPath(const ReleaseFile& file) const
{
    return m_folder + QLatin1Char('/') + text(file.release.text) + QLatin1Char('/') + text(file.name);
}

QString ArtefactSource::pathOf(const ReleaseFile& file) const
{
    const QString own = ownPath(file);
    return QFileInfo::exists(own) ? own : m_folder + QLatin1Char('/') + text(file.name);
}

RunProblem ArtefactSource::differs(const ReleaseFile& file, const QString& found) const
{
    std::set<std::string> meanings;
    for (const HopWork& work : m_work) {
        for (const auto* const list : {&work.artefacts, &work.oldPackages}) {
            for (const catalog::Artefact& artefact : *list) {
                if (artefact.name == file.name)
                    meanings.insert(artefact.digest.text());
            }
        }
    }
    if (meanings.size() > 1 && !QFileInfo::exists(ownPath(file)))
        return RunProblem{RunProblemCode::artefactMissing, QFileInfo(ownPath(file)).absoluteFilePath(), {}, {}};
    return RunProblem{RunProblemCode::artefactDiffers, QFileInfo(pathOf(file)).absoluteFilePath(), found, {}};
}

}  // namespace installers
