#include "installers/file_tree.h"

#include "installers/durable.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <array>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace installers {

namespace {

constexpr qint64 blockSize = 256 * 1024;

/// A name as a key. Names are bytes: those that are no UTF-8 (a site of 2011 has Latin-1) are told apart by a leading
/// NUL, which no name has.
QString keyOf(const QByteArray& name)
{
    const QString text = QString::fromUtf8(name);
    return text.toUtf8() == name ? text : QChar(0) + QString::fromLatin1(name);
}

RunProblem problemOf(const QByteArray& path, int error)
{
    return durable::systemProblem(QFile::decodeName(path), error);
}

/// Names in a folder, sorted by their bytes; hidden ones included.
Done<std::vector<QByteArray>> namesIn(const QByteArray& folder)
{
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.constData()), &::closedir);
    if (!stream)
        return tl::unexpected(problemOf(folder, errno));
    std::vector<QByteArray> names;
    while (true) {
        errno = 0;
        const dirent* const entry = ::readdir(stream.get());
        if (entry == nullptr)
            break;
        const QByteArray name(static_cast<const char*>(entry->d_name));
        if (name != "." && name != "..")
            names.push_back(name);
    }
    if (errno != 0)
        return tl::unexpected(problemOf(folder, errno));
    std::sort(names.begin(), names.end());
    return names;
}

QByteArray linkTarget(const QByteArray& path, qint64 size)
{
    QByteArray target(static_cast<qsizetype>(size > 0 ? size : PATH_MAX) + 1, '\0');
    const ssize_t length = ::readlink(path.constData(), target.data(), static_cast<std::size_t>(target.size()));
    return length < 0 ? QByteArray() : target.left(length);
}

/// A thing in a folder: its path below it, its path, what it is.
struct WalkedEntry {
    QByteArray below;
    QByteArray path;
    struct stat status;
};

/// Walks a folder depth first, parents before children, links not followed.
using Visit = std::function<Done<void>(const WalkedEntry& found)>;

Done<void> walk(const QByteArray& folder, const QByteArray& below, const Visit& visit)
{
    const QByteArray here = below.isEmpty() ? folder : folder + '/' + below;
    auto names = namesIn(here);
    if (!names)
        return tl::unexpected(names.error());
    for (const QByteArray& name : *names) {
        WalkedEntry found{below.isEmpty() ? name : below + '/' + name, here + '/' + name, {}};
        if (::lstat(found.path.constData(), &found.status) != 0) {
            if (errno == ENOENT)
                continue;  // a running service removes its files as it pleases
            return tl::unexpected(problemOf(found.path, errno));
        }
        if (auto visited = visit(found); !visited)
            return visited;
        if (S_ISDIR(found.status.st_mode)) {
            auto walked = walk(folder, found.below, visit);
            if (!walked && QFileInfo::exists(QFile::decodeName(found.path)))
                return walked;
        }
    }
    return {};
}

std::optional<TreeEntry> entryOf(const WalkedEntry& found)
{
    const struct stat& status = found.status;
    TreeEntry entry;
    entry.mode = status.st_mode & 07777;
    if (S_ISDIR(status.st_mode)) {
        entry.kind = TreeEntry::Kind::folder;
    } else if (S_ISLNK(status.st_mode)) {
        entry.kind = TreeEntry::Kind::link;
        entry.mode = 0777;
        entry.content = keyOf(linkTarget(found.path, status.st_size));
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

bool openFile(QFile& file, const QByteArray& path, int flags)
{
    const int descriptor = ::open(path.constData(), flags | O_CLOEXEC, 0600);
    const bool reads = (flags & O_ACCMODE) == O_RDONLY;
    return descriptor >= 0 &&
           file.open(descriptor, (reads ? QIODevice::ReadOnly : QIODevice::WriteOnly) | QIODevice::Unbuffered,
                     QFileDevice::AutoCloseHandle);
}

Done<void> copyFile(const WalkedEntry& from, const QByteArray& to, TreeEntry& entry)
{
    QFile source;
    QFile target;
    if (!openFile(source, from.path, O_RDONLY))
        return tl::unexpected(problemOf(from.path, errno));
    if (!openFile(target, to, O_WRONLY | O_CREAT | O_EXCL))
        return tl::unexpected(problemOf(to, errno));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray block(blockSize, Qt::Uninitialized);
    entry.size = 0;
    const auto failed = [](const QByteArray& path) {
        return tl::unexpected(problemOf(path, errno != 0 ? errno : EIO));
    };
    while (true) {
        const qint64 length = source.read(block.data(), block.size());
        if (length < 0)
            return failed(from.path);
        if (length == 0)
            break;
        hash.addData(QByteArrayView(block.constData(), length));
        if (target.write(block.constData(), length) != length)
            return failed(to);
        entry.size += length;
    }
    entry.content = QString::fromLatin1(hash.result().toHex());
    takeOver(target.handle(), from.status);
    if (::fsync(target.handle()) != 0)
        return failed(to);
    return {};
}

Done<QString> digestOf(const QByteArray& path)
{
    QFile file;
    if (!openFile(file, path, O_RDONLY))
        return tl::unexpected(problemOf(path, errno));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!hash.addData(&file))
        return tl::unexpected(problemOf(path, EIO));
    return QString::fromLatin1(hash.result().toHex());
}

}  // namespace

Done<QString> digestOfFile(const QString& path) { return digestOf(QFile::encodeName(path)); }

Done<TreeManifest> manifestOf(const QString& folder)
{
    if (!QFileInfo(folder).isDir())
        return tl::unexpected(durable::systemProblem(folder, ENOTDIR));
    TreeManifest manifest;
    auto walked = walk(QFile::encodeName(folder), {}, [&](const WalkedEntry& found) -> Done<void> {
        std::optional<TreeEntry> entry = entryOf(found);
        if (!entry)
            return {};
        if (entry->kind == TreeEntry::Kind::file) {
            auto digest = digestOf(found.path);
            if (!digest)
                return tl::unexpected(digest.error());
            entry->content = *digest;
        }
        manifest.insert(keyOf(found.below), *entry);
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
    auto walked = walk(QFile::encodeName(folder), {}, [&](const WalkedEntry& found) -> Done<void> {
        if (S_ISREG(found.status.st_mode))
            sum += found.status.st_size;
        return {};
    });
    if (!walked)
        return tl::unexpected(walked.error());
    return sum;
}

Done<void> flushTree(const QString& folder)
{
    return walk(QFile::encodeName(folder), {},
                [](const WalkedEntry& found) -> Done<void> {
                    const bool flushes = S_ISREG(found.status.st_mode) || S_ISDIR(found.status.st_mode);
                    return flushes ? durable::flush(QFile::decodeName(found.path)) : Done<void>();
                })
        .and_then([&] { return durable::flush(folder); });
}

namespace {

Done<void> makeFolderFor(const QByteArray& path)
{
    if (::mkdir(path.constData(), 0700) != 0)
        return tl::unexpected(problemOf(path, errno));
    return {};
}

Done<void> makeLinkFor(const WalkedEntry& from, const QByteArray& to)
{
    const QByteArray target = linkTarget(from.path, from.status.st_size);
    if (::symlink(target.constData(), to.constData()) != 0)
        return tl::unexpected(problemOf(to, errno));
    if (::geteuid() == 0 && ::lchown(to.constData(), from.status.st_uid, from.status.st_gid) != 0)
        errno = 0;
    return {};
}

/// Owner, mode and times of a folder, once all is in it.
Done<void> finishFolder(const QByteArray& path, const struct stat& status)
{
    const int descriptor = ::open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return tl::unexpected(problemOf(path, errno));
    takeOver(descriptor, status);
    const int flushed = ::fsync(descriptor);
    const int error = errno;
    ::close(descriptor);
    if (flushed != 0)
        return tl::unexpected(problemOf(path, error));
    return {};
}

}  // namespace

Done<TreeManifest> copyTree(const TreeCopy& copy)
{
    TreeManifest manifest;
    const QByteArray source = QFile::encodeName(copy.from);
    const QByteArray target = QFile::encodeName(copy.to);
    std::vector<std::pair<QByteArray, struct stat>> folders;
    struct stat top = {};
    if (::lstat(source.constData(), &top) != 0)
        return tl::unexpected(problemOf(source, errno));
    if (auto made = makeFolderFor(target); !made)
        return tl::unexpected(made.error());
    folders.emplace_back(target, top);
    auto walked = walk(source, {}, [&](const WalkedEntry& found) -> Done<void> {
        const QString key = keyOf(found.below);
        std::optional<TreeEntry> entry = entryOf(found);
        if (copy.leaveOut.contains(key) || !entry)
            return {};
        const QByteArray to = target + '/' + found.below;
        Done<void> copied;
        if (entry->kind == TreeEntry::Kind::folder) {
            copied = makeFolderFor(to);
            folders.emplace_back(to, found.status);
        } else if (entry->kind == TreeEntry::Kind::link) {
            copied = makeLinkFor(found, to);
        } else {
            copied = copyFile(found, to, *entry);
        }
        if (!copied)
            return copied;
        manifest.insert(key, *entry);
        copy.afterEach();
        return {};
    });
    if (!walked)
        return tl::unexpected(walked.error());
    for (auto it = folders.rbegin(); it != folders.rend(); ++it) {
        if (auto finished = finishFolder(it->first, it->second); !finished)
            return tl::unexpected(finished.error());
    }
    return manifest;
}

}  // namespace installers
