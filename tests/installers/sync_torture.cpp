// Kills the runner instead of each of its fsync and fdatasync calls, one site for each, and looks at what is left:
//     sync-torture MINUTES FILE
// One line for each kill is appended to FILE, so that a torture that was stopped goes on where it was. Prints the kills
// by state; exit code 1 on a violation.
#include "tests/installers/kill_series.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QSet>
#include <cstdio>

namespace {

struct Kind {
    const char* name;
    planner::SiteMaintenance::Kind maintenance;
};
constexpr Kind kinds[]{{"page", planner::SiteMaintenance::Kind::page}, {"flag", planner::SiteMaintenance::Kind::flag}};

}  // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 3)
        return 2;
    if (!mini::canKillAt(mini::Instant::sync)) {
        std::fprintf(stderr, "strace is missing: apt-get install strace\n");
        return 2;
    }
    const qint64 limit = arguments.at(1).toLongLong() * 60'000;
    QFile log(arguments.at(2));
    if (!log.open(QIODevice::ReadWrite | QIODevice::Append) || !log.seek(0)) {
        std::fprintf(stderr, "%s cannot be written\n", qPrintable(arguments.at(2)));
        return 2;
    }
    QSet<QString> done;
    QMap<QString, int> byState;
    int again = 0;
    while (!log.atEnd()) {
        const QStringList parts = QString::fromUtf8(log.readLine()).trimmed().split(QLatin1Char('\t'));
        if (parts.size() != 3)
            continue;
        done.insert(parts.at(0));
        ++byState[parts.at(1)];
        again += parts.at(2).toInt();
    }
    int violations = 0;
    int total = 0;
    QElapsedTimer timer;
    timer.start();
    for (const Kind& kind : kinds) {
        mini::KillSeries series;
        series.instant = mini::Instant::sync;
        series.options.port = mini::freePort();
        series.options.maintenance = kind.maintenance;
        const mini::Whole whole = mini::runWhole(series);
        if (!whole.problem.isEmpty()) {
            std::fprintf(stderr, "%s\n", qPrintable(whole.problem));
            return 1;
        }
        total += whole.instants;
        for (int at = 1; at <= whole.instants && (limit <= 0 || timer.elapsed() < limit); ++at) {
            const QString key = QStringLiteral("%1 %2").arg(QLatin1String(kind.name)).arg(at);
            if (done.contains(key))
                continue;
            mini::KillCounts counts;
            const QString violated = mini::killAt(series, whole, at, counts);
            const QString state = counts.byState.isEmpty() ? QString() : counts.byState.firstKey();
            if (!violated.isEmpty()) {
                ++violations;
                std::printf("%s: VIOLATION: %s\n", qPrintable(key), qPrintable(violated));
                std::fflush(stdout);
                continue;
            }
            done.insert(key);
            ++byState[state];
            again += counts.killsDuringRecovery;
            log.write(QStringLiteral("%1\t%2\t%3\n").arg(key, state).arg(counts.killsDuringRecovery).toUtf8());
            log.flush();
        }
    }
    std::printf("\n%-24s %s\n", "state when killed", "kills instead of a sync");
    for (auto it = byState.cbegin(); it != byState.cend(); ++it)
        std::printf("%-24s %5d\n", qPrintable(it.key()), it.value());
    std::printf("%-24s %5d of %d; %d recoveries killed again; %d violations\n", "in all", static_cast<int>(done.size()),
                total, again, violations);
    return violations == 0 ? 0 : 1;
}
