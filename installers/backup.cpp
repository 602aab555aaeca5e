#include "installers/backup.h"

#include "installers/durable.h"
#include "installers/fence.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>
#include <sys/stat.h>

namespace installers {

namespace {

constexpr int waitForWriters = 30'000;

RunProblem differs(const QString& what, const QString& detail = {})
{
    return RunProblem{RunProblemCode::backupDiffers, what, detail, {}};
}

QString manifestPath(const QString& folder) { return folder + QStringLiteral("/manifest.json"); }

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

bool isWithin(const QString& path, const QString& folder)
{
    return path == folder || path.startsWith(folder + QLatin1Char('/'));
}

bool isMountPoint(const QString& path)
{
    struct stat own = {};
    struct stat parent = {};
    return ::stat(QFile::encodeName(path).constData(), &own) == 0 &&
           ::stat(QFile::encodeName(QFileInfo(path).absolutePath()).constData(), &parent) == 0 &&
           own.st_dev != parent.st_dev;
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
    return durable::flush(to);
}

struct TakenFolder {
    TreeManifest tree;
    QMap<QString, DatabaseChecksum> databases;
};

/// A stopped service has let go of its databases; who has not may still write.
Done<void> awaitNobodyHas(const QString& database, World& world)
{
    constexpr std::chrono::milliseconds patience{15'000};
    constexpr std::chrono::milliseconds betweenLooks{100};
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

Done<TakenFolder> takeQuiesced(const DataFolder& data, const QString& to, World& world)
{
    TakenFolder taken;
    for (const QString& database : databaseFilesIn(data.path)) {
        if (auto quiet = awaitNobodyHas(data.path + QLatin1Char('/') + database, world); !quiet)
            return tl::unexpected(quiet.error());
    }
    // Reading the original comes first: it rolls back what a crashed service left in a hot journal.
    auto databases = databasesIn(data.path);
    if (!databases)
        return tl::unexpected(databases.error());
    taken.databases = *databases;
    QStringList leaveOut;
    for (const QString& database : databases->keys())
        leaveOut.append(database + QStringLiteral("-shm"));
    auto tree = copyTree(TreeCopy{data.path, to, leaveOut, [&] { world.boundary("copying"); }});
    if (!tree)
        return tl::unexpected(tree.error());
    taken.tree = *tree;
    return taken;
}

Done<TakenFolder> takeOnline(const DataFolder& data, const QString& to, World& world)
{
    TakenFolder taken;
    const QStringList databases = databaseFilesIn(data.path);
    QStringList leaveOut;
    for (const QString& database : databases)
        leaveOut << database << database + QStringLiteral("-wal") << database + QStringLiteral("-shm")
                 << database + QStringLiteral("-journal");
    auto tree = copyTree(TreeCopy{data.path, to, leaveOut, [&] { world.boundary("copying"); }});
    if (!tree)
        return tl::unexpected(tree.error());
    for (const QString& database : databases) {
        const QString copy = to + QLatin1Char('/') + database;
        if (auto copied = copyDatabase(data.path + QLatin1Char('/') + database, copy); !copied)
            return tl::unexpected(copied.error());
        world.boundary("copying");
        auto checksum = checksumOfDatabase(copy);
        if (!checksum)
            return tl::unexpected(checksum.error());
        taken.databases.insert(database, *checksum);
    }
    auto complete = manifestOf(to);
    if (!complete)
        return tl::unexpected(complete.error());
    taken.tree = *complete;
    return taken;
}

QJsonObject jsonOf(const DataFolder& data, const TakenFolder& taken)
{
    QJsonObject databases;
    for (auto it = taken.databases.cbegin(); it != taken.databases.cend(); ++it) {
        QJsonObject tables;
        for (auto table = it->cbegin(); table != it->cend(); ++table)
            tables.insert(table.key(), QJsonObject{{QStringLiteral("rows"), table->rows},
                                                   {QStringLiteral("digest"), table->digest}});
        databases.insert(it.key(), tables);
    }
    return QJsonObject{{QStringLiteral("name"), data.name},
                       {QStringLiteral("path"), data.path},
                       {QStringLiteral("tree"), digestOf(taken.tree)},
                       {QStringLiteral("bytes"), sizeOf(taken.tree)},
                       {QStringLiteral("databases"), databases}};
}

struct ExpectedFolder {
    QString name;
    QString path;
    QString tree;
    QMap<QString, DatabaseChecksum> databases;
};

Done<std::vector<ExpectedFolder>> readManifest(const QString& folder)
{
    QFile file(manifestPath(folder));
    if (!file.open(QIODevice::ReadOnly))
        return tl::unexpected(differs(file.fileName(), file.errorString()));
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    std::vector<ExpectedFolder> all;
    const QJsonArray list = object.value(QStringLiteral("data")).toArray();
    for (const auto& value : list) {
        const QJsonObject data = value.toObject();
        ExpectedFolder expected;
        expected.name = data.value(QStringLiteral("name")).toString();
        expected.path = data.value(QStringLiteral("path")).toString();
        expected.tree = data.value(QStringLiteral("tree")).toString();
        const QJsonObject databases = data.value(QStringLiteral("databases")).toObject();
        for (auto it = databases.begin(); it != databases.end(); ++it) {
            DatabaseChecksum checksum;
            const QJsonObject tables = it.value().toObject();
            for (auto table = tables.begin(); table != tables.end(); ++table) {
                const QJsonObject entry = table.value().toObject();
                checksum.insert(table.key(), TableChecksum{entry.value(QStringLiteral("rows")).toInteger(),
                                                           entry.value(QStringLiteral("digest")).toString()});
            }
            expected.databases.insert(it.key(), checksum);
        }
        all.push_back(std::move(expected));
    }
    if (object.value(QStringLiteral("format")).toString() != QLatin1String("cairn-backup/1") || all.empty())
        return tl::unexpected(differs(file.fileName()));
    return all;
}

/// Copies one folder of a set to `to` and proves that it is what was taken.
Done<void> putBeside(const QString& from, const QString& to, const ExpectedFolder& expected, World& world)
{
    auto copied = durable::remove(to).and_then([&] {
        return copyTree(TreeCopy{from, to, {}, [&] { world.boundary("restoring"); }});
    });
    if (!copied)
        return tl::unexpected(copied.error());
    auto tree = manifestOf(to);
    if (!tree)
        return tl::unexpected(tree.error());
    if (const QString path = firstDifference(*copied, *tree); !path.isEmpty())
        return tl::unexpected(differs(expected.name + QLatin1Char('/') + path));
    if (digestOf(*tree) != expected.tree)
        return tl::unexpected(differs(expected.name));
    auto databases = databasesIn(to);
    if (!databases)
        return tl::unexpected(differs(databases.error().subject, databases.error().detail));
    for (auto it = expected.databases.cbegin(); it != expected.databases.cend(); ++it) {
        const QString table = firstDifference(*it, databases->value(it.key()));
        if (!table.isEmpty())
            return tl::unexpected(differs(expected.name + QLatin1Char('/') + it.key() + QStringLiteral(": ") + table));
    }
    return {};
}

RunProblem forBackups(RunProblem problem, const QString& backups)
{
    if (problem.code == RunProblemCode::internal && isWithin(problem.subject, backups))
        problem.code = RunProblemCode::backupNotWritable;
    return problem;
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

Done<std::vector<DataFolder>> dataFoldersOf(const planner::Site& site, const SitePaths& paths)
{
    const auto notCovered = [](const QString& path, const char* why) {
        return tl::unexpected(RunProblem{RunProblemCode::dataNotCovered, path, QString::fromLatin1(why), {}});
    };
    std::vector<DataFolder> folders;
    for (const planner::SiteData& data : site.data) {
        if (data.kind == planner::SiteData::Kind::command)
            return tl::unexpected(RunProblem{RunProblemCode::notSupported,
                                             QStringLiteral("data: %1").arg(QString::fromStdString(data.name)),
                                             {},
                                             {}});
        const QString path = paths.absolute(data.path);
        const QString name = data.name.empty() ? QFileInfo(path).fileName() : QString::fromStdString(data.name);
        folders.push_back(DataFolder{name, path, data.kind == planner::SiteData::Kind::database});
    }
    bool covered = paths.database.isEmpty();
    for (std::size_t i = 0; i < folders.size(); ++i) {
        const QString& path = folders[i].path;
        if (!QFileInfo(path).isDir() || QFileInfo(path).isSymLink())
            return notCovered(path, "not a folder");
        if (isMountPoint(path))
            return notCovered(path, "a mount point cannot be swapped");
        for (const QString& own : {paths.site, paths.state, paths.releases, paths.backups, paths.artefacts}) {
            if (isWithin(own, path))
                return notCovered(path, "holds what is not data");
        }
        for (std::size_t j = 0; j < folders.size(); ++j) {
            if (i != j && isWithin(path, folders[j].path))
                return notCovered(path, "listed twice");
        }
        covered = covered || isWithin(paths.database, path);
    }
    if (!covered)
        return notCovered(paths.database, "no data folder holds it");
    return folders;
}

QString Backup::folder(const QString& name) const
{
    return m_context.paths.backups + QLatin1Char('/') + m_context.run + QLatin1Char('/') + name;
}

Done<void> Backup::take(const QString& name, Consistency consistency, const QString& version)
{
    auto folders = dataFoldersOf(m_context.site, m_context.paths);
    if (!folders)
        return tl::unexpected(folders.error());
    const QString final = folder(name);
    const QString partial = final + QStringLiteral(".partial");
    QJsonArray list;
    auto prepared = durable::remove(partial).and_then([&] { return durable::remove(final); }).and_then([&] {
        return durable::makeFolder(partial);
    });
    if (!prepared)
        return tl::unexpected(forBackups(prepared.error(), m_context.paths.backups));
    for (std::size_t i = 0; i < folders->size(); ++i) {
        const QString to = partial + QLatin1Char('/') + QString::number(i);
        auto taken = consistency == Consistency::quiesced ? takeQuiesced((*folders)[i], to, m_context.world)
                                                          : takeOnline((*folders)[i], to, m_context.world);
        if (!taken)
            return tl::unexpected(forBackups(taken.error(), m_context.paths.backups));
        list.append(jsonOf((*folders)[i], *taken));
    }
    const QJsonObject manifest{{QStringLiteral("format"), QStringLiteral("cairn-backup/1")},
                               {QStringLiteral("run"), m_context.run},
                               {QStringLiteral("version"), version},
                               {QStringLiteral("at"), m_context.world.now().toUTC().toString(Qt::ISODateWithMs)},
                               {QStringLiteral("quiesced"), consistency == Consistency::quiesced},
                               {QStringLiteral("data"), list}};
    return durable::write(manifestPath(partial), QJsonDocument(manifest).toJson())
        .and_then([&] { return durable::rename(partial, final); })
        .map_error([&](const RunProblem& problem) { return forBackups(problem, m_context.paths.backups); });
}

Done<void> Backup::verify(const QString& name)
{
    auto expected = readManifest(folder(name));
    if (!expected)
        return tl::unexpected(expected.error());
    const QString elsewhere = m_context.paths.backups + QStringLiteral("/.verify");
    if (auto made = durable::remove(elsewhere).and_then([&] { return durable::makeFolder(elsewhere); }); !made)
        return made;
    for (std::size_t i = 0; i < expected->size(); ++i) {
        const QString number = QLatin1Char('/') + QString::number(i);
        auto put = putBeside(folder(name) + number, elsewhere + number, (*expected)[i], m_context.world);
        if (!put)
            return put;
    }
    return durable::remove(elsewhere);
}

Done<void> Backup::restore(const QString& name)
{
    auto expected = readManifest(folder(name));
    if (!expected)
        return tl::unexpected(expected.error());
    const auto beside = [](const QString& path) {
        return QFileInfo(path).absolutePath() + QStringLiteral("/.cairn-restore-") + QFileInfo(path).fileName();
    };
    for (std::size_t i = 0; i < expected->size(); ++i) {
        auto put = putBeside(folder(name) + QLatin1Char('/') + QString::number(i), beside((*expected)[i].path),
                             (*expected)[i], m_context.world);
        if (!put)
            return put;
    }
    for (const ExpectedFolder& data : *expected) {
        m_context.world.boundary("before-swap");
        if (auto swapped = durable::exchange(beside(data.path), data.path); !swapped)
            return swapped;
        m_context.world.boundary("swapped");
    }
    for (const ExpectedFolder& data : *expected) {
        auto removed = durable::remove(beside(data.path)).and_then([&] {
            return durable::remove(durable::asideOf(beside(data.path)));
        });
        if (!removed)
            return removed;
    }
    return {};
}

}  // namespace installers
