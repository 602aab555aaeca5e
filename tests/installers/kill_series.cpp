#include "tests/installers/kill_series.h"

#include "tests/installers/site_violations.h"
#include "tests/installers/write_client.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <algorithm>
#include <csignal>
#include <random>

namespace mini {

namespace {

struct Ended {
    bool killed = false;
    int code = -1;
    int visited = 0;
    int fsyncs = 0;
    qint64 took = 0;
    QString output;
};

/// How often an uninterrupted run calls each; strace counts by system call.
struct Syncs {
    int fsync = 0;
    int fdatasync = 0;
};

Syncs syncsIn(const QString& log)
{
    QFile file(log);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray calls = file.readAll();
    return {static_cast<int>(calls.count("fsync(")), static_cast<int>(calls.count("fdatasync("))};
}

/// The runner's own process only: strace counts by process, too, and what the runner starts is not what is killed here.
/// Instants are the calls of fsync, then those of fdatasync.
QStringList underStrace(const QString& log, int killAt, int fsyncs)
{
    QStringList arguments{QStringLiteral("-qq"), QStringLiteral("-o"), log, QStringLiteral("-e"),
                          QStringLiteral("trace=fsync,fdatasync")};
    if (killAt > 0)
        arguments << QStringLiteral("-e")
                  << QStringLiteral("inject=%1:signal=SIGKILL:when=%2")
                         .arg(killAt > fsyncs ? QStringLiteral("fdatasync") : QStringLiteral("fsync"))
                         .arg(killAt > fsyncs ? killAt - fsyncs : killAt);
    return arguments;
}

/// Programs that the runner has started, theirs, and so on; not what left it for a session of its own.
void killTree(qint64 root)
{
    QProcess children;
    children.start(QStringLiteral("pgrep"), {QStringLiteral("-P"), QString::number(root)});
    const bool asked = children.waitForFinished();
    ::kill(static_cast<pid_t>(root), SIGKILL);
    if (!asked)
        return;
    for (const QByteArray& child : children.readAll().split('\n')) {
        if (child.toLongLong() > 1)
            killTree(child.toLongLong());
    }
}

/// The instant in milliseconds, the same for the same number, anywhere in an uninterrupted run.
int randomDelay(int number, qint64 took)
{
    std::mt19937 random(static_cast<unsigned>(number) * 2654435761U);
    return std::uniform_int_distribution<int>(0, static_cast<int>(took))(random);
}

/// `killAt` is the number of the instant; 0: none.
Ended runner(const QString& folder, const char* verb, int killAt, const KillSeries& series, const Whole& whole = {})
{
    const bool sync = series.instant == Instant::sync;
    const bool random = series.instant == Instant::random;
    const QString program = QCoreApplication::applicationDirPath() + QStringLiteral("/crash-runner");
    const QStringList arguments{folder, QString::fromLatin1(verb), QString::number(sync || random ? 0 : killAt),
                                QString::fromLatin1(series.countFrom), toText(series.options)};
    QTemporaryDir traces;
    const QString log = traces.filePath(QStringLiteral("syncs"));
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    if (sync) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("ASAN_OPTIONS"), QStringLiteral("detect_leaks=0"));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral("strace"),
                      underStrace(log, killAt, whole.fsyncs) + QStringList(program) + arguments);
    } else {
        process.start(program, arguments);
    }
    QElapsedTimer timer;
    timer.start();
    Ended ended;
    if (random && killAt > 0 && !process.waitForFinished(randomDelay(killAt, whole.took))) {
        if (killAt % 2 == 0)
            killTree(process.processId());
        else
            process.kill();
    }
    constexpr int limit = 100'000;
    if (process.state() != QProcess::NotRunning && !process.waitForFinished(limit)) {
        ended.output = QStringLiteral("the runner does not end");
        return ended;
    }
    ended.took = timer.elapsed();
    ended.output = QString::fromUtf8(process.readAll());
    ended.killed = process.exitStatus() == QProcess::CrashExit;
    ended.code = ended.killed ? -1 : process.exitCode();
    const Syncs syncs = syncsIn(log);
    ended.fsyncs = syncs.fsync;
    ended.visited = sync ? syncs.fsync + syncs.fdatasync : ended.output.section(QLatin1Char('\n'), 0, 0).toInt();
    return ended;
}

/// Where the journal stands.
QString stateOf(const QString& folder, const SiteOptions& options)
{
    const auto report = installers::report(siteIn(folder, options));
    return report && !report->state.isEmpty() ? report->state : QStringLiteral("before the run");
}

/// Resumes until the run has ended, killing the first resume at its instant `killAt` where that is not 0.
Ended recover(const QString& folder, int killAt, KillSeries series, Whole whole)
{
    series.countFrom = "-";
    whole.took /= 2;
    Ended ended = runner(folder, "resume", killAt, series, whole);
    const bool again = ended.killed;
    if (ended.killed)
        ended = runner(folder, "resume", 0, series);
    constexpr int blocked = 3;
    if (ended.killed || ended.code != blocked) {
        ended.killed = again;
        return ended;
    }
    // There is nothing to resume: the run had ended, or had not begun and the site is as it was.
    const auto report = installers::report(siteIn(folder, series.options));
    if (report && (report->end == installers::RunEnd::done || report->end == installers::RunEnd::rolledBack))
        ended.code = installers::exitCode(report->end);
    else
        ended = runner(folder, "run", 0, series);
    ended.killed = again;
    return ended;
}

int releaseAfter(const KillSeries& series) { return series.code == 0 ? series.options.hops + 1 : series.options.hops; }

QString versionAfter(const KillSeries& series) { return QStringLiteral("mini %1.0").arg(releaseAfter(series)); }

}  // namespace

bool canKillAt(Instant instant)
{
    return instant != Instant::sync || !QStandardPaths::findExecutable(QStringLiteral("strace")).isEmpty();
}

Whole runWhole(const KillSeries& series)
{
    Whole whole;
    QTemporaryDir folder(scratchTemplate(QStringLiteral("kill")));
    const SiteGuard guard(folder.path());
    if (!makeSite(folder.path(), series.options)) {
        whole.problem = QStringLiteral("the site cannot be made");
        return whole;
    }
    WriteClient client(series.options.port);
    const Ended ended = runner(folder.path(), "run", 0, series);
    const WriteClient::Log log = client.stop();
    whole.left = snapshotOf(folder.path(), series.options);
    whole.instants = ended.visited;
    whole.fsyncs = ended.fsyncs;
    whole.took = ended.took;
    const QString violation = violationIn(folder.path(), series.options, log, versionAfter(series));
    if (ended.code != series.code)
        whole.problem = QStringLiteral("uninterrupted: %1 %2").arg(ended.code).arg(ended.output);
    else if (whole.left.served != QStringLiteral("200 ") + versionAfter(series) || !whole.left.privatePort.isEmpty() ||
             whole.left.pageUp || !whole.left.leftovers.isEmpty())
        whole.problem = QStringLiteral("uninterrupted: serves %1, leaves %2")
                            .arg(whole.left.served, whole.left.leftovers.join(QLatin1Char(' ')));
    else if (!violation.isEmpty())
        whole.problem = QStringLiteral("uninterrupted: ") + violation;
    return whole;
}

QString killAt(const KillSeries& series, const Whole& whole, int at, KillCounts& counts)
{
    QTemporaryDir folder(scratchTemplate(QStringLiteral("kill")));
    const SiteGuard guard(folder.path());
    if (!makeSite(folder.path(), series.options))
        return QStringLiteral("the site cannot be made");
    WriteClient client(series.options.port);
    const Ended first = runner(folder.path(), "run", at, series, whole);
    if (!first.killed && series.instant == Instant::random)
        return {};  // it had ended before
    ++counts.kills;
    ++counts.byState[stateOf(folder.path(), series.options)];
    const int again = at % 3 == 0 ? 1 + (at * 7) % 23 : 0;
    const Ended ended = recover(folder.path(), again, series, whole);
    counts.killsDuringRecovery += ended.killed ? 1 : 0;
    const WriteClient::Log log = client.stop();
    counts.writes += static_cast<int>(log.acknowledged.size());
    const QString differs = difference(whole.left, snapshotOf(folder.path(), series.options));
    QString problem;
    if (!first.killed)
        problem = QStringLiteral("not killed: ") + first.output;
    else if (ended.code != series.code)
        problem = QStringLiteral("exit %1: ").arg(ended.code) + ended.output;
    else if (!differs.isEmpty())
        problem = differs;
    else
        problem = violationIn(folder.path(), series.options, log, versionAfter(series));
    if (problem.isEmpty())
        return {};
    folder.setAutoRemove(!qEnvironmentVariableIsSet("CAIRN_KEEP_VIOLATIONS"));
    return QStringLiteral("instant %1 of %2, then %3 (%4): %5")
        .arg(at)
        .arg(whole.instants)
        .arg(again)
        .arg(folder.path(), problem);
}

Finished finish(const QString& folder, const KillSeries& series)
{
    const Ended ended = recover(folder, 0, series, {});
    return {ended.code, ended.output};
}

QString killEverywhere(const KillSeries& series, KillCounts& counts)
{
    const Whole whole = runWhole(series);
    counts.boundaries = whole.instants;
    if (!whole.problem.isEmpty())
        return whole.problem;
    const int last = series.boundaries > 0 ? std::min(series.boundaries, whole.instants) : whole.instants;
    const int every = std::max(1, qEnvironmentVariableIntValue("CAIRN_KILL_EVERY"));
    for (int at = 1 + series.part; at <= last; at += every * series.parts) {
        QString problem = killAt(series, whole, at, counts);
        if (!problem.isEmpty())
            return problem;
    }
    return {};
}

}  // namespace mini
