#include "installers/database_checksum.h"
#include "installers/problem_names.h"
#include "tests/installers/ordinary_user.h"
#include "tests/installers/step_site.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QtTest/QtTest>
#include <SQLiteCpp/SQLiteCpp.h>
#include <csignal>
#include <sys/stat.h>

namespace {

using installers::RunEnd;
using installers::RunProblemCode;
using installers::RunReport;
using std::chrono::milliseconds;

constexpr const char* program = "bin/work";

/// A step that runs bin/work, as the first words say.
QByteArray releases(const QByteArray& words, const QByteArray& more = "")
{
    return "  - version: \"1.0\"\n  - version: \"2.0\"\n    install:\n      install:\n        - {id: work, driver: "
           "command, "
           "run: [" +
           words + "\"{site}/bin/work\"]" + more + "}\n";
}

const QByteArray asks = ", kind: opaque, probe: {run: [\"{site}/bin/ask\"]}";

/// Done where the work's last line was written, running while the one who writes it lives, which is all that somebody
/// may see of another user's program.
constexpr const char* ask =
    "#!/bin/sh\ncd \"$(dirname \"$0\")/..\"\n[ -e done ] && exit 0\n[ -e pid ] || exit 1\n"
    "grep -qs '^State:.[^ZX]' /proc/$(cat pid)/status && exit 3\n[ -e done ] && exit 0\nexit 2\n";

/// Works until told to end: `go` is made by the test.
QByteArray worksUntilTold(const QByteArray& first = "")
{
    return "#!/bin/sh\ncd \"$(dirname \"$0\")/..\"\necho begun >> acts\necho $$ > pid.new; mv pid.new pid\n" + first +
           "while [ ! -e go ]; do sleep 0.02; done\ntouch done\n";
}

bool isAlive(const steps::Site& site)
{
    installers::ProcessIdentity process = site.world.self();
    process.pid = site.read("pid").trimmed().toLongLong();
    process.started.clear();
    return process.pid > 1 && site.world.isAlive(process);
}

/// Ends what a test left at work, whichever way it is left.
class LetGo {
public:
    explicit LetGo(const steps::Site& site) : m_site(site) {}
    ~LetGo()
    {
        static_cast<void>(m_site.write("go", ""));
        if (!QTest::qWaitFor([this] { return !isAlive(m_site); }) && m_site.read("pid").toInt() > 1)
            ::kill(m_site.read("pid").trimmed().toInt(), SIGKILL);
    }
    LetGo(const LetGo&) = delete;
    LetGo& operator=(const LetGo&) = delete;

private:
    const steps::Site& m_site;
};

bool sudoWorks()
{
    return !QStandardPaths::findExecutable(QStringLiteral("sudo")).isEmpty() &&
           QProcess::execute(QStringLiteral("sudo"), {QStringLiteral("-n"), QStringLiteral("true")}) == 0;
}

}  // namespace

/// Programs that the runner cannot hold, cannot see or cannot end, and a state folder that it cannot write.
class TestRunnerReach : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void childOutlivesItsRunner();
    void belowSudoOnlyTheProbeKnows();
    void sudoThatDiesLeavesItsProgram();
    void stepThatStartsADaemonIsNamed();
    void hangingStepIsEndedAndSaidSo();
    void programOfAnotherUserIsLeftAndNamed();
    void readOnlyStateFolder_data();
    void readOnlyStateFolder();
    void lockedDatabase();
};

void TestRunnerReach::childOutlivesItsRunner()
{
    steps::Site site;
    const LetGo letGo(site);
    QVERIFY(site.write(program, worksUntilTold(), true) && site.write("bin/ask", ask, true));
    QVERIFY(site.plan(releases("", asks)));
    site.world.atBoundary = [&](const char* name) {
        if (qstrcmp(name, "child-runs") == 0 && QTest::qWaitFor([&] { return QFile::exists(site.path("pid")); }))
            throw steps::Crash();
    };
    QVERIFY_EXCEPTION_THROWN(static_cast<void>(site.run()), steps::Crash);
    site.world.atBoundary = [](const char*) {};
    QVERIFY(isAlive(site));
    const RunReport busy = site.resume();
    QVERIFY2(busy.end == RunEnd::busy, steps::words(busy).constData());
    QVERIFY(busy.problems.back().code == RunProblemCode::orphan);
    QVERIFY2(busy.problems.back().subject.contains(QString::fromUtf8(site.read("pid").trimmed())),
             steps::words(busy).constData());
    QVERIFY(site.write("go", ""));
    const RunReport done = site.resume();
    QVERIFY2(done.end == RunEnd::done, steps::words(done).constData());
    QCOMPARE(site.read("acts"), QByteArray("begun\n"));
}

void TestRunnerReach::belowSudoOnlyTheProbeKnows()
{
    if (!sudoWorks())
        QSKIP("sudo -n does not work here: apt-get install sudo, as root");
    steps::Site site;
    const LetGo letGo(site);
    QVERIFY(site.write(program, worksUntilTold(), true) && site.write("bin/ask", ask, true));
    QVERIFY(site.plan(releases("sudo, -n, ", asks)));
    site.world.atBoundary = [&](const char* name) {
        if (qstrcmp(name, "child-runs") == 0 && QTest::qWaitFor([&] { return QFile::exists(site.path("pid")); }))
            throw steps::Crash();
    };
    QVERIFY_EXCEPTION_THROWN(static_cast<void>(site.run()), steps::Crash);
    site.world.atBoundary = [](const char*) {};
    // sudo itself has the fence; what it started does not. Killed, it leaves nothing but the probe to ask.
    for (const installers::ProcessName& holder : site.world.holders(site.path(".cairn/fence")))
        ::kill(static_cast<pid_t>(holder.pid), SIGKILL);
    QVERIFY(isAlive(site));
    const RunReport stuck = site.resume();
    QVERIFY2(stuck.end == RunEnd::stuck, steps::words(stuck).constData());
    QVERIFY(stuck.problems.back().code == RunProblemCode::stepRunning);
    QVERIFY(site.write("go", ""));
    const RunReport done = site.resume();
    QVERIFY2(done.end == RunEnd::done, steps::words(done).constData());
    QCOMPARE(site.read("acts"), QByteArray("begun\n"));
}

/// The runner lives and sees its program fail: nobody takes back what still goes on.
void TestRunnerReach::sudoThatDiesLeavesItsProgram()
{
    if (!sudoWorks())
        QSKIP("sudo -n does not work here: apt-get install sudo, as root");
    steps::Site site;
    const LetGo letGo(site);
    QVERIFY(site.write(program, worksUntilTold("kill -9 $PPID\n"), true) && site.write("bin/ask", ask, true));
    QVERIFY(site.plan(releases("sudo, -n, ", asks)));
    const RunReport stuck = site.run();
    QVERIFY2(stuck.end == RunEnd::stuck, steps::words(stuck).constData());
    QVERIFY(stuck.problems.front().code == RunProblemCode::stepRunning);
    QVERIFY(isAlive(site));
    QVERIFY(site.write("go", ""));
    const RunReport done = site.resume();
    QVERIFY2(done.end == RunEnd::done, steps::words(done).constData());
    QCOMPARE(site.read("acts"), QByteArray("begun\n"));
}

void TestRunnerReach::stepThatStartsADaemonIsNamed()
{
    steps::Site site;
    const LetGo letGo(site);
    QVERIFY(site.write("bin/daemon", worksUntilTold(), true));
    // Twice forked, in a session of its own, with nothing of its parents but what it inherited.
    QVERIFY(site.write(program,
                       "#!/bin/sh\nhere=$(dirname \"$0\")\n"
                       "(setsid \"$here/daemon\" >/dev/null 2>&1 </dev/null &)\n"
                       "while [ ! -e \"$here/../pid\" ]; do sleep 0.02; done\n",
                       true));
    QVERIFY(site.plan(releases("", ", probe: {exists: pid}")));
    const RunReport stuck = site.run();
    QVERIFY2(stuck.end == RunEnd::stuck, steps::words(stuck).constData());
    QVERIFY(stuck.problems.front().code == RunProblemCode::orphan);
    const QString named = QString::fromUtf8(site.read("pid").trimmed()) + QStringLiteral(" (");
    QVERIFY2(stuck.problems.front().subject.contains(named), steps::words(stuck).constData());
    // It is not waited for for ever, but named again.
    const RunReport still = site.resume();
    QVERIFY2(still.problems.back().code == RunProblemCode::orphan && still.problems.back().subject.contains(named),
             steps::words(still).constData());
    QVERIFY(site.write("go", ""));
    const RunReport done = site.resume();
    QVERIFY2(done.end == RunEnd::done, steps::words(done).constData());
}

void TestRunnerReach::hangingStepIsEndedAndSaidSo()
{
    steps::Site site;
    const LetGo letGo(site);
    QVERIFY(site.write("bin/daemon", worksUntilTold(), true));
    QVERIFY(site.write(program, "#!/bin/sh\necho hard at work\n\"$(dirname \"$0\")/daemon\" &\nwait\n", true));
    QVERIFY(site.plan(releases("", ", timeout: 1s")));
    const RunReport report = site.run();
    QVERIFY2(report.end == RunEnd::rolledBack, steps::words(report).constData());
    QVERIFY(report.problems.front().code == RunProblemCode::stepFailed);
    QCOMPARE(report.problems.front().detail, QStringLiteral("timed out: hard at work"));
    QVERIFY(QFile::exists(site.path("pid")) && !isAlive(site));
}

void TestRunnerReach::programOfAnotherUserIsLeftAndNamed()
{
    const QTemporaryDir folder;
    const QString root = folder.filePath(QStringLiteral("as-root"));
    const QString setpriv = QStandardPaths::findExecutable(QStringLiteral("setpriv"));
    if (::geteuid() != 0 || setpriv.isEmpty())
        QSKIP("only root can make a program that an ordinary user cannot end");
    // What sudo is to an ordinary user: a program that becomes root's altogether.
    QVERIFY(QFile::copy(setpriv, root));
    QVERIFY(::chmod(QFile::encodeName(folder.path()).constData(), 0755) == 0);
    QVERIFY(::chmod(QFile::encodeName(root).constData(), 04755) == 0);
    const QByteArray answer = steps::asOrdinaryUser([&]() -> QByteArray {
        steps::World world;
        installers::ProgramCall call;
        call.arguments = QStringList{root,
                                     QStringLiteral("--reuid=0"),
                                     QStringLiteral("--regid=0"),
                                     QStringLiteral("--clear-groups"),
                                     QStringLiteral("/bin/sleep"),
                                     QStringLiteral("5")};
        call.timeout = milliseconds(300);
        call.grace = milliseconds(100);
        const installers::ProgramResult result = world.run(call);
        if (result.end == installers::ProgramResult::End::exited || ::kill(static_cast<pid_t>(result.pid), 0) == 0)
            return "no suid";
        return result.end == installers::ProgramResult::End::timedOut && result.leftBehind && result.pid > 1
                   ? "left " + QByteArray::number(result.pid)
                   : "wrong";
    });
    if (answer == "no suid")
        QSKIP("the temporary folder does not let programs change their user");
    QVERIFY2(answer.startsWith("left "), answer.constData());
    ::kill(answer.mid(5).toInt(), SIGKILL);
}

void TestRunnerReach::readOnlyStateFolder_data()
{
    QTest::addColumn<bool>("begun");
    QTest::newRow("before the run") << false;
    QTest::newRow("in the middle of a run") << true;
}

void TestRunnerReach::readOnlyStateFolder()
{
    QFETCH(bool, begun);
    const QByteArray answer = steps::asOrdinaryUser([&]() -> QByteArray {
        steps::Site site;
        if (!site.write(program, "#!/bin/sh\nexit 0\n", true) || !site.plan(releases("")))
            return "not made";
        if (begun) {
            site.atEvent = [&](const installers::RunEvent& event) {
                if (event.step == QLatin1String("1/work") && !installers::Runner::requestPause(site.site))
                    qWarning("no pause");
            };
            if (site.run().end != RunEnd::waiting)
                return "not paused";
        }
        QDir(site.folder.path()).mkpath(QStringLiteral(".cairn"));
        const QByteArray state = QFile::encodeName(site.path(".cairn"));
        for (const char* const below : {"/journal.db", "/journal.db-wal", "/journal.db-shm"})
            ::chmod((state + below).constData(), 0444);
        ::chmod(state.constData(), 0555);
        site.begun.clear();
        const RunReport report = begun ? site.resume() : site.run();
        const bool stillReadable = !begun || installers::report(site.site).has_value();
        ::chmod(state.constData(), 0755);
        return QByteArray::number(installers::exitCode(report.end)) + " " +
               installers::nameOf(report.problems.back().code).toUtf8() + " " +
               (report.problems.back().subject.startsWith(site.path(".cairn")) ? "named" : "unnamed") + " " +
               (site.begun.isEmpty() ? "untouched" : "touched") + " " + (stillReadable ? "readable" : "unreadable");
    });
    QCOMPARE(answer, begun ? QByteArray("21 state-not-writable named untouched readable")
                           : QByteArray("3 state-not-writable named untouched readable"));
}

void TestRunnerReach::lockedDatabase()
{
    steps::Site site;
    site.site.database = planner::SiteDatabase{};
    site.site.database->path = "files/app.db";
    const std::string path = site.path("files/app.db").toStdString();
    SQLite::Database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE t(a)");
    QVERIFY(site.write("sql/more.sql", "INSERT INTO t VALUES(1);\n"));
    QVERIFY(site.plan("  - version: \"1.0\"\n  - version: \"2.0\"\n    install:\n      install:\n"
                      "        - {id: more, driver: sql, kind: ensure, sql: sql/more.sql, timeout: 1s}\n"));
    int ready[2];
    QCOMPARE(::pipe(ready), 0);
    pid_t holder = 0;
    const auto hold = [&] {
        holder = ::fork();
        if (holder == 0) {
            SQLite::Database held(path, SQLite::OPEN_READWRITE);
            held.exec("BEGIN EXCLUSIVE");
            static_cast<void>(::write(ready[1], "y", 1));
            ::pause();
            ::_exit(0);
        }
        char held = 0;
        return ::read(ready[0], &held, 1) == 1;
    };
    const auto letGo = [&] {
        if (holder > 0) {
            ::kill(holder, SIGKILL);
            ::waitpid(holder, nullptr, 0);
        }
        holder = 0;
    };
    QVERIFY(hold());
    const auto found = installers::checkDatabase(QString::fromStdString(path), milliseconds(50));
    QVERIFY(!found && found.error().code == RunProblemCode::databaseLocked);
    letGo();

    QString named;
    site.atEvent = [&](const installers::RunEvent& event) {
        if (event.step == QLatin1String("1/more") && event.kind == installers::RunEvent::Kind::stepBegins && hold())
            named = QStringLiteral("database is locked, open in %1 (").arg(holder);
        if (event.step == QLatin1String("1/more") && event.kind == installers::RunEvent::Kind::stepFails)
            letGo();
    };
    const RunReport report = site.run();
    letGo();
    ::close(ready[0]);
    ::close(ready[1]);
    QVERIFY2(report.end == RunEnd::rolledBack, steps::words(report).constData());
    QVERIFY(!named.isEmpty());
    QVERIFY2(report.problems.front().detail.contains(named), steps::words(report).constData());
    QCOMPARE(SQLite::Database(path, SQLite::OPEN_READONLY).execAndGet("SELECT count(*) FROM t").getInt(), 0);
}

QTEST_GUILESS_MAIN(TestRunnerReach)
#include "test_runner_reach.moc"
