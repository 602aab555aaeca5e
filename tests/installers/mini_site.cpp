#include "tests/installers/mini_site.h"

#include "catalog/load.h"
#include "installers/data/sqlite_data.h"
#include "installers/drivers/sql_sqlite.h"
#include "installers/file_tree.h"
#include "installers/maintenance/page_lock.h"
#include "installers/paths.h"
#include "installers/state_file.h"
#include "installers/world_posix.h"
#include "tests/support/free_port.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <SQLiteCpp/SQLiteCpp.h>
#include <archive.h>
#include <archive_entry.h>

namespace mini {

namespace {

using installers::SitePaths;

struct Release {
    const char* version;
    int schema;
};
constexpr Release releases[] = {{"1.0", 1}, {"2.0", 2}, {"3.0", 3}, {"4.0", 4}};

QString q(const std::string& text) { return QString::fromStdString(text); }

bool write(const QString& path, const std::string& text, bool executable = false)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), static_cast<qint64>(text.size())) < 0)
        return false;
    if (executable)
        file.setPermissions(file.permissions() | QFileDevice::ExeOwner | QFileDevice::ExeUser);
    return true;
}

/// Markers named fail-once-start and fail-once-stop beside bin/ make the next call of that kind fail.
std::string controlScript(const Release& release)
{
    return std::string("#!/bin/sh\n"
                       "here=$(cd -P \"$(dirname \"$0\")/..\" && pwd)\n"
                       "site=$(cd -P \"$here/../..\" && pwd)\n"
                       "if [ -e \"$here/fail-once-$1\" ]; then rm -f \"$here/fail-once-$1\"; echo broken; exit 9; fi\n"
                       "case $1 in\n"
                       "start) exec \"$site/mini-service\" start \"$site/data/app.db\" ") +
           release.version + " " + std::to_string(release.schema) +
           " \"$2\" \"$site/service.pid\" ;;\n"
           "stop) exec \"$site/mini-service\" stop \"$site/service.pid\" ;;\n"
           "esac\n"
           "exit 2\n";
}

std::map<std::string, std::string> filesOf(const Release& release, const SiteOptions& options)
{
    const std::string slow = "0." + std::to_string(1000 + options.slowMilliseconds).substr(1);
    std::map<std::string, std::string> files{{"bin/ctl", controlScript(release)},
                                             {"VERSION", std::string(release.version) + "\n"}};
    // Twice the same as once: what it makes gets its name when it is whole.
    files["bin/convert"] =
        "#!/bin/sh\nset -e\nif [ -f \"$2\" ]; then tr a-z A-Z < \"$2\" > \"$2.new\"; mv \"$2.new\" \"$2\"; fi\n"
        "cd \"$1\"\nfor f in *.txt; do\n  tr a-z A-Z < \"$f\" > \".$f.new\"\n"
        "  sleep " +
        slow + "\n  mv \".$f.new\" \"${f%.txt}.upper\"\ndone\n";
    files["bin/check"] = options.badCheck ? "#!/bin/sh\necho wrong balance\nexit 1\n" : "#!/bin/sh\ntest -s \"$1\"\n";
    return files;
}

bool writeTar(const QString& path, const std::map<std::string, std::string>& files)
{
    archive* const tar = archive_write_new();
    archive_write_set_format_pax_restricted(tar);
    bool ok = archive_write_open_filename(tar, QFile::encodeName(path).constData()) == ARCHIVE_OK;
    for (const auto& [name, text] : files) {
        archive_entry* const entry = archive_entry_new();
        archive_entry_set_pathname(entry, name.c_str());
        archive_entry_set_size(entry, static_cast<la_int64_t>(text.size()));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, name.starts_with("bin/") ? 0755 : 0644);
        ok = ok && archive_write_header(tar, entry) == ARCHIVE_OK &&
             archive_write_data(tar, text.data(), text.size()) == static_cast<la_ssize_t>(text.size());
        archive_entry_free(entry);
    }
    ok = archive_write_close(tar) == ARCHIVE_OK && ok;
    archive_write_free(tar);
    return ok;
}

std::map<std::string, std::string> scriptsOf(const SiteOptions& options)
{
    std::map<std::string, std::string> scripts{
        {"sql/m2.sql", "ALTER TABLE entry ADD COLUMN currency TEXT;\n"
                       "UPDATE entry SET currency = 'NOK';\n"
                       "UPDATE meta SET schema = 2;\n"},
        {"sql/m3.sql",
         "PRAGMA foreign_keys=OFF;\n"
         "CREATE TABLE entry_new(id INTEGER PRIMARY KEY, account INTEGER REFERENCES account(id),\n"
         "  cents INTEGER NOT NULL, currency TEXT);\n"
         "INSERT INTO entry_new SELECT id, account, CAST(round(amount * 100) AS INTEGER), currency FROM entry;\n"
         "DROP TABLE entry;\n"
         "ALTER TABLE entry_new RENAME TO entry;\n"
         "UPDATE meta SET schema = 3; -- the last line has no newline"},
        {"sql/m4.sql", "CREATE TABLE balance AS SELECT account, sum(cents) AS cents FROM entry GROUP BY account;\n"
                       "UPDATE meta SET schema = 4;\n"},
        {"sql/drop.sql", "DROP TABLE old_note;\n"}};
    for (const auto& [name, text] : options.scripts)
        scripts[name] = text;
    return scripts;
}

std::string artefactYaml(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray bytes = file.readAll();
    return "{name: " + QFileInfo(path).fileName().toStdString() + ", size: " + std::to_string(bytes.size()) +
           ", sha256: " + QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString() + "}";
}

std::string catalogYaml(const QString& folder)
{
    std::string text = "cairn: 1\nproduct: {id: mini, name: Mini}\nlines: [{id: main}]\nreleases:\n"
                       "  - {version: \"1.0\", schema: 1, migrations: []}\n";
    const auto release = [&](const char* version, int schema, const char* migrations, const char* more) {
        const std::string name = std::string("mini-") + version + ".tar";
        text += std::string("  - version: \"") + version + "\"\n    schema: " + std::to_string(schema) +
                "\n    migrations: " + migrations + "\n    install:\n      artefacts: [" +
                artefactYaml(folder + QStringLiteral("/artefacts/") + q(name)) +
                "]\n      install: [{id: unpack, driver: archive, artefact: " + name + "}]\n" + more;
    };
    release("2.0", 2, "[{id: m2, sql: {sqlite: sql/m2.sql}}]", "");
    release("3.0", 3, "[{id: m3, sql: {sqlite: sql/m3.sql}}]",
            "      migrate: [{id: convert, driver: command, run: [\"{release}/bin/convert\", \"{site}/attachments\", "
            "\"{site}/directory/entries.txt\"]}]\n");
    release("4.0", 4, "[{id: m4, sql: {sqlite: sql/m4.sql}}]",
            "      verify: [{id: check, driver: command, run: [\"{release}/bin/check\", \"{database}\"]}]\n"
            "      contract: [{id: drop-old, driver: sql, sql: {sqlite: sql/drop.sql}}]\n");
    return text;
}

void makeDatabase(const QString& path)
{
    SQLite::Database database(path.toStdString(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("PRAGMA journal_mode=WAL; BEGIN;"
                  "CREATE TABLE meta(schema INTEGER); INSERT INTO meta VALUES(1);"
                  "CREATE TABLE account(id INTEGER PRIMARY KEY, name TEXT);"
                  "CREATE TABLE entry(id INTEGER PRIMARY KEY, account INTEGER REFERENCES account(id), amount REAL);"
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

QString pageProgram()
{
    const QString build = qEnvironmentVariable("CAIRN_BUILD_DIR");
    return build.isEmpty() ? installers::findPageProgram(QCoreApplication::applicationDirPath())
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
    bool ok = true;
    for (const Release& release : releases) {
        const std::map<std::string, std::string> files = filesOf(release, options);
        if (release.schema == 1) {
            for (const auto& [name, text] : files)
                ok = ok && write(folder + QStringLiteral("/releases/1.0/") + q(name), text, name.starts_with("bin/"));
        } else {
            QDir().mkpath(folder + QStringLiteral("/artefacts"));
            ok = ok &&
                 writeTar(folder + QStringLiteral("/artefacts/mini-") + q(release.version) + QStringLiteral(".tar"),
                          files);
        }
    }
    ok = ok && QFile::link(QStringLiteral("1.0"), folder + QStringLiteral("/releases/current"));
    ok = ok && QFile::link(QCoreApplication::applicationDirPath() + QStringLiteral("/mini-service"),
                           folder + QStringLiteral("/mini-service"));
    for (const auto& [name, text] : scriptsOf(options))
        ok = ok && write(folder + QStringLiteral("/catalog/") + q(name), text);
    ok = ok && write(folder + QStringLiteral("/catalog/catalog.yaml"), catalogYaml(folder));
    for (const char* const name : {"a", "b"})
        ok = ok &&
             write(folder + QStringLiteral("/attachments/%1.txt").arg(QLatin1String(name)), std::string(300, *name));
    if (options.directory)
        ok = ok && write(folder + QStringLiteral("/directory/entries.txt"), "cn=anna\ncn=bo\n");
    QDir().mkpath(folder + QStringLiteral("/data"));
    makeDatabase(folder + QStringLiteral("/data/app.db"));
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
    site.database->path = "data/app.db";
    planner::SiteData data;
    data.kind = planner::SiteData::Kind::database;
    data.path = "data";
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
        hop.rollback = options.rollback;
        plan.hops.push_back(hop);
        plan.to = hop.to;
        const std::string& to = hop.to.text;
        plan.steps.push_back(planned(Kind::install, i, Phase::install, to, "unpack"));
        plan.steps.push_back(planned(Kind::migration, i, Phase::migrate, to, "m" + to.substr(0, 1)));
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
        for (installers::DatabaseChecksum& checksum : snapshot.databases)
            checksum.remove(QStringLiteral("cairn_migration"));
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
