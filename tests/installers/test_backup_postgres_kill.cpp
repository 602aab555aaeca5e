#include "installers/durable.h"
#include "installers/postgres_properties.h"
#include "tests/installers/postgres_ground.h"

#include <QDir>
#include <QtTest/QtTest>

namespace {

using installers::Backup;
using mini::ledger;
using mini::makeLedger;
using mini::PostgresGround;
using mini::told;
using support::PostgresServer;

const QString set = QStringLiteral("hop-1");
const QString version = QStringLiteral("1.0");

}  // namespace

/// Going back with a database, a folder and a command, killed on the way.
class TestBackupPostgresKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void killedAnywhere_data();
    void killedAnywhere();
    void givenUpWhileTheOriginalIsKept();

private:
    std::unique_ptr<PostgresServer> m_server;
};

void TestBackupPostgresKill::initTestCase()
{
    if (const QString missing = PostgresServer::missing(); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    m_server = PostgresServer::start();
    QVERIFY(m_server != nullptr);
}

void TestBackupPostgresKill::killedAnywhere_data()
{
    QTest::addColumn<bool>("copy");
    QTest::newRow("while a set is put back") << false;
    QTest::newRow("while the original comes back") << true;
}

/// A database, a folder and a command together, the restore cut off at each boundary and called again.
void TestBackupPostgresKill::killedAnywhere()
{
    QFETCH(bool, copy);
    QVERIFY(makeLedger(*m_server, "CREATE TABLE a(v int); INSERT INTO a VALUES (1), (2)"));
    PostgresGround ground(*m_server, ledger);
    ground.site.backupKind = copy ? planner::BackupKind::copy : planner::BackupKind::dump;
    QVERIFY(QDir(ground.folder.path()).mkpath(QStringLiteral("files")));
    planner::SiteData folder;
    folder.path = "files";
    planner::SiteData command;
    command.kind = planner::SiteData::Kind::command;
    command.name = "directory";
    command.backup = {"/bin/cp", "entries", "{backup}/entries"};
    command.restore = {"/bin/cp", "{backup}/entries", "entries"};
    ground.site.data.insert(ground.site.data.begin(), folder);
    ground.site.data.push_back(command);
    const auto put = [&](const char* name, const char* text) {
        QFile file(ground.folder.filePath(QLatin1String(name)));
        return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(text) > 0;
    };
    const auto get = [&](const char* name) {
        QFile file(ground.folder.filePath(QLatin1String(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    QVERIFY(put("files/a", "old") && put("entries", "old"));
    QVERIFY(installers::checkMembers(ground.context).empty());
    Backup backup(ground.context);
    QCOMPARE(told(copy ? backup.keepOriginals(set, version) : backup.take(set, Backup::Consistency::quiesced, version)),
             QStringLiteral("done"));
    int kills = 0;
    const int every = qEnvironmentVariableIsSet("CAIRN_TEST_LONG") ? 1 : 4;
    for (int at = 1;; at += every, ++kills) {
        QVERIFY(m_server->run(ledger, QStringLiteral("INSERT INTO a VALUES (3)")));
        QVERIFY(put("files/a", "new") && put("files/b", "new") && put("entries", "new"));
        QString first = QStringLiteral("killed");
        const bool whole = mini::survives(ground.world, at, [&] { first = told(backup.restore(set)); });
        if (!whole)
            QCOMPARE(told(Backup(ground.context).restore(set)), QStringLiteral("done"));
        else
            QCOMPARE(first, QStringLiteral("done"));
        QCOMPARE(ground.ask(ledger, "SELECT string_agg(v::text, ' ' ORDER BY v) FROM a"), QStringLiteral("1 2"));
        QCOMPARE(get("files/a") + get("files/b") + get("entries"), QByteArray("oldold"));
        if (whole)
            break;
        if (copy) {
            // Both sides again as they were: the copies live, the originals beside.
            QVERIFY(backup.dropBeside().has_value());
            QVERIFY(installers::durable::remove(backup.folder(set)).has_value());
            QCOMPARE(told(backup.keepOriginals(set, version)), QStringLiteral("done"));
        }
    }
    QVERIFY2(kills >= 3, qPrintable(QString::number(kills)));
    QVERIFY(ground.world.visited.contains(QStringLiteral("swap-begun")));
}

/// Killed while a copy takes the original's place, and the run goes back instead of on.
void TestBackupPostgresKill::givenUpWhileTheOriginalIsKept()
{
    QVERIFY(makeLedger(*m_server, "CREATE TABLE a(v int); INSERT INTO a VALUES (1), (2)"));
    QVERIFY(m_server->run(QStringLiteral("postgres"), QStringLiteral("ALTER DATABASE ledger SET work_mem TO '7MB'; "
                                                                     "REVOKE ALL ON DATABASE ledger FROM PUBLIC")));
    PostgresGround ground(*m_server, ledger);
    ground.site.backupKind = planner::BackupKind::copy;
    const QJsonObject properties = ground.propertiesOf(ledger);
    Backup backup(ground.context);
    const int every = qEnvironmentVariableIsSet("CAIRN_TEST_LONG") ? 1 : 3;
    int kills = 0;
    for (int at = 2;; at += every, ++kills) {
        QString first;
        const bool whole = mini::survives(ground.world, at, [&] { first = told(backup.keepOriginals(set, version)); });
        QCOMPARE(told(backup.restore(set)), QStringLiteral("done"));
        QCOMPARE(told(backup.dropBeside()), QStringLiteral("done"));
        QCOMPARE(ground.databases(), ledger);
        QCOMPARE(ground.ask(ledger, "SELECT string_agg(v::text, ' ' ORDER BY v) FROM a"), QStringLiteral("1 2"));
        QCOMPARE(installers::firstPropertyDifference(properties, ground.propertiesOf(ledger)), QString());
        QVERIFY(installers::durable::remove(backup.folder(set)).has_value());
        if (whole)
            break;
    }
    QVERIFY2(kills >= 3, qPrintable(QString::number(kills)));
}

QTEST_GUILESS_MAIN(TestBackupPostgresKill)
#include "test_backup_postgres_kill.moc"
