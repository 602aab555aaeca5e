#include "tests/installers/step_site.h"

#include <QDir>
#include <QtTest/QtTest>

namespace {

using installers::RunEnd;
using installers::RunReport;
using std::chrono::milliseconds;

const QByteArray threeReleases = "  - version: \"1.0\"\n"
                                 "  - version: \"2.0\"\n    install:\n      install:\n"
                                 "        - {id: one, driver: command, run: [/bin/true], timeout: 1m}\n"
                                 "        - {id: two, driver: command, run: [/bin/true], timeout: 1m}\n"
                                 "  - version: \"3.0\"\n    install:\n      install:\n"
                                 "        - {id: one, driver: command, run: [/bin/true]}\n";

/// A service that is there as long as a file is.
void addService(steps::Site& site)
{
    planner::SiteService service;
    service.start = {"/usr/bin/touch", "{site}/up"};
    service.stop = {"/bin/rm", "-f", "{site}/up"};
    service.healthRun = {"/usr/bin/test", "-e", "{site}/up"};
    service.healthTimeout = catalog::Seconds(5);
    site.site.service = service;
}

}  // namespace

/// Clocks are set right, by people and by programs, also at night while an upgrade runs.
class TestRunnerClock : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void durationsHoldWhileTheClockJumps_data();
    void durationsHoldWhileTheClockJumps();
    void pauseIsCountedByTheClock();
    void runsKeepTheirOrder_data();
    void runsKeepTheirOrder();
};

void TestRunnerClock::durationsHoldWhileTheClockJumps_data()
{
    QTest::addColumn<qint64>("jump");
    QTest::addColumn<QString>("when");
    const auto row = [](const char* name, std::chrono::hours jump, const char* when) {
        QTest::addRow("%s, %s", name, when) << qint64(milliseconds(jump).count()) << QString::fromLatin1(when);
    };
    for (const char* const when : {"before-intent", "child-runs", "after-act", "after-result"}) {
        row("an hour back", std::chrono::hours(-1), when);
        row("ten years back", std::chrono::hours(-24 * 3650), when);
        row("a month forward", std::chrono::hours(24 * 30), when);
    }
}

void TestRunnerClock::durationsHoldWhileTheClockJumps()
{
    QFETCH(qint64, jump);
    QFETCH(QString, when);
    steps::Site site;
    addService(site);
    QVERIFY(site.write("up", "") && site.plan(threeReleases));
    bool working = false;
    site.atEvent = [&](const installers::RunEvent& event) {
        if (event.step == QLatin1String("1/one"))
            working = event.kind == installers::RunEvent::Kind::stepBegins;
    };
    site.world.atBoundary = [&](const char* name) {
        // The first step's end is the second one's beginning.
        const bool now = when == QLatin1String(name) && (working || site.begun.endsWith(QStringLiteral("1/one")));
        if (now && site.world.turned == milliseconds(0))
            site.world.turned = milliseconds(jump);
    };
    const RunReport report = site.run();
    QVERIFY2(report.end == RunEnd::done, steps::words(report).constData());
    QCOMPARE(site.world.turned.count(), jump);
    constexpr milliseconds most{60'000};
    for (const milliseconds took : {report.took, report.hops.front().took, report.hops.front().downtime})
        QVERIFY2(took > milliseconds(0) && took < most, QByteArray::number(qint64(took.count())).constData());
    QVERIFY(report.hops.front().downtime <= report.took);
}

/// What lies between two runners is only known by the clock.
void TestRunnerClock::pauseIsCountedByTheClock()
{
    steps::Site site;
    QVERIFY(site.plan(threeReleases));
    site.atEvent = [&](const installers::RunEvent& event) {
        if (event.step == QLatin1String("1/one"))
            QVERIFY(installers::Runner::requestPause(site.site));
    };
    QVERIFY(site.run().end == RunEnd::waiting);
    site.atEvent = [](const installers::RunEvent&) {};
    site.world.turned = std::chrono::hours(5);
    const RunReport report = site.resume();
    QVERIFY2(report.end == RunEnd::done, steps::words(report).constData());
    QVERIFY(report.took >= std::chrono::hours(5) && report.took < std::chrono::hours(6));
}

void TestRunnerClock::runsKeepTheirOrder_data()
{
    QTest::addColumn<qint64>("jump");
    QTest::newRow("in the same second") << qint64(0);
    QTest::newRow("a year back") << qint64(milliseconds(std::chrono::hours(-24 * 365)).count());
    QTest::newRow("a year forward") << qint64(milliseconds(std::chrono::hours(24 * 365)).count());
}

void TestRunnerClock::runsKeepTheirOrder()
{
    QFETCH(qint64, jump);
    steps::Site site;
    site.world.stands = QDateTime(QDate(2026, 11, 20), QTime(22, 5, 1), Qt::UTC);
    site.site.keepBackups = 1;
    QVERIFY(site.plan(threeReleases));
    const RunReport first = site.run();
    QVERIFY2(first.end == RunEnd::done, steps::words(first).constData());
    QCOMPARE(first.run, QStringLiteral("20261120T220501Z"));
    site.world.turned = milliseconds(jump);
    site.site.version = "2.0";
    QVERIFY(site.plan(threeReleases, "3.0"));
    const RunReport second = site.run();
    QVERIFY2(second.end == RunEnd::done, steps::words(second).constData());
    QVERIFY(second.run != first.run);
    QCOMPARE(installers::report(site.site)->run, second.run);
    QCOMPARE(site.installed(), QStringLiteral("3.0"));
    // The older run's backups went, whatever its name says.
    QCOMPARE(QDir(site.path("backups")).entryList(QDir::Dirs | QDir::NoDotAndDotDot), QStringList{second.run});
}

QTEST_GUILESS_MAIN(TestRunnerClock)
#include "test_runner_clock.moc"
