#include "tests/installers/kill_series.h"

#include <QtTest/QtTest>

/// A slice of the runner's syncs; `./dev torture` takes all of them.
class TestRunnerSync : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aKillInsteadOfASyncLosesNothing()
    {
        if (!mini::canKillAt(mini::Instant::sync))
            QSKIP("strace is missing: apt-get install strace");
        mini::KillSeries series;
        series.instant = mini::Instant::sync;
        series.options.port = mini::freePort();
        series.options.hops = 2;
        const bool all = qEnvironmentVariableIntValue("CAIRN_TEST_LONG") != 0;
        const mini::Whole whole = mini::runWhole(series);
        QVERIFY2(whole.problem.isEmpty(), qPrintable(whole.problem));
        QVERIFY(whole.instants > 50);
        constexpr int whileCopying = 12;
        constexpr int slice = 29;
        mini::KillCounts counts;
        for (int at = 1; at <= whole.instants; at += all || at < whileCopying ? 1 : slice) {
            const QString problem = mini::killAt(series, whole, at, counts);
            QVERIFY2(problem.isEmpty(), qPrintable(problem));
        }
        qInfo("two hops: %d syncs, %d kills, %d recoveries killed again", whole.instants, counts.kills,
              counts.killsDuringRecovery);
    }
};

QTEST_GUILESS_MAIN(TestRunnerSync)
#include "test_runner_sync.moc"
