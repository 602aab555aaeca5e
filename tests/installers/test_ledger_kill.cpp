#include "tests/installers/ledger_site.h"
#include "tests/installers/mini_site.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest/QtTest>

namespace {

struct Ended {
    bool killed = false;
    int code = -1;
    int visited = 0;
    QString output;
};

Ended runner(const ledger_site::Made& site, const char* verb, int killAt)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/ledger-runner"),
                  {site.file, site.plan, site.catalog, QString::fromLatin1(verb), QString::number(killAt)});
    Ended ended;
    constexpr int limit = 120'000;
    if (!process.waitForFinished(limit)) {
        ended.output = QStringLiteral("the runner does not end");
        return ended;
    }
    ended.output = QString::fromUtf8(process.readAll());
    ended.killed = process.exitStatus() == QProcess::CrashExit;
    ended.code = ended.killed ? -1 : process.exitCode();
    ended.visited = ended.output.section(QLatin1Char('\n'), 0, 0).toInt();
    return ended;
}

}  // namespace

/// The demo product from 2011 to its newest release, its runner killed on the way. By default a few boundaries spread
/// over the whole run; with CAIRN_TEST_LONG every one.
class TestLedgerKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endsAsIfNobodyHadKilledIt()
    {
        constexpr int entries = 300;
        constexpr int blocked = 3;
        const bool isLong = qEnvironmentVariableIsSet("CAIRN_TEST_LONG");
        QElapsedTimer timer;
        timer.start();
        ledger_site::Snapshot expected;
        int boundaries = 0;
        {
            const QTemporaryDir folder(mini::scratchTemplate(QStringLiteral("ledger")));
            const auto site = ledger_site::make(folder.filePath(QStringLiteral("site")), entries);
            QVERIFY2(site, qPrintable(site ? QString() : site.error()));
            const ledger_site::Guard guard(*site);
            const QStringList before = ledger_site::snapshotOf(*site).balances;
            const Ended whole = runner(*site, "run", 0);
            QVERIFY2(whole.code == 0, qPrintable(whole.output));
            boundaries = whole.visited;
            expected = ledger_site::snapshotOf(*site);
            QCOMPARE(expected.status, 200);
            QCOMPARE(expected.privateStatus, 0);
            QVERIFY(!expected.pageUp && !expected.balances.isEmpty());
            QCOMPARE(expected.balances, before);
        }
        const qint64 once = timer.elapsed();
        // As many as fit into the time, spread evenly, never fewer than four.
        constexpr qint64 budget = 22'000;
        const int kills = isLong ? boundaries : std::max(4, static_cast<int>((budget - once) / (2 * once + 1)));
        int done = 0;
        int again = 0;
        for (int i = 0; i < kills; ++i) {
            const int at = isLong ? i + 1 : 1 + static_cast<int>((2 * i + 1) * boundaries / (2 * kills));
            const QTemporaryDir folder(mini::scratchTemplate(QStringLiteral("ledger")));
            const auto site = ledger_site::make(folder.filePath(QStringLiteral("site")), entries);
            QVERIFY2(site, qPrintable(site ? QString() : site.error()));
            const ledger_site::Guard guard(*site);
            const Ended first = runner(*site, "run", at);
            const QString where = QStringLiteral("boundary %1: ").arg(at);
            QVERIFY2(first.killed, qPrintable(where + first.output));
            ++done;
            Ended ended = runner(*site, "resume", i % 3 == 0 ? 1 + at % 17 : 0);
            if (ended.killed) {
                ++again;
                ended = runner(*site, "resume", 0);
            }
            if (ended.code == blocked)
                ended = runner(*site, "run", 0);
            QVERIFY2(ended.code == 0, qPrintable(where + ended.output));
            const QString differs = ledger_site::difference(expected, ledger_site::snapshotOf(*site));
            QVERIFY2(differs.isEmpty(), qPrintable(where + differs));
        }
        qInfo("ledger: %d boundaries, %d kills, %d recoveries killed again; %lld rows, %lld accounts equal each time",
              boundaries, done, again, static_cast<long long>(ledger_site::rowsOf(expected)),
              static_cast<long long>(expected.balances.size()));
    }
};

QTEST_GUILESS_MAIN(TestLedgerKill)
#include "test_ledger_kill.moc"
