#include "installers/spawn.h"

#include <QFile>
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace installers {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds pollInterval{20};

/// Everything the child needs, prepared before fork: between fork and exec nothing may allocate.
struct Prepared {
    QByteArray program;
    QByteArray folder;
    std::vector<QByteArray> texts;
    std::vector<char*> arguments;
    std::vector<char*> environment;

    Prepared(const QString& path, const ProgramCall& call)
        : program(QFile::encodeName(path)), folder(QFile::encodeName(call.workingFolder))
    {
        for (const QString& argument : call.arguments)
            texts.push_back(QFile::encodeName(argument));
        const std::size_t argumentCount = texts.size();
        for (char** entry = environ; *entry != nullptr; ++entry) {
            const QByteArray text(*entry);
            if (!call.environment.contains(QFile::decodeName(text.left(text.indexOf('=')))))
                texts.push_back(text);
        }
        for (auto it = call.environment.cbegin(); it != call.environment.cend(); ++it)
            texts.push_back(QFile::encodeName(it.key() + QLatin1Char('=') + it.value()));
        for (std::size_t i = 0; i < texts.size(); ++i)
            (i < argumentCount ? arguments : environment).push_back(texts[i].data());
        arguments.push_back(nullptr);
        environment.push_back(nullptr);
    }
};

enum class Session { group, own };

/// The descriptors that the child does not close; -1: none.
struct Kept {
    int status;  ///< closed by exec
    int fence = -1;
    int lifeline = -1;  ///< handed on like the fence; its other end tells when the last one has let go
};

/// A pipe whose writing end the descendants hold, at 10 or above as the fence.
class Lifeline {
public:
    explicit Lifeline(bool wanted)
    {
        std::array<int, 2> ends{-1, -1};
        if (!wanted || ::pipe2(ends.data(), O_CLOEXEC) != 0)
            return;
        m_read = ends[0];
        m_write = ::fcntl(ends[1], F_DUPFD_CLOEXEC, lowestFence);
        ::close(ends[1]);
    }
    ~Lifeline()
    {
        letGo();
        if (m_read >= 0)
            ::close(m_read);
    }
    Lifeline(const Lifeline&) = delete;
    Lifeline& operator=(const Lifeline&) = delete;
    [[nodiscard]] int handedOver() const { return m_write; }
    /// The runner's own end, once the child has been made.
    void letGo()
    {
        if (m_write >= 0)
            ::close(m_write);
        m_write = -1;
    }
    /// Whether somebody still holds it after `patience`. `meanwhile` is called again and again: who waits for a reader
    /// of its output never ends.
    [[nodiscard]] bool isHeld(milliseconds patience, const std::function<void()>& meanwhile) const
    {
        const auto until = Clock::now() + patience;
        pollfd wait{m_read, POLLIN, 0};
        while (m_read >= 0) {
            const milliseconds left = std::chrono::duration_cast<milliseconds>(until - Clock::now());
            const int ready =
                ::poll(&wait, 1, static_cast<int>(std::clamp(left, milliseconds(0), pollInterval).count()));
            if (ready > 0 && (wait.revents & POLLHUP) != 0)
                return false;
            if (left <= milliseconds(0))
                return true;
            meanwhile();
        }
        return false;
    }

private:
    static constexpr int lowestFence = 10;
    int m_read = -1;
    int m_write = -1;
};

[[noreturn]] void becomeProgram(const Prepared& prepared, Session session, int output, const Kept& kept)
{
    if (session == Session::own)
        ::setsid();
    else
        ::setpgid(0, 0);
    for (const int number : {SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGCHLD, SIGQUIT})
        ::signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const int nothing = ::open("/dev/null", O_RDWR);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(output >= 0 ? output : nothing, STDOUT_FILENO);
    ::dup2(output >= 0 ? output : nothing, STDERR_FILENO);
    // Descriptors that others left open without FD_CLOEXEC must not live on in a service.
#ifdef SYS_close_range
    std::array<int, 4> stay{2, kept.status, kept.fence, kept.lifeline};
    std::sort(stay.begin(), stay.end());
    for (std::size_t i = 0; i < stay.size(); ++i) {
        const bool last = i + 1 == stay.size();
        if (stay.at(i) >= 2 && (last || stay.at(i + 1) > stay.at(i) + 1))
            ::syscall(SYS_close_range, static_cast<unsigned>(stay.at(i) + 1),
                      last ? ~0U : static_cast<unsigned>(stay.at(i + 1) - 1), 0U);
    }
#endif
    for (const int number : {kept.fence, kept.lifeline}) {
        if (number >= 0)
            ::fcntl(number, F_SETFD, 0);
    }
    if (prepared.folder.isEmpty() || ::chdir(prepared.folder.constData()) == 0)
        ::execve(prepared.program.constData(), prepared.arguments.data(), prepared.environment.data());
    const int error = errno;
    if (::write(kept.status, &error, sizeof error) < 0)
        ::_exit(126);
    ::_exit(127);
}

/// What the child wrote before it could become the program; 0 when it did.
int startError(int status)
{
    int error = 0;
    ssize_t length = 0;
    do {
        length = ::read(status, &error, sizeof error);
    } while (length < 0 && errno == EINTR);
    return length == static_cast<ssize_t>(sizeof error) ? error : 0;
}

class Tail {
public:
    Tail(int descriptor, qsizetype limit) : m_descriptor(descriptor), m_limit(std::max<qsizetype>(limit, 1)) {}

    /// Reads what is there without waiting. False at the end.
    bool drain()
    {
        std::array<char, 16384> block{};
        while (true) {
            const ssize_t length = ::read(m_descriptor, block.data(), block.size());
            if (length == 0)
                return false;
            if (length < 0)
                return errno == EAGAIN || errno == EINTR;
            m_bytes.append(block.data(), length);
            if (m_bytes.size() > 2 * m_limit)
                m_bytes.remove(0, m_bytes.size() - m_limit);
        }
    }
    [[nodiscard]] QByteArray bytes() const { return m_bytes.right(m_limit); }

private:
    int m_descriptor;
    qsizetype m_limit;
    QByteArray m_bytes;
};

int openProcess(pid_t pid)
{
#ifdef SYS_pidfd_open
    return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0U));
#else
    (void)pid;
    return -1;
#endif
}

QByteArray endOfFile(const QString& path, qsizetype limit)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(std::max<qint64>(0, file.size() - limit));
    return file.read(limit);
}

}  // namespace

ProgramResult spawnAndWait(const QString& program, const ProgramCall& call, const std::function<void()>& started)
{
    const Prepared prepared(program, call);
    std::array<int, 2> output{-1, -1};
    std::array<int, 2> status{-1, -1};
    if (::pipe2(status.data(), O_CLOEXEC) != 0)
        return ProgramResult{ProgramResult::End::notStarted, errno, {}};
    if (call.outputFile.isEmpty()) {
        if (::pipe2(output.data(), O_CLOEXEC) != 0) {
            const int error = errno;
            ::close(status[0]);
            ::close(status[1]);
            return ProgramResult{ProgramResult::End::notStarted, error, {}};
        }
        ::fcntl(output[0], F_SETFL, O_NONBLOCK);
    } else {
        output[1] =
            ::open(QFile::encodeName(call.outputFile).constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    }
    // With SIGCHLD ignored the system would reap the child before its exit code could be asked for.
    struct sigaction childAction = {};
    ::sigaction(SIGCHLD, nullptr, &childAction);
    if (childAction.sa_handler == SIG_IGN)
        ::signal(SIGCHLD, SIG_DFL);

    Lifeline lifeline(call.fence >= 0);
    const auto began = Clock::now();
    const pid_t pid = ::fork();
    if (pid == 0)
        becomeProgram(prepared, Session::group, output[1], Kept{status[1], call.fence, lifeline.handedOver()});
    const int forkError = errno;
    lifeline.letGo();
    ::close(status[1]);
    if (output[1] >= 0)
        ::close(output[1]);
    if (pid < 0) {
        ::close(status[0]);
        if (output[0] >= 0)
            ::close(output[0]);
        return ProgramResult{ProgramResult::End::notStarted, forkError, {}};
    }
    const int execError = startError(status[0]);
    ::close(status[0]);
    if (execError == 0)
        started();

    const int process = openProcess(pid);
    Tail tail(output[0], call.outputLimit);
    bool open = output[0] >= 0;
    bool timedOut = false;
    bool killed = false;
    bool beyondReach = false;
    int waitStatus = 0;
    while (::waitpid(pid, &waitStatus, WNOHANG) == 0) {
        const auto now = Clock::now();
        if (!timedOut && now - began >= call.timeout) {
            timedOut = true;
            ::kill(-pid, SIGTERM);
        }
        if (timedOut && !killed && now - began >= call.timeout + call.grace) {
            killed = true;
            ::kill(-pid, SIGKILL);
        }
        if (killed && now - began >= call.timeout + 2 * call.grace) {
            beyondReach = true;
            break;
        }
        std::array<pollfd, 2> waits{pollfd{process, POLLIN, 0}, pollfd{open ? output[0] : -1, POLLIN, 0}};
        ::poll(waits.data(), waits.size(), static_cast<int>(pollInterval.count()));
        if (open)
            open = tail.drain();
    }
    if (process >= 0)
        ::close(process);
    if (timedOut)
        ::kill(-pid, SIGKILL);
    ProgramResult result;
    result.pid = pid;
    result.leftBehind = beyondReach;
    if (!beyondReach)
        result.leftBehind = execError == 0 && lifeline.isHeld(call.orphanPatience, [&] {
            if (open)
                open = tail.drain();
        });
    if (open)
        tail.drain();
    if (output[0] >= 0)
        ::close(output[0]);

    result.output = call.outputFile.isEmpty() ? tail.bytes() : endOfFile(call.outputFile, call.outputLimit);
    if (execError != 0) {
        result.end = ProgramResult::End::notStarted;
        result.code = execError;
    } else if (timedOut) {
        result.end = ProgramResult::End::timedOut;
    } else if (WIFEXITED(waitStatus)) {
        result.end = ProgramResult::End::exited;
        result.code = WEXITSTATUS(waitStatus);
    } else {
        result.end = ProgramResult::End::signalled;
        result.code = WTERMSIG(waitStatus);
    }
    return result;
}

bool spawnDetached(const QString& program, const ProgramCall& call)
{
    const Prepared prepared(program, call);
    std::array<int, 2> status{-1, -1};
    if (::pipe2(status.data(), O_CLOEXEC) != 0)
        return false;
    const int output = call.outputFile.isEmpty() ? -1
                                                 : ::open(QFile::encodeName(call.outputFile).constData(),
                                                          O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    const pid_t middle = ::fork();
    if (middle == 0) {
        const pid_t pid = ::fork();
        if (pid == 0)
            becomeProgram(prepared, Session::own, output, Kept{status[1]});
        ::_exit(pid < 0 ? 1 : 0);
    }
    ::close(status[1]);
    if (output >= 0)
        ::close(output);
    int waitStatus = 0;
    while (middle > 0 && ::waitpid(middle, &waitStatus, 0) < 0 && errno == EINTR) {
    }
    const int error = startError(status[0]);
    ::close(status[0]);
    return middle > 0 && WIFEXITED(waitStatus) && WEXITSTATUS(waitStatus) == 0 && error == 0;
}

}  // namespace installers
