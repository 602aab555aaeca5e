// Kills `cairn run` and `cairn resume` at random instants on a small demo site and looks at what is left:
//     runner-torture CAIRN SEED KILLS MINUTES FILE
// One line for each kill is appended to FILE, so that a torture that was stopped goes on where it was: the Nth site
// always has the kills that the seed gives it. Exit code 1 on a violation.
#include "installers/journal.h"
#include "installers/runner.h"
#include "planner/site.h"
#include "tests/installers/ledger_site.h"
#include "tests/installers/mini_site.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>
#include <cstdio>
#include <random>

namespace {

constexpr int entries = 300;
constexpr int noRun = 3;
constexpr int unfinished = 23;

struct Ended {
    bool killed = false;
    int code = -1;
    qint64 took = 0;
    QString output;
};

Ended cairn(const QString& program, const ledger_site::Made& site, const char* verb, qint64 killAfter)
{
    QStringList arguments{QString::fromLatin1(verb), QStringLiteral("--site"), site.file};
    if (qstrcmp(verb, "run") == 0)
        arguments << QStringLiteral("--plan") << site.plan << QStringLiteral("--catalog") << site.catalog
                  << QStringLiteral("--allow-unsigned");
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    QElapsedTimer timer;
    timer.start();
    process.start(program, arguments);
    Ended ended;
    if (killAfter >= 0 && !process.waitForFinished(static_cast<int>(killAfter)))
        process.kill();
    constexpr int limit = 180'000;
    if (!process.waitForFinished(limit) && process.state() != QProcess::NotRunning)
        process.kill();
    ended.took = timer.elapsed();
    ended.output = QString::fromUtf8(process.readAll());
    ended.killed = process.exitStatus() == QProcess::CrashExit;
    ended.code = ended.killed ? -1 : process.exitCode();
    return ended;
}

/// The state that the journal stood in when the runner was killed.
QString stateOf(const ledger_site::Made& site)
{
    const auto read = planner::readSite(site.file.toStdString());
    const auto report = read ? installers::report(*read) : std::nullopt;
    return report && !report->state.isEmpty() ? report->state : QStringLiteral("before the run");
}

bool isDone(const ledger_site::Made& site)
{
    const auto read = planner::readSite(site.file.toStdString());
    const auto report = read ? installers::report(*read) : std::nullopt;
    return report && report->end == installers::RunEnd::done;
}

struct Torture {
    QString program;
    ledger_site::Snapshot expected;
    qint64 once = 1;  ///< milliseconds of an uninterrupted run
    std::mt19937 random;
    QMap<QString, int> kills;  ///< by state
    int sites = 0;
    int total = 0;

    /// What was violated; empty: nothing. One site: killed at most four times on its way.
    QString site(QFile& log);
    QString check(const ledger_site::Made& made, const Ended& ended) const;
};

QString Torture::check(const ledger_site::Made& made, const Ended& ended) const
{
    if (ended.code != 0)
        return QStringLiteral("exit %1: %2").arg(ended.code).arg(ended.output.right(600));
    return ledger_site::difference(expected, ledger_site::snapshotOf(made));
}

QString Torture::site(QFile& log)
{
    const QTemporaryDir folder(mini::scratchTemplate(QStringLiteral("torture")));
    const auto made = ledger_site::make(folder.filePath(QStringLiteral("site")), entries);
    if (!made)
        return made.error();
    const ledger_site::Guard guard(*made);
    ++sites;
    const char* verb = "run";
    std::uniform_int_distribution<qint64> instant(0, once);
    std::uniform_int_distribution<int> count(1, 4);
    const int wanted = count(random);
    Ended ended;
    for (int i = 0; i < wanted; ++i) {
        ended = cairn(program, *made, verb, i == 0 ? instant(random) : instant(random) / 2);
        if (!ended.killed)
            break;
        const QString state = stateOf(*made);
        ++kills[state];
        ++total;
        log.write(QStringLiteral("%1\t%2\t%3 ms\n").arg(state, QLatin1String(verb)).arg(ended.took).toUtf8());
        log.flush();
        verb = state == QLatin1String("before the run") ? "run" : "resume";
    }
    if (ended.killed)
        ended = cairn(program, *made, verb, -1);
    if (ended.code == unfinished)  // killed right after its run had begun
        ended = cairn(program, *made, "resume", -1);
    if (ended.code == noRun && isDone(*made))  // killed right after its run had ended
        ended.code = 0;
    else if (ended.code == noRun)
        ended = cairn(program, *made, "run", -1);
    return check(*made, ended);
}

}  // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 6)
        return 2;
    Torture torture;
    torture.program = arguments.at(1);
    const int kills = arguments.at(3).toInt();
    const qint64 limit = arguments.at(4).toLongLong() * 60'000;
    QFile log(arguments.at(5));
    if (!log.open(QIODevice::ReadWrite | QIODevice::Append) || !log.seek(0)) {
        std::fprintf(stderr, "%s cannot be written\n", qPrintable(arguments.at(5)));
        return 2;
    }
    while (!log.atEnd()) {
        const QString line = QString::fromUtf8(log.readLine()).trimmed();
        if (line.startsWith(QLatin1String("site "))) {
            ++torture.sites;
        } else if (!line.isEmpty()) {
            ++torture.kills[line.section(QLatin1Char('\t'), 0, 0)];
            ++torture.total;
        }
    }
    const unsigned seed = arguments.at(2).toUInt();
    std::printf("seed %u, %d kills wanted, %d done before\n", seed, kills, torture.total);
    QElapsedTimer timer;
    timer.start();
    {
        const QTemporaryDir folder(mini::scratchTemplate(QStringLiteral("torture")));
        const auto made = ledger_site::make(folder.filePath(QStringLiteral("site")), entries);
        if (!made) {
            std::fprintf(stderr, "%s\n", qPrintable(made.error()));
            return 2;
        }
        const ledger_site::Guard guard(*made);
        const Ended whole = cairn(torture.program, *made, "run", -1);
        torture.expected = ledger_site::snapshotOf(*made);
        torture.once = whole.took;
        if (whole.code != 0 || torture.expected.status != 200 || torture.expected.privateStatus != 0 ||
            torture.expected.pageUp) {
            std::fprintf(stderr, "the run that nobody kills ends with %d: %s\n", whole.code, qPrintable(whole.output));
            return 1;
        }
    }
    int violations = 0;
    while (torture.total < kills && (limit <= 0 || timer.elapsed() < limit)) {
        torture.random.seed(seed + static_cast<unsigned>(torture.sites));
        const int number = torture.sites;
        const QString violated = torture.site(log);
        log.write("site " + QByteArray::number(number) + "\n");
        log.flush();
        std::printf("site %d: %d kills so far%s%s\n", number, torture.total,
                    violated.isEmpty() ? "" : ": VIOLATION: ", qPrintable(violated));
        std::fflush(stdout);
        violations += violated.isEmpty() ? 0 : 1;
    }
    std::printf("\n%-24s %s\n", "state when killed", "kills");
    for (auto it = torture.kills.cbegin(); it != torture.kills.cend(); ++it)
        std::printf("%-24s %5d\n", qPrintable(it.key()), it.value());
    std::printf("%-24s %5d on %d sites; %d violations; %lld rows and %lld balances compared each time\n", "in all",
                torture.total, torture.sites, violations, static_cast<long long>(ledger_site::rowsOf(torture.expected)),
                static_cast<long long>(torture.expected.balances.size()));
    return violations == 0 ? 0 : 1;
}
