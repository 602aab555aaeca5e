#include "tests/ledger/pid_lock.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <fcntl.h>
#include <unistd.h>

namespace ledger {

namespace {

struct flock wholeFile()
{
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

}  // namespace

Result<void> PidLock::take()
{
    QDir().mkpath(QFileInfo(m_path).path());
    m_descriptor = ::open(m_path.toUtf8().constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (m_descriptor < 0) {
        return fail(ExitCode::cannotOpen, QStringLiteral("cannot write %1").arg(m_path));
    }
    struct flock lock = wholeFile();
    if (::fcntl(m_descriptor, F_SETLK, &lock) != 0) {
        return fail(ExitCode::alreadyRunning, QStringLiteral("%1 is held by another process").arg(m_path));
    }
    return note({});
}

Result<void> PidLock::note(const QString& text) const
{
    const QByteArray bytes = text.toUtf8();
    if (::ftruncate(m_descriptor, 0) != 0 ||
        ::pwrite(m_descriptor, bytes.constData(), static_cast<size_t>(bytes.size()), 0) != bytes.size()) {
        return fail(ExitCode::cannotOpen, QStringLiteral("cannot write %1").arg(m_path));
    }
    return {};
}

std::optional<pid_t> PidLock::holder() const
{
    const int descriptor = ::open(m_path.toUtf8().constData(), O_RDWR | O_CLOEXEC);
    if (descriptor < 0) {
        return std::nullopt;
    }
    struct flock lock = wholeFile();
    const bool asked = ::fcntl(descriptor, F_GETLK, &lock) == 0;
    ::close(descriptor);
    if (!asked || lock.l_type == F_UNLCK || lock.l_pid <= 0) {
        return std::nullopt;
    }
    return lock.l_pid;
}

QString PidLock::noted() const
{
    QFile file(m_path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}  // namespace ledger
