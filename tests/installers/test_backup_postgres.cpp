#include "installers/postgres_database.h"
#include "installers/postgres_properties.h"
#include "tests/installers/postgres_ground.h"

#include <QDir>
#include <QProcess>
#include <QtTest/QtTest>
#include <functional>

namespace {

using installers::Backup;
using installers::RunProblemCode;
using mini::ledger;
using mini::makeLedger;
using mini::PostgresGround;
using mini::told;
using support::PostgresServer;

const QString set = QStringLiteral("hop-1");
const QString version = QStringLiteral("1.0");

}  // namespace

Q_DECLARE_METATYPE(std::function<void(PostgresGround&)>)

/// PostgreSQL databases, with a server of the test's own.
class TestBackupPostgres : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void comesBackEqual_data();
    void comesBackEqual();
    void ordinaryOwnerBesideAutovacuum();
    void asAnOrdinaryOwner_data();
    void asAnOrdinaryOwner();
    void encodingAndCollationComeBack_data();
    void encodingAndCollationComeBack();
    void ofADatabaseInUse();
    void sessionsAreNamedOrEnded();
    void refusals_data();
    void refusals();
    void namesAreCutAtLetters();

private:
    std::unique_ptr<PostgresServer> m_server;
};

void TestBackupPostgres::initTestCase()
{
    if (const QString missing = PostgresServer::missing(); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    m_server = PostgresServer::start(
        {false, {QStringLiteral("max_prepared_transactions = 2"), QStringLiteral("wal_level = logical")}});
    QVERIFY(m_server != nullptr);
}

void TestBackupPostgres::comesBackEqual_data()
{
    QTest::addColumn<bool>("copy");
    QTest::newRow("from a dump") << false;
    QTest::newRow("the original that was kept") << true;
}

void TestBackupPostgres::comesBackEqual()
{
    QFETCH(bool, copy);
    QVERIFY(makeLedger(*m_server));
    const bool hasTrigrams =
        !m_server->run(ledger, QStringLiteral("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'"))
             .value_or(QString())
             .isEmpty();
    if (hasTrigrams)
        QVERIFY(m_server->run(ledger, QStringLiteral("CREATE EXTENSION pg_trgm SCHEMA app; CREATE INDEX ON app.account "
                                                     "USING gin (name app.gin_trgm_ops)")));
    QVERIFY(m_server->run(ledger,
                          QStringLiteral("CREATE TABLE app.renamed (gone int, old text); CREATE INDEX ON app.renamed "
                                         "(old, lower(old)); ALTER TABLE app.renamed RENAME COLUMN old TO new; "
                                         "ALTER TABLE app.renamed DROP COLUMN gone")));
    PostgresGround ground(*m_server, ledger);
    ground.site.backupKind = copy ? planner::BackupKind::copy : planner::BackupKind::dump;
    QVERIFY(installers::checkMembers(ground.context).empty());
    const installers::DatabaseChecksum before = ground.checksumOf(ledger);
    const QJsonObject properties = ground.propertiesOf(ledger);
    QVERIFY(before.size() > 60);
    QCOMPARE(before.value(QStringLiteral("table app.account")).rows, 300);
    QCOMPARE(before.value(QStringLiteral("table public.parent")).rows, 1);
    QCOMPARE(before.value(QStringLiteral("sequence app.number")).rows, 44);
    QCOMPARE(before.value(QStringLiteral("large objects")).rows, 2);
    QCOMPARE(before.contains(QStringLiteral("extension pg_trgm")), hasTrigrams);

    Backup backup(ground.context);
    QCOMPARE(told(copy ? backup.keepOriginals(set, version) : backup.take(set, Backup::Consistency::quiesced, version)),
             QStringLiteral("done"));
    QCOMPARE(told(backup.verify(set)), QStringLiteral("done"));
    QCOMPARE(ground.databases(), copy ? QStringLiteral("ledger ledger_cairn_beside") : QStringLiteral("ledger"));
    QCOMPARE(installers::firstDifference(before, ground.checksumOf(ledger)), QString());
    QCOMPARE(installers::firstPropertyDifference(properties, ground.propertiesOf(ledger)), QString());

    QVERIFY(
        m_server->run(ledger, QStringLiteral("DROP TABLE app.entry CASCADE; UPDATE app.account SET name = 'x'; SELECT "
                                             "nextval('app.number'); SELECT lo_unlink(70001)")));
    QVERIFY(
        m_server->run(QStringLiteral("postgres"),
                      QStringLiteral("ALTER DATABASE ledger SET work_mem TO '1MB'; GRANT CONNECT ON DATABASE ledger "
                                     "TO PUBLIC; ALTER DATABASE ledger OWNER TO postgres")));
    QCOMPARE(told(backup.restore(set)), QStringLiteral("done"));
    QCOMPARE(installers::firstDifference(before, ground.checksumOf(ledger)), QString());
    QCOMPARE(installers::firstPropertyDifference(properties, ground.propertiesOf(ledger)), QString());
    // What was replaced waits, and nobody gets into it.
    QCOMPARE(ground.databases(), QStringLiteral("ledger ledger_cairn_beside"));
    QCOMPARE(ground.ask(QStringLiteral("postgres"), "SELECT datallowconn FROM pg_database WHERE datname LIKE 'ledger%' "
                                                    "ORDER BY datname"),
             QStringLiteral("t\nf"));
    QCOMPARE(told(backup.dropBeside()), QStringLiteral("done"));
    QCOMPARE(ground.databases(), ledger);
    QVERIFY(!QFileInfo::exists(ground.paths.backups + QStringLiteral("/.postgres")));
}

void TestBackupPostgres::asAnOrdinaryOwner_data() { comesBackEqual_data(); }

/// Most sites do not let a product be a superuser.
void TestBackupPostgres::asAnOrdinaryOwner()
{
    QFETCH(bool, copy);
    QVERIFY(makeLedger(*m_server,
                       "DO $$ BEGIN CREATE ROLE keeper LOGIN CREATEDB; CREATE ROLE reader; EXCEPTION WHEN "
                       "duplicate_object THEN NULL; END $$; ALTER DATABASE ledger OWNER TO keeper;"
                       "GRANT CONNECT ON DATABASE ledger TO reader; ALTER DATABASE ledger SET work_mem TO '5MB';"
                       "SET SESSION AUTHORIZATION keeper; CREATE SCHEMA app; CREATE TABLE app.a(id serial, v text);"
                       "INSERT INTO app.a(v) SELECT i::text FROM generate_series(1, 50) AS i;"
                       "GRANT SELECT ON app.a TO reader; COMMENT ON DATABASE ledger IS 'kept';"
                       "SELECT lo_from_bytea(0, 'x'); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"));
    PostgresGround ground(*m_server, ledger);
    ground.site.database->connection += " user=keeper";
    ground.site.backupKind = copy ? planner::BackupKind::copy : planner::BackupKind::dump;
    const std::vector<installers::RunProblem> problems = installers::checkMembers(ground.context);
    QVERIFY2(problems.empty(), qPrintable(problems.empty() ? QString() : problems.front().detail));
    const installers::DatabaseChecksum before = ground.checksumOf(ledger);
    const QJsonObject properties = ground.propertiesOf(ledger);
    Backup backup(ground.context);
    QCOMPARE(told(copy ? backup.keepOriginals(set, version) : backup.take(set, Backup::Consistency::quiesced, version)),
             QStringLiteral("done"));
    QCOMPARE(told(backup.verify(set)), QStringLiteral("done"));
    QVERIFY(m_server->run(ledger, QStringLiteral("DROP SCHEMA app CASCADE")));
    QCOMPARE(told(backup.restore(set)), QStringLiteral("done"));
    QCOMPARE(told(backup.dropBeside()), QStringLiteral("done"));
    QCOMPARE(installers::firstDifference(before, ground.checksumOf(ledger)), QString());
    QCOMPARE(installers::firstPropertyDifference(properties, ground.propertiesOf(ledger)), QString());
    QCOMPARE(ground.databases(), ledger);
}

/// The server's own workers belong to its superuser, and look into every database that is there.
void TestBackupPostgres::ordinaryOwnerBesideAutovacuum()
{
    const auto server = PostgresServer::start(
        {false,
         {QStringLiteral("autovacuum = on"), QStringLiteral("autovacuum_naptime = 1"),
          QStringLiteral("autovacuum_vacuum_cost_delay = 100"), QStringLiteral("autovacuum_vacuum_cost_limit = 1")}});
    QVERIFY(server != nullptr);
    QVERIFY(makeLedger(*server, "CREATE ROLE keeper LOGIN CREATEDB; ALTER DATABASE ledger OWNER TO keeper;"
                                "SET SESSION AUTHORIZATION keeper; CREATE TABLE a AS SELECT i AS n, repeat('x', 500) "
                                "AS v FROM generate_series(1, 20000) AS i; DELETE FROM a WHERE n % 2 = 0"));
    PostgresGround ground(*server, ledger);
    ground.site.database->connection += " user=keeper";
    QTRY_COMPARE_WITH_TIMEOUT(ground.ask(QStringLiteral("postgres"),
                                         "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = 'ledger' AND "
                                         "backend_type = 'autovacuum worker'"),
                              QStringLiteral("t"), 60'000);
    const auto connection = installers::PostgresConnection::of(ground.site, ground.paths);
    QVERIFY(connection);
    installers::PostgresServerAccess access(ground.context, *connection, QStringLiteral("data:ledger"));
    const auto dropped = access.drop(ledger);
    QVERIFY2(dropped, qPrintable(dropped ? QString() : dropped.error().detail));
    QCOMPARE(ground.databases(), QString());
}

void TestBackupPostgres::encodingAndCollationComeBack_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("letter");
    QTest::addColumn<QString>("sorted");
    QTest::newRow("Latin-1") << "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
                             << "'ä'"
                             << "Z a letter";
    QTest::newRow("bytes of no known encoding") << "ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'"
                                                << "E'\\xe4'"
                                                << "Z a letter";
    QTest::newRow("ICU") << "LOCALE_PROVIDER icu ICU_LOCALE 'nb-NO' ENCODING 'UTF8'"
                         << "'ä'"
                         << "a Z letter";
}

void TestBackupPostgres::encodingAndCollationComeBack()
{
    QFETCH(QString, options);
    QFETCH(QString, letter);
    QFETCH(QString, sorted);
    QVERIFY(makeLedger(*m_server, "SELECT 1"));
    const QString postgres = QStringLiteral("postgres");
    QVERIFY(m_server->run(postgres, QStringLiteral("DROP DATABASE ledger")) &&
            m_server->run(postgres, QStringLiteral("CREATE DATABASE ledger TEMPLATE template0 ") + options));
    QVERIFY(m_server->run(
        ledger, QStringLiteral("CREATE TABLE a(v text); INSERT INTO a VALUES ('Z'), ('a'), (%1)").arg(letter)));
    PostgresGround ground(*m_server, ledger);
    const QJsonObject properties = ground.propertiesOf(ledger);
    Backup backup(ground.context);
    QCOMPARE(told(backup.take(set, Backup::Consistency::quiesced, version)), QStringLiteral("done"));
    QVERIFY(m_server->run(ledger, QStringLiteral("DELETE FROM a")));
    QCOMPARE(told(backup.restore(set)), QStringLiteral("done"));
    QCOMPARE(installers::firstPropertyDifference(properties, ground.propertiesOf(ledger)), QString());
    const QString query =
        QStringLiteral("SELECT string_agg(CASE v WHEN %1 THEN 'letter' ELSE v END, ' ' ORDER BY v) FROM a");
    QCOMPARE(m_server->run(ledger, query.arg(letter)), sorted);
}

/// The rows are read in the dump's own snapshot: writers never make a good backup look bad.
void TestBackupPostgres::ofADatabaseInUse()
{
    QVERIFY(makeLedger(*m_server,
                       "CREATE TABLE note(id serial, words text); INSERT INTO note(words) SELECT md5(i::text) FROM "
                       "generate_series(1, 2000) AS i"));
    QProcess writer;
    writer.start(
        PostgresServer::programs() + QStringLiteral("/psql"),
        {QStringLiteral("-Xqd"), m_server->conninfo(ledger), QStringLiteral("-c"),
         QStringLiteral("DO $$ BEGIN LOOP INSERT INTO note(words) VALUES ('written meanwhile'); COMMIT; UPDATE "
                        "note SET words = words || '.' WHERE id % 97 = 0; COMMIT; END LOOP; END $$")});
    QVERIFY(writer.waitForStarted());
    PostgresGround ground(*m_server, ledger);
    const QString online = QStringLiteral("online");
    Backup backup(ground.context);
    QTRY_VERIFY(ground.ask(ledger, "SELECT count(*) FROM note").toInt() > 2010);
    QCOMPARE(told(backup.take(online, Backup::Consistency::online, version)), QStringLiteral("done"));
    QCOMPARE(writer.state(), QProcess::Running);
    QCOMPARE(told(backup.verify(online)), QStringLiteral("done"));
    writer.kill();
    writer.waitForFinished();
}

void TestBackupPostgres::sessionsAreNamedOrEnded()
{
    QVERIFY(makeLedger(*m_server, "CREATE TABLE a(v int)"));
    PostgresGround ground(*m_server, ledger);
    Backup backup(ground.context);
    QCOMPARE(told(backup.take(set, Backup::Consistency::quiesced, version)), QStringLiteral("done"));
    QProcess other;
    other.start(PostgresServer::programs() + QStringLiteral("/psql"),
                {QStringLiteral("-Xqd"),
                 m_server->conninfo(ledger) + QStringLiteral(" application_name=nightly-report"), QStringLiteral("-c"),
                 QStringLiteral("SELECT pg_sleep(600)")});
    QVERIFY(other.waitForStarted());
    QTRY_COMPARE(ground.ask(QStringLiteral("postgres"),
                            "SELECT count(*) FROM pg_stat_activity WHERE application_name = "
                            "'nightly-report' AND state = 'active'"),
                 QStringLiteral("1"));
    const auto taken = backup.take(QStringLiteral("hop-2"), Backup::Consistency::quiesced, version);
    QVERIFY2(!taken && taken.error().detail.contains(QLatin1String("nightly-report")), qPrintable(told(taken)));
    // The database that a rollback replaces is taken away from whoever is in it.
    QCOMPARE(told(backup.restore(set)), QStringLiteral("done"));
    QVERIFY(other.waitForFinished());
    QVERIFY(other.exitCode() != 0);
}

void TestBackupPostgres::refusals_data()
{
    using Change = std::function<void(PostgresGround&)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("about");
    const auto row = [](const char* name, RunProblemCode code, const char* about, const Change& change) {
        QTest::newRow(name) << change << int(code) << QString::fromLatin1(about);
    };
    const auto as = [](const char* user) {
        return [user](PostgresGround& ground) {
            std::string& connection = ground.site.database->connection;
            connection += std::string(" user=") + user;
        };
    };
    row("nothing", RunProblemCode::internal, "", [](PostgresGround&) {});
    row("a user who may not create databases", RunProblemCode::dataNotCovered, "may not create databases", as("owner"));
    row("a user who does not own it", RunProblemCode::dataNotCovered, "does not own", as("creator"));
    row("a server that is not there", RunProblemCode::databaseNotReachable, "ledger",
        [](PostgresGround& ground) { ground.site.database->connection = "host=/nowhere dbname=ledger"; });
    row("a database that is not there", RunProblemCode::databaseNotReachable, "does not exist",
        [](PostgresGround& ground) { ground.site.data.at(0).path = "nowhere"; });
    row("the site's own database is not in the list", RunProblemCode::dataNotCovered, "no entry of data",
        [](PostgresGround& ground) { ground.site.data.at(0).path = "postgres"; });
    row("programs that are not there", RunProblemCode::programMissing, "psql",
        [](PostgresGround& ground) { ground.site.database->programs = "nowhere"; });
    row("a pg_dump that is older than the server", RunProblemCode::dataBackupFailed, "older than the server",
        [](PostgresGround& ground) {
            ground.site.database->programs = "old";
            QDir(ground.folder.path()).mkpath(QStringLiteral("old"));
            for (const char* const name : {"psql", "pg_restore"})
                QFile::link(PostgresServer::programs() + QLatin1Char('/') + QLatin1String(name),
                            ground.folder.filePath(QStringLiteral("old/%1").arg(QLatin1String(name))));
            QFile dump(ground.folder.filePath(QStringLiteral("old/pg_dump")));
            if (dump.open(QIODevice::WriteOnly))
                dump.write("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n");
            dump.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        });
    row("prepared transactions", RunProblemCode::dataNotCovered, "prepared transactions",
        [](PostgresGround& ground) { ground.ask(ledger, "BEGIN; CREATE TABLE p(); PREPARE TRANSACTION 'one'"); });
    row("a replication slot", RunProblemCode::dataNotCovered, "replication slots", [](PostgresGround& ground) {
        ground.ask(ledger, "SELECT pg_create_logical_replication_slot('one', 'test_decoding')");
    });
}

void TestBackupPostgres::refusals()
{
    QFETCH(std::function<void(PostgresGround&)>, change);
    QFETCH(int, code);
    QFETCH(QString, about);
    QVERIFY(makeLedger(*m_server,
                       "DO $$ BEGIN CREATE ROLE owner LOGIN; CREATE ROLE creator LOGIN CREATEDB; EXCEPTION WHEN "
                       "duplicate_object THEN NULL; END $$; ALTER DATABASE ledger OWNER TO owner"));
    PostgresGround ground(*m_server, ledger);
    change(ground);
    const std::vector<installers::RunProblem> problems = installers::checkMembers(ground.context);
    ground.ask(ledger, "SELECT count(pg_drop_replication_slot(slot_name)) FROM pg_replication_slots");
    if (about == QLatin1String("prepared transactions"))
        ground.ask(ledger, "ROLLBACK PREPARED 'one'");
    QCOMPARE(problems.empty(), about.isEmpty());
    if (problems.empty())
        return;
    const QString words = problems.front().subject + QLatin1Char(' ') + problems.front().detail;
    QVERIFY2(int(problems.front().code) == code && words.contains(about), qPrintable(words));
}

void TestBackupPostgres::namesAreCutAtLetters()
{
    QCOMPARE(installers::besideName(ledger, "_cairn_beside"), QStringLiteral("ledger_cairn_beside"));
    const QString longest = QString(40, QChar(0xe5));
    const QString cut = installers::besideName(longest, "_cairn_beside");
    QCOMPARE(cut, QString(25, QChar(0xe5)) + QStringLiteral("_cairn_beside"));
    QVERIFY(cut.toUtf8().size() <= 63);
}

QTEST_GUILESS_MAIN(TestBackupPostgres)
#include "test_backup_postgres.moc"
