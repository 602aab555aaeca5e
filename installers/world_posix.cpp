#include "installers/world_posix.h"

#include "installers/http_get.h"
#include "installers/processes.h"
#include "installers/spawn.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <array>
#include <atomic>
#include <csignal>
#include <thread>

namespace installers {

namespace {

// A signal handler can reach nothing but a global.
std::atomic<bool> pauseFlag{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void askForPause(int) { pauseFlag.store(true); }

constexpr std::array handled{SIGHUP, SIGINT, SIGTERM, SIGPIPE};

}  // namespace

struct PosixWorld::Private {
    PosixWorldOptions options;
    HttpGetter http;
    std::array<struct sigaction, handled.size()> before{};
};

PosixWorld::PosixWorld(PosixWorldOptions options) : m_private(std::make_unique<Private>())
{
    m_private->options = std::move(options);
    if (!m_private->options.handleSignals)
        return;
    pauseFlag.store(false);
    for (std::size_t i = 0; i < handled.size(); ++i) {
        struct sigaction action = {};
        sigemptyset(&action.sa_mask);
        action.sa_flags = SA_RESTART;
        action.sa_handler = handled.at(i) == SIGHUP || handled.at(i) == SIGPIPE ? SIG_IGN : askForPause;
        ::sigaction(handled.at(i), &action, &m_private->before.at(i));
    }
}

PosixWorld::~PosixWorld()
{
    if (!m_private->options.handleSignals)
        return;
    for (std::size_t i = 0; i < handled.size(); ++i)
        ::sigaction(handled.at(i), &m_private->before.at(i), nullptr);
}

QDateTime PosixWorld::now() const { return QDateTime::currentDateTimeUtc(); }

void PosixWorld::sleep(std::chrono::milliseconds duration) { std::this_thread::sleep_for(duration); }

ProgramResult PosixWorld::run(const ProgramCall& call)
{
    const QString program = findProgram(call.arguments.value(0), call.workingFolder);
    if (program.isEmpty())
        return ProgramResult{ProgramResult::End::notStarted, ENOENT, {}};
    return spawnAndWait(program, call, [this] { boundary("child-runs"); });
}

bool PosixWorld::launch(const ProgramCall& call)
{
    const QString program = findProgram(call.arguments.value(0), call.workingFolder);
    return !program.isEmpty() && spawnDetached(program, call);
}

HttpAnswer PosixWorld::get(const QString& url, std::chrono::milliseconds timeout)
{
    return m_private->http.get(url, timeout);
}

ProcessIdentity PosixWorld::self() const { return processes::self(); }

bool PosixWorld::isAlive(const ProcessIdentity& process) const { return processes::isAlive(process); }

std::vector<ProcessName> PosixWorld::holders(const QString& path) const { return processes::holders(path); }

std::vector<ProcessName> PosixWorld::programsWith(const QStringList& beginnings) const
{
    return processes::withArgument(beginnings);
}

void PosixWorld::signal(qint64 pid, Signal signal)
{
    if (pid > 1)
        ::kill(static_cast<pid_t>(pid), signal == Signal::kill ? SIGKILL : SIGTERM);
}

bool PosixWorld::pauseRequested() const { return m_private->options.handleSignals && pauseFlag.load(); }

QString PosixWorld::pageProgram() const { return m_private->options.pageProgram; }

QString findProgram(const QString& program, const QString& workingFolder)
{
    if (program.isEmpty())
        return {};
    if (!program.contains(QLatin1Char('/')))
        return QStandardPaths::findExecutable(program);
    const QFileInfo file(QDir(workingFolder).absoluteFilePath(program));
    return file.isFile() && file.isExecutable() ? file.absoluteFilePath() : QString();
}

}  // namespace installers
