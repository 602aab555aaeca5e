#include "installers/fence.h"
#include "installers/history.h"
#include "installers/journal.h"
#include "installers/placeholders.h"
#include "installers/state_file.h"
#include "installers/world_posix.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <SQLiteCpp/SQLiteCpp.h>
#include <csignal>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using installers::Entry;
using installers::Fence;
using installers::Journal;
using installers::PosixWorld;
using installers::ProgramCall;
using installers::ProgramResult;
using installers::RunProblemCode;

Entry entryOf(Entry::Kind kind, const char* step, const char* outcome = "", qint64 intent = 0)
{
    Entry entry;
    entry.run = QStringLiteral("r1");
    entry.at = QDateTime::fromString(QStringLiteral("2026-11-20T10:00:00.123Z"), Qt::ISODateWithMs);
    entry.kind = kind;
    entry.hop = 0;
    entry.step = QString::fromLatin1(step);
    entry.outcome = QString::fromLatin1(outcome);
    entry.intent = intent;
    return entry;
}

ProgramCall shell(const char* script)
{
    ProgramCall call;
    call.arguments = {QStringLiteral("/bin/sh"), QStringLiteral("-c"), QString::fromLatin1(script)};
    return call;
}

}  // namespace

class TestRunnerJournal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void entriesComeBackAsTheyWere();
    void entriesAreNeverChangedNorRemoved();
    void intentWithoutResultIsOpen();
    void firstCauseStaysFirst();
    void readsBesideAWriter();
    void journalInAReadOnlyPlace();
    void secondRunnerIsToldWhoIsBusy();
    void orphanIsWaitedForThenNamed();
    void orphanThatEndsInTimeIsNoProblem();
    void whatStartsServicesDoesNotHoldTheFence();
    void placeholders_data();
    void placeholders();
    void programs_data();
    void programs();
    void outputIsBounded();
    void leftBehindServiceDoesNotKeepTheRunnerWaiting();
    void signalsAskForAPause();
    void stateFileCountsMoreThanTheSiteFile();
};

void TestRunnerJournal::entriesComeBackAsTheyWere()
{
    QTemporaryDir folder;
    auto journal = Journal::open(folder.filePath(QStringLiteral("journal.db")));
    QVERIFY(journal.has_value());
    Entry entry = entryOf(Entry::Kind::intent, "1/migrate");
    entry.state = QStringLiteral("migrate");
    entry.attempt = 2;
    entry.input = QStringLiteral("abc");
    entry.fence = 7;
    entry.subject = QStringLiteral("blåbær");
    entry.detail = QStringLiteral("two\nlines");
    entry.tookMs = 12345;
    const auto seq = (*journal)->append(entry);
    QVERIFY(seq.has_value());
    const auto found = (*journal)->entries(QStringLiteral("r1"));
    QVERIFY(found.has_value());
    QCOMPARE(found->size(), std::size_t(1));
    const Entry& back = found->front();
    QCOMPARE(back.seq, *seq);
    QCOMPARE(back.at, entry.at);
    QCOMPARE(installers::to_string(back.kind), QStringLiteral("intent"));
    QCOMPARE(back.state, entry.state);
    QCOMPARE(back.attempt, 2);
    QCOMPARE(back.input, entry.input);
    QCOMPARE(back.fence, qint64(7));
    QCOMPARE(back.subject, entry.subject);
    QCOMPARE(back.detail, entry.detail);
    QCOMPARE(back.tookMs, qint64(12345));
    QVERIFY((*journal)->entries(QStringLiteral("r1"), *seq)->empty());
}

void TestRunnerJournal::entriesAreNeverChangedNorRemoved()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("journal.db"));
    auto journal = Journal::open(path);
    QVERIFY(journal.has_value());
    QVERIFY((*journal)->append(entryOf(Entry::Kind::note, "x")).has_value());
    SQLite::Database other(path.toStdString(), SQLite::OPEN_READWRITE, 1000);
    QCOMPARE(other.tryExec("UPDATE entry SET step='y'") == 0, false);
    QCOMPARE(other.tryExec("DELETE FROM entry") == 0, false);
    QCOMPARE((*journal)->entries(QStringLiteral("r1"))->front().step, QStringLiteral("x"));
}

void TestRunnerJournal::intentWithoutResultIsOpen()
{
    const Entry run = entryOf(Entry::Kind::run, "");
    Entry intent = entryOf(Entry::Kind::intent, "1/a");
    intent.seq = 2;
    const auto open = installers::historyOf({run, intent});
    QVERIFY(open && open->item(QStringLiteral("1/a")).open && !open->item(QStringLiteral("1/a")).done);
    const auto done = installers::historyOf({run, intent, entryOf(Entry::Kind::result, "1/a", "done", 2)});
    QVERIFY(done && !done->item(QStringLiteral("1/a")).open && done->item(QStringLiteral("1/a")).done);
    const auto again = installers::historyOf({run, intent, entryOf(Entry::Kind::result, "1/a", "failed", 2), intent});
    QVERIFY(again && again->item(QStringLiteral("1/a")).open);
    QCOMPARE(again->item(QStringLiteral("1/a")).attempts, 2);
    QVERIFY(!open->finalEnd);
    QVERIFY(!installers::historyOf({run, entryOf(Entry::Kind::end, "", "stuck")})->finalEnd);
    QVERIFY(installers::historyOf({run, entryOf(Entry::Kind::end, "", "done")})->finalEnd.has_value());
}

void TestRunnerJournal::firstCauseStaysFirst()
{
    Entry first = entryOf(Entry::Kind::problem, "1/a", "step-failed");
    first.detail = QStringLiteral("the cause");
    Entry later = entryOf(Entry::Kind::problem, "rollback/1/open", "service-not-healthy");
    later.detail = QStringLiteral("what came of it");
    const auto history = installers::historyOf({entryOf(Entry::Kind::run, ""), first, later, later});
    QVERIFY(history.has_value());
    QCOMPARE(history->problems.front().detail, QStringLiteral("the cause"));
    QVERIFY(history->problems.front().code == RunProblemCode::stepFailed);
}

void TestRunnerJournal::readsBesideAWriter()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("journal.db"));
    QVERIFY(!Journal::openReadOnly(path));
    auto writer = Journal::open(path);
    QVERIFY(writer.has_value());
    const auto reader = Journal::openReadOnly(path);
    QVERIFY(reader != nullptr);
    SQLite::Database locked(path.toStdString(), SQLite::OPEN_READWRITE, 1000);
    QVERIFY((*writer)->append(entryOf(Entry::Kind::run, "")).has_value());
    locked.exec("BEGIN IMMEDIATE");  // somebody is in the middle of writing
    QCOMPARE(*reader->newestRun(), QStringLiteral("r1"));
    QCOMPARE(reader->entries(QStringLiteral("r1"))->size(), std::size_t(1));
}

void TestRunnerJournal::journalInAReadOnlyPlace()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("file"));
    QVERIFY(QFile(file).open(QIODevice::WriteOnly));
    const auto journal = Journal::open(file + QStringLiteral("/below/journal.db"));
    QVERIFY(!journal && journal.error().code == RunProblemCode::stateNotWritable);
}

void TestRunnerJournal::secondRunnerIsToldWhoIsBusy()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("fence"));
    PosixWorld world;
    auto first = Fence::take(path, world, std::chrono::seconds(1));
    QVERIFY(first.has_value());
    QVERIFY((*first)->descriptor() >= 10);
    const auto second = Fence::take(path, world, std::chrono::seconds(1));
    QVERIFY(!second && second.error().code == RunProblemCode::siteBusy);
    QVERIFY(second.error().subject.contains(QString::number(QCoreApplication::applicationPid())));
    QVERIFY(QDateTime::fromString(second.error().detail, Qt::ISODate).isValid());
    first->reset();
    QVERIFY(Fence::take(path, world, std::chrono::seconds(1)).has_value());
}

namespace {

/// A runner that takes the fence, starts a child that holds it for a while, and is killed.
void leaveOrphan(const QString& path, const char* script)
{
    const pid_t runner = ::fork();
    if (runner == 0) {
        PosixWorld world;
        auto fence = Fence::take(path, world, std::chrono::seconds(1));
        if (!fence)
            ::_exit(1);
        class Dying : public PosixWorld {
        public:
            void boundary(const char*) override { ::kill(::getpid(), SIGKILL); }
        } dying;
        ProgramCall call = shell(script);
        call.fence = (*fence)->descriptor();
        const ProgramResult result = dying.run(call);
        ::_exit(result.succeeded() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(runner, &status, 0);
}

}  // namespace

void TestRunnerJournal::orphanIsWaitedForThenNamed()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("fence"));
    leaveOrphan(path, "sleep 2.71828; true");
    PosixWorld world;
    const auto fence = Fence::take(path, world, std::chrono::milliseconds(200));
    QVERIFY(!fence && fence.error().code == RunProblemCode::orphan);
    QVERIFY2(fence.error().subject.contains(QStringLiteral("sleep 2.71828")), qPrintable(fence.error().subject));
}

void TestRunnerJournal::orphanThatEndsInTimeIsNoProblem()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("fence"));
    leaveOrphan(path, "sleep 0.3; true");
    PosixWorld world;
    QVERIFY(Fence::take(path, world, std::chrono::seconds(20)).has_value());
}

void TestRunnerJournal::whatStartsServicesDoesNotHoldTheFence()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("fence"));
    PosixWorld world;
    {
        auto fence = Fence::take(path, world, std::chrono::seconds(1));
        QVERIFY(fence.has_value());
        ProgramCall call = shell("(sleep 1; true) &");
        call.outputFile = folder.filePath(QStringLiteral("log"));
        QVERIFY(world.run(call).succeeded());
        QVERIFY(world.launch(shell("sleep 1; true")));
    }
    QVERIFY(Fence::take(path, world, std::chrono::milliseconds(0)).has_value());
}

void TestRunnerJournal::placeholders_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expanded");
    QTest::newRow("none") << "plain"
                          << "plain";
    QTest::newRow("one among text") << "a{to}b"
                                    << "a2.0b";
    QTest::newRow("a number") << "{port}"
                              << "8080";
    QTest::newRow("doubled braces are literal") << "{{to}}"
                                                << "{to}";
    QTest::newRow("a value is not expanded again") << "{site}"
                                                   << "/srv/{to}";
    QTest::newRow("single closing brace") << "a}b"
                                          << "a}b";
    QTest::newRow("unknown") << "{nothing}"
                             << "";
    QTest::newRow("never closed") << "x{to"
                                  << "";
}

void TestRunnerJournal::placeholders()
{
    QFETCH(QString, text);
    QFETCH(QString, expanded);
    installers::Placeholders values;
    values.set(QStringLiteral("to"), QStringLiteral("2.0"));
    values.set(QStringLiteral("site"), QStringLiteral("/srv/{to}"));
    values.set(QStringLiteral("port"), 8080);
    const auto found = values.expand(text);
    if (expanded.isEmpty()) {
        QVERIFY(!found && found.error().code == RunProblemCode::placeholderUnknown);
        QCOMPARE(found.error().subject, text);
    } else {
        QCOMPARE(found.value_or(QString()), expanded);
    }
}

void TestRunnerJournal::programs_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<int>("timeoutMs");
    QTest::addColumn<int>("end");
    QTest::addColumn<int>("code");
    using End = ProgramResult::End;
    QTest::newRow("succeeds") << "exit 0" << 5000 << int(End::exited) << 0;
    QTest::newRow("fails") << "exit 7" << 5000 << int(End::exited) << 7;
    QTest::newRow("is killed") << "kill -9 $$" << 5000 << int(End::signalled) << 9;
    QTest::newRow("hangs") << "sleep 30; true" << 100 << int(End::timedOut) << -1;
    QTest::newRow("cannot be started") << "" << 5000 << int(End::notStarted) << 2;
}

void TestRunnerJournal::programs()
{
    QFETCH(QString, script);
    QFETCH(int, timeoutMs);
    QFETCH(int, end);
    QFETCH(int, code);
    PosixWorld world;
    ProgramCall call = shell(script.toLatin1().constData());
    if (script.isEmpty())
        call.arguments = {QStringLiteral("/no/such/program")};
    call.timeout = std::chrono::milliseconds(timeoutMs);
    const ProgramResult result = world.run(call);
    QCOMPARE(int(result.end), end);
    QCOMPARE(result.code, code);
}

void TestRunnerJournal::outputIsBounded()
{
    PosixWorld world;
    ProgramCall call = shell("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done; echo the end");
    call.outputLimit = 100;
    const ProgramResult result = world.run(call);
    QVERIFY(result.succeeded());
    QCOMPARE(result.output.size(), qsizetype(100));
    QVERIFY(result.output.endsWith("the end\n"));
}

void TestRunnerJournal::leftBehindServiceDoesNotKeepTheRunnerWaiting()
{
    PosixWorld world;
    QElapsedTimer timer;
    timer.start();
    const ProgramResult result = world.run(shell("sleep 60 & echo started"));
    QVERIFY(result.succeeded());
    QCOMPARE(result.output, QByteArray("started\n"));
    QVERIFY(timer.elapsed() < 30'000);
}

void TestRunnerJournal::signalsAskForAPause()
{
    installers::PosixWorldOptions options;
    options.handleSignals = true;
    {
        PosixWorld world(options);
        QVERIFY(!world.pauseRequested());
        ::raise(SIGHUP);
        QVERIFY(!world.pauseRequested());
        ::raise(SIGTERM);
        QVERIFY(world.pauseRequested());
    }
    PosixWorld world(options);
    QVERIFY(!world.pauseRequested());
    ::raise(SIGINT);
    QVERIFY(world.pauseRequested());
}

void TestRunnerJournal::stateFileCountsMoreThanTheSiteFile()
{
    QTemporaryDir folder;
    planner::Site site;
    site.folder = folder.path().toStdString();
    site.product = catalog::ProductId{"mini"};
    site.name = "Here";
    site.version = "1.0";
    QVERIFY(QDir(folder.path()).mkpath(QStringLiteral(".cairn")));
    QCOMPARE(installers::installedVersion(site), QStringLiteral("1.0"));
    const QDateTime at = QDateTime::currentDateTimeUtc();
    installers::InstalledState state{QStringLiteral("mini"), QStringLiteral("Here"), QStringLiteral("2.0"),
                                     QStringLiteral("r1"), at};
    QVERIFY(installers::writeState(site, state).has_value());
    QCOMPARE(installers::installedVersion(site), QStringLiteral("2.0"));
    state.site = QStringLiteral("Elsewhere");
    QVERIFY(installers::writeState(site, state).has_value());
    QCOMPARE(installers::installedVersion(site), QStringLiteral("1.0"));
    QFile file(folder.filePath(QStringLiteral(".cairn/state.json")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"half\":") > 0);
    file.close();
    QCOMPARE(installers::installedVersion(site), QStringLiteral("1.0"));
}

QTEST_GUILESS_MAIN(TestRunnerJournal)
#include "test_runner_journal.moc"
