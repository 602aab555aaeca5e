#include "installers/backup_manifest.h"

#include "installers/durable.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace installers {

namespace {

constexpr const char* manifestFormat = "cairn-backup/2";

QString manifestPath(const QString& folder) { return folder + QStringLiteral("/manifest.json"); }

QString digestOfObject(QJsonObject object)
{
    object.remove(QStringLiteral("digest"));
    const QByteArray bytes = QJsonDocument(object).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

QJsonObject readObject(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

}  // namespace

Done<void> writeManifest(const QString& folder, const BackupManifest& manifest)
{
    QJsonArray members;
    for (const QJsonObject& member : manifest.members)
        members.append(member);
    QJsonObject object{{QStringLiteral("format"), QLatin1String(manifestFormat)},
                       {QStringLiteral("run"), manifest.run},
                       {QStringLiteral("version"), manifest.version},
                       {QStringLiteral("at"), manifest.at.toUTC().toString(Qt::ISODateWithMs)},
                       {QStringLiteral("quiesced"), manifest.quiesced},
                       {QStringLiteral("members"), members}};
    object.insert(QStringLiteral("digest"), digestOfObject(object));
    return durable::write(manifestPath(folder), QJsonDocument(object).toJson());
}

Done<BackupManifest> readManifest(const QString& folder)
{
    const QJsonObject object = readObject(manifestPath(folder));
    if (object.value(QStringLiteral("format")).toString() != QLatin1String(manifestFormat) ||
        object.value(QStringLiteral("digest")).toString() != digestOfObject(object))
        return tl::unexpected(RunProblem{RunProblemCode::backupDiffers, manifestPath(folder), {}, {}});
    BackupManifest manifest;
    manifest.run = object.value(QStringLiteral("run")).toString();
    manifest.version = object.value(QStringLiteral("version")).toString();
    manifest.at = QDateTime::fromString(object.value(QStringLiteral("at")).toString(), Qt::ISODateWithMs);
    manifest.quiesced = object.value(QStringLiteral("quiesced")).toBool();
    const QJsonArray members = object.value(QStringLiteral("members")).toArray();
    manifest.members.reserve(static_cast<std::size_t>(members.size()));
    for (const auto& member : members)
        manifest.members.push_back(member.toObject());
    return manifest;
}

QString verifiedMark(const QString& folder) { return folder + QStringLiteral(".verified"); }

Done<void> markVerified(const QString& folder, const QDateTime& at)
{
    const QJsonObject mark{
        {QStringLiteral("manifest"), readObject(manifestPath(folder)).value(QStringLiteral("digest")).toString()},
        {QStringLiteral("at"), at.toUTC().toString(Qt::ISODateWithMs)}};
    return durable::write(verifiedMark(folder), QJsonDocument(mark).toJson());
}

std::optional<QDateTime> verifiedAt(const QString& folder)
{
    const QJsonObject mark = readObject(verifiedMark(folder));
    const QString digest = mark.value(QStringLiteral("manifest")).toString();
    if (digest.isEmpty() || digest != readObject(manifestPath(folder)).value(QStringLiteral("digest")).toString())
        return std::nullopt;
    return QDateTime::fromString(mark.value(QStringLiteral("at")).toString(), Qt::ISODateWithMs);
}

}  // namespace installers
