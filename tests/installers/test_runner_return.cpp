#include "installers/maintenance/page_lock.h"
#include "installers/state_file.h"
#include "tests/installers/runner_ground.h"

#include <QDir>
#include <QProcess>
#include <QtTest/QtTest>
#include <SQLiteCpp/SQLiteCpp.h>

namespace {

using Ground = mini::RunGround;
using installers::RunEnd;
using installers::RunEvent;
using installers::RunProblemCode;
using installers::RunReport;
using mini::Watcher;

}  // namespace

/// What a run finds changed when it comes back, and what it leaves.
class TestRunnerReturn : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void restartedMachine_data();
    void restartedMachine();
    void changedSiteFile();
    void scriptChangedWhileItRuns();
    void recordIsTakenBack();
    void stateFolderThatCannotBeWrittenAnyMore();
    void blockedRunLeavesNothing();
    void copiesOfRunsThatNeverBeganGo();
    void secondPlanAfterEachEnd();
    void samePlanWhereARunIsUnfinished_data();
    void samePlanWhereARunIsUnfinished();
    void hopsSayFromAndTo();
};

void TestRunnerReturn::restartedMachine_data()
{
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("before the final backup") << QByteArray("1/confirm-page");
    QTest::newRow("before the migration") << QByteArray("1/unpack");
    QTest::newRow("in the second hop") << QByteArray("2/backup-final-verify");
    QTest::newRow("while the release is verified") << QByteArray("2/start-private");
}

/// The machine starts again while a run waits: the page is gone, and something has started the service.
void TestRunnerReturn::restartedMachine()
{
    QFETCH(QByteArray, after);
    Ground ground(2, planner::SiteMaintenance::Kind::page);
    QVERIFY(ground.made);
    QVERIFY(ground.pauseAfter(after.constData()).end == RunEnd::waiting);
    const qint64 page = installers::PageLock::owner(ground.path(".cairn/page.pid"));
    QVERIFY(page > 1);
    mini::stopService(ground.folder.path());
    QTRY_COMPARE(ground.answer(ground.options.port), 0);
    const auto started = QProcess::execute(ground.path("releases/current/bin/ctl"),
                                           {QStringLiteral("start"), QString::number(ground.options.port)});
    int seen = 0;
    Watcher watcher([&](const RunEvent& event) {
        if (event.kind != RunEvent::Kind::stepBegins || event.step.startsWith(QLatin1String("again/")) || seen != 0)
            return;
        seen = ground.answer(ground.options.port);
    });
    const RunReport report = ground.resume(watcher);
    QVERIFY2(report.end == RunEnd::done, qPrintable(report.problems.empty() ? QString() : report.problems[0].detail));
    QVERIFY(started == 0 || after == "1/unpack");
    QCOMPARE(seen, 503);
    const mini::Snapshot found = mini::snapshotOf(ground.folder.path(), ground.options);
    QCOMPARE(found.served, QStringLiteral("200 mini 3.0"));
    QVERIFY(!found.pageUp && found.privatePort.isEmpty());
}

void TestRunnerReturn::changedSiteFile()
{
    Ground ground;
    QVERIFY(ground.made);
    QVERIFY(ground.pauseAfter("1/unpack").end == RunEnd::waiting);
    const planner::Site before = ground.request.site;
    ground.request.site.database->path = "data/other.db";
    ground.request.site.maintenance.kind = planner::SiteMaintenance::Kind::none;
    Watcher watcher;
    const RunReport report = ground.resume(watcher);
    QVERIFY(report.end == RunEnd::stuck && watcher.begun.isEmpty());
    QVERIFY(report.problems.back().code == RunProblemCode::siteChanged);
    QCOMPARE(report.problems.back().subject, QStringLiteral("database"));
    ground.request.site = before;
    // Programs and times may be corrected.
    ground.request.site.service->healthTimeout = catalog::Seconds(7);
    Watcher second;
    QVERIFY(ground.resume(second).end == RunEnd::done);
}

void TestRunnerReturn::scriptChangedWhileItRuns()
{
    Ground ground;
    QVERIFY(ground.made);
    const mini::Snapshot before = mini::dataOf(ground.folder.path());
    Watcher watcher([&](const RunEvent& event) {
        if (event.step != QLatin1String("1/m2") || event.kind != RunEvent::Kind::stepBegins)
            return;
        const QString runs = ground.path(".cairn/runs/");
        QVERIFY(mini::put(runs + QDir(runs).entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0) +
                              QStringLiteral("/scripts/sql/m2.sql"),
                          "DELETE FROM entry; UPDATE meta SET schema = 2;"));
    });
    const RunReport report = ground.run(watcher);
    QVERIFY(report.end == RunEnd::rolledBack);
    QVERIFY(report.problems.front().code == RunProblemCode::copyChanged);
    QCOMPARE(mini::difference(before, mini::dataOf(ground.folder.path())), QString());
}

void TestRunnerReturn::recordIsTakenBack()
{
    Ground ground(2);
    QVERIFY(ground.made);
    Watcher watcher([&](const RunEvent& event) {
        // What a step of the second hop's contract would do: fail once the first hop has been recorded.
        if (event.step == QLatin1String("1/record") && event.kind == RunEvent::Kind::stepBegins) {
            installers::InstalledState state{QStringLiteral("mini"), QStringLiteral("Test bench"),
                                             QStringLiteral("2.0"), QStringLiteral("r"), ground.world.now()};
            QVERIFY(installers::writeState(ground.request.site, state).has_value());
            QVERIFY(QDir().mkpath(ground.path(".cairn/state.json.new")));
        }
        if (event.kind == RunEvent::Kind::rollsBack)
            QVERIFY(QDir().rmdir(ground.path(".cairn/state.json.new")));
    });
    QVERIFY(ground.run(watcher).end == RunEnd::rolledBack);
    const mini::Snapshot found = mini::snapshotOf(ground.folder.path(), ground.options);
    QCOMPARE(found.served, QStringLiteral("200 mini 1.0"));
    QCOMPARE(found.recorded, QStringLiteral("1.0"));
}

void TestRunnerReturn::stateFolderThatCannotBeWrittenAnyMore()
{
    Ground ground;
    QVERIFY(ground.made);
    QVERIFY(ground.pauseAfter("1/unpack").end == RunEnd::waiting);
    {
        SQLite::Database journal(ground.path(".cairn/journal.db").toStdString(), SQLite::OPEN_READWRITE);
        journal.exec("CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    }
    Watcher watcher;
    const RunReport report = ground.resume(watcher);
    QCOMPARE(installers::exitCode(report.end), 21);
    QVERIFY(report.problems.back().detail.contains(QStringLiteral("disk full")));
    QVERIFY(report.nextCommand.startsWith(QStringLiteral("cairn resume")));
    QVERIFY(watcher.begun.isEmpty());
}

void TestRunnerReturn::blockedRunLeavesNothing()
{
    Ground ground;
    QVERIFY(ground.made);
    const auto names = [&] {
        return QDir(ground.folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    };
    const QStringList before = names();
    ground.request.site.service->healthExpect = "something else";
    Watcher watcher;
    QVERIFY(ground.run(watcher).end == RunEnd::blocked);
    QCOMPARE(names(), before);
}

/// A runner that is killed between its copies and its first entry leaves a folder that the journal does not know.
void TestRunnerReturn::copiesOfRunsThatNeverBeganGo()
{
    Ground ground;
    QVERIFY(ground.made);
    const QString runs = ground.path(".cairn/runs/");
    const auto put = [&runs](const char* file) {
        const QString path = runs + QString::fromLatin1(file);
        QFile made(path);
        return QDir().mkpath(QFileInfo(path).path()) && made.open(QIODevice::WriteOnly) && made.write("x") == 1;
    };
    QVERIFY(put("20260101T000000Z/plan.json") && put("20260101T000000Z-2/artefacts/mini.tar"));
    QVERIFY(put("20260101T000001Z/output/step.log") && put("of-somebody-else/notes"));
    Watcher watcher;
    const RunReport report = ground.run(watcher);
    QCOMPARE(report.end, RunEnd::done);
    QStringList left = QDir(runs).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    QVERIFY(left.removeOne(report.run));
    QCOMPARE(left, (QStringList{QStringLiteral("20260101T000001Z"), QStringLiteral("of-somebody-else")}));
}

void TestRunnerReturn::samePlanWhereARunIsUnfinished_data()
{
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("in the first hop") << QByteArray("1/confirm-page");
    QTest::newRow("where the first hop has moved the site") << QByteArray("1/record");
    QTest::newRow("in the second hop") << QByteArray("2/unpack");
}

/// Whatever the site runs meanwhile, the way on is to resume.
void TestRunnerReturn::samePlanWhereARunIsUnfinished()
{
    QFETCH(QByteArray, after);
    Ground ground(2);
    QVERIFY(ground.made);
    QVERIFY(ground.pauseAfter(after.constData()).end == RunEnd::waiting);
    Watcher watcher;
    const RunReport again = ground.run(watcher);
    QCOMPARE(again.end, RunEnd::busy);
    QVERIFY(again.problems.front().code == RunProblemCode::unfinishedRun);
    QVERIFY(again.nextCommand.startsWith(QStringLiteral("cairn resume")));
}

void TestRunnerReturn::secondPlanAfterEachEnd()
{
    Ground ground(2);
    QVERIFY(ground.made);
    const planner::Site site = ground.request.site;
    ground.request.site.service->healthExpect = "something else";
    Watcher blocked;
    QVERIFY(ground.run(blocked).end == RunEnd::blocked);
    ground.request.site = site;
    bool broken = false;
    Watcher breaking([&](const RunEvent& event) {
        if (event.step == QLatin1String("2/m3") && event.kind == RunEvent::Kind::stepBegins && !broken) {
            SQLite::Database database(ground.path("data/app.db").toStdString(), SQLite::OPEN_READWRITE);
            database.exec("DROP TABLE meta");
            broken = true;
        }
    });
    QVERIFY(ground.run(breaking).end == RunEnd::rolledBack);
    QCOMPARE(installers::installedVersion(ground.request.site), QStringLiteral("2.0"));
    // The same plan begins at a release that is not there any more; one for the rest of the way goes through.
    Watcher again;
    const RunReport refused = ground.run(again);
    QVERIFY(refused.problems.front().code == RunProblemCode::planForOtherVersion);
    planner::Plan& plan = ground.request.plan;
    plan.from = catalog::Version{"2.0"};
    plan.hops.erase(plan.hops.begin());
    std::erase_if(plan.steps, [](const planner::PlannedStep& step) { return step.hop == 0; });
    for (planner::PlannedStep& step : plan.steps)
        --step.hop;
    plan.digest = planner::digestOf(plan);
    Watcher rest;
    QVERIFY(ground.run(rest).end == RunEnd::done);
    QCOMPARE(mini::snapshotOf(ground.folder.path(), ground.options).served, QStringLiteral("200 mini 3.0"));
}

void TestRunnerReturn::hopsSayFromAndTo()
{
    Ground ground(2);
    QVERIFY(ground.made);
    QStringList hops;
    Watcher watcher([&](const RunEvent& event) {
        if (event.kind == RunEvent::Kind::hopBegins)
            hops.append(event.text);
    });
    const RunReport report = ground.run(watcher);
    QVERIFY(report.end == RunEnd::done);
    QCOMPARE(hops, (QStringList{QStringLiteral("1.0 > 2.0"), QStringLiteral("2.0 > 3.0")}));
    QCOMPARE(report.hops.at(0).planned, QStringLiteral("maintenance"));
    QCOMPARE(report.hops.at(0).mode, QStringLiteral("maintenance"));
}

QTEST_GUILESS_MAIN(TestRunnerReturn)
#include "test_runner_return.moc"
