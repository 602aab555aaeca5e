// Kills the runner at durability boundaries, instead of its syncs and at random instants, one mini site for each kill,
// and looks at what is left:
//     site-torture sqlite|postgresql KILLS MINUTES FILE
// KILLS and MINUTES 0: no limit; without either, each boundary and each sync once. One line for each kill is appended
// to FILE, so that a torture that was stopped goes on where it was. Prints the kills by state; exit code 1 on a
// violation.
#include "tests/installers/kill_series.h"
#include "tests/installers/mini_postgres.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QSet>
#include <cstdio>
#include <numeric>

namespace {

using mini::Instant;

constexpr int rolledBack = 20;

struct Course {
    QString name;  ///< of what is run: "page dump"
    mini::KillSeries series;
    std::optional<mini::Whole> whole;
    int taken = 0;  ///< turns

    [[nodiscard]] QString key(int at) const
    {
        const char* const instants[]{"boundary", "random", "sync"};
        return QStringLiteral("%1 %2 %3").arg(name, QLatin1String(instants[static_cast<int>(series.instant)])).arg(at);
    }
    /// The next turn's instant, in an order that is spread over the run from the beginning; 0: there is none left.
    [[nodiscard]] int next(int instants)
    {
        if (series.instant == Instant::random)
            return ++taken;
        if (taken >= instants)
            return 0;
        int stride = std::max(1, instants * 61 / 100);
        while (std::gcd(stride, instants) != 1)
            ++stride;
        return 1 + static_cast<int>(static_cast<qint64>(taken++) * stride % instants);
    }
};

std::vector<Course> coursesOf(const mini::PostgresOptions& postgres)
{
    using Kind = planner::SiteMaintenance::Kind;
    std::vector<Course> courses;
    const auto add = [&](const char* name, Kind maintenance, planner::BackupKind backup, int code) {
        for (const Instant instant : {Instant::boundary, Instant::sync, Instant::random}) {
            Course course;
            course.name = QString::fromLatin1(name);
            course.series.instant = instant;
            course.series.code = code;
            course.series.options.port = mini::freePort();
            course.series.options.maintenance = maintenance;
            course.series.options.backup = backup;
            course.series.options.badCheck = code != 0;
            course.series.options.postgres = postgres;
            courses.push_back(course);
        }
    };
    add("page dump", Kind::page, planner::BackupKind::dump, 0);
    add("flag copy", Kind::flag, planner::BackupKind::copy, 0);
    add("page dump fails", Kind::page, planner::BackupKind::dump, rolledBack);
    add("page copy fails", Kind::page, planner::BackupKind::copy, rolledBack);
    return courses;
}

/// The kills that were done, on paper, too.
struct Record {
    QFile file;
    QSet<QString> done;
    QMap<QString, QMap<QString, int>> byState;  ///< by instant
    int recoveries = 0;
    qint64 writes = 0;
    QStringList violations;

    void add(const QStringList& parts)
    {
        done.insert(parts.at(0));
        if (parts.at(4) != QLatin1String("-"))
            violations.append(parts.at(0) + QStringLiteral(": ") + parts.at(4));
        ++byState[parts.at(1)][parts.at(0).section(QLatin1Char(' '), -2, -2)];
        recoveries += parts.at(2).toInt();
        writes += parts.at(3).toLongLong();
    }
    void read()
    {
        while (!file.atEnd()) {
            const QStringList parts = QString::fromUtf8(file.readLine()).trimmed().split(QLatin1Char('\t'));
            if (parts.size() == 5)
                add(parts);
        }
    }
    void print() const
    {
        const char* const instants[]{"boundary", "sync", "random"};
        std::printf("\n%-24s %10s %10s %10s %10s\n", "state when killed", "boundary", "sync", "random", "in all");
        QMap<QString, int> sums;
        for (auto it = byState.cbegin(); it != byState.cend(); ++it) {
            std::printf("%-24s", qPrintable(it.key()));
            int row = 0;
            for (const char* const instant : instants) {
                const int count = it->value(QLatin1String(instant));
                sums[QLatin1String(instant)] += count;
                row += count;
                std::printf(" %10d", count);
            }
            std::printf(" %10d\n", row);
        }
        std::printf("%-24s %10d %10d %10d %10d\n", "in all", sums.value(QLatin1String("boundary")),
                    sums.value(QLatin1String("sync")), sums.value(QLatin1String("random")),
                    static_cast<int>(done.size()));
        std::printf(
            "%d recoveries killed again; %lld acknowledged writes, none of them lost unless said; %d violations\n",
            recoveries, static_cast<long long>(writes), static_cast<int>(violations.size()));
        for (const QString& violation : violations)
            std::printf("VIOLATION: %s\n", qPrintable(violation));
    }
};

/// What was done, or nothing: the series is through, or its uninterrupted run fails.
bool turn(Course& course, Record& record)
{
    if (!course.whole) {
        course.whole = mini::runWhole(course.series);
        if (!course.whole->problem.isEmpty()) {
            const QString key = course.key(0);
            std::printf("%s: VIOLATION: %s\n", qPrintable(key), qPrintable(course.whole->problem));
            record.violations.append(key + QStringLiteral(": ") + course.whole->problem);
        }
    }
    if (!course.whole->problem.isEmpty())
        return false;
    int at = course.next(course.whole->instants);
    while (at != 0 && record.done.contains(course.key(at)))
        at = course.next(course.whole->instants);
    if (at == 0)
        return false;
    mini::KillCounts counts;
    const QString violated = mini::killAt(course.series, *course.whole, at, counts);
    if (counts.kills == 0 && violated.isEmpty())
        return true;
    const QString state = counts.byState.isEmpty() ? QStringLiteral("?") : counts.byState.firstKey();
    const QStringList parts{course.key(at), state, QString::number(counts.killsDuringRecovery),
                            QString::number(counts.writes),
                            violated.isEmpty() ? QStringLiteral("-") : violated.simplified()};
    record.add(parts);
    record.file.write(parts.join(QLatin1Char('\t')).toUtf8() + '\n');
    record.file.flush();
    if (!violated.isEmpty()) {
        std::printf("%s: VIOLATION: %s\n", qPrintable(parts.first()), qPrintable(violated));
        std::fflush(stdout);
    }
    return true;
}

}  // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 5)
        return 2;
    if (!mini::canKillAt(Instant::sync)) {
        std::fprintf(stderr, "strace is missing: apt-get install strace\n");
        return 2;
    }
    const int kills = arguments.at(2).toInt();
    const qint64 limit = arguments.at(3).toLongLong() * 60'000;
    Record record;
    record.file.setFileName(arguments.at(4));
    if (!record.file.open(QIODevice::ReadWrite | QIODevice::Append) || !record.file.seek(0)) {
        std::fprintf(stderr, "%s cannot be written\n", qPrintable(arguments.at(4)));
        return 2;
    }
    record.read();
    std::unique_ptr<support::PostgresServer> server;
    mini::PostgresOptions postgres;
    if (arguments.at(1) == QLatin1String("postgresql")) {
        if (const QString why = support::PostgresServer::missing(); !why.isEmpty()) {
            std::fprintf(stderr, "%s\n", qPrintable(why));
            return 2;
        }
        server = support::PostgresServer::start();
        if (!server)
            return 2;
        postgres = mini::optionsOf(*server, QStringLiteral("mini"));
    }
    std::vector<Course> courses = coursesOf(postgres);
    std::printf("%s: %d kills were done before\n", qPrintable(arguments.at(1)), static_cast<int>(record.done.size()));
    QElapsedTimer timer;
    timer.start();
    bool more = true;
    const auto mayGoOn = [&] {
        return (kills <= 0 || record.done.size() < kills) && (limit <= 0 || timer.elapsed() < limit);
    };
    while (more && mayGoOn()) {
        more = false;
        for (Course& course : courses) {
            const bool endless = course.series.instant == Instant::random;
            if (mayGoOn() && turn(course, record))
                more = more || !endless || kills > 0;
        }
    }
    record.print();
    return record.violations.isEmpty() ? 0 : 1;
}
