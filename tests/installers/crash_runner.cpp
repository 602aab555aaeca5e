// Runs, resumes or takes back the mini site's plan and kills itself at a boundary:
//     crash-runner FOLDER run|resume|rollback KILL-AT COUNT-FROM OPTIONS
// KILL-AT 0: never. COUNT-FROM: the boundary from whose first visit on boundaries are counted; "-" from the beginning.
// OPTIONS: as mini::toText gives them. Exit code as `cairn run`; the boundaries visited are printed.
#include "installers/world_posix.h"
#include "tests/installers/mini_site.h"

#include <QCoreApplication>
#include <QFile>
#include <QTextStream>
#include <csignal>
#include <cstring>
#include <unistd.h>

namespace {

class CrashWorld : public installers::PosixWorld {
public:
    CrashWorld(installers::PosixWorldOptions options, int killAt, QByteArray from)
        : PosixWorld(std::move(options)), m_killAt(killAt), m_from(std::move(from)), m_counting(m_from == "-")
    {
    }
    void boundary(const char* name) override
    {
        m_counting = m_counting || m_from == name;
        if (m_counting && ++m_visited == m_killAt)
            ::kill(::getpid(), SIGKILL);
    }
    [[nodiscard]] int visited() const { return m_visited; }

private:
    int m_killAt;
    QByteArray m_from;
    bool m_counting;
    int m_visited = 0;
};

/// Writes what the journal has acknowledged to the file CAIRN_TOLD, where there is such a variable.
class Teller : public installers::RunWatcher {
public:
    ~Teller() override { tell("exit", {}); }
    void event(const installers::RunEvent& event) override
    {
        if (event.kind == installers::RunEvent::Kind::stepBegins)
            tell("intent", event.step);
        else if (event.kind == installers::RunEvent::Kind::stepEnds)
            tell("result", event.step);
    }

private:
    void tell(const char* what, const QString& step)
    {
        if (m_file.fileName().isEmpty())
            return;
        if (!m_file.isOpen() && !m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
            return;
        m_file.write(QByteArray(what) + ' ' + step.toUtf8() + '\n');
    }
    QFile m_file{qEnvironmentVariable("CAIRN_TOLD")};
};

}  // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 6)
        return 2;
    const mini::SiteOptions options = mini::optionsFrom(arguments.at(5));
    installers::PosixWorldOptions worldOptions;
    worldOptions.pageProgram = mini::pageProgram();
    CrashWorld world(worldOptions, arguments.at(3).toInt(), arguments.at(4).toLatin1());
    Teller watcher;
    installers::Runner runner(world, watcher);
    const QString& verb = arguments.at(2);
    const installers::RunReport report =
        verb == QLatin1String("run")        ? runner.run(mini::requestIn(arguments.at(1), options))
        : verb == QLatin1String("rollback") ? runner.rollBack(mini::siteIn(arguments.at(1), options))
                                            : runner.resume(mini::siteIn(arguments.at(1), options));
    QTextStream out(stdout);
    out << world.visited() << "\n";
    for (const installers::RunProblem& problem : report.problems)
        out << static_cast<int>(problem.code) << " " << problem.subject << " " << problem.detail << "\n";
    return installers::exitCode(report.end);
}
