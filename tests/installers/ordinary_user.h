#pragma once

#include <QByteArray>
#include <functional>
#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

namespace steps {

/// What `work` answers when an ordinary user does it: in a process of its own that gives up root's rights, where this
/// one has them. Empty: it could not be done.
[[nodiscard]] inline QByteArray asOrdinaryUser(const std::function<QByteArray()>& work)
{
    constexpr uid_t nobody = 65534;
    if (::geteuid() != 0)
        return work();
    int ends[2] = {-1, -1};
    if (::pipe(ends) != 0)
        return {};
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        const bool dropped = ::setgroups(0, nullptr) == 0 && ::setresgid(nobody, nobody, nobody) == 0 &&
                             ::setresuid(nobody, nobody, nobody) == 0;
        const QByteArray answer = dropped ? work() : QByteArray();
        const bool told = ::write(ends[1], answer.constData(), static_cast<std::size_t>(answer.size())) >= 0;
        ::_exit(told ? 0 : 1);
    }
    ::close(ends[1]);
    QByteArray answer;
    char block[4096];
    for (ssize_t length = 0; (length = ::read(ends[0], block, sizeof block)) > 0;)
        answer.append(block, length);
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return status == 0 ? answer : QByteArray();
}

}  // namespace steps
