#include "installers/site_shape.h"

#include "installers/text.h"

#include <QJsonArray>

namespace installers {

namespace {

QString nameOf(planner::SiteMaintenance::Kind kind)
{
    switch (kind) {
    case planner::SiteMaintenance::Kind::none:
        return QStringLiteral("none");
    case planner::SiteMaintenance::Kind::flag:
        return QStringLiteral("flag");
    case planner::SiteMaintenance::Kind::page:
        return QStringLiteral("page");
    case planner::SiteMaintenance::Kind::command:
        return QStringLiteral("command");
    }
    return {};
}

QJsonArray dataOf(const planner::Site& site)
{
    QJsonArray all;
    for (const planner::SiteData& data : site.data)
        all.append(QJsonArray{static_cast<int>(data.kind), text(data.name), text(data.path)});
    return all;
}

}  // namespace

QJsonObject shapeOf(const planner::Site& site)
{
    QJsonObject shape{
        {QStringLiteral("product"), text(site.product.text)},
        {QStringLiteral("name"), text(site.name)},
        {QStringLiteral("data"), dataOf(site)},
        {QStringLiteral("releases"), text(site.releasesFolder)},
        {QStringLiteral("backups"), text(site.backupFolder)},
        {QStringLiteral("backup"),
         site.backupKind == planner::BackupKind::copy ? QStringLiteral("copy") : QStringLiteral("dump")},
        {QStringLiteral("state"), text(site.stateFolder)},
        {QStringLiteral("maintenance"),
         QJsonArray{nameOf(site.maintenance.kind), text(site.maintenance.flagFile), text(site.maintenance.listen)}}};
    // Which addresses may be corrected.
    if (!site.maintenance.allow.empty())
        shape.insert(QStringLiteral("maintenance.allow"), true);
    if (!site.packages.root.empty())
        shape.insert(QStringLiteral("packages.root"), text(site.packages.root));
    if (site.database)
        shape.insert(QStringLiteral("database"),
                     QJsonArray{static_cast<int>(site.database->kind), text(site.database->path),
                                text(site.database->connection)});
    if (site.service) {
        shape.insert(QStringLiteral("service.port"), site.service->port);
        shape.insert(QStringLiteral("service.private_port"), site.service->privatePort);
        shape.insert(QStringLiteral("service.autostart"), !site.service->autostartOff.empty());
    }
    return shape;
}

QString firstChange(const QJsonObject& before, const QJsonObject& now)
{
    for (const QJsonObject* const object : {&before, &now}) {
        for (const QString& key : object->keys()) {
            if (before.value(key) != now.value(key))
                return key;
        }
    }
    return {};
}

}  // namespace installers
