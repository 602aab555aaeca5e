#include "tests/installers/kill_series.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <algorithm>

namespace mini {

namespace {

struct Ended {
    bool killed = false;
    int code = -1;
    int visited = 0;
    int fsyncs = 0;
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

Ended runner(const QString& folder, const char* verb, int killAt, const KillSeries& series, int fsyncs = 0)
{
    const SiteOptions& options = series.options;
    const bool page = options.maintenance == planner::SiteMaintenance::Kind::page;
    const bool sync = series.instant == Instant::sync;
    const QString program = QCoreApplication::applicationDirPath() + QStringLiteral("/crash-runner");
    const QStringList arguments{
        folder, QString::fromLatin1(verb), QString::number(sync ? 0 : killAt), QString::fromLatin1(series.countFrom),
        QStringLiteral("%1:%2:%3:%4:%5")
            .arg(options.port)
            .arg(page ? QStringLiteral("page") : QStringLiteral("flag"))
            .arg(options.hops)
            .arg(options.directory ? QStringLiteral("all") : QStringLiteral("folders"),
                 options.backup == planner::BackupKind::copy ? QStringLiteral("copy") : QStringLiteral("dump"))};
    QTemporaryDir traces;
    const QString log = traces.filePath(QStringLiteral("syncs"));
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    if (sync) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("ASAN_OPTIONS"), QStringLiteral("detect_leaks=0"));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral("strace"), underStrace(log, killAt, fsyncs) + QStringList(program) + arguments);
    } else {
        process.start(program, arguments);
    }
    Ended ended;
    constexpr int limit = 60'000;
    if (!process.waitForFinished(limit)) {
        ended.output = QStringLiteral("the runner does not end");
        return ended;
    }
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
Ended recover(const QString& folder, int killAt, KillSeries series, int fsyncs)
{
    series.countFrom = "-";
    Ended ended = runner(folder, "resume", killAt, series, fsyncs);
    if (ended.killed)
        ended = runner(folder, "resume", 0, series);
    constexpr int blocked = 3;
    if (ended.killed || ended.code != blocked)
        return ended;
    // There is nothing to resume: the run had ended, or had not begun and the site is as it was.
    const auto report = installers::report(siteIn(folder, series.options));
    if (report && report->end == installers::RunEnd::done)
        ended.code = 0;
    else
        ended = runner(folder, "run", 0, series);
    return ended;
}

}  // namespace

bool canKillAt(Instant instant)
{
    return instant == Instant::boundary || !QStandardPaths::findExecutable(QStringLiteral("strace")).isEmpty();
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
    const Ended ended = runner(folder.path(), "run", 0, series);
    whole.left = snapshotOf(folder.path(), series.options);
    whole.instants = ended.visited;
    whole.fsyncs = ended.fsyncs;
    const int release = series.code == 0 ? series.options.hops + 1 : series.options.hops;
    if (ended.code != series.code)
        whole.problem = QStringLiteral("uninterrupted: %1 %2").arg(ended.code).arg(ended.output);
    else if (whole.left.served != QStringLiteral("200 mini %1.0").arg(release) || !whole.left.privatePort.isEmpty() ||
             whole.left.pageUp || !whole.left.leftovers.isEmpty())
        whole.problem = QStringLiteral("uninterrupted: serves %1, leaves %2")
                            .arg(whole.left.served, whole.left.leftovers.join(QLatin1Char(' ')));
    return whole;
}

QString killAt(const KillSeries& series, const Whole& whole, int at, KillCounts& counts)
{
    QTemporaryDir folder(scratchTemplate(QStringLiteral("kill")));
    const SiteGuard guard(folder.path());
    if (!makeSite(folder.path(), series.options))
        return QStringLiteral("the site cannot be made");
    const Ended first = runner(folder.path(), "run", at, series, whole.fsyncs);
    ++counts.kills;
    ++counts.byState[stateOf(folder.path(), series.options)];
    const int again = at % 3 == 0 ? 1 + (at * 7) % 23 : 0;
    counts.killsDuringRecovery += again > 0 ? 1 : 0;
    const Ended ended = recover(folder.path(), again, series, whole.fsyncs);
    const QString differs = difference(whole.left, snapshotOf(folder.path(), series.options));
    const QString where = QStringLiteral("instant %1 of %2, then %3: ").arg(at).arg(whole.instants).arg(again);
    if (!first.killed)
        return where + QStringLiteral("not killed: ") + first.output;
    if (ended.code != series.code)
        return where + QStringLiteral("exit %1: ").arg(ended.code) + ended.output;
    return differs.isEmpty() ? QString() : where + differs;
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
        const QString problem = killAt(series, whole, at, counts);
        if (!problem.isEmpty())
            return problem;
    }
    return {};
}

}  // namespace mini
