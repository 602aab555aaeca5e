// Linux: /proc says when a process began (stat, field 22, in clock ticks since boot) and what it has open (fd/*).
#include "installers/processes.h"

#include <QDir>
#include <QFile>
#include <QSysInfo>
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace installers::processes {

namespace {

constexpr qsizetype longestCommand = 200;

QString procFile(qint64 pid, const char* name)
{
    return QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1String(name));
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// State and start time; the command in field 2 may itself contain spaces and parentheses.
std::pair<char, QString> statOf(qint64 pid)
{
    const QByteArray stat = contentOf(procFile(pid, "stat"));
    const qsizetype end = stat.lastIndexOf(')');
    if (end < 0)
        return {'\0', {}};
    const QList<QByteArray> fields = stat.mid(end + 2).split(' ');
    constexpr qsizetype startTime = 22 - 3;
    if (fields.size() <= startTime || fields.at(0).isEmpty())
        return {'\0', {}};
    return {fields.at(0).at(0), QString::fromLatin1(fields.at(startTime))};
}

QString bootMark()
{
    return QString::fromLatin1(contentOf(QStringLiteral("/proc/sys/kernel/random/boot_id")).trimmed());
}

QString userName()
{
    const passwd* const entry = ::getpwuid(::geteuid());
    return entry != nullptr ? QString::fromLocal8Bit(entry->pw_name) : QString::number(::geteuid());
}

QString startMark(qint64 pid)
{
    const QString started = statOf(pid).second;
    return started.isEmpty() ? QString() : bootMark() + QLatin1Char('/') + started;
}

}  // namespace

ProcessIdentity self()
{
    const qint64 pid = ::getpid();
    return ProcessIdentity{pid, startMark(pid), userName(), QSysInfo::machineHostName()};
}

bool isAlive(const ProcessIdentity& process)
{
    if (process.host != QSysInfo::machineHostName())
        return true;
    if (::kill(static_cast<pid_t>(process.pid), 0) != 0 && errno == ESRCH)
        return false;
    const auto [state, started] = statOf(process.pid);
    if (state == 'Z' || state == 'X')
        return false;
    return started.isEmpty() || process.started.isEmpty() || startMark(process.pid) == process.started;
}

std::vector<ProcessName> holders(const QString& path)
{
    std::vector<ProcessName> found;
    struct stat wanted = {};
    if (::stat(QFile::encodeName(path).constData(), &wanted) != 0)
        return found;
    for (const QString& name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        bool isNumber = false;
        const qint64 pid = name.toLongLong(&isNumber);
        if (!isNumber || pid == ::getpid())
            continue;
        const QString folder = procFile(pid, "fd");
        for (const QString& number : QDir(folder).entryList(QDir::System | QDir::AllEntries | QDir::NoDotAndDotDot)) {
            struct stat status = {};
            if (::stat(QFile::encodeName(folder + QLatin1Char('/') + number).constData(), &status) != 0 ||
                status.st_dev != wanted.st_dev || status.st_ino != wanted.st_ino)
                continue;
            QByteArray command = contentOf(procFile(pid, "cmdline")).left(longestCommand);
            command.replace('\0', ' ');
            found.push_back(ProcessName{pid, QString::fromLocal8Bit(command.trimmed())});
            break;
        }
    }
    return found;
}

std::vector<ProcessName> withArgument(const QStringList& beginnings)
{
    std::vector<ProcessName> found;
    for (const QString& name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        bool isNumber = false;
        const qint64 pid = name.toLongLong(&isNumber);
        if (!isNumber || pid == ::getpid())
            continue;
        const QByteArray line = contentOf(procFile(pid, "cmdline"));
        const QList<QByteArray> arguments = line.split('\0');
        const bool has = std::any_of(arguments.begin(), arguments.end(), [&](const QByteArray& argument) {
            return std::any_of(beginnings.begin(), beginnings.end(), [&](const QString& beginning) {
                return argument.startsWith(QFile::encodeName(beginning));
            });
        });
        if (has)
            found.push_back(ProcessName{
                pid, QString::fromLocal8Bit(line.left(longestCommand)).replace(QChar(0), QLatin1Char(' ')).trimmed()});
    }
    return found;
}

}  // namespace installers::processes
