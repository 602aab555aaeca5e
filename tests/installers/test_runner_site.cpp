#include "installers/fence.h"
#include "tests/installers/runner_ground.h"

#include <QDir>
#include <QtTest/QtTest>

namespace {

using Ground = mini::SiteGround;
using installers::RunEnd;
using installers::RunEvent;
using installers::RunProblemCode;
using installers::RunReport;
using mini::SiteOptions;
using mini::Watcher;

RunReport run(const installers::RunRequest& request, Watcher& watcher)
{
    installers::PosixWorld world(mini::withPage());
    return installers::Runner(world, watcher).run(request);
}

RunReport resume(const planner::Site& site)
{
    installers::PosixWorld world(mini::withPage());
    Watcher watcher;
    return installers::Runner(world, watcher).resume(site);
}

}  // namespace

/// Pausing, going on, and what others see of a run meanwhile.
class TestRunnerSite : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pauseAndResume();
    void pauseNeverLeavesVisitorsOutside();
    void pageIsBackWhileTheServiceDoesNotOpen();
    void busySite();
    void unfinishedRun();
    void changedCopyStopsTheRun();
    void resumeWithoutARun();
    void reportIsReadWhileItRuns();
    void dataStaysWhereCompatAllowsIt();
    void eventsCountHonestly();
    void releasesMayNameDifferentFilesTheSame();
};

void TestRunnerSite::pauseAndResume()
{
    Ground ground;
    QVERIFY(mini::makeSite(ground.folder.path(), mini::oneHop()));
    const installers::RunRequest request = mini::requestIn(ground.folder.path(), mini::oneHop());
    Watcher watcher([&](const RunEvent& event) {
        if (event.kind == RunEvent::Kind::stepBegins && event.step == QLatin1String("1/unpack"))
            QVERIFY(installers::Runner::requestPause(request.site));
    });
    const RunReport paused = run(request, watcher);
    QVERIFY(paused.end == RunEnd::waiting);
    QCOMPARE(installers::exitCode(paused.end), 22);
    QVERIFY(paused.nextCommand.startsWith(QStringLiteral("cairn resume --site ")));
    QCOMPARE(paused.state, QStringLiteral("install"));
    QVERIFY(QFileInfo::exists(ground.folder.filePath(QStringLiteral("maintenance.flag"))));
    const RunReport done = resume(request.site);
    QVERIFY(done.end == RunEnd::done);
    QCOMPARE(done.hops.at(0).result, QStringLiteral("done"));
    QVERIFY(done.hops.at(0).downtime.count() > 0);
    QCOMPARE(mini::snapshotOf(ground.folder.path(), mini::oneHop()).served, QStringLiteral("200 mini 2.0"));
}

void TestRunnerSite::pauseNeverLeavesVisitorsOutside()
{
    Ground ground;
    SiteOptions options = mini::oneHop();
    options.maintenance = planner::SiteMaintenance::Kind::page;
    QVERIFY(mini::makeSite(ground.folder.path(), options));
    const installers::RunRequest request = mini::requestIn(ground.folder.path(), options);
    Watcher watcher([&](const RunEvent& event) {
        if (event.step == QLatin1String("1/page-down"))
            QVERIFY(installers::Runner::requestPause(request.site));
    });
    const RunReport report = run(request, watcher);
    QVERIFY(report.end == RunEnd::done || report.end == RunEnd::waiting);
    QCOMPARE(mini::snapshotOf(ground.folder.path(), options).served, QStringLiteral("200 mini 2.0"));
}

void TestRunnerSite::pageIsBackWhileTheServiceDoesNotOpen()
{
    Ground ground;
    SiteOptions options = mini::oneHop();
    options.maintenance = planner::SiteMaintenance::Kind::page;
    QVERIFY(mini::makeSite(ground.folder.path(), options));
    const installers::RunRequest request = mini::requestIn(ground.folder.path(), options);
    Watcher watcher([&](const RunEvent& event) {
        QFile marker(ground.folder.filePath(QStringLiteral("releases/current/fail-once-start")));
        if (event.step == QLatin1String("1/open") && event.kind == RunEvent::Kind::stepBegins)
            QVERIFY(marker.open(QIODevice::WriteOnly));
    });
    const RunReport stuck = run(request, watcher);
    QVERIFY(stuck.end == RunEnd::stuck);
    QCOMPARE(installers::exitCode(stuck.end), 21);
    QVERIFY(stuck.nextCommand.startsWith(QStringLiteral("cairn resume")));
    QTRY_COMPARE(
        ground.world.get(QStringLiteral("http://127.0.0.1:%1/").arg(mini::oneHop().port), std::chrono::seconds(2))
            .status,
        503);
    const RunReport done = resume(request.site);
    QVERIFY(done.end == RunEnd::done);
    QVERIFY(done.problems.front().detail.contains(QStringLiteral("broken")));
    const mini::Snapshot found = mini::snapshotOf(ground.folder.path(), options);
    QCOMPARE(found.served, QStringLiteral("200 mini 2.0"));
    QCOMPARE(found.pageUp, false);
}

void TestRunnerSite::busySite()
{
    Ground ground;
    QVERIFY(mini::makeSite(ground.folder.path(), mini::oneHop()));
    const installers::RunRequest request = mini::requestIn(ground.folder.path(), mini::oneHop());
    QVERIFY(QDir().mkpath(ground.paths.state));
    const auto other = installers::Fence::take(ground.paths.fence, ground.world, std::chrono::seconds(0));
    QVERIFY(other.has_value());
    Watcher watcher;
    const RunReport report = run(request, watcher);
    QVERIFY(report.end == RunEnd::busy);
    QCOMPARE(installers::exitCode(report.end), 23);
    QVERIFY(report.problems.front().code == RunProblemCode::siteBusy);
    QVERIFY(!report.problems.front().subject.isEmpty() && !report.problems.front().detail.isEmpty());
}

void TestRunnerSite::unfinishedRun()
{
    Ground ground;
    QVERIFY(mini::makeSite(ground.folder.path(), mini::oneHop()));
    const installers::RunRequest request = mini::requestIn(ground.folder.path(), mini::oneHop());
    Watcher pausing([&](const RunEvent& event) {
        if (event.step == QLatin1String("1/backup"))
            QVERIFY(installers::Runner::requestPause(request.site));
    });
    QVERIFY(run(request, pausing).end == RunEnd::waiting);
    Watcher watcher;
    const RunReport second = run(request, watcher);
    QVERIFY(second.end == RunEnd::busy && second.problems.front().code == RunProblemCode::unfinishedRun);
    QVERIFY(second.nextCommand.startsWith(QStringLiteral("cairn resume")));
}

void TestRunnerSite::changedCopyStopsTheRun()
{
    Ground ground;
    QVERIFY(mini::makeSite(ground.folder.path(), mini::oneHop()));
    const installers::RunRequest request = mini::requestIn(ground.folder.path(), mini::oneHop());
    Watcher pausing([&](const RunEvent& event) {
        if (event.step == QLatin1String("1/unpack"))
            QVERIFY(installers::Runner::requestPause(request.site));
    });
    const RunReport paused = run(request, pausing);
    QVERIFY(paused.end == RunEnd::waiting);
    const QString script = ground.paths.run(paused.run) + QStringLiteral("/scripts/sql/m2.sql");
    mini::flipByte(script, 5);
    const RunReport stuck = resume(request.site);
    QVERIFY(stuck.end == RunEnd::stuck);
    QVERIFY(stuck.problems.front().code == RunProblemCode::copyChanged);
    QCOMPARE(stuck.problems.front().subject, script);
    QVERIFY(QFileInfo::exists(ground.folder.filePath(QStringLiteral("maintenance.flag"))));
}

void TestRunnerSite::resumeWithoutARun()
{
    Ground ground;
    const RunReport report = resume(ground.site);
    QVERIFY(report.end == RunEnd::blocked && report.problems.front().code == RunProblemCode::noRun);
    QVERIFY(!QFileInfo::exists(ground.paths.state));
}

void TestRunnerSite::reportIsReadWhileItRuns()
{
    Ground ground;
    QVERIFY(mini::makeSite(ground.folder.path(), mini::oneHop()));
    const installers::RunRequest request = mini::requestIn(ground.folder.path(), mini::oneHop());
    QVERIFY(!installers::report(request.site));
    bool seen = false;
    Watcher watcher([&](const RunEvent& event) {
        if (event.step != QLatin1String("1/m2") || event.kind != RunEvent::Kind::stepBegins)
            return;
        const auto report = installers::report(request.site);
        seen = report && report->end == RunEnd::busy && report->state == QLatin1String("migrate") &&
               report->hops.size() == 1 && report->hops.front().result == QLatin1String("open");
    });
    QVERIFY(run(request, watcher).end == RunEnd::done);
    QVERIFY(seen);
    const auto report = installers::report(request.site);
    QVERIFY(report && report->end == RunEnd::done && report->nextCommand.isEmpty());
    QCOMPARE(report->to, QStringLiteral("2.0"));
}

void TestRunnerSite::dataStaysWhereCompatAllowsIt()
{
    SiteOptions options = mini::oneHop();
    options.rollback = planner::Rollback::withoutRestore;
    options.scripts["sql/m2.sql"] = "CREATE TABLE expanded(a);\n";
    Ground ground;
    QVERIFY(mini::makeSite(ground.folder.path(), options));
    Watcher watcher;
    // The new release wants schema 2, which the script does not bring: it cannot start.
    const RunReport report = run(mini::requestIn(ground.folder.path(), options), watcher);
    QVERIFY(report.end == RunEnd::rolledBack);
    for (const RunEvent& event : watcher.events)
        QVERIFY(!event.step.endsWith(QLatin1String("/restore")));
    const mini::Snapshot found = mini::snapshotOf(ground.folder.path(), options);
    QCOMPARE(found.served, QStringLiteral("200 mini 1.0"));
    QCOMPARE(found.applied, QStringList{QStringLiteral("m2")});
    // The next run finds what the first one applied.
    const installers::RunRequest again = mini::requestIn(ground.folder.path(), options);
    Watcher second;
    const RunReport repeated = run(again, second);
    QVERIFY(repeated.end == RunEnd::rolledBack);
    QVERIFY(repeated.problems.front().detail.contains(QStringLiteral("wants schema 2")));
}

void TestRunnerSite::eventsCountHonestly()
{
    Ground ground;
    QVERIFY(mini::makeSite(ground.folder.path(), mini::oneHop()));
    Watcher watcher;
    QVERIFY(run(mini::requestIn(ground.folder.path(), mini::oneHop()), watcher).end == RunEnd::done);
    int last = 0;
    int total = 0;
    for (const RunEvent& event : watcher.events) {
        if (event.kind != RunEvent::Kind::stepBegins)
            continue;
        QCOMPARE(event.position, last + 1);
        QVERIFY(total == 0 || total == event.total);
        last = event.position;
        total = event.total;
    }
    QCOMPARE(last, total);
    QVERIFY(total > 10);
}

/// Two hops, each with an artefact mini.tar of its own.
void TestRunnerSite::releasesMayNameDifferentFilesTheSame()
{
    mini::RunGround ground(2);
    QVERIFY(ground.made);
    QFile catalog(ground.path("catalog/catalog.yaml"));
    QVERIFY(catalog.open(QIODevice::ReadOnly));
    QByteArray yaml = catalog.readAll();
    catalog.close();
    QVERIFY(
        mini::put(catalog.fileName(), yaml.replace("mini-2.0.tar", "mini.tar").replace("mini-3.0.tar", "mini.tar")));
    ground.request = mini::requestIn(ground.folder.path(), ground.options);
    QVERIFY(QFile::rename(ground.path("artefacts/mini-2.0.tar"), ground.path("artefacts/mini.tar")));
    Watcher refused;
    const RunReport missing = ground.run(refused);
    QVERIFY(missing.end == RunEnd::blocked && missing.problems.front().code == RunProblemCode::artefactMissing);
    QCOMPARE(missing.problems.front().subject, ground.path("artefacts/3.0/mini.tar"));
    QVERIFY(QDir().mkpath(ground.path("artefacts/3.0")));
    QVERIFY(QFile::rename(ground.path("artefacts/mini-3.0.tar"), ground.path("artefacts/3.0/mini.tar")));
    Watcher watcher;
    const RunReport report = ground.run(watcher);
    QVERIFY2(report.end == RunEnd::done, qPrintable(report.problems.empty() ? QString() : report.problems[0].detail));
    for (const char* const version : {"2.0", "3.0"}) {
        QFile unpacked(ground.path("releases/") + QLatin1String(version) + QStringLiteral("/VERSION"));
        QVERIFY(unpacked.open(QIODevice::ReadOnly));
        QCOMPARE(unpacked.readAll().trimmed(), QByteArray(version));
    }
}

QTEST_GUILESS_MAIN(TestRunnerSite)
#include "test_runner_site.moc"
