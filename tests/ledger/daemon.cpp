#include "tests/ledger/daemon.h"

#include "tests/ledger/pid_lock.h"

#include <QByteArray>
#include <QDeadlineTimer>
#include <QThread>
#include <array>
#include <csignal>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ledger {

namespace {

/// The pipe's end that stays open while everything else from 3 on is closed.
constexpr int reportDescriptor = 3;

void detach(int report)
{
    ::setsid();
    const int null = ::open("/dev/null", O_RDWR);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        ::dup2(null, stream);
    }
    if (report != reportDescriptor) {
        ::dup2(report, reportDescriptor);
    }
    ::close_range(reportDescriptor + 1, ~0U, 0);
    ::fcntl(reportDescriptor, F_SETFD, FD_CLOEXEC);
    // The service must not keep the folder it was started from busy.
    if (::chdir("/") != 0) {
        ::_exit(static_cast<int>(ExitCode::cannotOpen));
    }
}

void report(const Failure* failure)
{
    QByteArray line(1, static_cast<char>(failure == nullptr ? ExitCode::ok : failure->code));
    if (failure != nullptr) {
        line += failure->message.toUtf8();
    }
    // A starter that is gone is no reason not to serve.
    if (::write(reportDescriptor, line.constData(), static_cast<size_t>(line.size())) < 0) {
        errno = 0;
    }
    ::close(reportDescriptor);
}

Result<void> waitForReport(int descriptor)
{
    QByteArray answer;
    std::array<char, 1024> buffer{};
    ssize_t count = 0;
    while ((count = ::read(descriptor, buffer.data(), buffer.size())) != 0) {
        if (count > 0) {
            answer.append(buffer.data(), static_cast<qsizetype>(count));
        } else if (errno != EINTR) {
            break;
        }
    }
    ::close(descriptor);
    if (answer.isEmpty()) {
        return fail(ExitCode::cannotOpen, QStringLiteral("the service ended before it answered"));
    }
    const auto code = static_cast<ExitCode>(answer.front());
    if (code != ExitCode::ok) {
        return fail(code, QString::fromUtf8(answer.mid(1)));
    }
    return {};
}

}  // namespace

Result<void> startDaemon(const std::function<int(const Ready&)>& serve)
{
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
        return fail(ExitCode::cannotOpen, QStringLiteral("no pipe"));
    }
    const pid_t child = ::fork();
    if (child < 0) {
        return fail(ExitCode::cannotOpen, QStringLiteral("no process"));
    }
    if (child == 0) {
        detach(ends[1]);
        // The second fork makes the service an orphan, so that whoever started it never has to wait for it.
        if (::fork() != 0) {
            ::_exit(0);
        }
        std::signal(SIGHUP, SIG_IGN);
        ::_exit(serve(&report));
    }
    ::close(ends[1]);
    ::waitpid(child, nullptr, 0);
    return waitForReport(ends[0]);
}

Result<void> stopDaemon(const QString& pidFile)
{
    const PidLock lock(pidFile);
    const QDeadlineTimer politeUntil(std::chrono::seconds(10));
    const QDeadlineTimer until(std::chrono::seconds(20));
    std::optional<pid_t> told;
    for (auto holder = lock.holder(); holder; holder = lock.holder()) {
        if (politeUntil.hasExpired()) {
            ::kill(*holder, SIGKILL);
        } else if (holder != told) {
            ::kill(*holder, SIGTERM);
            told = holder;
        }
        if (until.hasExpired()) {
            return fail(ExitCode::alreadyRunning, QStringLiteral("process %1 does not end").arg(*holder));
        }
        QThread::msleep(5);
    }
    return {};
}

}  // namespace ledger
