#include "installers/run_context.h"

#include <QFileInfo>

namespace installers {

namespace {

QString dataFolder(const RunContext& context)
{
    const bool isServer = context.site.database && context.site.database->kind != catalog::DatabaseKind::sqlite;
    for (const planner::SiteData& data : context.site.data) {
        if (!isServer && data.kind == planner::SiteData::Kind::database && !data.path.empty())
            return context.paths.absolute(data.path);
    }
    return context.paths.database.isEmpty() ? context.paths.site : QFileInfo(context.paths.database).absolutePath();
}

}  // namespace

Placeholders placeholdersFor(const RunContext& context, const QString& from, const QString& to, int port)
{
    Placeholders values;
    values.set(QStringLiteral("site"), context.paths.site);
    values.set(QStringLiteral("releases"), context.paths.releases);
    values.set(QStringLiteral("release"), context.paths.release(to));
    values.set(QStringLiteral("old_release"), context.paths.release(from));
    values.set(QStringLiteral("from"), from);
    values.set(QStringLiteral("to"), to);
    values.set(QStringLiteral("database"), context.paths.database.isEmpty() && context.site.database
                                               ? QString::fromStdString(context.site.database->connection)
                                               : context.paths.database);
    values.set(QStringLiteral("data"), dataFolder(context));
    values.set(QStringLiteral("run"), context.runFolder);
    values.set(QStringLiteral("port"), port);
    return values;
}

}  // namespace installers
