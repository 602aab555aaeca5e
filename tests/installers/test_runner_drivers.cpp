#include "installers/database_checksum.h"
#include "installers/driver.h"
#include "installers/drivers/archive.h"
#include "installers/drivers/command.h"
#include "installers/drivers/sql_sqlite.h"
#include "installers/file_tree.h"
#include "installers/probe.h"
#include "installers/sql_script.h"
#include "installers/world_posix.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <SQLiteCpp/SQLiteCpp.h>
#include <archive.h>
#include <archive_entry.h>
#include <memory>

namespace {

using installers::HopStep;
using installers::ProbeAnswer;
using installers::RunProblemCode;

/// A site with a database and a run folder, for one step at a time.
struct Bench {
    QTemporaryDir folder;
    installers::PosixWorld world;
    planner::Site site;
    std::unique_ptr<installers::SitePaths> paths;
    installers::Placeholders values;
    HopStep step;

    Bench()
    {
        site.folder = folder.path().toStdString();
        site.database = planner::SiteDatabase{};
        site.database->path = "app.db";
        paths = std::make_unique<installers::SitePaths>(site);
        values.set(QStringLiteral("site"), folder.path());
        QDir(folder.path()).mkpath(QStringLiteral("run/scripts"));
        QDir(folder.path()).mkpath(QStringLiteral("run/artefacts/2.0"));
        QDir(folder.path()).mkpath(QStringLiteral("releases"));
        SQLite::Database database(file("app.db").toStdString(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        database.exec(
            "CREATE TABLE parent(id INTEGER PRIMARY KEY); INSERT INTO parent VALUES(1),(2);"
            "CREATE TABLE child(id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent(id) ON DELETE CASCADE);"
            "INSERT INTO child VALUES(1,1),(2,2);");
        step.step.id = catalog::StepId{"step"};
        step.marker = QStringLiteral("m1");
    }
    [[nodiscard]] QString file(const char* name) const { return folder.filePath(QString::fromLatin1(name)); }
    [[nodiscard]] installers::StepContext context()
    {
        return {world,
                site,
                *paths,
                values,
                step,
                QStringLiteral("r1"),
                QStringLiteral("step"),
                QStringLiteral("2.0"),
                file("run"),
                -1};
    }
    void script(const char* text, catalog::StepKind kind = catalog::StepKind::tx)
    {
        QFile out(file("run/scripts/s.sql"));
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(text) >= 0);
        step.step.driver = catalog::Driver::sql;
        step.step.kind = kind;
        step.step.sql = {{catalog::DatabaseKind::sqlite, "s.sql"}};
    }
    [[nodiscard]] QString ask(const char* query) const
    {
        return installers::askSqlite(file("app.db"), query).value_or(QStringLiteral("?"));
    }
};

struct Item {
    const char* path;
    mode_t type = AE_IFREG;
    QByteArray content = {};
    const char* link = nullptr;
    const char* hardlink = nullptr;
};

bool writeTar(const QString& path, const std::vector<Item>& items)
{
    archive* const tar = archive_write_new();
    archive_write_set_format_pax_restricted(tar);
    bool ok = archive_write_open_filename(tar, QFile::encodeName(path).constData()) == ARCHIVE_OK;
    for (const Item& item : items) {
        archive_entry* const entry = archive_entry_new();
        archive_entry_set_pathname(entry, item.path);
        archive_entry_set_perm(entry, 04755);
        archive_entry_set_filetype(entry, item.type);
        if (item.hardlink != nullptr)
            archive_entry_set_hardlink(entry, item.hardlink);
        else if (item.type == AE_IFLNK)
            archive_entry_set_symlink(entry, item.link);
        else if (item.type == AE_IFREG)
            archive_entry_set_size(entry, item.content.size());
        ok = ok && archive_write_header(tar, entry) == ARCHIVE_OK;
        if (!item.content.isEmpty())
            ok = ok && archive_write_data(tar, item.content.constData(),
                                          static_cast<std::size_t>(item.content.size())) == item.content.size();
        archive_entry_free(entry);
    }
    ok = archive_write_close(tar) == ARCHIVE_OK && ok;
    archive_write_free(tar);
    return ok;
}

}  // namespace

Q_DECLARE_METATYPE(std::vector<Item>)

class TestRunnerDrivers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void splitting_data();
    void splitting();
    void sqlScripts_data();
    void sqlScripts();
    void sqlIsAppliedOnce();
    void sqlRebuildKeepsChildren();
    void sqlTimeLimit();
    void commands();
    void probes_data();
    void probes();
    void hostileArchives_data();
    void hostileArchives();
    void archiveIsUnpackedAndSwitched();
    void archiveOverSomethingElse();
    void archiveBomb();
};

void TestRunnerDrivers::splitting_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<int>("count");
    QTest::addColumn<bool>("controls");
    QTest::newRow("empty") << "" << 0 << false;
    QTest::newRow("only comments and semicolons") << "-- x;\n/* ; */ ;;" << 0 << false;
    QTest::newRow("no semicolon at the end") << "SELECT 1" << 1 << false;
    QTest::newRow("ends in a comment") << "SELECT 1; -- done" << 1 << false;
    QTest::newRow("semicolons in strings and names")
        << "INSERT INTO \"a;b\" VALUES('x;''y;', [c;d], `e;f`);" << 1 << false;
    QTest::newRow("words in strings and comments")
        << "SELECT 'BEGIN; COMMIT;'; -- COMMIT;\n/* ROLLBACK; */" << 1 << false;
    QTest::newRow("a trigger is one statement")
        << "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET b=1; DELETE FROM c; END; SELECT 1;" << 2
        << false;
    QTest::newRow("a trigger with a case")
        << "create trigger t after insert on a begin select case when 1 then 2 end; end;" << 1 << false;
    QTest::newRow("begin") << "begin; SELECT 1; commit;" << 3 << true;
    QTest::newRow("begin behind a comment") << "/* a */ BEGIN IMMEDIATE; SELECT 1;" << 2 << true;
    QTest::newRow("end is commit") << "SELECT 1; END;" << 2 << true;
    QTest::newRow("begin behind a byte order mark") << "\xEF\xBB\xBF"
                                                       "BEGIN; SELECT 1;"
                                                    << 2 << true;
    QTest::newRow("savepoint") << "SAVEPOINT a; RELEASE a;" << 2 << true;
    QTest::newRow("a column named commit") << "SELECT \"commit\" FROM a;" << 1 << false;
}

void TestRunnerDrivers::splitting()
{
    QFETCH(QString, script);
    QFETCH(int, count);
    QFETCH(bool, controls);
    const auto statements = installers::splitSql(script.toStdString());
    QCOMPARE(int(statements.size()), count);
    QCOMPARE(std::any_of(statements.begin(), statements.end(), installers::controlsTransaction), controls);
}

void TestRunnerDrivers::sqlScripts_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QString>("refusal");  // empty: it works
    QTest::newRow("two statements") << QByteArray("CREATE TABLE t(a);\nINSERT INTO t VALUES(1);\n") << "";
    QTest::newRow("ends in a comment without a newline") << QByteArray("CREATE TABLE t(a); -- swallow") << "";
    QTest::newRow("nothing at all") << QByteArray("-- nothing yet\n") << "";
    QTest::newRow("settings at the head")
        << QByteArray(
               "PRAGMA journal_mode = WAL;\nPRAGMA synchronous=OFF;\nPRAGMA temp_store=MEMORY;CREATE TABLE t(a);")
        << "";
    QTest::newRow("a setting that comes late") << QByteArray("CREATE TABLE t(a);\nPRAGMA journal_mode=WAL;")
                                               << "statement 2, line 2: a PRAGMA that has to stand";
    QTest::newRow("fails without a journal of its own")
        << QByteArray("PRAGMA journal_mode=OFF;\nDROP TABLE child;\nINSERT INTO nowhere VALUES(1);")
        << "statement 3, line 3: no such table: nowhere";
    QTest::newRow("a command of the shell")
        << QByteArray("-- x\n.mode csv\nCREATE TABLE t(a);") << "line 2: a command of the sqlite3 program";
    QTest::newRow("stops at the first error")
        << QByteArray("CREATE TABLE t(a);\n\nINSERT INTO nowhere VALUES(1);\nCREATE TABLE u(a);")
        << "statement 2, line 3: no such table: nowhere";
    QTest::newRow("its own transaction") << QByteArray("BEGIN; CREATE TABLE t(a); COMMIT;")
                                         << "statement 1, line 1: BEGIN";
    QTest::newRow("commits in the middle")
        << QByteArray("CREATE TABLE t(a);\nCOMMIT;\nCREATE TABLE nonsense(") << "line 2: COMMIT";
    QTest::newRow("syntax") << QByteArray("CREAT TABLE t(a);") << "statement 1, line 1: near \"CREAT\"";
    QTest::newRow("orphans after foreign_keys=OFF")
        << QByteArray("PRAGMA foreign_keys=OFF; DELETE FROM parent WHERE id=2;") << "foreign_key_check";
    QTest::newRow("foreign keys when asked for")
        << QByteArray("PRAGMA foreign_keys=ON; INSERT INTO child VALUES(9, 99);") << "FOREIGN KEY constraint failed";
}

void TestRunnerDrivers::sqlScripts()
{
    QFETCH(QByteArray, script);
    QFETCH(QString, refusal);
    Bench bench;
    bench.script(script.constData());
    const auto before = installers::checksumOfDatabase(bench.file("app.db"));
    const installers::SqliteDriver driver;
    const auto acted = driver.act(bench.context());
    if (refusal.isEmpty()) {
        QVERIFY2(acted.has_value(), acted ? "" : qPrintable(acted.error().detail));
        QVERIFY(driver.probe(bench.context()) == ProbeAnswer::done);
        QCOMPARE(bench.ask("SELECT id || ' ' || run || ' ' || step FROM cairn_migration"),
                 QStringLiteral("m1 r1 step"));
    } else {
        QVERIFY(!acted && acted.error().code == RunProblemCode::stepFailed);
        QVERIFY2(acted.error().detail.contains(refusal), qPrintable(acted.error().detail));
        QVERIFY(driver.probe(bench.context()) == ProbeAnswer::notDone);
        const auto after = installers::checksumOfDatabase(bench.file("app.db"));
        QCOMPARE(installers::firstDifference(*before, *after), QString());
    }
}

void TestRunnerDrivers::sqlIsAppliedOnce()
{
    Bench bench;
    bench.script("INSERT INTO parent VALUES(3);");
    const installers::SqliteDriver driver;
    QVERIFY(driver.probe(bench.context()) == ProbeAnswer::notDone);
    QVERIFY(driver.act(bench.context()).has_value());
    QVERIFY(driver.probe(bench.context()) == ProbeAnswer::done);
    bench.step.marker = QStringLiteral("m'2");
    QVERIFY(driver.probe(bench.context()) == ProbeAnswer::notDone);
}

void TestRunnerDrivers::sqlRebuildKeepsChildren()
{
    Bench bench;
    bench.script("PRAGMA foreign_keys=OFF;\n"
                 "CREATE TABLE fresh(id INTEGER PRIMARY KEY, name TEXT);\n"
                 "INSERT INTO fresh SELECT id, 'p' || id FROM parent;\n"
                 "DROP TABLE parent;\n"
                 "ALTER TABLE fresh RENAME TO parent;\n"
                 "PRAGMA foreign_keys=ON;\n");
    const auto acted = installers::SqliteDriver().act(bench.context());
    QVERIFY2(acted.has_value(), acted ? "" : qPrintable(acted.error().detail));
    QCOMPARE(bench.ask("SELECT count(*) FROM child"), QStringLiteral("2"));
}

void TestRunnerDrivers::sqlTimeLimit()
{
    Bench bench;
    bench.script("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM n;");
    bench.step.step.timeout = catalog::Seconds(0);
    const auto acted = installers::SqliteDriver().act(bench.context());
    QVERIFY(!acted && acted.error().detail.contains(QStringLiteral("interrupted")));
}

void TestRunnerDrivers::commands()
{
    Bench bench;
    bench.step.step.driver = catalog::Driver::command;
    bench.step.step.run = {"/bin/sh", "-c", "echo \"$GREETING\"; pwd; exit $CODE"};
    bench.step.step.environment = {{"GREETING", "from {site}"}, {"CODE", "0"}};
    const installers::CommandDriver driver;
    QVERIFY(driver.act(bench.context()).has_value());
    QFile log(bench.file("run/output/step.log"));
    QVERIFY(log.open(QIODevice::ReadOnly));
    const QByteArray output = log.readAll();
    QVERIFY(output.contains("from " + bench.folder.path().toUtf8()));
    bench.step.step.environment["CODE"] = "3";
    const auto failed = driver.act(bench.context());
    QVERIFY(!failed && failed.error().detail.startsWith(QStringLiteral("exit code 3: from ")));
    bench.step.step.run = {"{nowhere}/bin/x"};
    QVERIFY(driver.check(bench.context()).error().code == RunProblemCode::placeholderUnknown);
}

void TestRunnerDrivers::probes_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("answer");
    const auto row = [](const char* kind, const char* text, ProbeAnswer answer) {
        QTest::addRow("%s %s", kind, text) << QString::fromLatin1(kind) << QString::fromLatin1(text) << int(answer);
    };
    row("sql", "SELECT 'done'", ProbeAnswer::done);
    row("sql", "SELECT 1", ProbeAnswer::done);
    row("sql", "SELECT 0", ProbeAnswer::notDone);
    row("sql", "SELECT 'partial'", ProbeAnswer::partial);
    row("sql", "SELECT 'running'", ProbeAnswer::running);
    row("sql", "SELECT 'maybe'", ProbeAnswer::unknown);
    row("sql", "SELECT NULL", ProbeAnswer::unknown);
    row("sql", "SELECT nonsense", ProbeAnswer::unknown);
    row("run", "exit 0", ProbeAnswer::done);
    row("run", "exit 1", ProbeAnswer::notDone);
    row("run", "exit 2", ProbeAnswer::partial);
    row("run", "exit 3", ProbeAnswer::running);
    row("run", "exit 4", ProbeAnswer::unknown);
    row("run", "kill -9 $$", ProbeAnswer::unknown);
    row("exists", "app.db", ProbeAnswer::done);
    row("exists", "{site}/nothing", ProbeAnswer::notDone);
}

void TestRunnerDrivers::probes()
{
    QFETCH(QString, kind);
    QFETCH(QString, text);
    QFETCH(int, answer);
    Bench bench;
    catalog::Probe probe;
    if (kind == QLatin1String("sql"))
        probe.query[catalog::DatabaseKind::sqlite] = text.toStdString();
    else if (kind == QLatin1String("run"))
        probe.run = {"/bin/sh", "-c", text.toStdString()};
    else
        probe.exists = text.toStdString();
    bench.step.step.probe = probe;
    QCOMPARE(int(installers::probeStep(bench.context(), installers::CommandDriver())), answer);
}

void TestRunnerDrivers::hostileArchives_data()
{
    QTest::addColumn<std::vector<Item>>("items");
    const auto row = [](const char* name, const std::vector<Item>& items) { QTest::newRow(name) << items; };
    row("absolute path", {{"/etc/evil", AE_IFREG, "x"}});
    row("path that climbs out", {{"../evil", AE_IFREG, "x"}});
    row("path that climbs out from below", {{"a/../../evil", AE_IFREG, "x"}});
    row("link to an absolute path", {{"a", AE_IFLNK, {}, "/etc/passwd"}});
    row("link that climbs out", {{"a/b", AE_IFLNK, {}, "../../evil"}});
    row("writing through a link", {{"d", AE_IFDIR}, {"a", AE_IFLNK, {}, "d"}, {"a/evil", AE_IFREG, "x"}});
    row("hard link out", {{"a", AE_IFREG, {}, nullptr, "../../etc/passwd"}});
    row("hard link to nothing", {{"a", AE_IFREG, {}, nullptr, "nothing"}});
    row("device", {{"a", AE_IFCHR}});
    row("pipe", {{"a", AE_IFIFO}});
    row("a file where a folder is", {{"a/b", AE_IFREG, "x"}, {"a", AE_IFREG, "x"}});
}

void TestRunnerDrivers::hostileArchives()
{
    QFETCH(std::vector<Item>, items);
    Bench bench;
    bench.step.step.driver = catalog::Driver::archive;
    bench.step.step.artefact = "a.tar";
    items.insert(items.begin(), Item{"harmless", AE_IFREG, "x"});
    QVERIFY(writeTar(bench.file("run/artefacts/2.0/a.tar"), items));
    const installers::ArchiveDriver driver;
    const auto acted = driver.act(bench.context());
    QVERIFY(!acted && acted.error().code == RunProblemCode::stepFailed);
    QCOMPARE(QDir(bench.file("releases")).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList());
    QVERIFY(!QFileInfo::exists(bench.file("evil")) && !QFileInfo::exists(bench.file("releases/evil")));
}

void TestRunnerDrivers::archiveIsUnpackedAndSwitched()
{
    Bench bench;
    bench.step.step.driver = catalog::Driver::archive;
    bench.step.step.artefact = "a.tar";
    QVERIFY(writeTar(bench.file("run/artefacts/2.0/a.tar"), {{"./", AE_IFDIR},
                                                             {"./bin/run", AE_IFREG, "#!/bin/sh\n"},
                                                             {"bin/again", AE_IFLNK, {}, "run"},
                                                             {"twin", AE_IFREG, {}, nullptr, "bin/run"}}));
    QDir(bench.folder.path()).mkpath(QStringLiteral("releases/.2.0.partial/left over"));
    const installers::ArchiveDriver driver;
    QVERIFY(driver.check(bench.context()).has_value());
    QVERIFY(driver.probe(bench.context()) == ProbeAnswer::notDone);
    const auto acted = driver.act(bench.context());
    QVERIFY2(acted.has_value(), acted ? "" : qPrintable(acted.error().detail));
    QVERIFY(driver.probe(bench.context()) == ProbeAnswer::done);
    const QFileInfo program(bench.file("releases/current/bin/run"));
    QVERIFY(program.isExecutable());
    QVERIFY(!QFileInfo::exists(bench.file("releases/.2.0.partial")));
    struct stat status = {};
    QVERIFY(::stat(QFile::encodeName(program.filePath()).constData(), &status) == 0);
    QCOMPARE(status.st_mode & 07000U, 0U);
    // Again is the same as once; a service's own files beside the code are left alone.
    QFile log(bench.file("releases/2.0/service.log"));
    QVERIFY(log.open(QIODevice::WriteOnly));
    QVERIFY(driver.act(bench.context()).has_value());
    QVERIFY(log.exists());
}

void TestRunnerDrivers::archiveOverSomethingElse()
{
    Bench bench;
    bench.step.step.driver = catalog::Driver::archive;
    bench.step.step.artefact = "a.tar";
    QVERIFY(writeTar(bench.file("run/artefacts/2.0/a.tar"), {{"one", AE_IFREG, "1"}}));
    const installers::ArchiveDriver driver;
    QVERIFY(driver.act(bench.context()).has_value());
    bench.step.step.artefact = "b.tar";
    QVERIFY(writeTar(bench.file("run/artefacts/2.0/b.tar"), {{"two", AE_IFREG, "2"}}));
    QVERIFY(driver.act(bench.context()).has_value());
    QVERIFY(QFileInfo::exists(bench.file("releases/2.0/one")) && QFileInfo::exists(bench.file("releases/2.0/two")));
    QFile changed(bench.file("releases/2.0/two"));
    QVERIFY(changed.open(QIODevice::WriteOnly) && changed.write("X") == 1);
    changed.close();
    QVERIFY(driver.probe(bench.context()) == ProbeAnswer::notDone);
    QVERIFY(driver.act(bench.context()).has_value());
    QVERIFY(driver.probe(bench.context()) == ProbeAnswer::done);
}

void TestRunnerDrivers::archiveBomb()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bomb.tar"));
    QVERIFY(writeTar(path, {{"zeros", AE_IFREG, QByteArray(400'000, '\0')}}));
    installers::ArchiveLimits limits;
    limits.floor = 100'000;
    limits.ratio = 0;
    QVERIFY(!installers::manifestOfArchive(path, limits));
    limits.ratio = 1;
    QVERIFY(installers::manifestOfArchive(path, limits).has_value());
    limits.entries = 0;
    QVERIFY(!installers::manifestOfArchive(path, limits));
}

QTEST_GUILESS_MAIN(TestRunnerDrivers)
#include "test_runner_drivers.moc"
