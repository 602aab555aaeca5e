#include "tests/installers/postgres_site.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>
#include <QtTest/QtTest>
#include <csignal>

namespace {

using postgres_site::Scripts;
using postgres_site::Site;
using support::PostgresServer;

bool takesItsTime() { return qEnvironmentVariableIsSet("CAIRN_TEST_LONG"); }

bool replaceIn(const QString& path, const char* pattern, const QString& with)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    QString text = QString::fromUtf8(file.readAll());
    file.close();
    text.replace(QRegularExpression(QString::fromLatin1(pattern)), with);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(text.toUtf8()) > 0;
}

}  // namespace

/// A hop with an SQL step of each kind on a real server: whole, killed everywhere, and in the middle of a statement.
class TestRunnerPostgres : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void aHopIsCarriedOut();
    void killedAtABoundary_data();
    void killedAtABoundary();
    void killedInAStatement_data();
    void killedInAStatement();
    void rollsBack_data();
    void rollsBack();
    void aServerThatStops();
    void aServerThatIsGoneWhenTheRunGoesOn();
    void pausesBetweenBatches();
    void refusals_data();
    void refusals();
    void aSessionThatIsLeftKeepsTheNextRunOut();
    void aSessionThatEndsSoonKeepsNobodyOut();

private:
    std::unique_ptr<PostgresServer> m_server;
    QString m_before;
    QString m_whole;
    int m_boundaries = 0;
};

void TestRunnerPostgres::initTestCase()
{
    if (const QString why = PostgresServer::missing(); !why.isEmpty())
        QSKIP(qPrintable(why));
    m_server = PostgresServer::start();
    QVERIFY(m_server && Site::prepare(*m_server));
    const Site site(*m_server);
    QVERIFY(site.made());
    m_before = site.snapshot();
    const Site::Ended whole = site.perform("run");
    QVERIFY2(whole.code == 0, qPrintable(whole.output));
    m_whole = site.snapshot();
    m_boundaries = whole.visited;
    const QByteArray secret = PostgresServer::password;
    QCOMPARE(site.filesWith(secret), QStringList{QStringLiteral("secret")});
}

/// A test that stopped the server and failed leaves it so.
void TestRunnerPostgres::init()
{
    if (m_server && !m_server->isRunning())
        QVERIFY(m_server->startAgain());
}

void TestRunnerPostgres::aHopIsCarriedOut()
{
    const QStringList parts = m_whole.split(QLatin1Char('\n'));
    QCOMPARE(parts.first(), QStringLiteral("audit entry entry_cents entry_pkey note"));
    QCOMPARE(parts.mid(parts.size() - 4),
             (QStringList{QStringLiteral("invalid 0"), QStringLiteral("2.0:fill 2.0:vendor m2"),
                          QStringLiteral("4 100"), QStringLiteral("sessions 0")}));
}

/// Every boundary with CAIRN_TEST_LONG; else some, spread over the whole run.
void TestRunnerPostgres::killedAtABoundary_data()
{
    QTest::addColumn<int>("boundary");
    const int every = takesItsTime() ? 1 : std::max(1, m_boundaries / 3);
    for (int at = std::max(1, every / 2); at <= m_boundaries; at += every)
        QTest::newRow(qPrintable(QString::number(at))) << at;
}

void TestRunnerPostgres::killedAtABoundary()
{
    QFETCH(int, boundary);
    const Site site(*m_server);
    QVERIFY(site.made());
    const Site::Ended first = site.perform("run", boundary);
    QVERIFY2(first.killed, qPrintable(first.output));
    // Every third resume is killed too.
    if (boundary % 3 == 0)
        QVERIFY(site.perform("resume", 1 + boundary * 7 % 23).code != 1);
    Site::Ended last = site.perform("resume");
    constexpr int blocked = 3;  // killed before the run had begun
    if (last.code == blocked)
        last = site.perform("run");
    QVERIFY2(last.code == 0 || site.snapshot() == m_whole, qPrintable(last.output));
    QCOMPARE(site.snapshot(), m_whole);
}

void TestRunnerPostgres::killedInAStatement_data()
{
    QTest::addColumn<Scripts>("scripts");
    QTest::addColumn<QByteArray>("statement");
    QTest::addColumn<bool>("psqlToo");
    const auto rows = [](const char* name, const Scripts& scripts, const char* statement) {
        if (takesItsTime() || scripts.size() > 1)
            QTest::newRow(qPrintable(QString::fromLatin1(name) + QStringLiteral(", the runner alone")))
                << scripts << QByteArray(statement) << false;
        QTest::newRow(qPrintable(QString::fromLatin1(name) + QStringLiteral(", with psql")))
            << scripts << QByteArray(statement) << true;
    };
    rows("tx",
         {{"sql/m2.sql", "ALTER TABLE entry ADD COLUMN cents bigint;\nCREATE TABLE audit(id int, was numeric);\n"
                         "INSERT INTO audit SELECT id, amount FROM entry WHERE id % 10 = 0;\nSELECT pg_sleep(1);\n"}},
         "SELECT pg_sleep");
    rows("batch",
         {{"sql/fill.sql", "WITH todo AS (SELECT id FROM entry WHERE id > coalesce(cairn.cursor()::int, 0) ORDER BY id "
                           "LIMIT 40 FOR UPDATE),\n"
                           "done AS (UPDATE entry e SET cents = coalesce(cents, 0) + amount * 100 FROM todo WHERE e.id "
                           "= todo.id RETURNING "
                           "e.id)\nSELECT cairn.advance(max(id)::text, count(*)) FROM done;\nSELECT pg_sleep(0.6);\n"}},
         "SELECT pg_sleep");
    rows("nontx, an index",
         {{"sql/index.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS entry_cents ON entry (cents) WHERE "
                            "slow(id) > 0;\n"},
          {"sql/m2.sql", "ALTER TABLE entry ADD COLUMN cents bigint;\nCREATE TABLE audit(id int, was numeric);\n"
                         "INSERT INTO audit SELECT id, amount FROM entry WHERE id % 10 = 0;\n"
                         "CREATE FUNCTION slow(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM "
                         "pg_sleep(0.008); RETURN $1; END $$;\n"}},
         "CREATE INDEX CONCURRENTLY");
    rows("nontx, its own transactions",
         {{"sql/own.sql",
           "BEGIN;\nINSERT INTO note VALUES ('own 1');\nCOMMIT;\nSELECT pg_sleep(0.6);\nBEGIN;\nINSERT INTO note "
           "VALUES ('own 2');\nCOMMIT;\n"}},
         "SELECT pg_sleep");
}

void TestRunnerPostgres::killedInAStatement()
{
    QFETCH(Scripts, scripts);
    QFETCH(QByteArray, statement);
    QFETCH(bool, psqlToo);
    const Site site(*m_server, scripts);
    QVERIFY(site.made());
    QProcess runner;
    site.start(runner, "run");
    QVERIFY(site.waitForSession(statement.constData()) > 0);
    const QString parent = QString::number(runner.processId());
    QProcess pgrep;
    pgrep.start(QStringLiteral("pgrep"), {QStringLiteral("-P"), parent, QStringLiteral("-x"), QStringLiteral("psql")});
    QVERIFY(pgrep.waitForFinished());
    const pid_t psql = static_cast<pid_t>(pgrep.readAll().trimmed().toInt());
    QVERIFY(psql > 1);
    runner.kill();
    QVERIFY(runner.waitForFinished());
    if (psqlToo)
        ::kill(psql, SIGKILL);
    const Site::Ended last = site.perform("resume");
    QVERIFY2(last.code == 0, qPrintable(last.output));
    QCOMPARE(site.snapshot(), m_whole);
}

void TestRunnerPostgres::rollsBack_data()
{
    QTest::addColumn<Scripts>("scripts");
    QTest::addColumn<QString>("step");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const Scripts& scripts, const char* step, const char* words) {
        if (takesItsTime() || scripts.contains("sql/m2.sql") || scripts.contains("sql/own.sql"))
            QTest::newRow(name) << scripts << QString::fromLatin1(step) << QString::fromLatin1(words);
    };
    row("tx",
        {{"sql/m2.sql", "ALTER TABLE entry ADD COLUMN cents bigint;\nUPDATE entry SET cents = 1;\nSELECT 1/0;\n"}},
        "m2", "m2.sql:3: ERROR:  division by zero");
    row("batch",
        {{"sql/fill.sql", "UPDATE entry SET cents = 1 / (3 - coalesce(cairn.cursor()::int, 0));\n"
                          "SELECT cairn.advance((coalesce(cairn.cursor()::int, 0) + 1)::text);\n"}},
        "fill", "division by zero");
    row("an index", {{"sql/index.sql", "CREATE UNIQUE INDEX CONCURRENTLY entry_cents ON entry ((id % 7));\n"}}, "index",
        "could not create unique index");
    row("half of its own transactions",
        {{"sql/own.sql", "BEGIN;\nINSERT INTO note VALUES ('own 1');\nCOMMIT;\nSELECT 1/0;\n"}}, "own",
        "division by zero");
}

void TestRunnerPostgres::rollsBack()
{
    QFETCH(Scripts, scripts);
    QFETCH(QString, step);
    QFETCH(QString, words);
    const Site site(*m_server, scripts);
    QVERIFY(site.made());
    const Site::Ended ended = site.perform("run");
    constexpr int rolledBack = 20;
    QVERIFY2(ended.code == rolledBack, qPrintable(ended.output));
    QCOMPARE(site.snapshot(), m_before);
    const installers::RunReport report = site.report();
    QVERIFY(!report.problems.empty());
    QCOMPARE(report.problems.front().subject, step);
    QVERIFY2(report.problems.front().detail.contains(words), qPrintable(report.problems.front().detail));
}

void TestRunnerPostgres::aServerThatStops()
{
    const Site site(*m_server,
                    {{"sql/m2.sql", "ALTER TABLE entry ADD COLUMN cents bigint;\nCOPY (SELECT 1) TO PROGRAM 'cat "
                                    ">/dev/null; setsid sh -c \"sleep 0.3; kill "
                                    "-INT $(head -n 1 postmaster.pid)\" >/dev/null 2>&1 &';\nSELECT pg_sleep(60);\n"}});
    QVERIFY(site.made());
    const Site::Ended ended = site.perform("run");
    constexpr int stuck = 21;
    QVERIFY2(ended.code == stuck, qPrintable(ended.output));
    const installers::RunReport report = site.report();
    QVERIFY(!report.problems.empty());
    QCOMPARE(report.problems.front().subject, QStringLiteral("m2"));
    QVERIFY2(
        report.problems.front().detail.contains(QStringLiteral("terminating connection due to administrator command")),
        qPrintable(report.problems.front().detail));
    QVERIFY2(report.problems.back().detail.contains(QStringLiteral("Connection refused")),
             qPrintable(report.problems.back().detail));
    QVERIFY(m_server->startAgain());
    const Site::Ended again = site.perform("resume");
    constexpr int rolledBack = 20;
    QVERIFY2(again.code == rolledBack, qPrintable(again.output));
    QCOMPARE(site.snapshot(), m_before);
}

void TestRunnerPostgres::aServerThatIsGoneWhenTheRunGoesOn()
{
    const Site site(*m_server);
    QVERIFY(site.made());
    QVERIFY(site.perform("run", m_boundaries / 2).killed);
    m_server->stop(PostgresServer::Stop::fast);
    const Site::Ended ended = site.perform("resume");
    QVERIFY(m_server->startAgain());
    constexpr int stuck = 21;
    QVERIFY2(ended.code == stuck && ended.output.contains(QStringLiteral("Connection refused")),
             qPrintable(ended.output));
    const Site::Ended again = site.perform("resume");
    QVERIFY2(again.code == 0, qPrintable(again.output));
    QCOMPARE(site.snapshot(), m_whole);
}

void TestRunnerPostgres::pausesBetweenBatches()
{
    const Site site(*m_server,
                    {{"sql/fill.sql", "WITH todo AS (SELECT id FROM entry WHERE id > coalesce(cairn.cursor()::int, "
                                      "0) ORDER BY id LIMIT 40),\ndone AS (UPDATE entry e SET cents = "
                                      "coalesce(cents, 0) + amount * 100 FROM todo WHERE e.id = todo.id RETURNING "
                                      "e.id)\nSELECT cairn.advance(max(id)::text, count(*)) FROM done;\nSELECT "
                                      "pg_sleep(0.5);\n"}});
    QVERIFY(site.made());
    QProcess runner;
    site.start(runner, "run");
    QVERIFY(site.waitForSession("SELECT pg_sleep") > 0);
    QFile pause(site.file(".cairn/pause"));
    QVERIFY(pause.open(QIODevice::WriteOnly));
    constexpr int waiting = 22;
    const Site::Ended paused = Site::wait(runner);
    QVERIFY2(paused.code == waiting, qPrintable(paused.output));
    QCOMPARE(
        site.ask(QStringLiteral("SELECT count(*) % 40 || ' ' || (count(*) BETWEEN 40 AND 80) FROM entry WHERE cents IS "
                                "NOT NULL")),
        QStringLiteral("0 true"));
    const Site::Ended last = site.perform("resume");
    QVERIFY2(last.code == 0, qPrintable(last.output));
    QCOMPARE(site.snapshot(), m_whole);
}

void TestRunnerPostgres::refusals_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("with");
    QTest::addColumn<Scripts>("scripts");
    QTest::addColumn<QString>("said");
    const auto site = [](const char* name, const char* pattern, const char* with, const char* said) {
        QTest::newRow(name) << QString::fromLatin1(pattern) << QString::fromLatin1(with) << Scripts()
                            << QString::fromLatin1(said);
    };
    const auto script = [](const char* name, const Scripts& scripts, const char* said) {
        QTest::newRow(name) << QString() << QString() << scripts << QString::fromLatin1(said);
    };
    site("a wrong password", "password_file: secret", "password_file: wrong", "password authentication failed");
    site("a database that is not there", "dbname=\\w+", "dbname=nowhere", "database \"nowhere\" does not exist");
    site("a server that is not there", "port=\\d+", "port=1", "Connection refused");
    site("a user who may not", "user=postgres", "user=humble", "CREATE SCHEMA cairn");
    site("programs that are not there", "programs: .*", "programs: /nowhere", "/nowhere/psql");
    site("a password in the site file", "dbname=", "password=hunter2 dbname=", "password");
    script("a commit in a transaction", {{"sql/m2.sql", "SELECT 1;\nCOMMIT;\n"}}, "sql/m2.sql:2: COMMIT");
    script("a shell", {{"sql/vendor.sql", "\\! true\n"}}, "sql/vendor.sql:1: \\! true");
    script("a shell in what takes a step back", {{"sql/own_undo.sql", "SELECT 1;\n\\! true\n"}},
           "sql/own_undo.sql:2: \\! true");
    script("nontx that nothing can tell of", {{"sql/index.sql", "VACUUM;\n"}}, "index");
}

void TestRunnerPostgres::refusals()
{
    QFETCH(QString, pattern);
    QFETCH(QString, with);
    QFETCH(Scripts, scripts);
    QFETCH(QString, said);
    const Site site(*m_server, scripts);
    QVERIFY(site.made());
    QVERIFY(m_server->run(
        QStringLiteral("postgres"),
        QStringLiteral("DO $$ BEGIN CREATE ROLE humble LOGIN PASSWORD '%1'; EXCEPTION WHEN duplicate_object "
                       "THEN END $$")
            .arg(QLatin1String(PostgresServer::password))));
    QFile wrong(site.file("wrong"));
    QVERIFY(wrong.open(QIODevice::WriteOnly) && wrong.write("hunter2\n") > 0);
    QVERIFY(wrong.setPermissions(QFileDevice::ReadOwner));
    wrong.close();
    if (!pattern.isEmpty())
        QVERIFY(replaceIn(site.file("site.yaml"), pattern.toLatin1().constData(), with));
    const Site::Ended ended = site.perform("run");
    constexpr int blocked = 3;
    QVERIFY2(ended.code == blocked && ended.output.contains(said), qPrintable(ended.output));
    QVERIFY(!ended.output.contains(QStringLiteral("hunter2")));
    QVERIFY(!QFile::exists(site.file(".cairn")));
}

void TestRunnerPostgres::aSessionThatIsLeftKeepsTheNextRunOut()
{
    const Site site(*m_server);
    QVERIFY(site.made());
    QProcess psql;
    psql.start(PostgresServer::programs() + QStringLiteral("/psql"),
               {QStringLiteral("-Xq"), QStringLiteral("-d"),
                m_server->conninfo(site.database()) + QStringLiteral(" application_name=cairn:20200101T000000Z:m2"),
                QStringLiteral("-c"), QStringLiteral("SELECT pg_sleep(60)")});
    QVERIFY(site.waitForSession("SELECT pg_sleep") > 0);
    const Site::Ended ended = site.perform("run");
    psql.kill();
    QVERIFY(psql.waitForFinished());
    constexpr int busy = 23;
    QVERIFY2(ended.code == busy && ended.output.contains(QStringLiteral("cairn:20200101T000000Z:m2")) &&
                 ended.output.contains(QStringLiteral("SELECT pg_sleep(?)")),
             qPrintable(ended.output));
}

/// A server under load notices late that the client of a session is gone.
void TestRunnerPostgres::aSessionThatEndsSoonKeepsNobodyOut()
{
    const Site site(*m_server);
    QVERIFY(site.made());
    QProcess psql;
    psql.start(PostgresServer::programs() + QStringLiteral("/psql"),
               {QStringLiteral("-Xq"), QStringLiteral("-d"),
                m_server->conninfo(site.database()) + QStringLiteral(" application_name=cairn:20200101T000000Z:m2"),
                QStringLiteral("-c"), QStringLiteral("SELECT pg_sleep(1)")});
    QVERIFY(site.waitForSession("SELECT pg_sleep") > 0);
    const Site::Ended ended = site.perform("run");
    QVERIFY(psql.waitForFinished());
    QVERIFY2(ended.code == 0, qPrintable(ended.output));
}

QTEST_GUILESS_MAIN(TestRunnerPostgres)
#include "test_runner_postgres.moc"
