#include "installers/drivers/sql_postgres.h"
#include "installers/postgres_sessions.h"
#include "installers/problem_names.h"
#include "installers/world_posix.h"
#include "tests/support/postgres_server.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <functional>
#include <thread>

namespace {

using catalog::StepKind;
using installers::HopStep;
using installers::ProbeAnswer;
using installers::RunProblemCode;
using support::PostgresServer;

const QString base = QStringLiteral("bench_base");

/// Does not sleep long, and tells when it would between two attempts.
class WakefulWorld : public installers::PosixWorld {
public:
    void sleep(std::chrono::milliseconds duration) override
    {
        constexpr std::chrono::milliseconds shortly{20};
        constexpr std::chrono::milliseconds betweenAttempts{1000};
        if (duration == betweenAttempts)
            atPause();
        PosixWorld::sleep(std::min(duration, shortly));
    }
    std::function<void()> atPause = [] {};
};

/// A database of its own and a run folder, for one step at a time.
struct PostgresBench {
    const PostgresServer& server;
    QString database;
    QTemporaryDir folder;
    WakefulWorld world;
    planner::Site site;
    std::unique_ptr<installers::SitePaths> paths;
    installers::Placeholders values;
    HopStep step;
    QStringList told;

    explicit PostgresBench(const PostgresServer& running) : server(running)
    {
        static int count = 0;
        database = QStringLiteral("bench_%1").arg(++count);
        made =
            server.run(QStringLiteral("postgres"), QStringLiteral("CREATE DATABASE %1 TEMPLATE %2").arg(database, base))
                .has_value();
        site.folder = folder.path().toStdString();
        site.database = planner::SiteDatabase{};
        site.database->kind = catalog::DatabaseKind::postgresql;
        site.database->connection = server.conninfo(database).toStdString();
        site.database->programs = PostgresServer::programs().toStdString();
        paths = std::make_unique<installers::SitePaths>(site);
        step.step.id = catalog::StepId{"step"};
        step.step.driver = catalog::Driver::sql;
        step.marker = QStringLiteral("m1");
    }
    bool made = false;
    [[nodiscard]] QString runFolder() const { return folder.filePath(QStringLiteral("run")); }
    [[nodiscard]] installers::StepContext context()
    {
        return {world,
                site,
                *paths,
                values,
                step,
                QStringLiteral("20261120T220501Z"),
                QStringLiteral("step"),
                QStringLiteral("2.0"),
                runFolder(),
                -1,
                [this](const QString& words) { told.append(words); }};
    }
    bool write(const char* name, const QByteArray& text)
    {
        const QString path = installers::scriptPath(runFolder(), name);
        QDir().mkpath(QFileInfo(path).absolutePath());
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    }
    bool script(const QByteArray& text, StepKind kind)
    {
        step.step.kind = kind;
        step.step.sql = {{catalog::DatabaseKind::postgresql, "sql/s.sql"}};
        return write("sql/s.sql", text);
    }
    [[nodiscard]] QString ask(const QString& query) const
    {
        return server.run(database, query).value_or(QStringLiteral("?"));
    }
    /// Until a session of a step does that.
    [[nodiscard]] bool waitFor(const char* what) const
    {
        const QString query =
            QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'cairn:%' AND "
                           "query LIKE '%%1%' AND datname = current_database()")
                .arg(QLatin1String(what));
        for (int i = 0; i < 250; ++i) {
            if (ask(query) == QLatin1String("1"))
                return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        return false;
    }
    [[nodiscard]] QString sessions() const
    {
        return ask(QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'cairn:%' AND "
                                  "datname = current_database()"));
    }
};

const char* const dataQuery = "SELECT string_agg(id || ':' || coalesce(cents::text, '-'), ' ' ORDER BY id) FROM entry";
const char* const untouched = "1:- 2:- 3:- 4:- 5:-";

const char* const fill =
    "WITH todo AS (SELECT id FROM entry WHERE id > coalesce(cairn.cursor()::int, 0) ORDER BY id LIMIT 2"
    " FOR UPDATE),\n"
    "done AS (UPDATE entry e SET cents = amount * 100 FROM todo WHERE e.id = todo.id RETURNING e.id)\n"
    "SELECT cairn.advance(max(id)::text, count(*)) FROM done;\n";

}  // namespace

/// Steps of each kind on a real server: done once, failed, found after a crash, and what they leave.
class TestPostgresDriver : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void doesItsWorkOnce_data();
    void doesItsWorkOnce();
    void leavesNothingOfWhatFails_data();
    void leavesNothingOfWhatFails();
    void refusesBeforehand_data();
    void refusesBeforehand();
    void includesWhatTheRunHasCopiesOf();
    void bytesOfNoKnownEncodingStay();
    void aLockIsWaitedForAndTriedAgain_data();
    void aLockIsWaitedForAndTriedAgain();
    void batchesGoOnFromTheirCursor();
    void batchesPause();
    void anInvalidIndexIsMadeAnew_data();
    void anInvalidIndexIsMadeAnew();
    void tellsWhatIsDone_data();
    void tellsWhatIsDone();
    void asksAndUndoes();
    void aKilledPsqlLeavesNoSession();
    void anOrphanIsNamedAndWaitedFor_data();
    void anOrphanIsNamedAndWaitedFor();
    void aDatabaseThatLetsNobodyInIsAskedAbout();
    void hidesValues_data();
    void hidesValues();
    void aServerThatStopsIsSaid();
    void keepsThePasswordToItself();

private:
    std::unique_ptr<PostgresServer> m_server;
};

void TestPostgresDriver::initTestCase()
{
    if (const QString why = PostgresServer::missing(); !why.isEmpty())
        QSKIP(qPrintable(why));
    m_server = PostgresServer::start();
    QVERIFY(m_server);
    QVERIFY(m_server->createDatabase(base));
    QVERIFY(m_server->run(base, QStringLiteral("CREATE TABLE entry(id int PRIMARY KEY, amount numeric, cents bigint);"
                                               "INSERT INTO entry SELECT i, i / 2.0 FROM generate_series(1, 5) i;"
                                               "CREATE TABLE twice(n int); INSERT INTO twice VALUES (1), (1);"
                                               "CREATE SCHEMA app; CREATE TABLE app.\"T\"(a int)")));
}

void TestPostgresDriver::doesItsWorkOnce_data()
{
    QTest::addColumn<StepKind>("kind");
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("answer");
    const auto row = [](const char* name, StepKind kind, const char* script, const char* query, const char* answer) {
        QTest::newRow(name) << kind << QByteArray(script) << QString::fromUtf8(query) << QString::fromUtf8(answer);
    };
    row("tx", StepKind::tx, "UPDATE entry SET cents = amount * 100;", dataQuery, "1:50 2:100 3:150 4:200 5:250");
    row("tx that ends in a comment without a newline", StepKind::tx, "UPDATE entry SET cents = 1; -- done", dataQuery,
        "1:1 2:1 3:1 4:1 5:1");
    row("tx without a last semicolon", StepKind::tx, "UPDATE entry SET cents = 1", dataQuery, "1:1 2:1 3:1 4:1 5:1");
    row("tx with psql's own commands", StepKind::tx,
        "\\set factor 100\n\\if :{?factor}\nUPDATE entry SET cents = amount * :factor;\n\\else\nSELECT 1/0;\n\\endif\n"
        "SELECT max(cents) AS top FROM entry \\gset\nUPDATE entry SET cents = :top WHERE id = 1;\n",
        dataQuery, "1:250 2:100 3:150 4:200 5:250");
    row("tx as pg_dump writes it", StepKind::tx,
        "SET statement_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\nSET client_min_messages "
        "= "
        "warning;\nCREATE TABLE public.note (id integer, t text);\nCOPY public.note (id, t) FROM "
        "stdin;\n1\tCOMMIT;\n2\t\\N\n"
        "\\.\n",
        "SELECT count(*) || max(t) FROM note", "2COMMIT;");
    row("tx with savepoints", StepKind::tx,
        "SAVEPOINT a; UPDATE entry SET cents = 9; ROLLBACK TO a; UPDATE entry SET cents = 1 WHERE id = 2;", dataQuery,
        "1:- 2:1 3:- 4:- 5:-");
    row("tx that becomes somebody else", StepKind::tx, "CREATE ROLE nobody_here; SET ROLE nobody_here;",
        "SELECT count(*) FROM pg_roles WHERE rolname = 'nobody_here'", "1");
    row("batch", StepKind::batch, fill, dataQuery, "1:50 2:100 3:150 4:200 5:250");
    row("nontx: an index", StepKind::nontx,
        "CREATE INDEX CONCURRENTLY one ON entry (cents);\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"Two\" ON "
        "app.\"T\" (a);\n",
        "SELECT string_agg(indexrelid::regclass::text || indisvalid, ' ' ORDER BY indexrelid::regclass::text COLLATE "
        "\"C\") FROM pg_index WHERE "
        "indexrelid::regclass::text "
        "IN ('one', 'app.\"Two\"')",
        "app.\"Two\"true onetrue");
    row("nontx with its own transactions", StepKind::nontx,
        "BEGIN; UPDATE entry SET cents = 1; COMMIT; VACUUM entry; BEGIN; UPDATE entry SET cents = 2 WHERE id = 1; "
        "COMMIT;",
        dataQuery, "1:2 2:1 3:1 4:1 5:1");
    row("ensure", StepKind::ensure, "CREATE TABLE IF NOT EXISTS more(n int);", "SELECT count(*) FROM more", "0");
}

void TestPostgresDriver::doesItsWorkOnce()
{
    PostgresBench bench(*m_server);
    QFETCH(StepKind, kind);
    QFETCH(QByteArray, script);
    QFETCH(QString, query);
    QVERIFY(bench.made && bench.script(script, kind));
    const installers::PostgresDriver driver;
    const auto context = bench.context();
    const auto acted = driver.act(context);
    QVERIFY2(acted, qPrintable(acted ? QString() : acted.error().detail));
    QTEST(bench.ask(query), "answer");
    QCOMPARE(bench.sessions(), QStringLiteral("0"));
    if (kind != StepKind::tx && kind != StepKind::batch)
        return;
    QCOMPARE(driver.probe(context), ProbeAnswer::done);
    QCOMPARE(bench.ask(QStringLiteral("SELECT id || ' ' || run || ' ' || step FROM cairn.step_marker")),
             QStringLiteral("m1 20261120T220501Z step"));
}

void TestPostgresDriver::leavesNothingOfWhatFails_data()
{
    QTest::addColumn<StepKind>("kind");
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("data");
    const auto row = [](const char* name, StepKind kind, const char* script, const char* words,
                        const char* data = untouched) {
        QTest::newRow(name) << kind << QByteArray(script) << QString::fromUtf8(words) << QString::fromUtf8(data);
    };
    row("an error at the third statement", StepKind::tx,
        "UPDATE entry SET cents = 1;\nUPDATE entry SET cents = 2;\nSELECT 1/0;\nUPDATE entry SET cents = 3;",
        "s.sql:3: ERROR:  division by zero");
    row("an error at commit", StepKind::tx,
        "CREATE TABLE parent(id int PRIMARY KEY); CREATE TABLE child(p int REFERENCES parent DEFERRABLE INITIALLY "
        "DEFERRED);"
        "UPDATE entry SET cents = 1; INSERT INTO child VALUES (1);",
        "violates foreign key constraint");
    row("an \\if that never ends", StepKind::tx, "UPDATE entry SET cents = 1;\n\\if false\n", "\\endif");
    row("a quote that never ends", StepKind::tx, "UPDATE entry SET cents = 1;\nSELECT 'x", "unterminated");
    row("a batch that says nothing", StepKind::batch, "UPDATE entry SET cents = 1;", "did not say how far it got");
    row("a batch that does not move", StepKind::batch,
        "UPDATE entry SET cents = 1 WHERE cairn.cursor() IS NULL; SELECT cairn.advance('1', 1);",
        "ends where it began: 1", "1:1 2:1 3:1 4:1 5:1");
    row("a batch that fails", StepKind::batch, "UPDATE entry SET cents = 1; SELECT cairn.advance('1'); SELECT 1/0;",
        "division by zero");
    row("a session that is ended", StepKind::tx,
        "UPDATE entry SET cents = 1;\nSELECT pg_terminate_backend(pg_backend_pid());", "terminating connection");
    row("longer than it may take", StepKind::tx, "UPDATE entry SET cents = 1;\nSELECT pg_sleep(60);",
        "statement timeout");
    row("longer, though it says otherwise", StepKind::tx,
        "SET statement_timeout = 0; UPDATE entry SET cents = 1; SELECT pg_sleep(60);", "timed out");
}

void TestPostgresDriver::leavesNothingOfWhatFails()
{
    PostgresBench bench(*m_server);
    QFETCH(StepKind, kind);
    QFETCH(QByteArray, script);
    QFETCH(QString, words);
    QVERIFY(bench.made && bench.script(script, kind));
    if (script.contains("pg_sleep"))
        bench.step.step.timeout = catalog::Seconds(1);
    const installers::PostgresDriver driver;
    const auto context = bench.context();
    const auto acted = driver.act(context);
    QVERIFY(!acted);
    QCOMPARE(installers::nameOf(acted.error().code), QStringLiteral("step-failed"));
    QVERIFY2(acted.error().detail.contains(words), qPrintable(acted.error().detail));
    QTEST(bench.ask(QString::fromLatin1(dataQuery)), "data");
    QCOMPARE(driver.probe(context), ProbeAnswer::notDone);
    QCOMPARE(bench.sessions(), QStringLiteral("0"));
}

void TestPostgresDriver::refusesBeforehand_data()
{
    QTest::addColumn<StepKind>("kind");
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<RunProblemCode>("code");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char* name, StepKind kind, const char* script, RunProblemCode code, const char* detail) {
        QTest::newRow(name) << kind << QByteArray(script) << code << QString::fromUtf8(detail);
    };
    const auto transaction = RunProblemCode::scriptNotTransactional;
    const auto command = RunProblemCode::scriptCommandRefused;
    row("a commit in tx", StepKind::tx, "UPDATE entry SET cents = 1;\nCOMMIT;\n", transaction, "sql/s.sql:2: COMMIT");
    row("a commit in a batch", StepKind::batch, "COMMIT;", transaction, "sql/s.sql:1: COMMIT");
    row("a commit in what it includes", StepKind::tx, "\\ir part.sql\n", transaction, "sql/part.sql:2: COMMIT");
    row("an index that tx cannot make", StepKind::tx, "CREATE INDEX CONCURRENTLY i ON entry (cents);", transaction,
        "sql/s.sql:1: CREATE INDEX CONCURRENTLY");
    row("a shell", StepKind::nontx, "SELECT 1;\n\\! touch /tmp/x", command, "sql/s.sql:2: \\! touch /tmp/x");
    row("another database", StepKind::tx, "\\c postgres", command, "sql/s.sql:1: \\c postgres");
    row("going on after errors", StepKind::nontx, "\\set ON_ERROR_STOP off", command,
        "sql/s.sql:1: \\set ON_ERROR_STOP off");
    row("a file that the run has no copy of", StepKind::tx, "\\i other.sql", command, "sql/s.sql:1: \\i other.sql");
    row("a file of the machine", StepKind::tx, "\\i /etc/passwd", command, "sql/s.sql:1: \\i /etc/passwd");
    row("a file above", StepKind::tx, "\\ir ../../run/scripts/sql/part.sql", command,
        "sql/s.sql:1: \\ir ../../run/scripts/sql/part.sql");
}

void TestPostgresDriver::refusesBeforehand()
{
    PostgresBench bench(*m_server);
    QFETCH(StepKind, kind);
    QFETCH(QByteArray, script);
    QVERIFY(bench.made && bench.script(script, kind) && bench.write("sql/part.sql", "SELECT 1;\nCOMMIT;"));
    const installers::PostgresDriver driver;
    const auto context = bench.context();
    const auto checked = driver.check(context);
    QVERIFY(!checked);
    QTEST(checked.error().code, "code");
    QTEST(checked.error().detail, "detail");
    QVERIFY(!driver.act(context));
    QCOMPARE(bench.ask(QString::fromLatin1(dataQuery)), QString::fromLatin1(untouched));
}

void TestPostgresDriver::includesWhatTheRunHasCopiesOf()
{
    PostgresBench bench(*m_server);
    QVERIFY(bench.script("\\ir part.sql\n\\i sql/more/last.sql\n", StepKind::tx));
    QVERIFY(bench.write("sql/part.sql", "UPDATE entry SET cents = 1;"));
    QVERIFY(bench.write("sql/more/last.sql", "\\ir ../part.sql\nUPDATE entry SET cents = 2 WHERE id = 1;"));
    const installers::PostgresDriver driver;
    const auto acted = driver.act(bench.context());
    QVERIFY2(acted, qPrintable(acted ? QString() : acted.error().detail));
    QCOMPARE(bench.ask(QString::fromLatin1(dataQuery)), QStringLiteral("1:2 2:1 3:1 4:1 5:1"));
    const std::vector<std::string> files{"sql/s.sql", "sql/part.sql", "sql/more/last.sql"};
    QCOMPARE(driver.filesOf(bench.context(), "sql/s.sql"), files);
}

/// A database that has been there for long may hold Latin-1 and call it nothing.
void TestPostgresDriver::bytesOfNoKnownEncodingStay()
{
    PostgresBench bench(*m_server);
    const QString postgres = QStringLiteral("postgres");
    QVERIFY(m_server->run(postgres, QStringLiteral("DROP DATABASE ") + bench.database));
    QVERIFY(m_server->run(
        postgres,
        QStringLiteral("CREATE DATABASE %1 ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0").arg(bench.database)));
    QVERIFY(m_server->run(bench.database, QStringLiteral("CREATE TABLE old AS SELECT E'\\xe5' AS word")));
    QVERIFY(bench.script("SELECT word FROM old;\nCREATE TABLE new AS SELECT word || 'l\xe5t' AS word FROM old;\n",
                         StepKind::tx));
    const auto done = installers::PostgresDriver().act(bench.context());
    QVERIFY2(done, qPrintable(done ? QString() : done.error().detail));
    QCOMPARE(bench.ask(QStringLiteral("SELECT word = E'\\xe5l\\xe5t' FROM new")), QStringLiteral("t"));
}

void TestPostgresDriver::aLockIsWaitedForAndTriedAgain_data()
{
    QTest::addColumn<StepKind>("kind");
    QTest::addColumn<bool>("letsGo");
    QTest::newRow("a transaction, until the other lets go") << StepKind::tx << true;
    QTest::newRow("a batch, until the other lets go") << StepKind::batch << true;
    QTest::newRow("a transaction, in vain") << StepKind::tx << false;
}

void TestPostgresDriver::aLockIsWaitedForAndTriedAgain()
{
    QFETCH(StepKind, kind);
    QFETCH(bool, letsGo);
    PostgresBench bench(*m_server);
    QVERIFY(bench.made);
    QVERIFY(bench.script(
        kind == StepKind::tx ? QByteArray("UPDATE entry SET cents = amount * 100;\n") : QByteArray(fill), kind));
    bench.step.step.timeout = catalog::Seconds(1);
    QProcess holder;
    holder.start(PostgresServer::programs() + QStringLiteral("/psql"),
                 {QStringLiteral("-XAtq"), QStringLiteral("-d"),
                  m_server->conninfo(bench.database) + QStringLiteral(" application_name=holder")});
    QVERIFY(holder.waitForStarted());
    holder.write("BEGIN; LOCK TABLE entry; \\echo locked\n");
    QVERIFY(QTest::qWaitFor([&] { return holder.readAll().contains("locked"); }, 20'000));
    int pauses = 0;
    bench.world.atPause = [&] {
        if (++pauses != 2 || !letsGo)
            return;
        holder.write("COMMIT; \\echo free\n");
        QVERIFY(QTest::qWaitFor([&] { return holder.readAll().contains("free"); }, 20'000));
    };
    const auto acted = installers::PostgresDriver().act(bench.context());
    holder.closeWriteChannel();
    if (letsGo) {
        QVERIFY2(acted.has_value(), acted ? "" : qPrintable(acted.error().detail));
        QCOMPARE(pauses, 2);
        QVERIFY(bench.ask(QLatin1String(dataQuery)) != QLatin1String(untouched));
    } else {
        QVERIFY(!acted && acted.error().code == RunProblemCode::stepFailed);
        for (const char* const words : {"due to lock timeout", "(6 times; open transactions: ", ", holder, since 2"})
            QVERIFY2(acted.error().detail.contains(QLatin1String(words)), qPrintable(acted.error().detail));
        QCOMPARE(pauses, 5);
    }
    QVERIFY(holder.waitForFinished());
    if (!letsGo)
        QCOMPARE(bench.ask(QLatin1String(dataQuery)), QLatin1String(untouched));
}

void TestPostgresDriver::batchesGoOnFromTheirCursor()
{
    PostgresBench bench(*m_server);
    QVERIFY(bench.script(QByteArray(fill) + "SELECT 1 / (5 - max(id)) FROM (SELECT id FROM entry WHERE cents > 0) e;\n",
                         StepKind::batch));
    const installers::PostgresDriver driver;
    QVERIFY(!driver.act(bench.context()));
    QCOMPARE(bench.told, (QStringList{QStringLiteral("1 2"), QStringLiteral("2 4")}));
    QCOMPARE(bench.ask(QString::fromLatin1(dataQuery)), QStringLiteral("1:50 2:100 3:150 4:200 5:-"));
    QCOMPARE(driver.probe(bench.context()), ProbeAnswer::notDone);
    // What was done before is not looked at again.
    QVERIFY(bench.server.run(bench.database, QStringLiteral("UPDATE entry SET cents = 7 WHERE id < 5")));
    QVERIFY(bench.script(fill, StepKind::batch));
    QVERIFY(driver.act(bench.context()));
    QCOMPARE(bench.ask(QString::fromLatin1(dataQuery)), QStringLiteral("1:7 2:7 3:7 4:7 5:250"));
    QCOMPARE(bench.told.last(), QStringLiteral("3 5"));
}

void TestPostgresDriver::batchesPause()
{
    PostgresBench bench(*m_server);
    QVERIFY(bench.script(fill, StepKind::batch));
    QVERIFY(QDir().mkpath(bench.paths->state));
    QFile pause(bench.paths->pause);
    QVERIFY(pause.open(QIODevice::WriteOnly));
    const installers::PostgresDriver driver;
    const auto acted = driver.act(bench.context());
    QVERIFY(!acted && acted.error().code == RunProblemCode::pauseRequested);
    QCOMPARE(bench.ask(QString::fromLatin1(dataQuery)), QStringLiteral("1:50 2:100 3:- 4:- 5:-"));
    QVERIFY(pause.remove());
    QVERIFY(driver.act(bench.context()));
    QCOMPARE(bench.ask(QString::fromLatin1(dataQuery)), QStringLiteral("1:50 2:100 3:150 4:200 5:250"));
}

void TestPostgresDriver::anInvalidIndexIsMadeAnew_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::newRow("an index") << QByteArray("CREATE UNIQUE INDEX CONCURRENTLY only_once ON twice (n);");
    QTest::newRow("an index that may exist")
        << QByteArray("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS only_once ON public.twice (n);");
    QTest::newRow("an index among other things")
        << QByteArray("VACUUM twice; CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS only_once ON twice (n);");
}

void TestPostgresDriver::anInvalidIndexIsMadeAnew()
{
    PostgresBench bench(*m_server);
    QFETCH(QByteArray, script);
    QVERIFY(bench.made && bench.script(script, StepKind::nontx));
    const QString valid = QStringLiteral("SELECT string_agg(indisvalid::text, ' ') FROM pg_index WHERE "
                                         "indrelid = 'twice'::regclass");
    const installers::PostgresDriver driver;
    const auto context = bench.context();
    // Two equal rows: the server leaves an invalid index, the step leaves none.
    const auto failed = driver.act(context);
    QVERIFY(!failed && failed.error().detail.contains(QStringLiteral("could not create unique index")));
    QCOMPARE(bench.ask(valid), QString());
    // The same, as a kill leaves it.
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("could not create unique index")));
    QVERIFY(
        !bench.server.run(bench.database, QStringLiteral("CREATE UNIQUE INDEX CONCURRENTLY only_once ON twice (n)")));
    QCOMPARE(bench.ask(valid), QStringLiteral("false"));
    QVERIFY(bench.server.run(bench.database, QStringLiteral("DELETE FROM twice WHERE ctid = '(0,1)'")));
    if (driver.canProbe(context))
        QCOMPARE(driver.probe(context), ProbeAnswer::notDone);
    const auto acted = driver.act(context);
    QVERIFY2(acted, qPrintable(acted ? QString() : acted.error().detail));
    QCOMPARE(bench.ask(valid), QStringLiteral("true"));
    // Done twice is done once.
    if (driver.canProbe(context)) {
        QCOMPARE(driver.probe(context), ProbeAnswer::done);
        QVERIFY(driver.act(context));
        QCOMPARE(bench.ask(valid), QStringLiteral("true"));
    }
}

void TestPostgresDriver::tellsWhatIsDone_data()
{
    QTest::addColumn<StepKind>("kind");
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<bool>("canProbe");
    QTest::addColumn<ProbeAnswer>("answer");
    QTest::newRow("tx") << StepKind::tx << QByteArray("SELECT 1;") << false << ProbeAnswer::notDone;
    QTest::newRow("batch") << StepKind::batch << QByteArray("SELECT 1;") << false << ProbeAnswer::notDone;
    QTest::newRow("indexes only") << StepKind::nontx << QByteArray("CREATE INDEX CONCURRENTLY i ON entry (cents);")
                                  << true << ProbeAnswer::notDone;
    QTest::newRow("an index that is there")
        << StepKind::nontx << QByteArray("CREATE UNIQUE INDEX CONCURRENTLY entry_pkey ON entry (id);") << true
        << ProbeAnswer::done;
    QTest::newRow("more than indexes") << StepKind::nontx
                                       << QByteArray("CREATE INDEX CONCURRENTLY i ON entry (cents); VACUUM;") << false
                                       << ProbeAnswer::unknown;
    QTest::newRow("an index without a name")
        << StepKind::nontx << QByteArray("CREATE INDEX CONCURRENTLY ON entry (id);") << false << ProbeAnswer::unknown;
}

void TestPostgresDriver::tellsWhatIsDone()
{
    PostgresBench bench(*m_server);
    QFETCH(StepKind, kind);
    QFETCH(QByteArray, script);
    QVERIFY(bench.made && bench.script(script, kind));
    const installers::PostgresDriver driver;
    QTEST(driver.canProbe(bench.context()), "canProbe");
    QTEST(driver.probe(bench.context()), "answer");
}

void TestPostgresDriver::asksAndUndoes()
{
    PostgresBench bench(*m_server);
    const installers::PostgresDriver driver;
    QCOMPARE(driver.ask(bench.context(), "SELECT 'partial'"), QStringLiteral("partial"));
    QCOMPARE(driver.ask(bench.context(), "SELECT nothing"), std::nullopt);
    QVERIFY(bench.write("sql/undo.sql", "UPDATE entry SET cents = 3 WHERE id = 3;"));
    QVERIFY(driver.runScript(bench.context(), "sql/undo.sql"));
    QCOMPARE(bench.ask(QString::fromLatin1(dataQuery)), QStringLiteral("1:- 2:- 3:3 4:- 5:-"));
}

void TestPostgresDriver::aKilledPsqlLeavesNoSession()
{
    PostgresBench bench(*m_server);
    QVERIFY(bench.made && bench.script("UPDATE entry SET cents = 1;\nSELECT pg_sleep(60);", StepKind::tx));
    const installers::PostgresDriver driver;
    const auto context = bench.context();
    std::optional<installers::Done<void>> acted;
    std::thread act([&] { acted = driver.act(context); });
    const bool works = bench.waitFor("pg_sleep");
    QProcess::execute(QStringLiteral("pkill"), {QStringLiteral("-KILL"), QStringLiteral("-P"),
                                                QString::number(QCoreApplication::applicationPid()),
                                                QStringLiteral("-x"), QStringLiteral("psql")});
    act.join();
    QVERIFY(works && acted && !*acted);
    QVERIFY2(acted->error().detail.contains(QStringLiteral("signal 9")), qPrintable(acted->error().detail));
    QCOMPARE(bench.sessions(), QStringLiteral("0"));
    QCOMPARE(bench.ask(QString::fromLatin1(dataQuery)), QString::fromLatin1(untouched));
    QCOMPARE(driver.probe(context), ProbeAnswer::notDone);
}

void TestPostgresDriver::anOrphanIsNamedAndWaitedFor_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("last");
    QTest::addColumn<bool>("killed");
    QTest::addColumn<bool>("gone");
    const QString off = QStringLiteral("SET client_connection_check_interval = 0");
    const QString on = QStringLiteral("SET client_connection_check_interval = '200ms'");
    const QString sleep = QStringLiteral("SELECT pg_sleep(2), 'hunter2', 4711");
    QTest::newRow("it works, and looks for nobody") << off << sleep << true << false;
    QTest::newRow("it looks for its program") << on << QStringLiteral("SELECT pg_sleep(60)") << true << true;
    QTest::newRow("it waits in a transaction")
        << off << QStringLiteral("BEGIN; UPDATE entry SET cents = 1") << false << true;
}

void TestPostgresDriver::anOrphanIsNamedAndWaitedFor()
{
    PostgresBench bench(*m_server);
    QFETCH(QString, before);
    QFETCH(QString, last);
    QFETCH(bool, killed);
    QFETCH(bool, gone);
    const auto connection = installers::PostgresConnection::of(bench.site, *bench.paths);
    QVERIFY(bench.made && connection);
    const QString run = QStringLiteral("20261120T220501Z");
    QProcess psql;
    installers::ProgramCall call =
        installers::psqlCall(*connection, installers::sessionName(run, QStringLiteral("m1")), -1);
    for (const QString& text : {before, last})
        call.arguments << QStringLiteral("-c") << text;
    call.arguments << QStringLiteral("-f") << QStringLiteral("-");
    psql.start(call.arguments.first(), call.arguments.mid(1));
    QVERIFY(bench.waitFor(killed ? "pg_sleep" : "UPDATE entry"));
    if (killed) {
        psql.kill();
        QVERIFY(psql.waitForFinished());
    }
    const QString prefix = installers::sessionName(run, {});
    const auto found = installers::sessionsNamed(bench.world, *connection, prefix, installers::SessionsOf::database);
    QVERIFY(found && found->size() == 1);
    QCOMPARE(found->front().name, QStringLiteral("cairn:20261120T220501Z:m1"));
    QVERIFY(!found->front().query.contains(QStringLiteral("hunter2")));
    const auto first =
        installers::awaitNoSession(bench.world, *connection, prefix, std::chrono::milliseconds(gone ? 5000 : 300));
    QCOMPARE(first.has_value(), gone);
    if (!first) {
        QCOMPARE(first.error().code, RunProblemCode::orphanSession);
        QVERIFY2(first.error().subject.contains(QString::number(found->front().pid)) &&
                     first.error().subject.endsWith(QStringLiteral(": SELECT pg_sleep(?), ?, ?)")),
                 qPrintable(first.error().subject));
        QCOMPARE(first.error().detail, QStringLiteral("SELECT pg_terminate_backend(%1);").arg(found->front().pid));
        QVERIFY(installers::awaitNoSession(bench.world, *connection, prefix, std::chrono::milliseconds(10'000)));
    }
    QCOMPARE(bench.sessions(), QStringLiteral("0"));
    QCOMPARE(bench.ask(QString::fromLatin1(dataQuery)), QString::fromLatin1(untouched));
    psql.kill();
    psql.waitForFinished();
}

void TestPostgresDriver::aDatabaseThatLetsNobodyInIsAskedAbout()
{
    PostgresBench bench(*m_server);
    const auto connection = installers::PostgresConnection::of(bench.site, *bench.paths);
    QVERIFY(bench.made && connection);
    QVERIFY(m_server->run(QStringLiteral("postgres"),
                          QStringLiteral("ALTER DATABASE %1 ALLOW_CONNECTIONS false").arg(bench.database)));
    const auto alone = installers::awaitNoSession(
        bench.world, *connection, installers::sessionName(QStringLiteral("r"), {}), std::chrono::milliseconds(100));
    QVERIFY2(alone, qPrintable(alone ? QString() : alone.error().detail));
}

void TestPostgresDriver::hidesValues_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("hidden");
    const auto row = [](const char* query, const char* hidden) {
        QTest::newRow(query) << QString::fromUtf8(query) << QString::fromUtf8(hidden);
    };
    row("UPDATE a SET b = 'it''s' WHERE c = 12.5", "UPDATE a SET b = ? WHERE c = ?");
    row("ALTER ROLE x PASSWORD E'a\\'b'", "ALTER ROLE x PASSWORD ?");
    row("SELECT 'cut off in the mid", "SELECT ?");
    row("DO $x$ secret $y$ $x$; SELECT 1", "DO ?; SELECT ?");
    row("DO $$ secret", "DO ?");
    row("SELECT  a1\n FROM t2", "SELECT a1 FROM t2");
}

void TestPostgresDriver::hidesValues()
{
    QFETCH(QString, query);
    QTEST(installers::withoutValues(query), "hidden");
}

void TestPostgresDriver::aServerThatStopsIsSaid()
{
    PostgresBench bench(*m_server);
    // The server signals whole process groups: what stops it has one of its own, and waits until COPY has ended.
    QVERIFY(bench.made && bench.script("UPDATE entry SET cents = 1;\n"
                                       "COPY (SELECT 1) TO PROGRAM 'setsid -f sh -c \"while kill -0 $$; do sleep 0.01; "
                                       "done; kill -INT $(head -n 1 postmaster.pid)\" 2>/dev/null';\n"
                                       "SELECT pg_sleep(60);",
                                       StepKind::tx));
    const installers::PostgresDriver driver;
    const auto acted = driver.act(bench.context());
    QVERIFY(!acted);
    QVERIFY2(acted.error().detail.contains(QStringLiteral("terminating connection due to administrator command")),
             qPrintable(acted.error().detail));
    QCOMPARE(driver.probe(bench.context()), ProbeAnswer::unknown);
    const auto connection = installers::PostgresConnection::of(bench.site, *bench.paths);
    const auto answer = installers::askPostgres(bench.world, {*connection, {}, QStringLiteral("SELECT 1")});
    QVERIFY(!answer && answer.error().code == RunProblemCode::databaseNotReachable);
    QVERIFY(m_server->startAgain());
    QCOMPARE(bench.ask(QString::fromLatin1(dataQuery)), QString::fromLatin1(untouched));
    QCOMPARE(driver.probe(bench.context()), ProbeAnswer::notDone);
}

void TestPostgresDriver::keepsThePasswordToItself()
{
    PostgresBench bench(*m_server);
    const QString secret = QString::fromLatin1(PostgresServer::password);
    QFile file(bench.folder.filePath(QStringLiteral("secret")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(secret.toUtf8() + '\n') > 0);
    file.close();
    QVERIFY(file.setPermissions(QFileDevice::ReadOwner));
    bench.site.database->passwordFile = "secret";
    bench.site.database->connection = m_server->tcpConninfo(bench.database).toStdString();
    QVERIFY(bench.script("SELECT '" + secret.toUtf8() + "' AS leak;\nSELECT 1 / 0 AS \"" + secret.toUtf8() + "\";\n",
                         StepKind::nontx));
    const installers::PostgresDriver driver;
    const auto acted = driver.act(bench.context());
    QVERIFY(!acted);
    QVERIFY2(acted.error().detail.contains(QStringLiteral("division by zero")), qPrintable(acted.error().detail));
    QVERIFY(!acted.error().detail.contains(secret));
    QFile log(bench.runFolder() + QStringLiteral("/output/step.log"));
    QVERIFY(log.open(QIODevice::ReadOnly));
    const QByteArray said = log.readAll();
    QVERIFY(said.contains("***") && !said.contains(secret.toUtf8()));
}

QTEST_GUILESS_MAIN(TestPostgresDriver)
#include "test_postgres_driver.moc"
