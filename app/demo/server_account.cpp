#include "app/demo/server_account.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <cerrno>
#include <cstring>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace demo {

namespace {

constexpr int limit = 120'000;

Made<QByteArray> finish(QProcess& process, const QByteArray& input)
{
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start();
    if (!process.waitForStarted()) {
        return problem(ProblemCode::program, process.program() + QStringLiteral(": ") + process.errorString());
    }
    process.write(input);
    process.closeWriteChannel();
    const bool ended = process.waitForFinished(limit);
    const QByteArray words = process.readAll();
    if (!ended || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        return problem(ProblemCode::program, QFileInfo(process.program()).fileName() + QStringLiteral(": ") +
                                                 (ended ? QString::fromUtf8(words).trimmed() : process.errorString()));
    }
    return words;
}

}  // namespace

Made<ServerAccount> ServerAccount::find()
{
    const passwd* account = ::getpwuid(::geteuid());
    if (::geteuid() == 0) {
        account = ::getpwnam("postgres");
        account = account == nullptr ? ::getpwnam("nobody") : account;
    }
    if (account == nullptr) {
        return problem(ProblemCode::noAccount, QStringLiteral("nobody"));
    }
    return ServerAccount{QString::fromLocal8Bit(account->pw_name), account->pw_uid, account->pw_gid};
}

Made<void> ServerAccount::own(const QString& path) const
{
    if (::geteuid() == 0 && ::chown(QFile::encodeName(path).constData(), user, group) != 0) {
        return problem(ProblemCode::cannotWrite,
                       QStringLiteral("%1: %2").arg(path, QString::fromLocal8Bit(std::strerror(errno))));
    }
    return {};
}

Made<void> ServerAccount::checkReach(const QString& folder) const
{
    for (QDir above(QFileInfo(folder).absolutePath()); ::geteuid() == 0;) {
        struct stat status = {};
        const bool exists = ::stat(QFile::encodeName(above.path()).constData(), &status) == 0;
        const bool enters = (status.st_uid == user && (status.st_mode & S_IXUSR) != 0) ||
                            (status.st_gid == group && (status.st_mode & S_IXGRP) != 0) ||
                            (status.st_mode & S_IXOTH) != 0;
        if (exists && !enters) {
            return problem(ProblemCode::folderClosed, above.path());
        }
        if (!above.cdUp()) {
            break;
        }
    }
    return {};
}

Made<QByteArray> ServerAccount::run(const QString& program, const QStringList& arguments, const QString& folder) const
{
    QProcess process;
    process.setProgram(program);
    process.setArguments(arguments);
    process.setWorkingDirectory(folder);
    process.setChildProcessModifier([this] {
        const bool root = ::geteuid() == 0;
        if (root && (::setgroups(0, nullptr) != 0 || ::setgid(group) != 0 || ::setuid(user) != 0)) {
            ::_exit(126);
        }
        ::umask(077);
    });
    return finish(process, {});
}

Made<QByteArray> runProgram(const QString& program, const QStringList& arguments, const QByteArray& input)
{
    QProcess process;
    process.setProgram(program);
    process.setArguments(arguments);
    return finish(process, input);
}

}  // namespace demo
