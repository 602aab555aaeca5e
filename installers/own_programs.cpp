#include "installers/own_programs.h"

#include <QDir>
#include <QFileInfo>

namespace installers {

QString findOwnProgram(const QString& name, const QString& applicationFolder)
{
    const QDir folder(applicationFolder);
    for (const char* const place : {".", "../libexec/cairn", "../lib/cairn", "../installers/page",
                                    "../../installers/page", "../catalog/schema", "../../catalog/schema"}) {
        const QFileInfo candidate(folder.filePath(QString::fromLatin1(place)) + QLatin1Char('/') + name);
        if (candidate.isExecutable() && candidate.isFile())
            return candidate.canonicalFilePath();
    }
    return {};
}

}  // namespace installers
