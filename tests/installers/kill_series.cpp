#include "tests/installers/kill_series.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <algorithm>

namespace mini {

namespace {

struct Ended {
    bool killed = false;
    int code = -1;
    int visited = 0;
    QString output;
};

Ended runner(const QString& folder, const char* verb, int killAt, const KillSeries& series)
{
    const SiteOptions& options = series.options;
    const bool page = options.maintenance == planner::SiteMaintenance::Kind::page;
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(
        QCoreApplication::applicationDirPath() + QStringLiteral("/crash-runner"),
        {folder, QString::fromLatin1(verb), QString::number(killAt), QString::fromLatin1(series.countFrom),
         QStringLiteral("%1:%2:%3:%4:%5")
             .arg(options.port)
             .arg(page ? QStringLiteral("page") : QStringLiteral("flag"))
             .arg(options.hops)
             .arg(options.directory ? QStringLiteral("all") : QStringLiteral("folders"),
                  options.backup == planner::BackupKind::copy ? QStringLiteral("copy") : QStringLiteral("dump"))});
    Ended ended;
    constexpr int limit = 60'000;
    if (!process.waitForFinished(limit)) {
        ended.output = QStringLiteral("the runner does not end");
        return ended;
    }
    ended.output = QString::fromUtf8(process.readAll());
    ended.killed = process.exitStatus() == QProcess::CrashExit;
    ended.code = ended.killed ? -1 : process.exitCode();
    ended.visited = ended.output.section(QLatin1Char('\n'), 0, 0).toInt();
    return ended;
}

/// Resumes until the run has ended, killing the first resume at its boundary `killAt` where that is not 0.
Ended recover(const QString& folder, int killAt, KillSeries series)
{
    series.countFrom = "-";
    Ended ended = runner(folder, "resume", killAt, series);
    if (ended.killed)
        ended = runner(folder, "resume", 0, series);
    // Killed before the run had begun: there is nothing to resume, and the site is as it was.
    constexpr int blocked = 3;
    if (!ended.killed && ended.code == blocked)
        ended = runner(folder, "run", 0, series);
    return ended;
}

}  // namespace

QString killEverywhere(const KillSeries& series, KillCounts& counts)
{
    Snapshot expected;
    {
        QTemporaryDir folder(scratchTemplate(QStringLiteral("kill")));
        const SiteGuard guard(folder.path());
        if (!makeSite(folder.path(), series.options))
            return QStringLiteral("the site cannot be made");
        const Ended whole = runner(folder.path(), "run", 0, series);
        expected = snapshotOf(folder.path(), series.options);
        counts.boundaries = whole.visited;
        if (whole.code != series.code)
            return QStringLiteral("uninterrupted: %1 %2").arg(whole.code).arg(whole.output);
        const int release = series.code == 0 ? series.options.hops + 1 : series.options.hops;
        if (expected.served != QStringLiteral("200 mini %1.0").arg(release) || !expected.privatePort.isEmpty() ||
            expected.pageUp || !expected.leftovers.isEmpty())
            return QStringLiteral("uninterrupted: serves %1, leaves %2")
                .arg(expected.served, expected.leftovers.join(QLatin1Char(' ')));
    }
    const int last = series.boundaries > 0 ? std::min(series.boundaries, counts.boundaries) : counts.boundaries;
    const int every = std::max(1, qEnvironmentVariableIntValue("CAIRN_KILL_EVERY"));
    for (int at = 1 + series.part; at <= last; at += every * series.parts) {
        QTemporaryDir folder(scratchTemplate(QStringLiteral("kill")));
        const SiteGuard guard(folder.path());
        if (!makeSite(folder.path(), series.options))
            return QStringLiteral("the site cannot be made");
        const Ended first = runner(folder.path(), "run", at, series);
        ++counts.kills;
        const int again = at % 3 == 0 ? 1 + (at * 7) % 23 : 0;
        counts.killsDuringRecovery += again > 0 ? 1 : 0;
        const Ended ended = recover(folder.path(), again, series);
        const QString differs = difference(expected, snapshotOf(folder.path(), series.options));
        const QString where = QStringLiteral("boundary %1 of %2, then %3: ").arg(at).arg(counts.boundaries).arg(again);
        if (!first.killed)
            return where + QStringLiteral("not killed: ") + first.output;
        if (ended.code != series.code)
            return where + QStringLiteral("exit %1: ").arg(ended.code) + ended.output;
        if (!differs.isEmpty())
            return where + differs;
    }
    return {};
}

}  // namespace mini
