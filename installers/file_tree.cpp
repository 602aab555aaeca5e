#include "installers/file_tree.h"

#include "installers/durable.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace installers {

namespace {

constexpr qint64 blockSize = 256 * 1024;

RunProblem problemOf(const QFile& file) { return durable::systemProblem(file.fileName(), errno != 0 ? errno : EIO); }

/// Names in a folder, sorted by their bytes; hidden ones included, links not followed.
QStringList namesIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
}

QString linkTarget(const QString& path, qint64 size)
{
    QByteArray target(static_cast<qsizetype>(size > 0 ? size : PATH_MAX) + 1, '\0');
    const ssize_t length =
        ::readlink(QFile::encodeName(path).constData(), target.data(), static_cast<std::size_t>(target.size()));
    return length < 0 ? QString() : QFile::decodeName(target.left(length));
}

/// Walks a folder depth first, parents before children.
using Visit = std::function<Done<void>(const QString& relative, const struct stat& status)>;

Done<void> walk(const QString& folder, const QString& below, const Visit& visit)
{
    for (const QString& name : namesIn(below.isEmpty() ? folder : folder + QLatin1Char('/') + below)) {
        const QString relative = below.isEmpty() ? name : below + QLatin1Char('/') + name;
        const QString path = folder + QLatin1Char('/') + relative;
        struct stat status = {};
        if (::lstat(QFile::encodeName(path).constData(), &status) != 0) {
            if (errno == ENOENT)
                continue;  // a running service removes its files as it pleases
            return tl::unexpected(durable::systemProblem(path, errno));
        }
        if (auto visited = visit(relative, status); !visited)
            return visited;
        if (S_ISDIR(status.st_mode)) {
            if (auto walked = walk(folder, relative, visit); !walked)
                return walked;
        }
    }
    return {};
}

std::optional<TreeEntry> entryOf(const QString& path, const struct stat& status)
{
    TreeEntry entry;
    entry.mode = status.st_mode & 07777;
    if (S_ISDIR(status.st_mode)) {
        entry.kind = TreeEntry::Kind::folder;
    } else if (S_ISLNK(status.st_mode)) {
        entry.kind = TreeEntry::Kind::link;
        entry.mode = 0777;
        entry.content = linkTarget(path, status.st_size);
    } else if (S_ISREG(status.st_mode)) {
        entry.size = status.st_size;
    } else {
        return std::nullopt;
    }
    return entry;
}

/// Gives the copy the original's owner, mode and times. Only root may give files away; for others they stay theirs.
void takeOver(int descriptor, const struct stat& status)
{
    if (::geteuid() == 0 && ::fchown(descriptor, status.st_uid, status.st_gid) != 0)
        errno = 0;
    if (::fchmod(descriptor, status.st_mode & 07777) != 0)
        errno = 0;
    const std::array<timespec, 2> times{status.st_atim, status.st_mtim};
    if (::futimens(descriptor, times.data()) != 0)
        errno = 0;
}

Done<void> copyFile(const QString& from, const QString& to, const struct stat& status, TreeEntry& entry)
{
    QFile source(from);
    QFile target(to);
    if (!source.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return tl::unexpected(problemOf(source));
    if (!target.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered))
        return tl::unexpected(problemOf(target));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray block(blockSize, Qt::Uninitialized);
    entry.size = 0;
    while (true) {
        const qint64 length = source.read(block.data(), block.size());
        if (length < 0)
            return tl::unexpected(problemOf(source));
        if (length == 0)
            break;
        hash.addData(QByteArrayView(block.constData(), length));
        if (target.write(block.constData(), length) != length)
            return tl::unexpected(problemOf(target));
        entry.size += length;
    }
    entry.content = QString::fromLatin1(hash.result().toHex());
    takeOver(target.handle(), status);
    if (::fsync(target.handle()) != 0)
        return tl::unexpected(problemOf(target));
    return {};
}

}  // namespace

Done<QString> digestOfFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return tl::unexpected(durable::systemProblem(path, errno));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!hash.addData(&file))
        return tl::unexpected(durable::systemProblem(path, EIO));
    return QString::fromLatin1(hash.result().toHex());
}

Done<TreeManifest> manifestOf(const QString& folder)
{
    if (!QFileInfo(folder).isDir())
        return tl::unexpected(durable::systemProblem(folder, ENOTDIR));
    TreeManifest manifest;
    auto walked = walk(folder, {}, [&](const QString& relative, const struct stat& status) -> Done<void> {
        const QString path = folder + QLatin1Char('/') + relative;
        std::optional<TreeEntry> entry = entryOf(path, status);
        if (!entry)
            return {};
        if (entry->kind == TreeEntry::Kind::file) {
            auto digest = digestOfFile(path);
            if (!digest)
                return tl::unexpected(digest.error());
            entry->content = *digest;
        }
        manifest.insert(relative, *entry);
        return {};
    });
    if (!walked)
        return tl::unexpected(walked.error());
    return manifest;
}

QByteArray toJson(const TreeManifest& manifest)
{
    QJsonArray list;
    for (auto it = manifest.cbegin(); it != manifest.cend(); ++it) {
        const char* const kind = it->kind == TreeEntry::Kind::file     ? "file"
                                 : it->kind == TreeEntry::Kind::folder ? "folder"
                                                                       : "link";
        list.append(QJsonObject{{QStringLiteral("path"), it.key()},
                                {QStringLiteral("kind"), QString::fromLatin1(kind)},
                                {QStringLiteral("mode"), static_cast<int>(it->mode)},
                                {QStringLiteral("size"), it->size},
                                {QStringLiteral("content"), it->content}});
    }
    return QJsonDocument(list).toJson(QJsonDocument::Compact);
}

QString digestOf(const TreeManifest& manifest)
{
    return QString::fromLatin1(QCryptographicHash::hash(toJson(manifest), QCryptographicHash::Sha256).toHex());
}

QString firstDifference(const TreeManifest& a, const TreeManifest& b)
{
    for (auto it = a.cbegin(); it != a.cend(); ++it) {
        const auto other = b.constFind(it.key());
        if (other == b.cend() || !(*other == *it))
            return it.key();
    }
    for (auto it = b.cbegin(); it != b.cend(); ++it) {
        if (!a.contains(it.key()))
            return it.key();
    }
    return {};
}

qint64 sizeOf(const TreeManifest& manifest)
{
    qint64 sum = 0;
    for (const TreeEntry& entry : manifest)
        sum += entry.size;
    return sum;
}

Done<qint64> sizeOfTree(const QString& folder)
{
    qint64 sum = 0;
    auto walked = walk(folder, {}, [&](const QString&, const struct stat& status) -> Done<void> {
        if (S_ISREG(status.st_mode))
            sum += status.st_size;
        return {};
    });
    if (!walked)
        return tl::unexpected(walked.error());
    return sum;
}

Done<TreeManifest> copyTree(const TreeCopy& copy)
{
    TreeManifest manifest;
    std::vector<std::pair<QString, struct stat>> folders;
    struct stat top = {};
    if (::lstat(QFile::encodeName(copy.from).constData(), &top) != 0)
        return tl::unexpected(durable::systemProblem(copy.from, errno));
    if (::mkdir(QFile::encodeName(copy.to).constData(), 0700) != 0)
        return tl::unexpected(durable::systemProblem(copy.to, errno));
    folders.emplace_back(copy.to, top);
    auto walked = walk(copy.from, {}, [&](const QString& relative, const struct stat& status) -> Done<void> {
        if (copy.leaveOut.contains(relative))
            return {};
        const QString from = copy.from + QLatin1Char('/') + relative;
        const QString to = copy.to + QLatin1Char('/') + relative;
        std::optional<TreeEntry> entry = entryOf(from, status);
        if (!entry)
            return {};
        if (entry->kind == TreeEntry::Kind::folder) {
            if (::mkdir(QFile::encodeName(to).constData(), 0700) != 0)
                return tl::unexpected(durable::systemProblem(to, errno));
            folders.emplace_back(to, status);
        } else if (entry->kind == TreeEntry::Kind::link) {
            if (::symlink(QFile::encodeName(entry->content).constData(), QFile::encodeName(to).constData()) != 0)
                return tl::unexpected(durable::systemProblem(to, errno));
            if (::geteuid() == 0 && ::lchown(QFile::encodeName(to).constData(), status.st_uid, status.st_gid) != 0)
                errno = 0;
        } else if (auto copied = copyFile(from, to, status, *entry); !copied) {
            return copied;
        }
        manifest.insert(relative, *entry);
        copy.afterEach();
        return {};
    });
    if (!walked)
        return tl::unexpected(walked.error());
    for (auto it = folders.rbegin(); it != folders.rend(); ++it) {
        const int descriptor = ::open(QFile::encodeName(it->first).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (descriptor < 0)
            return tl::unexpected(durable::systemProblem(it->first, errno));
        takeOver(descriptor, it->second);
        const int flushed = ::fsync(descriptor);
        const int error = errno;
        ::close(descriptor);
        if (flushed != 0)
            return tl::unexpected(durable::systemProblem(it->first, error));
    }
    return manifest;
}

}  // namespace installers
