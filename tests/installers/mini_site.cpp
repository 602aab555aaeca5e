#include "tests/installers/mini_site.h"

#include "catalog/load.h"
#include "installers/data/sqlite_data.h"
#include "installers/drivers/sql_sqlite.h"
#include "installers/file_tree.h"
#include "installers/maintenance/page_lock.h"
#include "installers/own_programs.h"
#include "installers/paths.h"
#include "installers/state_file.h"
#include "installers/world_posix.h"
#include "tests/installers/mini_postgres.h"
#include "tests/installers/mini_product.h"
#include "tests/support/free_port.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <SQLiteCpp/SQLiteCpp.h>

namespace mini {

namespace {

using installers::SitePaths;

void makeDatabase(const QString& path, bool rollbackJournal)
{
    SQLite::Database database(path.toStdString(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec(rollbackJournal ? "PRAGMA journal_mode=DELETE" : "PRAGMA journal_mode=WAL");
    database.exec("BEGIN;"
                  "CREATE TABLE meta(schema INTEGER); INSERT INTO meta VALUES(1);"
                  "CREATE TABLE account(id INTEGER PRIMARY KEY, name TEXT);"
                  "CREATE TABLE entry(id INTEGER PRIMARY KEY, account INTEGER REFERENCES account(id), amount REAL);"
                  "CREATE TABLE request(id INTEGER PRIMARY KEY);"
                  "CREATE TABLE old_note(note TEXT); INSERT INTO old_note VALUES('kept until the contract step');"
                  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<8)"
                  " INSERT INTO account SELECT i, 'account ' || i FROM n;"
                  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<200)"
                  " INSERT INTO entry SELECT i, 1 + i % 8, (i * 37 % 1000) / 100.0 FROM n;"
                  "COMMIT;");
}

planner::PlannedStep planned(planner::PlannedStep::Kind kind, std::size_t hop, catalog::Phase phase,
                             const std::string& release, const std::string& id)
{
    planner::PlannedStep step;
    step.kind = kind;
    step.hop = hop;
    step.phase = phase;
    step.release = catalog::Version{release};
    step.id = id;
    return step;
}

}  // namespace

QString toText(const SiteOptions& options)
{
    const bool page = options.maintenance == planner::SiteMaintenance::Kind::page;
    const bool copy = options.backup == planner::BackupKind::copy;
    return QStringList{QString::number(options.port),
                       page ? QStringLiteral("page") : QStringLiteral("flag"),
                       QString::number(options.hops),
                       options.directory ? QStringLiteral("all") : QStringLiteral("folders"),
                       copy ? QStringLiteral("copy") : QStringLiteral("dump"),
                       options.postgres.database,
                       options.postgres.server,
                       options.postgres.programs,
                       options.compatible ? QStringLiteral("compatible") : QString()}
        .join(QLatin1Char(':'));
}

SiteOptions optionsFrom(const QString& text)
{
    const QStringList parts = text.split(QLatin1Char(':'));
    SiteOptions options;
    options.port = parts.value(0).toInt();
    options.maintenance = parts.value(1) == QLatin1String("page") ? planner::SiteMaintenance::Kind::page
                                                                  : planner::SiteMaintenance::Kind::flag;
    options.hops = parts.value(2).toInt();
    options.directory = parts.value(3) == QLatin1String("all");
    options.backup = parts.value(4) == QLatin1String("copy") ? planner::BackupKind::copy : planner::BackupKind::dump;
    options.postgres = {parts.value(5), parts.value(6), parts.value(7)};
    options.compatible = parts.value(8) == QLatin1String("compatible");
    return options;
}

QString pageProgram()
{
    const QString build = qEnvironmentVariable("CAIRN_BUILD_DIR");
    return build.isEmpty()
               ? installers::findOwnProgram(QStringLiteral("cairn-page"), QCoreApplication::applicationDirPath())
               : build + QStringLiteral("/installers/page/cairn-page");
}

int freePort() { return support::freePort(); }

QString scratchTemplate(const QString& name)
{
    const QString memory = QStringLiteral("/dev/shm");
    const QString base = QFileInfo(memory).isWritable() ? memory : QDir::tempPath();
    return base + QStringLiteral("/cairn-") + name + QStringLiteral("-XXXXXX");
}

bool makeSite(const QString& folder, const SiteOptions& options)
{
    bool ok = writeProduct(folder, options);
    ok = ok && QFile::link(QStringLiteral("1.0"), folder + QStringLiteral("/releases/current"));
    ok = ok && QFile::link(QCoreApplication::applicationDirPath() + QStringLiteral("/mini-service"),
                           folder + QStringLiteral("/mini-service"));
    for (const char* const name : {"a", "b"})
        ok = ok && writeFile(folder + QStringLiteral("/attachments/%1.txt").arg(QLatin1String(name)),
                             std::string(300, *name));
    if (options.directory)
        ok = ok && writeFile(folder + QStringLiteral("/directory/entries.txt"), "cn=anna\ncn=bo\n");
    if (options.postgres.database.isEmpty()) {
        QDir().mkpath(folder + QStringLiteral("/data"));
        makeDatabase(folder + QStringLiteral("/data/app.db"), options.rollbackJournal);
    } else {
        ok = ok && makePostgresDatabase(options.postgres);
    }
    return ok && QProcess::execute(folder + QStringLiteral("/releases/current/bin/ctl"),
                                   {QStringLiteral("start"), QString::number(options.port)}) == 0;
}

planner::Site siteIn(const QString& folder, const SiteOptions& options)
{
    planner::Site site;
    site.product = catalog::ProductId{"mini"};
    site.name = "Test bench";
    site.version = "1.0";
    site.folder = folder.toStdString();
    site.path = site.folder + "/site.yaml";
    site.database = planner::SiteDatabase{};
    planner::SiteData data;
    data.kind = planner::SiteData::Kind::database;
    if (options.postgres.database.isEmpty()) {
        site.database->path = "data/app.db";
        data.path = "data";
    } else {
        site.database->kind = catalog::DatabaseKind::postgresql;
        site.database->connection =
            (options.postgres.server + QStringLiteral(" dbname=") + options.postgres.database).toStdString();
        site.database->programs = options.postgres.programs.toStdString();
        data.path = options.postgres.database.toStdString();
    }
    planner::SiteData attachments;
    attachments.path = "attachments";
    site.data = {data, attachments};
    if (options.directory) {
        planner::SiteData directory;
        directory.kind = planner::SiteData::Kind::command;
        directory.name = "directory";
        directory.backup = {"/bin/cp", "directory/entries.txt", "{backup}/entries.txt"};
        directory.verify = {"/usr/bin/cmp", "{backup}/entries.txt", "{backup}/entries.txt"};
        directory.restore = {"/bin/cp", "{backup}/entries.txt", "directory/entries.txt"};
        directory.size = {"/bin/echo", "15"};
        site.data.push_back(directory);
    }
    site.backupKind = options.backup;
    planner::SiteService service;
    service.start = {"{releases}/current/bin/ctl", "start", "{port}"};
    service.stop = {"{releases}/current/bin/ctl", "stop"};
    service.healthUrl = "http://127.0.0.1:{port}/health";
    service.healthExpect = "mini {to}";
    service.healthTimeout = catalog::Seconds(5);
    service.port = options.port;
    service.privatePort = options.port + 1;
    site.service = service;
    site.maintenance.kind = options.maintenance;
    site.maintenance.flagFile = "maintenance.flag";
    site.maintenance.listen = "127.0.0.1:" + std::to_string(options.port);
    return site;
}

installers::RunRequest requestIn(const QString& folder, const SiteOptions& options)
{
    installers::RunRequest request;
    request.site = siteIn(folder, options);
    auto loaded = catalog::load((folder + QStringLiteral("/catalog/catalog.yaml")).toStdString());
    if (!loaded) {
        for (const catalog::Error& error : loaded.error())
            qWarning("catalog: code %d, line %d, %s", static_cast<int>(error.code), error.place.line,
                     error.subject.c_str());
        return request;
    }
    request.catalog = *loaded;
    request.allowUnsigned = true;
    planner::Plan& plan = request.plan;
    plan.product = request.site.product;
    plan.site = request.site.name;
    plan.from = catalog::Version{"1.0"};
    plan.catalog.digest = loaded->digest;
    using Kind = planner::PlannedStep::Kind;
    using catalog::Phase;
    for (std::size_t i = 0; i < static_cast<std::size_t>(options.hops); ++i) {
        planner::Hop hop;
        hop.from = catalog::Version{releases[i].version};
        hop.to = catalog::Version{releases[i + 1].version};
        hop.rollback = options.compatible ? planner::Rollback::withoutRestore : options.rollback;
        plan.hops.push_back(hop);
        plan.to = hop.to;
        const std::string& to = hop.to.text;
        plan.steps.push_back(planned(Kind::install, i, Phase::install, to, "unpack"));
        plan.steps.push_back(planned(Kind::migration, i, Phase::migrate, to, "m" + to.substr(0, 1)));
        if (to == "2.0" && !options.postgres.database.isEmpty()) {
            plan.steps.push_back(planned(Kind::install, i, Phase::migrate, to, "fill"));
            plan.steps.push_back(planned(Kind::install, i, Phase::migrate, to, "index"));
        }
        if (to == "3.0")
            plan.steps.push_back(planned(Kind::install, i, Phase::migrate, to, "convert"));
        if (to == "4.0") {
            plan.steps.push_back(planned(Kind::install, i, Phase::verify, to, "check"));
            plan.steps.push_back(planned(Kind::install, i, Phase::contract, to, "drop-old"));
        }
    }
    plan.digest = planner::digestOf(plan);
    return request;
}

void stopService(const QString& folder)
{
    QProcess::execute(folder + QStringLiteral("/mini-service"),
                      {QStringLiteral("stop"), folder + QStringLiteral("/service.pid")});
    const qint64 page = installers::PageLock::owner(folder + QStringLiteral("/.cairn/page.pid"));
    if (page > 1)
        installers::PosixWorld().signal(page, installers::World::Signal::kill);
}

Snapshot dataOf(const QString& folder)
{
    Snapshot snapshot;
    if (auto databases = installers::databasesIn(folder + QStringLiteral("/data"))) {
        snapshot.databases = *databases;
        for (installers::DatabaseChecksum& checksum : snapshot.databases) {
            checksum.remove(QStringLiteral("cairn_migration"));
            checksum.remove(QStringLiteral("request"));
        }
    }
    const auto applied =
        installers::askSqlite(folder + QStringLiteral("/data/app.db"),
                              "SELECT group_concat(id) FROM (SELECT id FROM cairn_migration ORDER BY id)");
    if (applied)
        snapshot.applied = applied->split(QLatin1Char(','));
    if (auto attachments = installers::manifestOf(folder + QStringLiteral("/attachments")))
        snapshot.attachments = installers::digestOf(*attachments);
    if (auto directory = installers::manifestOf(folder + QStringLiteral("/directory")))
        snapshot.directory = installers::digestOf(*directory);
    return snapshot;
}

Snapshot snapshotOf(const QString& folder, const SiteOptions& options)
{
    const planner::Site site = siteIn(folder, options);
    const SitePaths paths(site);
    installers::PosixWorld world;
    Snapshot snapshot = dataOf(folder);
    if (!options.postgres.database.isEmpty())
        addPostgresTo(snapshot, site, options.postgres);
    snapshot.current = QFileInfo(QFile::symLinkTarget(paths.current)).fileName();
    const auto ask = [&](int port) {
        const installers::HttpAnswer answer =
            world.get(QStringLiteral("http://127.0.0.1:%1/").arg(port), std::chrono::milliseconds(2000));
        return answer.status == 0
                   ? QString()
                   : QString::number(answer.status) + QLatin1Char(' ') + QString::fromUtf8(answer.body).trimmed();
    };
    snapshot.served = ask(options.port);
    snapshot.privatePort = ask(options.port + 1);
    snapshot.recorded = installers::installedVersion(site);
    snapshot.pageUp = installers::PageLock::owner(paths.state + QStringLiteral("/page.pid")) != 0 ||
                      QFileInfo::exists(paths.absolute(site.maintenance.flagFile));
    QDirIterator files(folder, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString name = QFileInfo(files.next()).fileName();
        if (name.contains(QLatin1String(".partial")) || name.startsWith(QLatin1String(".cairn-beside")) ||
            name == QLatin1String(".verify") || name.endsWith(QLatin1String(".new")) ||
            name.endsWith(QLatin1String("-journal")))
            snapshot.leftovers.append(QDir(folder).relativeFilePath(files.filePath()));
    }
    return snapshot;
}

QString difference(const Snapshot& a, const Snapshot& b)
{
    for (auto it = a.databases.cbegin(); it != a.databases.cend(); ++it) {
        const QString table = installers::firstDifference(*it, b.databases.value(it.key()));
        if (!table.isEmpty())
            return QStringLiteral("database %1, table %2").arg(it.key(), table);
    }
    const auto pair = [](const char* what, const QString& x, const QString& y) {
        return x == y ? QString() : QStringLiteral("%1: %2 / %3").arg(QLatin1String(what), x, y);
    };
    for (const QString& found :
         {pair("databases", QString::number(a.databases.size()), QString::number(b.databases.size())),
          pair("applied", a.applied.join(QLatin1Char(' ')), b.applied.join(QLatin1Char(' '))),
          pair("attachments", a.attachments, b.attachments), pair("directory", a.directory, b.directory),
          pair("current", a.current, b.current), pair("served", a.served, b.served),
          pair("private port", a.privatePort, b.privatePort), pair("recorded", a.recorded, b.recorded),
          pair("page", QString::number(a.pageUp), QString::number(b.pageUp)),
          pair("leftovers", a.leftovers.join(QLatin1Char(' ')), b.leftovers.join(QLatin1Char(' ')))}) {
        if (!found.isEmpty())
            return found;
    }
    return {};
}

}  // namespace mini
