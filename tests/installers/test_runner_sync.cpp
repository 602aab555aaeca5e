#include "tests/installers/kill_series.h"
#include "tests/installers/mini_postgres.h"

#include <QtTest/QtTest>

/// A slice of what `./dev torture` does: some syncs and random instants of multi-hop runs on SQLite and PostgreSQL,
/// while a client writes.
class TestRunnerSync : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aKillLosesNothing_data();
    void aKillLosesNothing();
};

void TestRunnerSync::aKillLosesNothing_data()
{
    QTest::addColumn<bool>("postgres");
    QTest::addColumn<mini::Instant>("instant");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("kills");
    constexpr int rolledBack = 20;
    using mini::Instant;
    QTest::newRow("SQLite, syncs") << false << Instant::sync << 0 << 14;
    QTest::newRow("SQLite, random instants") << false << Instant::random << 0 << 6;
    QTest::newRow("SQLite, random instants, the last hop fails") << false << Instant::random << rolledBack << 4;
    QTest::newRow("PostgreSQL, syncs") << true << Instant::sync << 0 << 5;
    QTest::newRow("PostgreSQL, boundaries") << true << Instant::boundary << 0 << 4;
    QTest::newRow("PostgreSQL, random instants") << true << Instant::random << 0 << 4;
    QTest::newRow("PostgreSQL, random instants, the last hop fails") << true << Instant::random << rolledBack << 3;
}

void TestRunnerSync::aKillLosesNothing()
{
    QFETCH(bool, postgres);
    QFETCH(mini::Instant, instant);
    QFETCH(int, code);
    QFETCH(int, kills);
    if (!mini::canKillAt(instant))
        QSKIP("strace is missing: apt-get install strace");
    std::unique_ptr<support::PostgresServer> server;
    mini::KillSeries series;
    if (postgres) {
        if (const QString why = support::PostgresServer::missing(); !why.isEmpty())
            QSKIP(qPrintable(why));
        server = support::PostgresServer::start();
        QVERIFY(server);
        series.options.postgres = mini::optionsOf(*server, QStringLiteral("mini"));
    }
    series.instant = instant;
    series.code = code;
    series.options.port = mini::freePort();
    series.options.badCheck = code != 0;
    const mini::Whole whole = mini::runWhole(series);
    QVERIFY2(whole.problem.isEmpty(), qPrintable(whole.problem));
    QVERIFY(instant == mini::Instant::random || whole.instants > 50);
    const bool all = qEnvironmentVariableIntValue("CAIRN_TEST_LONG") != 0;
    const int turns = all && instant != mini::Instant::random ? whole.instants : kills;
    mini::KillCounts counts;
    for (int turn = 0; turn < turns; ++turn) {
        const int at = instant == mini::Instant::random ? turn + 1 : 1 + (2 * turn + 1) * whole.instants / (2 * turns);
        const QString problem = mini::killAt(series, whole, at, counts);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }
    QVERIFY(counts.kills > 0);
    qInfo("%d kills, %d recoveries killed again, %d acknowledged writes", counts.kills, counts.killsDuringRecovery,
          counts.writes);
}

QTEST_GUILESS_MAIN(TestRunnerSync)
#include "test_runner_sync.moc"
