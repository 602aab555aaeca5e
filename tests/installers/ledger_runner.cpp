// Runs or resumes the demo site's plan and kills itself at a boundary:
//     ledger-runner SITE-FILE PLAN CATALOG run|resume KILL-AT
// KILL-AT: a number, 0 never; or names, "A/B": at the first B after the first A. Exit code as `cairn run`; the
// boundaries visited are printed, then what went wrong.
#include "catalog/document.h"
#include "installers/world_posix.h"
#include "planner/plan_json.h"
#include "planner/site.h"

#include "installers/runner.h"

#include <QCoreApplication>
#include <QTextStream>
#include <csignal>
#include <unistd.h>

namespace {

class CrashWorld : public installers::PosixWorld {
public:
    CrashWorld(installers::PosixWorldOptions options, const QString& killAt)
        : PosixWorld(std::move(options)), m_killAt(killAt.toInt())
    {
        if (bool isNumber = false; killAt.toInt(&isNumber) == 0 && !isNumber)
            m_names = killAt.split(QLatin1Char('/'));
    }
    void boundary(const char* name) override
    {
        const bool awaited = !m_names.isEmpty() && m_names.first() == QLatin1String(name);
        if (awaited)
            m_names.removeFirst();
        if (++m_visited == m_killAt || (awaited && m_names.isEmpty()))
            ::kill(::getpid(), SIGKILL);
    }
    [[nodiscard]] int visited() const { return m_visited; }

private:
    int m_killAt;
    QStringList m_names;
    int m_visited = 0;
};

class Silent : public installers::RunWatcher {
public:
    void event(const installers::RunEvent&) override {}
};

}  // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 6)
        return 2;
    auto site = planner::readSite(arguments.at(1).toStdString());
    const auto text = catalog::readTextFile(arguments.at(2).toStdString());
    if (!site || !text)
        return 5;
    auto plan = planner::readPlan(*text, arguments.at(2).toStdString());
    auto loaded = catalog::load(arguments.at(3).toStdString());
    if (!plan || !loaded)
        return 5;
    installers::PosixWorldOptions options;
    options.pageProgram = qEnvironmentVariable("CAIRN_BUILD_DIR") + QStringLiteral("/installers/page/cairn-page");
    CrashWorld world(options, arguments.at(5));
    Silent watcher;
    installers::Runner runner(world, watcher);
    const installers::RunReport report = arguments.at(4) == QLatin1String("run")
                                             ? runner.run({*plan, *site, *loaded, QString(), true})
                                             : runner.resume(*site);
    QTextStream out(stdout);
    out << world.visited() << "\n";
    for (const installers::RunProblem& problem : report.problems)
        out << static_cast<int>(problem.code) << " " << problem.subject << " " << problem.detail << "\n";
    return installers::exitCode(report.end);
}
