#include "installers/state_file.h"

#include "installers/durable.h"
#include "installers/paths.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace installers {

namespace {

const QString format = QStringLiteral("cairn-state/1");
constexpr qint64 sizeCap = 64 * 1024;

}  // namespace

std::optional<InstalledState> readState(const planner::Site& site)
{
    QFile file(SitePaths(site).stateFile);
    if (!file.open(QIODevice::ReadOnly) || file.size() > sizeCap)
        return std::nullopt;
    const QJsonObject object = QJsonDocument::fromJson(file.read(sizeCap)).object();
    if (object.value(QStringLiteral("format")).toString() != format)
        return std::nullopt;
    InstalledState state;
    state.product = object.value(QStringLiteral("product")).toString();
    state.site = object.value(QStringLiteral("site")).toString();
    state.version = object.value(QStringLiteral("version")).toString();
    state.run = object.value(QStringLiteral("run")).toString();
    state.at = QDateTime::fromString(object.value(QStringLiteral("at")).toString(), Qt::ISODateWithMs);
    if (state.version.isEmpty())
        return std::nullopt;
    return state;
}

Done<void> writeState(const planner::Site& site, const InstalledState& state)
{
    const QJsonObject object{
        {QStringLiteral("format"), format},   {QStringLiteral("product"), state.product},
        {QStringLiteral("site"), state.site}, {QStringLiteral("version"), state.version},
        {QStringLiteral("run"), state.run},   {QStringLiteral("at"), state.at.toUTC().toString(Qt::ISODateWithMs)}};
    return durable::write(SitePaths(site).stateFile, QJsonDocument(object).toJson(QJsonDocument::Indented));
}

QString installedVersion(const planner::Site& site)
{
    const std::optional<InstalledState> state = readState(site);
    if (state && state->product == QString::fromStdString(site.product.text) &&
        state->site == QString::fromStdString(site.name))
        return state->version;
    return QString::fromStdString(site.version);
}

}  // namespace installers
