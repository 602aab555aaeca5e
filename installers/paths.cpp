#include "installers/paths.h"

#include <QDir>

namespace installers {

SitePaths::SitePaths(const planner::Site& value)
    : site(QDir::cleanPath(QDir(QString::fromStdString(value.folder)).absolutePath()))
{
    releases = absolute(value.releasesFolder);
    current = releases + QStringLiteral("/current");
    artefacts = absolute(value.artefactsFolder);
    backups = absolute(value.backupFolder);
    state = absolute(value.stateFolder);
    journal = state + QStringLiteral("/journal.db");
    fence = state + QStringLiteral("/fence");
    pause = state + QStringLiteral("/pause");
    stateFile = state + QStringLiteral("/state.json");
    runs = state + QStringLiteral("/runs");
    if (value.database && value.database->kind == catalog::DatabaseKind::sqlite && !value.database->path.empty())
        database = absolute(value.database->path);
}

QString SitePaths::release(const QString& version) const { return releases + QLatin1Char('/') + version; }

QString SitePaths::run(const QString& id) const { return runs + QLatin1Char('/') + id; }

QString SitePaths::absolute(const std::string& path) const
{
    return QDir::cleanPath(QDir(site).absoluteFilePath(QString::fromStdString(path)));
}

}  // namespace installers
