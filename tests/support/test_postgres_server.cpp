#include "tests/support/postgres_server.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

using support::PostgresServer;

class TestPostgresServer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (const QString why = PostgresServer::missing(); !why.isEmpty())
            QSKIP(qPrintable(why));
        m_server = PostgresServer::start();
        QVERIFY(m_server);
        QVERIFY(m_server->port() < 32768);
    }

    void answers_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("answer");
        QTest::newRow("a value") << QStringLiteral("SELECT 1 + 1") << QStringLiteral("2");
        QTest::newRow("rows") << QStringLiteral("SELECT * FROM (VALUES (1, 'a'), (2, 'b')) v")
                              << QStringLiteral("1|a\n2|b");
        QTest::newRow("no power cut to survive") << QStringLiteral("SHOW fsync") << QStringLiteral("off");
    }
    void answers()
    {
        QFETCH(QString, sql);
        QTEST(m_server->run(QStringLiteral("postgres"), sql).value_or(QString()), "answer");
    }

    void aDatabaseIsMadeAnew()
    {
        const QString name = QStringLiteral("One \"quoted\"");
        for (int i = 0; i < 2; ++i) {
            QVERIFY(m_server->createDatabase(name));
            const QString tables = QStringLiteral("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
            QCOMPARE(m_server->run(QStringLiteral("postgres"), tables), QStringLiteral("0"));
        }
    }

    void passwordIsAskedForOverTcpOnly_data()
    {
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("password");
        QTest::addColumn<bool>("comesIn");
        const QString database = QStringLiteral("postgres");
        QTest::newRow("socket") << m_server->conninfo(database) << QString() << true;
        QTest::newRow("socket by URI") << m_server->uri(database) << QString() << true;
        QTest::newRow("TCP") << m_server->tcpConninfo(database) << QString::fromLatin1(PostgresServer::password)
                             << true;
        QTest::newRow("TCP, wrong password") << m_server->tcpConninfo(database) << QStringLiteral("wrong") << false;
    }
    void passwordIsAskedForOverTcpOnly()
    {
        QFETCH(QString, where);
        QFETCH(QString, password);
        QFETCH(bool, comesIn);
        QProcess psql;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("PGPASSWORD"), password);
        psql.setProcessEnvironment(environment);
        psql.start(
            PostgresServer::programs() + QStringLiteral("/psql"),
            {QStringLiteral("-XAtqw"), QStringLiteral("-d"), where, QStringLiteral("-c"), QStringLiteral("SELECT 1")});
        QVERIFY(psql.waitForFinished());
        QCOMPARE(psql.exitCode() == 0, comesIn);
    }

    void whatIsCommittedIsThereAfterACrash()
    {
        QVERIFY(m_server->createDatabase(QStringLiteral("crash")));
        QVERIFY(m_server->run(QStringLiteral("crash"), QStringLiteral("CREATE TABLE t AS SELECT 7 AS n")));
        m_server->stop(PostgresServer::Stop::crash);
        QVERIFY(!m_server->isRunning());
        QVERIFY(m_server->startAgain());
        QCOMPARE(m_server->run(QStringLiteral("crash"), QStringLiteral("SELECT n FROM t")), QStringLiteral("7"));
    }

    void cleanupTestCase()
    {
        if (!m_server)
            return;
        const QString folder = m_server->socketFolder();
        m_server.reset();
        QVERIFY(!QDir(folder).exists());
    }

private:
    std::unique_ptr<PostgresServer> m_server;
};

QTEST_GUILESS_MAIN(TestPostgresServer)
#include "test_postgres_server.moc"
