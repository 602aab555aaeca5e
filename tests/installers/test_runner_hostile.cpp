#include "installers/durable.h"
#include "installers/fence.h"
#include "installers/journal.h"
#include "installers/maintenance/page_lock.h"
#include "installers/paths.h"
#include "installers/service.h"
#include "installers/state_file.h"
#include "installers/world_posix.h"
#include "tests/installers/mini_site.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <SQLiteCpp/SQLiteCpp.h>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <thread>
#include <unistd.h>

namespace {

using installers::PosixWorld;
using installers::ProgramCall;
using installers::RunEnd;
using installers::RunEvent;
using installers::RunProblemCode;
using installers::RunReport;
using std::chrono::milliseconds;

class Watcher : public installers::RunWatcher {
public:
    explicit Watcher(std::function<void(const RunEvent&)> call = [](const RunEvent&) {}) : m_call(std::move(call)) {}
    void event(const RunEvent& event) override
    {
        if (event.kind == RunEvent::Kind::stepBegins)
            begun.append(event.step);
        m_call(event);
    }
    QStringList begun;

private:
    std::function<void(const RunEvent&)> m_call;
};

/// A mini site of one or more hops with its service running.
struct Ground {
    explicit Ground(int hops = 1, planner::SiteMaintenance::Kind kind = planner::SiteMaintenance::Kind::flag)
    {
        options.port = mini::freePort();
        options.hops = hops;
        options.maintenance = kind;
        options.slowMilliseconds = 1;
        made = mini::makeSite(folder.path(), options);
        request = mini::requestIn(folder.path(), options);
    }
    RunReport run(Watcher& watcher) { return installers::Runner(world, watcher).run(request); }
    RunReport resume(Watcher& watcher) { return installers::Runner(world, watcher).resume(request.site); }
    /// Runs until the step has been done, and pauses there.
    RunReport pauseAfter(const char* step)
    {
        Watcher watcher([&](const RunEvent& event) {
            if (event.kind == RunEvent::Kind::stepBegins && event.step == QLatin1String(step))
                paused = installers::Runner::requestPause(request.site);
        });
        return run(watcher);
    }
    [[nodiscard]] QString path(const char* below) const { return folder.filePath(QLatin1String(below)); }
    [[nodiscard]] int answer(int port)
    {
        return world.get(QStringLiteral("http://127.0.0.1:%1/").arg(port), milliseconds(2000)).status;
    }

    QTemporaryDir folder{mini::scratchTemplate(QStringLiteral("hostile"))};
    mini::SiteGuard guard{folder.path()};
    PosixWorld world{[] {
        installers::PosixWorldOptions given;
        given.pageProgram = mini::pageProgram();
        return given;
    }()};
    mini::SiteOptions options;
    installers::RunRequest request;
    bool made = false;
    bool paused = false;
};

bool put(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(bytes) == bytes.size();
}

}  // namespace

class TestRunnerHostile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void newerJournalIsLeftAlone();
    void readerThatGoesAwayDoesNotEndTheRun();
    void descendantsAreWaitedFor();
    void timeLimitEndsTheWholeGroup();
    void healthNamesTheVersionItself_data();
    void healthNamesTheVersionItself();
    void serviceThatSaysItStopped();
    void databaseThatSomebodyHasOpen();
    void anotherOnThePrivatePort();
    void restartedMachine_data();
    void restartedMachine();
    void changedSiteFile();
    void scriptChangedWhileItRuns();
    void recordIsTakenBack();
    void stateFolderThatCannotBeWrittenAnyMore();
    void blockedRunLeavesNothing();
    void secondPlanAfterEachEnd();
    void hopsSayFromAndTo();
};

void TestRunnerHostile::newerJournalIsLeftAlone()
{
    Ground ground;
    QVERIFY(QDir().mkpath(ground.path(".cairn")));
    const std::string path = ground.path(".cairn/journal.db").toStdString();
    {
        SQLite::Database newer(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        newer.exec("CREATE TABLE other(x); PRAGMA user_version=2;");
    }
    const auto opened = installers::Journal::open(ground.path(".cairn/journal.db"));
    QVERIFY(!opened && opened.error().code == RunProblemCode::notSupported);
    QVERIFY(!installers::Journal::openReadOnly(ground.path(".cairn/journal.db")));
    Watcher watcher;
    QVERIFY(ground.run(watcher).end == RunEnd::blocked);
    QVERIFY(watcher.begun.isEmpty());
    SQLite::Database newer(path, SQLite::OPEN_READONLY);
    QVERIFY(!newer.tableExists("entry"));
}

void TestRunnerHostile::readerThatGoesAwayDoesNotEndTheRun()
{
    installers::PosixWorldOptions options;
    options.handleSignals = true;
    const PosixWorld world(options);
    ::raise(SIGPIPE);
    QVERIFY(!world.pauseRequested());
}

void TestRunnerHostile::descendantsAreWaitedFor()
{
    QTemporaryDir folder;
    PosixWorld world;
    auto fence = installers::Fence::take(folder.filePath(QStringLiteral("fence")), world, milliseconds(0));
    QVERIFY(fence.has_value());
    ProgramCall call;
    call.fence = (*fence)->descriptor();
    call.arguments = QStringList{QStringLiteral("/bin/sh"), QStringLiteral("-c"), QStringLiteral("sleep 0.5 & exit 0")};
    QElapsedTimer timer;
    timer.start();
    QVERIFY(world.run(call).succeeded());
    QVERIFY(timer.elapsed() >= 450);
    call.orphanPatience = milliseconds(50);
    const installers::ProgramResult left = world.run(call);
    QVERIFY(left.leftBehind && !left.succeeded());
    call.arguments.last() = QStringLiteral("true");
    QVERIFY(world.run(call).succeeded());
}

void TestRunnerHostile::timeLimitEndsTheWholeGroup()
{
    QTemporaryDir folder;
    PosixWorld world;
    auto fence = installers::Fence::take(folder.filePath(QStringLiteral("fence")), world, milliseconds(0));
    QVERIFY(fence.has_value());
    ProgramCall call;
    call.fence = (*fence)->descriptor();
    call.timeout = milliseconds(200);
    call.workingFolder = folder.path();
    call.arguments = QStringList{QStringLiteral("/bin/sh"), QStringLiteral("-c"),
                                 QStringLiteral("(trap '' TERM; sleep 2; touch late) & wait")};
    const installers::ProgramResult result = world.run(call);
    QVERIFY(result.end == installers::ProgramResult::End::timedOut && !result.leftBehind);
    QTest::qWait(2200);
    QVERIFY(!QFileInfo::exists(folder.filePath(QStringLiteral("late"))));
}

void TestRunnerHostile::healthNamesTheVersionItself_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<bool>("says");
    const auto row = [](const char* answer, const char* expected, bool says) {
        QTest::addRow("%s in %s", expected, answer)
            << QString::fromLatin1(answer) << QString::fromLatin1(expected) << says;
    };
    row("ledger 3.2.1", "3.2.1", true);
    row("{\"version\":\"3.2.1\"}", "3.2.1", true);
    row("This is 3.2.1.", "3.2.1", true);
    row("v3.2.1", "3.2.1", false);
    row("13.2.1", "3.2.1", false);
    row("1.3.2.1", "3.2.1", false);
    row("3.2.10", "3.2.1", false);
    row("3.2.1.4", "3.2.1", false);
    row("3.2.1-rc1", "3.2.1", false);
    row("3.2.10, was 3.2.1", "3.2.1", true);
    row("status: ok", "ok", true);
    row("broken", "ok", false);
    row("anything", "", true);
}

void TestRunnerHostile::healthNamesTheVersionItself()
{
    QFETCH(QString, answer);
    QFETCH(QString, expected);
    QTEST(installers::Service::says(answer, expected), "says");
}

void TestRunnerHostile::serviceThatSaysItStopped()
{
    Ground ground;
    QVERIFY(ground.made);
    ground.request.site.service->stop = {"/bin/true"};
    ground.request.site.service->healthTimeout = catalog::Seconds(1);
    Watcher watcher;
    const RunReport report = ground.run(watcher);
    QVERIFY(!watcher.begun.contains(QStringLiteral("1/backup-final")));
    // The service never stopped: going back finds it answering.
    QVERIFY(report.end == RunEnd::stuck || report.end == RunEnd::rolledBack);
    QVERIFY(report.problems.front().detail.contains(QStringLiteral("still answers")));
    QCOMPARE(mini::snapshotOf(ground.folder.path(), ground.options).served, QStringLiteral("200 mini 1.0"));
}

void TestRunnerHostile::databaseThatSomebodyHasOpen()
{
    Ground ground;
    QVERIFY(ground.made);
    QProcess holder;
    holder.setWorkingDirectory(ground.folder.path());
    holder.start(QStringLiteral("/bin/sh"),
                 {QStringLiteral("-c"), QStringLiteral("exec 9<data/app.db; echo; read end")});
    QVERIFY(holder.waitForReadyRead());
    bool held = false;
    Watcher watcher([&](const RunEvent& event) {
        if (event.step == QLatin1String("1/backup-final") && event.kind == RunEvent::Kind::stepBegins) {
            held = holder.state() == QProcess::Running;
            std::thread([&holder] {
                std::this_thread::sleep_for(milliseconds(600));
                ::kill(static_cast<pid_t>(holder.processId()), SIGKILL);
            }).detach();
        }
        if (event.step == QLatin1String("1/backup-final") && event.kind == RunEvent::Kind::stepEnds)
            QVERIFY(event.took >= milliseconds(500));
    });
    QVERIFY(ground.run(watcher).end == RunEnd::done);
    QVERIFY(held);
    holder.waitForFinished();
}

void TestRunnerHostile::anotherOnThePrivatePort()
{
    Ground ground;
    QVERIFY(ground.made);
    Ground other;
    QVERIFY(other.made);
    ground.request.site.service->privatePort = other.options.port;
    Watcher watcher;
    const RunReport report = ground.run(watcher);
    QVERIFY(report.end == RunEnd::blocked);
    QCOMPARE(report.problems.front().subject, QStringLiteral("service.private_port"));
}

void TestRunnerHostile::restartedMachine_data()
{
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("before the final backup") << QByteArray("1/confirm-page");
    QTest::newRow("before the migration") << QByteArray("1/unpack");
    QTest::newRow("in the second hop") << QByteArray("2/backup-final-verify");
    QTest::newRow("while the release is verified") << QByteArray("2/start-private");
}

/// The machine starts again while a run waits: the page is gone, and something has started the service.
void TestRunnerHostile::restartedMachine()
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

void TestRunnerHostile::changedSiteFile()
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

void TestRunnerHostile::scriptChangedWhileItRuns()
{
    Ground ground;
    QVERIFY(ground.made);
    const mini::Snapshot before = mini::dataOf(ground.folder.path());
    Watcher watcher([&](const RunEvent& event) {
        if (event.step != QLatin1String("1/m2") || event.kind != RunEvent::Kind::stepBegins)
            return;
        const QString runs = ground.path(".cairn/runs/");
        QVERIFY(put(runs + QDir(runs).entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0) +
                        QStringLiteral("/scripts/sql/m2.sql"),
                    "DELETE FROM entry; UPDATE meta SET schema = 2;"));
    });
    const RunReport report = ground.run(watcher);
    QVERIFY(report.end == RunEnd::rolledBack);
    QVERIFY(report.problems.front().code == RunProblemCode::copyChanged);
    QCOMPARE(mini::difference(before, mini::dataOf(ground.folder.path())), QString());
}

void TestRunnerHostile::recordIsTakenBack()
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

void TestRunnerHostile::stateFolderThatCannotBeWrittenAnyMore()
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

void TestRunnerHostile::blockedRunLeavesNothing()
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

void TestRunnerHostile::secondPlanAfterEachEnd()
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

void TestRunnerHostile::hopsSayFromAndTo()
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

QTEST_GUILESS_MAIN(TestRunnerHostile)
#include "test_runner_hostile.moc"
