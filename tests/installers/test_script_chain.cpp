#include "tests/installers/script_chain.h"

#include <QtTest/QtTest>

using chain::Database;

namespace {

/// QtTest ends a function that takes more than five minutes, as the long variant may.
const bool isPatient = qputenv("QTEST_FUNCTION_TIMEOUT", "7200000");

QString chainFolder(const char* name)
{
    return qEnvironmentVariable("CAIRN_SOURCE_DIR") + QStringLiteral("/tests/data/chains/") + QLatin1String(name);
}

}  // namespace

/// Histories of SQL scripts as chains of upgrades; CAIRN_SCRIPT_CHAIN=FOLDER with
/// CAIRN_SCRIPT_CHAIN_DATABASE=postgresql or sqlite tries another one.
class TestScriptChain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void areReadInOrder_data();
    void areReadInOrder();
    void whatCannotBeTriedIsSaid_data();
    void whatCannotBeTriedIsSaid();
    void makeTheSameDatabase_data();
    void makeTheSameDatabase();

private:
    std::unique_ptr<support::PostgresServer> m_server;
};

void TestScriptChain::areReadInOrder_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<Database>("database");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("plain") << QStringLiteral("sqlite_plain") << Database::sqlite
                           << QStringList{QStringLiteral("001_init.sql"), QStringLiteral("002_cents.sql"),
                                          QStringLiteral("010_index.sql")};
    QTest::newRow("Flyway") << QStringLiteral("postgres_flyway") << Database::postgresql
                            << QStringList{QStringLiteral("V1__init.sql"), QStringLiteral("V1.1__cents.sql"),
                                           QStringLiteral("V2__index.sql"), QStringLiteral("V10__function.sql")};
    QTest::newRow("up and down") << QStringLiteral("postgres_updown") << Database::postgresql
                                 << QStringList{QStringLiteral("20240101000000_init/up.sql"),
                                                QStringLiteral("20240301000000_more/up.sql"),
                                                QStringLiteral("20240401000000_goose.sql"),
                                                QStringLiteral("20240402000000_tag.up.sql")};
}

void TestScriptChain::areReadInOrder()
{
    QFETCH(QString, folder);
    QFETCH(Database, database);
    QFETCH(QStringList, names);
    const auto history = chain::readHistory(chainFolder(folder.toLatin1().constData()), database);
    QVERIFY2(history, qPrintable(history ? QString() : history.error()));
    QStringList found;
    for (const chain::Script& script : history->scripts) {
        found.append(script.name);
        QVERIFY(!script.text.contains("DROP FUNCTION"));
    }
    QCOMPARE(found, names);
}

void TestScriptChain::whatCannotBeTriedIsSaid_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("words");
    QTest::newRow("no number") << QByteArray("init.sql") << QByteArray("SELECT 1;")
                               << QStringLiteral("has a number at its beginning");
    QTest::newRow("fails by itself") << QByteArray("1_init.sql") << QByteArray("SELECT 1;\nCREATE TABEL t(a);")
                                     << QStringLiteral("\"1_init.sql\" fails by itself, without Cairn: ");
    QTest::newRow("not UTF-8") << QByteArray("1_init.sql") << QByteArray("SELECT 'bl\xe5';")
                               << QStringLiteral("is not UTF-8");
}

void TestScriptChain::whatCannotBeTriedIsSaid()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, text);
    QFETCH(QString, words);
    const QTemporaryDir folder;
    QFile file(folder.filePath(QString::fromLatin1(name)));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    file.close();
    const chain::Outcome outcome = chain::Chain(folder.path(), Database::sqlite, nullptr, {{}, 0}).run();
    QVERIFY2(outcome.problem.contains(words), qPrintable(outcome.problem));
}

void TestScriptChain::makeTheSameDatabase_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<Database>("database");
    for (const char* const name : {"sqlite_plain", "sqlite_awkward"})
        QTest::newRow(name) << chainFolder(name) << Database::sqlite;
    for (const char* const name : {"postgres_flyway", "postgres_awkward", "postgres_updown"})
        QTest::newRow(name) << chainFolder(name) << Database::postgresql;
    if (const QString other = qEnvironmentVariable("CAIRN_SCRIPT_CHAIN"); !other.isEmpty()) {
        const bool sqlite = qEnvironmentVariable("CAIRN_SCRIPT_CHAIN_DATABASE") == QLatin1String("sqlite");
        QTest::newRow("CAIRN_SCRIPT_CHAIN") << other << (sqlite ? Database::sqlite : Database::postgresql);
    }
}

void TestScriptChain::makeTheSameDatabase()
{
    QFETCH(QString, folder);
    QFETCH(Database, database);
    if (database == Database::postgresql) {
        if (const QString why = support::PostgresServer::missing(); !why.isEmpty())
            QSKIP(qPrintable(why));
        if (!m_server)
            m_server = support::PostgresServer::start();
        QVERIFY(m_server);
    }
    const bool all = qEnvironmentVariableIntValue("CAIRN_TEST_LONG") != 0;
    const int kills = all ? 40 : database == Database::sqlite ? 4 : 2;
    const chain::Outcome outcome = chain::Chain(folder, database, m_server.get(), {{}, kills}).run();
    QVERIFY2(outcome.problem.isEmpty(), qPrintable(outcome.problem));
    QVERIFY(outcome.kills >= kills);
    qInfo("%d boundaries, %d kills, %d went back; %d objects, %lld rows", outcome.boundaries, outcome.kills,
          outcome.rolledBack, outcome.objects, static_cast<long long>(outcome.rows));
}

QTEST_GUILESS_MAIN(TestScriptChain)
#include "test_script_chain.moc"
