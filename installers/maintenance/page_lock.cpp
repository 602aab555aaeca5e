#include "installers/maintenance/page_lock.h"

#include <QByteArray>
#include <QFile>
#include <fcntl.h>
#include <unistd.h>

namespace installers {

namespace {

struct flock wholeFile()
{
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

}  // namespace

PageLock::~PageLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool PageLock::take(const QString& path)
{
    m_descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    struct flock lock = wholeFile();
    if (m_descriptor < 0 || ::fcntl(m_descriptor, F_OFD_SETLK, &lock) != 0)
        return false;
    const QByteArray number = QByteArray::number(static_cast<qint64>(::getpid())) + '\n';
    return ::ftruncate(m_descriptor, 0) == 0 &&
           ::pwrite(m_descriptor, number.constData(), static_cast<std::size_t>(number.size()), 0) == number.size();
}

qint64 PageLock::owner(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly))
        return 0;
    struct flock lock = wholeFile();
    if (::fcntl(file.handle(), F_OFD_GETLK, &lock) != 0 || lock.l_type == F_UNLCK)
        return 0;
    return file.readAll().trimmed().toLongLong();
}

}  // namespace installers
