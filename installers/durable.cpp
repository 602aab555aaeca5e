#include "installers/durable.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace installers::durable {

namespace {

class Descriptor {
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return m_number; }

private:
    int m_number;
};

QByteArray native(const QString& path) { return QFile::encodeName(path); }

QString parentOf(const QString& path) { return QFileInfo(path).absolutePath(); }

bool exists(const QString& path)
{
    struct stat status = {};
    return ::lstat(native(path).constData(), &status) == 0;
}

}  // namespace

RunProblem systemProblem(const QString& path, int error)
{
    const RunProblemCode code =
        error == ENOSPC || error == EDQUOT ? RunProblemCode::diskFull : RunProblemCode::internal;
    return RunProblem{code, path, QString::fromStdString(std::generic_category().message(error)), {}};
}

Done<void> flush(const QString& path)
{
    const Descriptor file(::open(native(path).constData(), O_RDONLY | O_CLOEXEC));
    if (file.number() < 0 || ::fsync(file.number()) != 0)
        return tl::unexpected(systemProblem(path, errno));
    return {};
}

void flushEverything() { ::sync(); }

Done<void> write(const QString& path, const QByteArray& bytes)
{
    const QString fresh = path + QStringLiteral(".new");
    {
        const Descriptor file(::open(native(fresh).constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
        if (file.number() < 0)
            return tl::unexpected(systemProblem(fresh, errno));
        qsizetype done = 0;
        while (done < bytes.size()) {
            const ssize_t written =
                ::write(file.number(), bytes.constData() + done, static_cast<std::size_t>(bytes.size() - done));
            if (written < 0 && errno == EINTR)
                continue;
            if (written < 0)
                return tl::unexpected(systemProblem(fresh, errno));
            done += written;
        }
        if (::fsync(file.number()) != 0)
            return tl::unexpected(systemProblem(fresh, errno));
    }
    return rename(fresh, path);
}

Done<void> rename(const QString& from, const QString& to)
{
    if (std::rename(native(from).constData(), native(to).constData()) != 0)
        return tl::unexpected(systemProblem(to, errno));
    return flush(parentOf(to));
}

QString asideOf(const QString& fresh) { return fresh + QStringLiteral(".aside"); }

Done<void> exchange(const QString& fresh, const QString& old)
{
    if (!exists(old))
        return rename(fresh, old);
#if defined(__linux__) && defined(RENAME_EXCHANGE)
    if (::renameat2(AT_FDCWD, native(fresh).constData(), AT_FDCWD, native(old).constData(), RENAME_EXCHANGE) == 0)
        return flush(parentOf(old));
    if (errno != EINVAL && errno != ENOSYS)
        return tl::unexpected(systemProblem(old, errno));
#endif
    const QString aside = asideOf(fresh);
    return remove(aside)
        .and_then([&] { return rename(old, aside); })
        .and_then([&] { return rename(fresh, old); })
        .and_then([&] { return rename(aside, fresh); });
}

Done<void> pointLink(const QString& link, const QString& target)
{
    const QString fresh = link + QStringLiteral(".new");
    if (auto removed = remove(fresh); !removed)
        return removed;
    if (::symlink(native(target).constData(), native(fresh).constData()) != 0)
        return tl::unexpected(systemProblem(fresh, errno));
    return rename(fresh, link);
}

Done<void> makeFolder(const QString& path)
{
    if (QFileInfo(path).isDir())
        return {};
    const QString parent = parentOf(path);
    if (parent != path) {
        if (auto made = makeFolder(parent); !made)
            return made;
    }
    if (::mkdir(native(path).constData(), 0755) != 0 && errno != EEXIST)
        return tl::unexpected(systemProblem(path, errno));
    if (!QFileInfo(path).isDir())
        return tl::unexpected(systemProblem(path, ENOTDIR));
    return flush(parent);
}

Done<void> remove(const QString& path)
{
    if (!exists(path))
        return {};
    std::error_code error;
    std::filesystem::remove_all(std::filesystem::path(native(path).toStdString()), error);
    if (error)
        return tl::unexpected(systemProblem(path, error.value()));
    return flush(parentOf(path));
}

}  // namespace installers::durable
