#include "installers/fence.h"
#include "installers/journal.h"
#include "installers/service.h"
#include "installers/world_posix.h"
#include "tests/installers/runner_ground.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <SQLiteCpp/SQLiteCpp.h>
#include <csignal>
#include <fcntl.h>
#include <thread>

namespace {

using Ground = mini::RunGround;
using installers::PosixWorld;
using installers::ProgramCall;
using installers::RunEnd;
using installers::RunEvent;
using installers::RunProblemCode;
using installers::RunReport;
using mini::Watcher;
using std::chrono::milliseconds;

}  // namespace

/// Journals, programs, ports and databases that do not behave.
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

QTEST_GUILESS_MAIN(TestRunnerHostile)
#include "test_runner_hostile.moc"
