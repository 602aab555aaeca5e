#include "installers/file_tree.h"
#include "tests/installers/postgres_ground.h"

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

/// Replaces the dump's bytes and says in the manifest that they are right.
bool forge(const QString& folder, const std::function<void(QFile&)>& change)
{
    QFile dump(folder + QStringLiteral("/0/database.dump"));
    if (!dump.open(QIODevice::ReadWrite))
        return false;
    change(dump);
    dump.close();
    auto manifest = installers::readManifest(folder);
    const auto digest = installers::digestOfFile(dump.fileName());
    if (!manifest || !digest)
        return false;
    manifest->members.at(0).insert(QStringLiteral("digest"), *digest);
    return installers::writeManifest(folder, *manifest).has_value();
}

}  // namespace

/// What a PostgreSQL dump that is not right looks like, and what is found.
class TestBackupPostgresDamage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void damageIsFound();
    void truncationIsFound();
    void whatDiffersIsNamed_data();
    void whatDiffersIsNamed();

private:
    std::unique_ptr<PostgresServer> m_server;
};

void TestBackupPostgresDamage::initTestCase()
{
    if (const QString missing = PostgresServer::missing(); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    m_server = PostgresServer::start();
    QVERIFY(m_server != nullptr);
}

void TestBackupPostgresDamage::damageIsFound()
{
    QVERIFY(makeLedger(*m_server));
    PostgresGround ground(*m_server, ledger);
    Backup backup(ground.context);
    QCOMPARE(told(backup.take(set, Backup::Consistency::quiesced, version)), QStringLiteral("done"));
    const QString path = backup.folder(set) + QStringLiteral("/0/database.dump");
    constexpr int regions = 24;
    for (int region = 0; region < regions; ++region) {
        QFile dump(path);
        QVERIFY(dump.open(QIODevice::ReadWrite));
        const qint64 at = dump.size() * region / regions;
        QVERIFY(dump.seek(at));
        const QByteArray byte = dump.read(1);
        QVERIFY(dump.seek(at) && dump.write(QByteArray(1, static_cast<char>(byte.at(0) ^ 0x10))) == 1);
        dump.flush();
        const auto verified = backup.verify(set);
        QVERIFY2(!verified && verified.error().code == RunProblemCode::backupDiffers, qPrintable(told(verified)));
        QCOMPARE(verified.error().subject, ledger);
        QVERIFY(dump.seek(at) && dump.write(byte) == 1);
    }
    QCOMPARE(told(backup.verify(set)), QStringLiteral("done"));
}

/// A dump that was cut when it was made, so that its digest is right: only a restore tells.
void TestBackupPostgresDamage::truncationIsFound()
{
    QVERIFY(makeLedger(*m_server));
    PostgresGround ground(*m_server, ledger);
    Backup backup(ground.context);
    QCOMPARE(told(backup.take(set, Backup::Consistency::quiesced, version)), QStringLiteral("done"));
    const QString path = backup.folder(set) + QStringLiteral("/0/database.dump");
    const qint64 whole = QFileInfo(path).size();
    int listed = 0;
    for (const int permille : {998, 900, 700, 500, 100, 0}) {
        QVERIFY(forge(backup.folder(set), [&](QFile& dump) { QVERIFY(dump.resize(whole * permille / 1000)); }));
        listed +=
            QProcess::execute(PostgresServer::programs() + QStringLiteral("/pg_restore"),
                              {QStringLiteral("-l"), QStringLiteral("-f"), QStringLiteral("/dev/null"), path}) == 0;
        const auto verified = backup.verify(set);
        QVERIFY2(!verified && verified.error().code == RunProblemCode::backupDiffers, qPrintable(told(verified)));
        QVERIFY2(!verified.error().detail.isEmpty(), qPrintable(told(verified)));
        QCOMPARE(ground.databases(), ledger);
    }
    QVERIFY2(listed > 0, "pg_restore -l tells by itself now: the comment that says otherwise is wrong");
}

void TestBackupPostgresDamage::whatDiffersIsNamed_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("what");
    const auto row = [](const char* what, const char* sql) {
        QTest::newRow(what) << QString::fromUtf8(sql) << QString::fromUtf8(what);
    };
    row("table public.a", "UPDATE a SET v = v + 1 WHERE id = 2");
    row("table public.b", "INSERT INTO b SELECT * FROM b");
    row("sequence public.s", "SELECT nextval('s')");
    row("large objects", "SELECT lo_put(5, 0, 'y')");
    row("function public.f(integer)", "CREATE OR REPLACE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 3'");
    row("relation public.a", "ALTER TABLE a ALTER v TYPE bigint");
    row("relation public.i", "DROP INDEX i");
    row("constraint public.a.positive", "ALTER TABLE a DROP CONSTRAINT positive");
    row("trigger public.b.g", "ALTER TABLE b DISABLE TRIGGER g");
    row("relation public.b", "GRANT SELECT ON b TO PUBLIC");
    row("type public.e", "ALTER TYPE e ADD VALUE 'z'");
    row("comments pg_class", "COMMENT ON TABLE a IS 'another'");
    row("relation public.v", "DROP VIEW v");
    row("schema x", "CREATE SCHEMA x");
}

void TestBackupPostgresDamage::whatDiffersIsNamed()
{
    QFETCH(QString, sql);
    QFETCH(QString, what);
    static const bool made = makeLedger(
        *m_server,
        "CREATE TYPE e AS ENUM ('x'); CREATE SEQUENCE s; SELECT nextval('s'); SELECT lo_from_bytea(5, 'x');"
        "CREATE TABLE a(id int PRIMARY KEY, v int CONSTRAINT positive CHECK (v > 0)); COMMENT ON TABLE a IS 'one';"
        "INSERT INTO a SELECT i, i FROM generate_series(1, 5) AS i; CREATE INDEX i ON a(v);"
        "CREATE TABLE b(w text); INSERT INTO b VALUES ('same'); CREATE VIEW v AS SELECT * FROM b;"
        "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 2';"
        "CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
        "CREATE TRIGGER g BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION t();");
    QVERIFY(made);
    PostgresGround ground(*m_server, ledger);
    static const installers::DatabaseChecksum before = ground.checksumOf(ledger);
    QVERIFY(m_server->createDatabase(QStringLiteral("changed")));
    const QString copied = QStringLiteral("DROP DATABASE changed");
    QVERIFY(m_server->run(QStringLiteral("postgres"), copied) &&
            m_server->run(QStringLiteral("postgres"), QStringLiteral("CREATE DATABASE changed TEMPLATE ledger")));
    QCOMPARE(installers::firstDifference(before, ground.checksumOf(QStringLiteral("changed"))), QString());
    QVERIFY(m_server->run(QStringLiteral("changed"), sql));
    const installers::DatabaseChecksum after = ground.checksumOf(QStringLiteral("changed"));
    QVERIFY2(!(before.value(what) == after.value(what)), qPrintable(installers::firstDifference(before, after)));
    for (auto it = before.cbegin(); it != before.cend(); ++it) {
        if (it.key().startsWith(QLatin1String("table ")) && it.key() != what)
            QVERIFY2(*it == after.value(it.key()), qPrintable(it.key()));
    }
}

QTEST_GUILESS_MAIN(TestBackupPostgresDamage)
#include "test_backup_postgres_damage.moc"
