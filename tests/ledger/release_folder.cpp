#include "tests/ledger/release_folder.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace ledger {

namespace {

Result<QByteArray> readFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ExitCode::badRelease, QStringLiteral("%1: %2").arg(path, file.errorString()));
    }
    return file.readAll();
}

Result<QJsonObject> readObject(const QString& path)
{
    const auto bytes = readFile(path);
    if (!bytes) {
        return tl::make_unexpected(bytes.error());
    }
    const QJsonDocument document = QJsonDocument::fromJson(*bytes);
    if (!document.isObject()) {
        return fail(ExitCode::badRelease, QStringLiteral("%1: not a JSON object").arg(path));
    }
    return document.object();
}

Result<QMap<QString, QByteArray>> readScripts(const QString& folder, DatabaseKind database)
{
    QMap<QString, QByteArray> scripts;
    const QFileInfoList files = QDir(folder).entryInfoList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
    for (const QFileInfo& file : files) {
        const QString name = file.fileName().section(QLatin1Char('.'), 0, 0);
        const bool special = file.completeSuffix() == QStringLiteral("postgresql.sql");
        if (special ? database != DatabaseKind::postgresql : scripts.contains(name)) {
            continue;
        }
        auto text = readFile(file.filePath());
        if (!text) {
            return tl::make_unexpected(text.error());
        }
        scripts.insert(name, *std::move(text));
    }
    return scripts;
}

}  // namespace

Result<ReleaseFolder> ReleaseFolder::read(const QString& folder, DatabaseKind database)
{
    const QDir place(folder);
    const auto identity = readObject(place.filePath(QStringLiteral("release.json")));
    if (!identity) {
        return tl::make_unexpected(identity.error());
    }
    const auto settings = readObject(place.filePath(QStringLiteral("settings.json")));
    if (!settings) {
        return tl::make_unexpected(settings.error());
    }
    auto queries = readScripts(place.filePath(QStringLiteral("queries")), database);
    auto checks = readScripts(place.filePath(QStringLiteral("checks")), database);
    if (!queries || !checks) {
        return tl::make_unexpected(queries ? checks.error() : queries.error());
    }

    ReleaseFolder release;
    release.version = identity->value(QStringLiteral("version")).toString();
    release.schema = identity->value(QStringLiteral("schema")).toInteger();
    const QString encoding = settings->value(QStringLiteral("encoding")).toString();
    release.encoding = encoding == QStringLiteral("latin-1") ? Encoding::latin1 : Encoding::utf8;
    release.journal = settings->value(QStringLiteral("journal")).toString().toLatin1();
    const QJsonArray conversions = settings->value(QStringLiteral("conversions")).toArray();
    for (const auto& conversion : conversions) {
        release.conversions.append(conversion.toString());
    }
    release.queries = *std::move(queries);
    release.checks = *std::move(checks);
    for (const char* name : {"balances", "entries", "entry", "next_id", "post", "post_line"}) {
        if (!release.queries.contains(QLatin1StringView(name))) {
            return fail(ExitCode::badRelease, QStringLiteral("%1: no query %2").arg(folder, QLatin1StringView(name)));
        }
    }
    const bool journalKnown = release.journal == "delete" || release.journal == "wal";
    if (release.version.isEmpty() || release.schema <= 0 || !journalKnown) {
        return fail(ExitCode::badRelease,
                    QStringLiteral("%1: release.json or settings.json is not complete").arg(folder));
    }
    return release;
}

QString ReleaseFolder::decode(const QByteArray& bytes) const
{
    return encoding == Encoding::latin1 ? QString::fromLatin1(bytes) : QString::fromUtf8(bytes);
}

QByteArray ReleaseFolder::encode(const QString& text) const
{
    return encoding == Encoding::latin1 ? text.toLatin1() : text.toUtf8();
}

}  // namespace ledger
