// runner-step: what the runner itself needs for each step, beside what the step does and beside the two durable commits
// of its INTENT and RESULT. Prints one row of the table of `./dev bench`; exit code 1 when the budget is missed.
#include "installers/journal.h"
#include "installers/world_posix.h"
#include "tests/installers/mini_site.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>

namespace {

constexpr double budget = 10.0;

/// Milliseconds of two commits in a journal of its own in the same folder; the middle of many.
double twoCommits(const QString& folder)
{
    auto journal = installers::Journal::open(folder + QStringLiteral("/commits.db"));
    if (!journal)
        return 0;
    std::vector<double> all;
    for (int i = 0; i < 200; ++i) {
        installers::Entry entry;
        entry.run = QStringLiteral("r");
        entry.at = QDateTime::currentDateTimeUtc();
        QElapsedTimer timer;
        timer.start();
        if (!(*journal)->append(entry) || !(*journal)->append(entry))
            return 0;
        all.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::nth_element(all.begin(), all.begin() + 100, all.end());
    return all[100];
}

/// From the end of one step's work to the beginning of the next one's: its RESULT, what comes between, the INTENT.
class Stopwatch : public installers::RunWatcher {
public:
    void event(const installers::RunEvent& event) override
    {
        if (event.kind == installers::RunEvent::Kind::stepBegins) {
            if (m_timer.isValid() && m_between) {
                // stepEnds comes after the RESULT, so the step's own time is taken from the time between two
                // beginnings.
                const double passed = static_cast<double>(m_timer.nsecsElapsed()) / 1e6;
                between.push_back(std::max(0.0, passed - m_took));
            }
            m_timer.start();
            m_between = false;
        }
        if (event.kind == installers::RunEvent::Kind::stepEnds) {
            m_between = true;
            m_took = static_cast<double>(event.took.count());
        }
    }
    std::vector<double> between;

private:
    QElapsedTimer m_timer;
    bool m_between = false;
    double m_took = 0;
};

}  // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QTemporaryDir folder(QDir::tempPath() + QStringLiteral("/runner-step-XXXXXX"));
    mini::SiteOptions options;
    options.port = mini::freePort();
    options.maintenance = planner::SiteMaintenance::Kind::flag;
    options.slowMilliseconds = 1;
    const mini::SiteGuard guard(folder.path());
    if (!mini::makeSite(folder.path(), options)) {
        std::fprintf(stderr, "the site cannot be made\n");
        return 2;
    }
    installers::PosixWorld world;
    Stopwatch stopwatch;
    const installers::RunReport report =
        installers::Runner(world, stopwatch).run(mini::requestIn(folder.path(), options));
    if (report.end != installers::RunEnd::done || stopwatch.between.empty()) {
        std::fprintf(stderr, "the run does not end well\n");
        return 2;
    }
    const double commits = twoCommits(folder.path());
    std::vector<double>& all = stopwatch.between;
    std::sort(all.begin(), all.end());
    const double middle = all[all.size() / 2];
    const double own = std::max(0.0, middle - commits);
    std::printf(
        "| runner's own time for each of %zu steps, beside two durable commits | %.2f ms | %.2f ms | %.2f ms more | "
        "under 10 ms more |\n",
        all.size() + 1, middle, commits, own);
    return own < budget ? 0 : 1;
}
