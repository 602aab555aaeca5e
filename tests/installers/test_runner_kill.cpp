#include "tests/installers/kill_series.h"

#include <QtTest/QtTest>

/// Built twice, each for every other boundary, so that two cores share them.
class TestRunnerKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endsAsIfNobodyHadKilledIt()
    {
        mini::KillSeries series;
        series.options.port = mini::freePort();
        series.options.hops = 3;
        series.part = CAIRN_KILL_PART;
        series.parts = CAIRN_KILL_PARTS;
        mini::KillCounts counts;
        const QString problem = mini::killEverywhere(series, counts);
        qInfo("three hops: %d boundaries, %d kills, %d recoveries killed again", counts.boundaries, counts.kills,
              counts.killsDuringRecovery);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(counts.boundaries > 150);
    }
};

QTEST_GUILESS_MAIN(TestRunnerKill)
#include "test_runner_kill.moc"
