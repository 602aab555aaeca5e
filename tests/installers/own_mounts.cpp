#include "tests/installers/own_mounts.h"

#include <QDir>
#include <QFile>
#include <QStringList>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace mounts {

namespace {

QByteArray fillerIn(const QString& folder) { return QFile::encodeName(folder + QStringLiteral("/.filler")); }

bool writeTo(const char* path, const QByteArray& bytes)
{
    const int file = ::open(path, O_WRONLY | O_CLOEXEC);
    const bool written = file >= 0 && ::write(file, bytes.constData(), static_cast<std::size_t>(bytes.size())) >= 0;
    if (file >= 0)
        ::close(file);
    return written;
}

}  // namespace

QString separate()
{
    const auto why = [](const char* what) {
        return QString::fromLatin1(what) + QStringLiteral(": ") + QString::fromLocal8Bit(std::strerror(errno));
    };
    if (::geteuid() == 0) {
        if (::unshare(CLONE_NEWNS) != 0)
            return why("no mounts of its own for this process");
    } else {
        const QByteArray uid = QByteArray::number(::getuid());
        const QByteArray gid = QByteArray::number(::getgid());
        if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
            return why("no mounts of its own for this process");
        if (!writeTo("/proc/self/setgroups", "deny") || !writeTo("/proc/self/uid_map", "0 " + uid + " 1") ||
            !writeTo("/proc/self/gid_map", "0 " + gid + " 1"))
            return why("no user namespace of its own for this process");
    }
    return ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 ? QString() : why("mount");
}

bool mountMemory(const QString& folder, qint64 bytes)
{
    const QByteArray options = "mode=0755,size=" + QByteArray::number(bytes);
    return QDir().mkpath(folder) &&
           ::mount("tmpfs", QFile::encodeName(folder).constData(), "tmpfs", 0, options.constData()) == 0;
}

void unmount(const QString& folder) { ::umount2(QFile::encodeName(folder).constData(), MNT_DETACH); }

bool fill(const QString& folder)
{
    const int file = ::open(fillerIn(folder).constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0)
        return errno == ENOSPC;
    const QByteArray block(1 << 16, 'x');
    qsizetype size = block.size();
    while (size > 0) {
        const ssize_t written = ::write(file, block.constData(), static_cast<std::size_t>(size));
        if (written < 0)
            size /= 2;
    }
    ::close(file);
    return true;
}

void makeRoom(const QString& folder) { ::unlink(fillerIn(folder).constData()); }

}  // namespace mounts
