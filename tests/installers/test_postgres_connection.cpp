#include "installers/postgres_client.h"
#include "installers/problem_names.h"
#include "installers/world_posix.h"
#include "tests/support/postgres_server.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest/QtTest>

namespace {

using installers::PostgresConnection;
using installers::RunProblemCode;
using support::PostgresServer;

}  // namespace

/// How a site file names its PostgreSQL database, and that its password stays where it belongs.
class TestPostgresConnection : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void readsAConnection_data();
    void readsAConnection();
    void refusesAConnection_data();
    void refusesAConnection();
    void refusesAPasswordFile_data();
    void refusesAPasswordFile();
    void namesASession_data();
    void namesASession();
    void asks_data();
    void asks();
    void quotes_data();
    void quotes();
    void keepsThePasswordOutOfArgumentsAndWords();

private:
    installers::Done<PostgresConnection> connectionOf(const QString& text)
    {
        m_site.database->connection = text.toStdString();
        return PostgresConnection::of(m_site, installers::SitePaths(m_site));
    }
    bool writeSecret(const QByteArray& text, QFileDevice::Permissions permissions)
    {
        QFile file(m_folder.filePath(QStringLiteral("secret")));
        m_site.database->passwordFile = "secret";
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.setPermissions(permissions);
    }
    /// Started by the first test that needs it.
    PostgresServer* server()
    {
        if (!m_server && PostgresServer::missing().isEmpty())
            m_server = PostgresServer::start();
        return m_server.get();
    }
    QTemporaryDir m_folder;
    planner::Site m_site;
    installers::PosixWorld m_world;
    std::unique_ptr<PostgresServer> m_server;
};

void TestPostgresConnection::init()
{
    m_site = {};
    m_site.folder = m_folder.path().toStdString();
    m_site.database = planner::SiteDatabase();
    m_site.database->kind = catalog::DatabaseKind::postgresql;
    m_site.database->programs = PostgresServer::programs().toStdString();
}

void TestPostgresConnection::readsAConnection_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("conninfo");
    const QString more = QStringLiteral("application_name='s' connect_timeout='10' ");
    const auto row = [&](const char* name, const char* text, const char* where, const char* rest) {
        QTest::newRow(name) << QString::fromLatin1(text) << QString::fromLatin1(where)
                            << more + QString::fromLatin1(rest);
    };
    row("keywords", "host=db.example port=5433 dbname=ledger user=app", "ledger at db.example:5433",
        "dbname='ledger' host='db.example' port='5433' target_session_attrs='read-write' user='app'");
    row("a socket", "host=/run/postgresql dbname=ledger", "ledger at /run/postgresql",
        "dbname='ledger' host='/run/postgresql' target_session_attrs='read-write'");
    row("nothing but the name", " dbname = ledger ", "ledger at localhost",
        "dbname='ledger' target_session_attrs='read-write'");
    row("quoted, with escapes", "dbname='the \\'big\\' one' user=a\\ b", "the 'big' one at localhost",
        "dbname='the \\'big\\' one' target_session_attrs='read-write' user='a b'");
    row("a URI", "postgresql://app@db.example:5433/ledger?sslmode=verify-full", "ledger at db.example:5433",
        "dbname='ledger' host='db.example' port='5433' sslmode='verify-full' target_session_attrs='read-write' "
        "user='app'");
    row("a URI with a socket", "postgres:///ledger?host=/run/postgresql", "ledger at /run/postgresql",
        "dbname='ledger' host='/run/postgresql' target_session_attrs='read-write'");
    row("a URI with encoded parts", "postgresql://a%40b@h/two%20words", "two words at h",
        "dbname='two words' host='h' target_session_attrs='read-write' user='a@b'");
}

void TestPostgresConnection::readsAConnection()
{
    QFETCH(QString, text);
    const auto connection = connectionOf(text);
    QVERIFY(connection);
    QTEST(connection->where(), "where");
    QTEST(connection->conninfo(QStringLiteral("s")), "conninfo");
    QCOMPARE(connection->to(QStringLiteral("other")).database(), QStringLiteral("other"));
}

void TestPostgresConnection::refusesAConnection_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<RunProblemCode>("code");
    QTest::addColumn<QString>("subject");
    const auto row = [](const char* name, const char* text, RunProblemCode code, const char* subject) {
        QTest::newRow(name) << QString::fromLatin1(text) << code << QString::fromLatin1(subject);
    };
    const auto invalid = RunProblemCode::connectionInvalid;
    row("none", "", invalid, "connection");
    row("a word without a value", "host=a dbname", invalid, "dbname");
    row("a value without a name", "=x", invalid, "=x");
    row("an open quote", "dbname='ledger", invalid, "dbname");
    row("no database named", "host=a user=b", invalid, "dbname");
    row("an empty database", "dbname=''", invalid, "dbname");
    row("several hosts in a URI", "postgresql://a:1,b:2/ledger", invalid, "connection");
    row("a password", "dbname=x password=hunter2", RunProblemCode::passwordInConnection, "password");
    row("a password in a URI", "postgresql://u:hunter2@h/x", RunProblemCode::passwordInConnection, "password");
    row("a password in a URI's query", "postgresql://h/x?password=hunter2", RunProblemCode::passwordInConnection,
        "password");
    row("a key's password", "dbname=x sslpassword=hunter2", RunProblemCode::passwordInConnection, "sslpassword");
}

void TestPostgresConnection::refusesAConnection()
{
    QFETCH(QString, text);
    const auto connection = connectionOf(text);
    QVERIFY(!connection);
    QTEST(connection.error().code, "code");
    QTEST(connection.error().subject, "subject");
    QVERIFY(!connection.error().detail.contains(QStringLiteral("hunter2")));
}

void TestPostgresConnection::refusesAPasswordFile_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("permissions");
    QTest::addColumn<RunProblemCode>("code");
    const int owner = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    QTest::newRow("readable for all") << QByteArray("a") << (owner | QFileDevice::ReadOther)
                                      << RunProblemCode::passwordFileOpen;
    QTest::newRow("readable for the group")
        << QByteArray("a") << (owner | QFileDevice::ReadGroup) << RunProblemCode::passwordFileOpen;
    QTest::newRow("empty") << QByteArray() << owner << RunProblemCode::passwordFileUnreadable;
    QTest::newRow("an empty first line") << QByteArray("\nsecret") << owner << RunProblemCode::passwordFileUnreadable;
    QTest::newRow("not there") << QByteArray() << -1 << RunProblemCode::passwordFileUnreadable;
}

void TestPostgresConnection::refusesAPasswordFile()
{
    QFETCH(QByteArray, text);
    QFETCH(int, permissions);
    if (permissions < 0)
        m_site.database->passwordFile = "missing";
    else
        QVERIFY(writeSecret(text, QFileDevice::Permissions(permissions)));
    const auto connection = connectionOf(QStringLiteral("dbname=x"));
    QVERIFY(!connection);
    QTEST(connection.error().code, "code");
}

void TestPostgresConnection::namesASession_data()
{
    QTest::addColumn<QString>("step");
    QTest::addColumn<QString>("name");
    const QString run = QStringLiteral("cairn:20261120T220501Z:");
    QTest::newRow("short") << QStringLiteral("m0412") << run + QStringLiteral("m0412");
    QTest::newRow("as long as it may be") << QString(40, QLatin1Char('a')) << run + QString(40, QLatin1Char('a'));
    QTest::newRow("longer: cut, and still its own")
        << QString(41, QLatin1Char('a')) << run + QString(27, QLatin1Char('a')) + QStringLiteral("-c0f8bd4dbc2b");
    QTest::newRow("what PostgreSQL would replace") << QStringLiteral("før") << run + QStringLiteral("f?r-12b198b87ca8");
}

void TestPostgresConnection::namesASession()
{
    QFETCH(QString, step);
    QTEST(installers::sessionName(QStringLiteral("20261120T220501Z"), step), "name");
}

void TestPostgresConnection::asks_data()
{
    QTest::addColumn<QString>("database");
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("problem");
    const QString postgres = QStringLiteral("postgres");
    const QByteArray password = PostgresServer::password;
    QTest::newRow("a value") << postgres << password << QStringLiteral("SELECT 40 + 2") << QStringLiteral("42")
                             << QString();
    QTest::newRow("rows") << postgres << password << QStringLiteral("VALUES (1, 'é'), (2, NULL)")
                          << QStringLiteral("1|é\n2|") << QString();
    QTest::newRow("under its name") << postgres << password << QStringLiteral("SHOW application_name")
                                    << QStringLiteral("cairn:r:s") << QString();
    QTest::newRow("a mistake") << postgres << password << QStringLiteral("SELECT nothing") << QString()
                               << QStringLiteral("database-refused");
    QTest::newRow("too much of it") << postgres << password << QStringLiteral("SELECT repeat('x', 5000)") << QString()
                                    << QStringLiteral("database-refused");
    QTest::newRow("longer than it may take") << postgres << password << QStringLiteral("SELECT pg_sleep(60)")
                                             << QString() << QStringLiteral("database-refused");
    QTest::newRow("a wrong password") << postgres << QByteArray("wrong") << QStringLiteral("SELECT 1") << QString()
                                      << QStringLiteral("database-not-reachable");
    QTest::newRow("a database that is not there") << QStringLiteral("nowhere") << password << QStringLiteral("SELECT 1")
                                                  << QString() << QStringLiteral("database-not-reachable");
}

void TestPostgresConnection::asks()
{
    if (const QString why = PostgresServer::missing(); !why.isEmpty())
        QSKIP(qPrintable(why));
    QVERIFY(server());
    QFETCH(QString, database);
    QFETCH(QByteArray, password);
    QFETCH(QString, sql);
    QFETCH(QString, problem);
    QVERIFY(writeSecret(password + "\nnot this line\n", QFileDevice::ReadOwner));
    const auto connection = connectionOf(server()->tcpConninfo(database));
    QVERIFY(connection);
    installers::PostgresQuestion question{*connection, QStringLiteral("cairn:r:s"), sql};
    question.timeout = std::chrono::milliseconds(700);
    question.limit = 4000;
    const auto answer = installers::askPostgres(m_world, question);
    QCOMPARE(answer ? QString() : installers::nameOf(answer.error().code), problem);
    QTEST(answer.value_or(QString()), "answer");
    if (!answer)
        QVERIFY(!answer.error().detail.isEmpty() && !answer.error().detail.contains(QString::fromLatin1(password)));
}

void TestPostgresConnection::quotes_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << QStringLiteral("a b");
    QTest::newRow("quotes") << QStringLiteral("it's \"so\"");
    QTest::newRow("a backslash") << QStringLiteral("\\'; DROP");
    QTest::newRow("a variable") << QStringLiteral(":'x' :\"x\" :x");
}

void TestPostgresConnection::quotes()
{
    if (const QString why = PostgresServer::missing(); !why.isEmpty())
        QSKIP(qPrintable(why));
    QVERIFY(server());
    QFETCH(QString, text);
    const auto connection = connectionOf(server()->conninfo(QStringLiteral("postgres")));
    QVERIFY(connection);
    const QString sql = QStringLiteral("SELECT %2 FROM (SELECT %1 AS %2) t")
                            .arg(installers::sqlLiteral(text), installers::sqlName(text));
    const auto answer = installers::askPostgres(m_world, {*connection, {}, sql});
    QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().detail));
    QCOMPARE(*answer, text);
}

void TestPostgresConnection::keepsThePasswordOutOfArgumentsAndWords()
{
    QVERIFY(writeSecret("hunter2\r\n", QFileDevice::ReadOwner));
    const auto connection = connectionOf(QStringLiteral("dbname=x"));
    QVERIFY(connection);
    const installers::ProgramCall call = installers::psqlCall(*connection, {}, -1);
    QVERIFY(!call.arguments.join(QLatin1Char(' ')).contains(QStringLiteral("hunter2")));
    QCOMPARE(call.environment.value(QStringLiteral("PGPASSWORD")), QStringLiteral("hunter2"));
    QCOMPARE(connection->redacted(QStringLiteral("a hunter2 b")), QStringLiteral("a *** b"));
}

QTEST_GUILESS_MAIN(TestPostgresConnection)
#include "test_postgres_connection.moc"
