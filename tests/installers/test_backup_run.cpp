#include "tests/installers/postgres_site.h"

#include <QDir>
#include <QFile>
#include <QtTest/QtTest>

namespace {

using postgres_site::Site;
using support::PostgresServer;

bool append(const QString& path, const char* text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Append) && file.write(text) > 0;
}

}  // namespace

/// Whole runs of a PostgreSQL site that end where they began: the hop fails after its database was migrated.
class TestBackupRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void rollsBack_data();
    void rollsBack();

private:
    std::unique_ptr<PostgresServer> m_server;
};

void TestBackupRun::initTestCase()
{
    if (const QString why = PostgresServer::missing(); !why.isEmpty())
        QSKIP(qPrintable(why));
    m_server = PostgresServer::start();
    QVERIFY(m_server && Site::prepare(*m_server));
}

void TestBackupRun::rollsBack_data()
{
    QTest::addColumn<bool>("copy");
    QTest::addColumn<QByteArray>("killAt");
    for (const bool copy : {false, true}) {
        const QByteArray kind = copy ? "the original, " : "a dump, ";
        QTest::newRow(kind + "never killed") << copy << QByteArray();
        const bool all = qEnvironmentVariableIsSet("CAIRN_TEST_LONG");
        for (const char* const boundary : {"swapped", "rollback-decided", "swap-begun"}) {
            QTest::newRow(kind + "killed at " + boundary) << copy << QByteArray(boundary);
            if (!all)
                break;
        }
    }
}

void TestBackupRun::rollsBack()
{
    QFETCH(bool, copy);
    QFETCH(QByteArray, killAt);
    const Site site(*m_server, {{"sql/vendor.sql", "DROP TABLE entry;\nSELECT nonsense;\n"}});
    QVERIFY(site.made());
    QVERIFY(append(site.file("site.yaml"), copy ? "backup: copy\n" : "backup: dump\n"));
    const QString postgres = QStringLiteral("postgres");
    QVERIFY(m_server->run(postgres, QStringLiteral("ALTER DATABASE %1 SET work_mem TO '9MB'").arg(site.database())));
    const QString before = site.snapshot();
    const auto databases = [&] {
        return m_server
            ->run(postgres, QStringLiteral("SELECT string_agg(datname, ' ') FROM pg_database WHERE datname LIKE '%1%'")
                                .arg(site.database()))
            .value_or(QString());
    };
    Site::Ended ended;
    if (killAt.isEmpty()) {
        ended = site.perform("run");
    } else {
        // A copy is exchanged twice: when it is taken, and when the original comes back.
        const bool second = copy && killAt != "rollback-decided";
        const QByteArray where = second ? "before-rollback/" + killAt : killAt;
        ended = site.performUntil("run", where.constData());
        QVERIFY2(ended.killed, qPrintable(ended.output));
        ended = site.perform("resume");
    }
    constexpr int rolledBack = 20;
    QVERIFY2(ended.code == rolledBack, qPrintable(ended.output));
    QCOMPARE(site.snapshot(), before);
    QCOMPARE(site.ask(QStringLiteral("SHOW work_mem")), QStringLiteral("9MB"));
    QCOMPARE(databases(), site.database());
    const QDir backups(site.file("backups"));
    QCOMPARE(backups.entryList({QStringLiteral(".*")}, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList());
}

QTEST_GUILESS_MAIN(TestBackupRun)
#include "test_backup_run.moc"
