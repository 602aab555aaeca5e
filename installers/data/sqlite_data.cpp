#include "installers/data/sqlite_data.h"

#include "installers/durable.h"
#include "installers/fence.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

namespace installers {

namespace {

constexpr int waitForWriters = 30'000;

QStringList databaseFilesIn(const QString& folder)
{
    QStringList found;
    QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        if (isDatabaseFile(path))
            found.append(QDir(folder).relativeFilePath(path));
    }
    found.sort();
    return found;
}

/// SQLite's own copy of a database in use.
Done<void> copyDatabase(const QString& from, const QString& to)
{
    try {
        SQLite::Database source(from.toStdString(), SQLite::OPEN_READWRITE, waitForWriters);
        SQLite::Database target(to.toStdString(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, waitForWriters);
        SQLite::Backup backup(target, source);
        const int status = backup.executeStep(-1);
        if (status != SQLITE_DONE)
            throw SQLite::Exception("backup", status);
    } catch (const SQLite::Exception& error) {
        return tl::unexpected(RunProblem{RunProblemCode::databaseDamaged, from, QString::fromUtf8(error.what()), {}});
    }
    QFile::setPermissions(to, QFile::permissions(from));
    // With the folder goes the rollback journal, which would undo the copy if it came back after a power cut.
    return durable::flush(to).and_then([&] { return durable::flush(QFileInfo(to).absolutePath()); });
}

QJsonObject jsonOf(const QMap<QString, DatabaseChecksum>& databases)
{
    QJsonObject all;
    for (auto it = databases.cbegin(); it != databases.cend(); ++it)
        all.insert(it.key(), toJson(*it));
    return all;
}

}  // namespace

Done<QMap<QString, DatabaseChecksum>> databasesIn(const QString& folder)
{
    QMap<QString, DatabaseChecksum> all;
    for (const QString& file : databaseFilesIn(folder)) {
        auto checksum = checksumOfDatabase(folder + QLatin1Char('/') + file);
        if (!checksum)
            return tl::unexpected(checksum.error());
        all.insert(file, *checksum);
    }
    return all;
}

bool SqliteData::covers(const planner::SiteData& entry, const RunContext& context)
{
    if (entry.kind != planner::SiteData::Kind::folder)
        return entry.kind == planner::SiteData::Kind::database;
    // What is refused anyway is not looked into: there are places where reading a file waits for ever.
    const QString path = pathOf(entry, context);
    return FolderData(context, nameOf(entry, context), path).check() && !databaseFilesIn(path).isEmpty();
}

std::unique_ptr<DataMember> SqliteData::make(const planner::SiteData& entry, const RunContext& context)
{
    return std::make_unique<SqliteData>(context, nameOf(entry, context), pathOf(entry, context));
}

Done<void> SqliteData::check()
{
    if (auto good = FolderData::check(); !good)
        return good;
    if (databaseFilesIn(where()).isEmpty())
        return tl::unexpected(
            RunProblem{RunProblemCode::dataNotCovered, where(), QStringLiteral("no database in it"), {}});
    return {};
}

/// A stopped service has let go of its databases; who has not may still write.
Done<void> SqliteData::awaitNobodyHas(const QString& database)
{
    constexpr std::chrono::milliseconds patience{15'000};
    constexpr std::chrono::milliseconds betweenLooks{100};
    World& world = m_context.world;
    const std::chrono::milliseconds until = world.steady() + patience;
    while (true) {
        const std::vector<ProcessName> holders = world.holders(database);
        if (holders.empty())
            return {};
        if (world.steady() >= until)
            return tl::unexpected(RunProblem{RunProblemCode::dataNotCovered,
                                             database,
                                             QStringLiteral("still open in %1").arg(describe(holders)),
                                             {}});
        world.sleep(betweenLooks);
    }
}

Done<QMap<QString, DatabaseChecksum>> SqliteData::copyAtRest(const QString& to, TreeManifest& tree)
{
    for (const QString& database : databaseFilesIn(where())) {
        if (auto quiet = awaitNobodyHas(where() + QLatin1Char('/') + database); !quiet)
            return tl::unexpected(quiet.error());
    }
    // Reading the original comes first: it rolls back what a crashed service left in a hot journal.
    auto databases = databasesIn(where());
    if (!databases)
        return databases;
    QStringList leaveOut;
    for (const QString& database : databases->keys())
        leaveOut.append(database + QStringLiteral("-shm"));
    auto copied = copyTree(TreeCopy{where(), to, leaveOut, [&] { m_context.world.boundary("copying"); }});
    if (!copied)
        return tl::unexpected(copied.error());
    tree = *copied;
    return databases;
}

Done<QMap<QString, DatabaseChecksum>> SqliteData::copyInUse(const QString& to, TreeManifest& tree)
{
    const QStringList databases = databaseFilesIn(where());
    QStringList leaveOut;
    for (const QString& database : databases)
        leaveOut << database << database + QStringLiteral("-wal") << database + QStringLiteral("-shm")
                 << database + QStringLiteral("-journal");
    auto copied = copyTree(TreeCopy{where(), to, leaveOut, [&] { m_context.world.boundary("copying"); }});
    if (!copied)
        return tl::unexpected(copied.error());
    QMap<QString, DatabaseChecksum> checksums;
    for (const QString& database : databases) {
        const QString copy = to + QLatin1Char('/') + database;
        if (auto done = copyDatabase(where() + QLatin1Char('/') + database, copy); !done)
            return tl::unexpected(done.error());
        m_context.world.boundary("copying");
        auto checksum = checksumOfDatabase(copy);
        if (!checksum)
            return tl::unexpected(checksum.error());
        checksums.insert(database, *checksum);
    }
    auto complete = manifestOf(to);
    if (!complete)
        return tl::unexpected(complete.error());
    tree = *complete;
    return checksums;
}

Done<QJsonObject> SqliteData::copyTo(const QString& to, Consistency consistency, TreeManifest& tree)
{
    auto databases = consistency == Consistency::quiesced ? copyAtRest(to, tree) : copyInUse(to, tree);
    return databases.map([](const QMap<QString, DatabaseChecksum>& checksums) {
        return QJsonObject{{QStringLiteral("databases"), jsonOf(checksums)}};
    });
}

Done<void> SqliteData::compare(const QString& folder, const QJsonObject& told)
{
    auto found = databasesIn(folder);
    if (!found)
        return tl::unexpected(RunProblem{RunProblemCode::backupDiffers,
                                         name() + found.error().subject.mid(folder.size()),
                                         found.error().detail,
                                         {}});
    const QJsonObject expected = told.value(QStringLiteral("databases")).toObject();
    for (auto it = expected.begin(); it != expected.end(); ++it) {
        const QString table = firstDifference(checksumFrom(it.value().toObject()), found->value(it.key()));
        if (!table.isEmpty())
            return tl::unexpected(differs(it.key() + QStringLiteral(": ") + table));
    }
    return {};
}

}  // namespace installers
