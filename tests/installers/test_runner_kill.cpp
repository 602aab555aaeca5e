#include "tests/installers/mini_site.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest/QtTest>

/// Kills the runner with SIGKILL at every boundary it passes, resumes, and compares with a run that nobody interrupted.
/// CAIRN_KILL_EVERY=N takes every Nth boundary only.
class TestRunnerKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyBoundaryOfARun_data();
    void everyBoundaryOfARun();

private:
    struct Ended {
        bool killed = false;
        int code = -1;
        int visited = 0;
        QString output;
    };
    [[nodiscard]] static Ended runner(const QString& folder, const char* verb, int killAt, const char* countFrom,
                                      const mini::SiteOptions& options);
    /// Resumes until the run has ended, killing it `killAt` boundaries into the first resume where that is not 0.
    [[nodiscard]] static Ended recover(const QString& folder, int killAt, const mini::SiteOptions& options);
};

TestRunnerKill::Ended TestRunnerKill::runner(const QString& folder, const char* verb, int killAt, const char* countFrom,
                                             const mini::SiteOptions& options)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/crash-runner"),
                  {folder, QString::fromLatin1(verb), QString::number(killAt), QString::fromLatin1(countFrom),
                   QStringLiteral("%1:%2:%3")
                       .arg(options.port)
                       .arg(options.maintenance == planner::SiteMaintenance::Kind::page ? QStringLiteral("page")
                                                                                        : QStringLiteral("flag"))
                       .arg(options.hops)});
    Ended ended;
    constexpr int limit = 60'000;
    if (!process.waitForFinished(limit))
        return ended;
    ended.output = QString::fromUtf8(process.readAll());
    ended.killed = process.exitStatus() == QProcess::CrashExit;
    ended.code = ended.killed ? -1 : process.exitCode();
    ended.visited = ended.output.section(QLatin1Char('\n'), 0, 0).toInt();
    return ended;
}

TestRunnerKill::Ended TestRunnerKill::recover(const QString& folder, int killAt, const mini::SiteOptions& options)
{
    Ended ended = runner(folder, "resume", killAt, "-", options);
    if (ended.killed)
        ended = runner(folder, "resume", 0, "-", options);
    // Killed before the run had begun: there is nothing to resume, and the site is as it was.
    constexpr int blocked = 3;
    if (!ended.killed && ended.code == blocked)
        ended = runner(folder, "run", 0, "-", options);
    return ended;
}

void TestRunnerKill::everyBoundaryOfARun_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("hops");
    QTest::addColumn<QString>("broken");
    QTest::addColumn<QString>("countFrom");
    QTest::addColumn<int>("code");
    QTest::newRow("three hops under the page, all the way") << "page" << 3 << ""
                                                            << "-" << 0;
    QTest::newRow("the second hop fails and rolls back under the page") << "page" << 2 << "sql/m3.sql"
                                                                        << "before-rollback" << 20;
    QTest::newRow("the only hop fails and rolls back behind a flag") << "flag" << 1 << "sql/m2.sql"
                                                                     << "before-rollback" << 20;
}

void TestRunnerKill::everyBoundaryOfARun()
{
    QFETCH(QString, kind);
    QFETCH(int, hops);
    QFETCH(QString, broken);
    QFETCH(QString, countFrom);
    QFETCH(int, code);
    mini::SiteOptions options;
    options.port = 21080;
    options.maintenance =
        kind == QLatin1String("page") ? planner::SiteMaintenance::Kind::page : planner::SiteMaintenance::Kind::flag;
    options.hops = hops;
    if (!broken.isEmpty())
        options.scripts[broken.toStdString()] =
            "UPDATE entry SET account = 1;\nUPDATE meta SET schema = 77;\nSELECT nonsense;\n";
    const QByteArray from = countFrom.toLatin1();

    mini::Snapshot expected;
    int boundaries = 0;
    {
        QTemporaryDir folder(mini::scratchTemplate(QStringLiteral("kill")));
        QVERIFY(mini::makeSite(folder.path(), options));
        const Ended whole = runner(folder.path(), "run", 0, from.constData(), options);
        QVERIFY2(whole.code == code, qPrintable(whole.output));
        boundaries = whole.visited;
        expected = mini::snapshotOf(folder.path(), options);
        mini::stopService(folder.path());
        QCOMPARE(expected.served, QStringLiteral("200 mini %1.0").arg(code == 0 ? hops + 1 : hops));
        QCOMPARE(expected.privatePort, QString());
        QCOMPARE(expected.pageUp, false);
        QVERIFY2(expected.leftovers.isEmpty(), qPrintable(expected.leftovers.join(QLatin1Char(' '))));
    }
    QVERIFY(boundaries > 20);

    const int every = std::max(1, qEnvironmentVariableIntValue("CAIRN_KILL_EVERY"));
    int kills = 0;
    int killsDuringRecovery = 0;
    for (int at = 1; at <= boundaries; at += every) {
        QTemporaryDir folder(mini::scratchTemplate(QStringLiteral("kill")));
        QVERIFY(mini::makeSite(folder.path(), options));
        const Ended first = runner(folder.path(), "run", at, from.constData(), options);
        QVERIFY2(first.killed, qPrintable(QStringLiteral("boundary %1: %2").arg(at).arg(first.output)));
        ++kills;
        // Every third recovery is killed too, somewhere else each time.
        const int again = at % 3 == 0 ? 1 + (at * 7) % 23 : 0;
        killsDuringRecovery += again > 0 ? 1 : 0;
        const Ended ended = recover(folder.path(), again, options);
        const mini::Snapshot found = mini::snapshotOf(folder.path(), options);
        const QString differs = mini::difference(expected, found);
        mini::stopService(folder.path());
        const QString where = QStringLiteral("boundary %1 of %2, then %3: ").arg(at).arg(boundaries).arg(again);
        QVERIFY2(ended.code == code, qPrintable(where + ended.output));
        QVERIFY2(differs.isEmpty(), qPrintable(where + differs));
    }
    qInfo("%d boundaries, %d kills, %d recoveries killed again", boundaries, kills, killsDuringRecovery);
}

QTEST_GUILESS_MAIN(TestRunnerKill)
#include "test_runner_kill.moc"
