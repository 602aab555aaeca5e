#include "installers/drivers/archive.h"

#include "installers/durable.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace installers {

namespace {

using Reader = std::unique_ptr<archive, decltype(&archive_read_free)>;

tl::unexpected<RunProblem> refused(const QString& subject, const QString& why)
{
    return tl::unexpected(
        RunProblem{RunProblemCode::stepFailed, subject, QStringLiteral("%1: %2").arg(subject, why), {}});
}

/// The path without `.` and doubled slashes; empty when it leads out or names nothing.
QString safePath(const QString& path)
{
    if (path.startsWith(QLatin1Char('/')) || path.contains(QChar(0)))
        return {};
    QStringList parts;
    for (const QString& part : path.split(QLatin1Char('/'), Qt::SkipEmptyParts)) {
        if (part == QLatin1String(".."))
            return {};
        if (part != QLatin1String("."))
            parts.append(part);
    }
    return parts.join(QLatin1Char('/'));
}

/// Whether a link at `path` that points to `target` stays inside.
bool staysInside(const QString& path, const QString& target)
{
    if (target.isEmpty() || target.startsWith(QLatin1Char('/')))
        return false;
    qsizetype depth = path.count(QLatin1Char('/'));
    for (const QString& part : target.split(QLatin1Char('/'), Qt::SkipEmptyParts)) {
        if (part == QLatin1String(".."))
            --depth;
        else if (part != QLatin1String("."))
            ++depth;
        if (depth < 0)
            return false;
    }
    return true;
}

struct ArchiveItem {
    QString path;
    TreeEntry entry;
    QString hardlink;  ///< the path of an earlier file
    time_t changed = 0;
};

/// Where the content of an archive goes. Content comes in blocks after the item.
class Sink {
public:
    virtual ~Sink() = default;
    [[nodiscard]] virtual Done<void> item(const ArchiveItem& item) = 0;
    [[nodiscard]] virtual Done<void> block(const char* bytes, qsizetype size) = 0;
    [[nodiscard]] virtual Done<void> endOfItem() = 0;
};

QString pathOf(const char* text) { return text == nullptr ? QString() : QString::fromUtf8(text); }

Done<ArchiveItem> itemOf(archive_entry* entry)
{
    ArchiveItem item;
    const char* name = archive_entry_pathname_utf8(entry);
    if (name == nullptr)
        name = archive_entry_pathname(entry);
    const QString raw = pathOf(name);
    item.path = safePath(raw);
    const bool isTop = archive_entry_filetype(entry) == AE_IFDIR && !raw.startsWith(QLatin1Char('/')) &&
                       QDir::cleanPath(raw) == QLatin1String(".");
    if (item.path.isEmpty() && !isTop)
        return refused(raw, QStringLiteral("a path that leads out of the archive's folder"));
    item.entry.mode = static_cast<quint32>(archive_entry_perm(entry)) & 0777U;
    item.changed = archive_entry_mtime(entry);
    if (archive_entry_hardlink(entry) != nullptr) {
        const QString target = pathOf(archive_entry_hardlink(entry));
        item.hardlink = safePath(target);
        if (item.hardlink.isEmpty())
            return refused(raw, QStringLiteral("a hard link to %1").arg(target));
        return item;
    }
    switch (archive_entry_filetype(entry)) {
    case AE_IFREG:
        item.entry.kind = TreeEntry::Kind::file;
        break;
    case AE_IFDIR:
        item.entry.kind = TreeEntry::Kind::folder;
        break;
    case AE_IFLNK:
        item.entry.kind = TreeEntry::Kind::link;
        item.entry.mode = 0777;
        item.entry.content = pathOf(archive_entry_symlink(entry));
        if (!staysInside(item.path, item.entry.content))
            return refused(raw, QStringLiteral("a link to %1").arg(item.entry.content));
        break;
    default:
        return refused(raw, QStringLiteral("neither a file, a folder nor a link"));
    }
    return item;
}

Done<void> readArchive(const QString& path, const ArchiveLimits& limits, Sink& sink)
{
    const Reader reader(archive_read_new(), &archive_read_free);
    archive_read_support_filter_all(reader.get());
    archive_read_support_format_all(reader.get());
    constexpr std::size_t blockSize = 64 * 1024;
    const auto words = [&] {
        const char* const text = archive_error_string(reader.get());
        return text == nullptr ? QStringLiteral("unreadable") : QString::fromUtf8(text);
    };
    if (archive_read_open_filename(reader.get(), QFile::encodeName(path).constData(), blockSize) != ARCHIVE_OK)
        return refused(path, words());
    const qint64 most = std::min(limits.bytes, std::max(limits.floor, QFileInfo(path).size() * limits.ratio));
    qint64 bytes = 0;
    int entries = 0;
    std::array<char, blockSize> block{};
    while (true) {
        archive_entry* entry = nullptr;
        const int status = archive_read_next_header(reader.get(), &entry);
        if (status == ARCHIVE_EOF)
            return {};
        if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
            return refused(path, words());
        if (++entries > limits.entries)
            return refused(path, QStringLiteral("more than %1 entries").arg(limits.entries));
        auto item = itemOf(entry);
        if (!item)
            return tl::unexpected(item.error());
        if (auto put = sink.item(*item); !put)
            return put;
        const bool hasContent = item->hardlink.isEmpty() && item->entry.kind == TreeEntry::Kind::file;
        while (hasContent) {
            const la_ssize_t length = archive_read_data(reader.get(), block.data(), block.size());
            if (length < 0)
                return refused(item->path, words());
            if (length == 0)
                break;
            bytes += length;
            if (bytes > most)
                return refused(path, QStringLiteral("more than %1 bytes unpacked").arg(most));
            if (auto put = sink.block(block.data(), static_cast<qsizetype>(length)); !put)
                return put;
        }
        if (auto ended = sink.endOfItem(); !ended)
            return ended;
    }
}

class ManifestSink : public Sink {
public:
    Done<void> item(const ArchiveItem& item) override
    {
        m_item = item;
        m_hash.reset();
        return {};
    }
    Done<void> block(const char* bytes, qsizetype size) override
    {
        m_item.entry.size += size;
        m_hash.addData(QByteArrayView(bytes, size));
        return {};
    }
    Done<void> endOfItem() override
    {
        if (m_item.path.isEmpty())
            return {};
        if (!m_item.hardlink.isEmpty()) {
            const auto target = m_manifest.constFind(m_item.hardlink);
            if (target == m_manifest.cend() || target->kind != TreeEntry::Kind::file)
                return refused(m_item.path, QStringLiteral("a hard link to what is not in the archive"));
            m_item.entry = *target;
        } else if (m_item.entry.kind == TreeEntry::Kind::file) {
            m_item.entry.content = QString::fromLatin1(m_hash.result().toHex());
        }
        m_manifest.insert(m_item.path, m_item.entry);
        return {};
    }
    [[nodiscard]] const TreeManifest& manifest() const { return m_manifest; }

private:
    ArchiveItem m_item;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    TreeManifest m_manifest;
};

class FolderSink : public Sink {
public:
    FolderSink(QString folder, const std::function<void()>& afterEach)
        : m_folder(std::move(folder)), m_afterEach(afterEach)
    {
    }

    Done<void> item(const ArchiveItem& item) override
    {
        m_item = item;
        if (item.path.isEmpty())
            return {};
        const QString path = m_folder + QLatin1Char('/') + item.path;
        if (auto made = makeParents(item.path); !made)
            return made;
        struct stat status = {};
        const bool there = ::lstat(QFile::encodeName(path).constData(), &status) == 0;
        const bool wantsFolder = item.hardlink.isEmpty() && item.entry.kind == TreeEntry::Kind::folder;
        if (there && S_ISDIR(status.st_mode) != wantsFolder)
            return refused(item.path, QStringLiteral("a folder where a file is, or a file where a folder is"));
        if (there && !wantsFolder && ::unlink(QFile::encodeName(path).constData()) != 0)
            return tl::unexpected(durable::systemProblem(path, errno));
        if (wantsFolder) {
            if (!there && ::mkdir(QFile::encodeName(path).constData(), 0700) != 0)
                return tl::unexpected(durable::systemProblem(path, errno));
            m_folders.insert(item.path, item.entry.mode | 0700U);
            return {};
        }
        if (!item.hardlink.isEmpty())
            return copyEarlier(path);
        if (item.entry.kind == TreeEntry::Kind::link) {
            if (::symlink(QFile::encodeName(item.entry.content).constData(), QFile::encodeName(path).constData()) != 0)
                return tl::unexpected(durable::systemProblem(path, errno));
            return {};
        }
        m_file.setFileName(path);
        if (!m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered))
            return tl::unexpected(durable::systemProblem(path, errno));
        return {};
    }

    Done<void> block(const char* bytes, qsizetype size) override
    {
        if (m_file.write(bytes, size) != size)
            return tl::unexpected(durable::systemProblem(m_file.fileName(), errno != 0 ? errno : EIO));
        return {};
    }

    Done<void> endOfItem() override
    {
        if (m_file.isOpen()) {
            const std::array<timespec, 2> times{timespec{m_item.changed, 0}, timespec{m_item.changed, 0}};
            if (::fchmod(m_file.handle(), m_item.entry.mode) != 0 || ::futimens(m_file.handle(), times.data()) != 0 ||
                ::fsync(m_file.handle()) != 0)
                return tl::unexpected(durable::systemProblem(m_file.fileName(), errno));
            m_file.close();
        }
        m_afterEach();
        return {};
    }

    /// Modes and names of folders, deepest first, once all is in them.
    Done<void> finish()
    {
        for (auto it = m_folders.cend(); it != m_folders.cbegin();) {
            --it;
            const QString path = m_folder + QLatin1Char('/') + it.key();
            if (::chmod(QFile::encodeName(path).constData(), *it) != 0)
                return tl::unexpected(durable::systemProblem(path, errno));
            if (auto flushed = durable::flush(path); !flushed)
                return flushed;
        }
        return durable::flush(m_folder);
    }

private:
    /// Parents that the archive does not list; never through a link.
    Done<void> makeParents(const QString& path)
    {
        for (qsizetype slash = path.indexOf(QLatin1Char('/')); slash >= 0;
             slash = path.indexOf(QLatin1Char('/'), slash + 1)) {
            const QString relative = path.left(slash);
            const QByteArray parent = QFile::encodeName(m_folder + QLatin1Char('/') + relative);
            struct stat status = {};
            if (::lstat(parent.constData(), &status) == 0) {
                if (!S_ISDIR(status.st_mode))
                    return refused(path, QStringLiteral("a path through %1, which is no folder").arg(relative));
                continue;
            }
            if (::mkdir(parent.constData(), 0755) != 0)
                return tl::unexpected(durable::systemProblem(relative, errno));
            m_folders.insert(relative, 0755);
        }
        return {};
    }

    /// Hard links become copies: a service that changes one of them must not change the other.
    Done<void> copyEarlier(const QString& path)
    {
        const QString source = m_folder + QLatin1Char('/') + m_item.hardlink;
        struct stat status = {};
        if (auto parents = makeParents(m_item.hardlink); !parents)
            return parents;
        if (::lstat(QFile::encodeName(source).constData(), &status) != 0 || !S_ISREG(status.st_mode))
            return refused(m_item.path, QStringLiteral("a hard link to what is not in the archive"));
        if (!QFile::copy(source, path))
            return tl::unexpected(durable::systemProblem(path, errno != 0 ? errno : EIO));
        return durable::flush(path);
    }

    QString m_folder;
    const std::function<void()>& m_afterEach;
    ArchiveItem m_item;
    QFile m_file;
    QMap<QString, quint32> m_folders;
};

/// The first path of the archive that the folder does not have in the same way; empty: all of it is there.
QString firstMissing(const TreeManifest& archive, const QString& folder)
{
    for (auto it = archive.cbegin(); it != archive.cend(); ++it) {
        const QString path = folder + QLatin1Char('/') + it.key();
        struct stat status = {};
        if (::lstat(QFile::encodeName(path).constData(), &status) != 0)
            return it.key();
        bool same = false;
        if (it->kind == TreeEntry::Kind::folder)
            same = S_ISDIR(status.st_mode);
        else if (it->kind == TreeEntry::Kind::link)
            same = S_ISLNK(status.st_mode) &&
                   QFile::symLinkTarget(path) ==
                       QDir::cleanPath(QFileInfo(path).absolutePath() + QLatin1Char('/') + it->content);
        else if (S_ISREG(status.st_mode) && status.st_size == it->size)
            same = digestOfFile(path).value_or(QString()) == it->content;
        if (!same)
            return it.key();
    }
    return {};
}

RunProblem named(const StepContext& context, RunProblem problem)
{
    if (problem.code == RunProblemCode::stepFailed)
        problem.subject = context.name;
    problem.step = context.name;
    return problem;
}

}  // namespace

Done<TreeManifest> manifestOfArchive(const QString& archive, const ArchiveLimits& limits)
{
    ManifestSink sink;
    auto read = readArchive(archive, limits, sink);
    if (!read)
        return tl::unexpected(read.error());
    return sink.manifest();
}

Done<void> unpack(const QString& archive, const QString& folder, const ArchiveLimits& limits,
                  const std::function<void()>& afterEach)
{
    FolderSink sink(folder, afterEach);
    return readArchive(archive, limits, sink).and_then([&] { return sink.finish(); });
}

Done<void> ArchiveDriver::check(const StepContext& context) const
{
    if (context.step.step.artefact.empty())
        return tl::unexpected(RunProblem{RunProblemCode::notSupported, context.name, {}, context.name});
    const QFileInfo current(context.paths.current);
    if (current.exists() && !current.isSymLink())
        return tl::unexpected(RunProblem{RunProblemCode::notSupported, context.paths.current, {}, context.name});
    auto manifest = manifestOfArchive(artefactPath(context));
    if (!manifest)
        return tl::unexpected(named(context, manifest.error()));
    return {};
}

Done<void> ArchiveDriver::act(const StepContext& context) const
{
    const QString archive = artefactPath(context);
    const QString final = context.paths.release(context.to);
    const QString partial = context.paths.releases + QStringLiteral("/.") + context.to + QStringLiteral(".partial");
    auto manifest = manifestOfArchive(archive);
    if (!manifest)
        return tl::unexpected(named(context, manifest.error()));
    if (!QFileInfo(final).isDir() || !firstMissing(*manifest, final).isEmpty()) {
        auto removed = durable::remove(partial);
        if (!removed)
            return tl::unexpected(named(context, removed.error()));
        Done<void> prepared;
        if (QFileInfo(final).isDir()) {
            if (auto copied = copyTree(TreeCopy{final, partial, {}, [] {}}); !copied)
                prepared = tl::unexpected(copied.error());
        } else {
            prepared = durable::makeFolder(partial);
        }
        auto done =
            prepared
                .and_then([&] { return unpack(archive, partial, {}, [&] { context.world.boundary("unpacking"); }); })
                .and_then([&] { return durable::exchange(partial, final); })
                .and_then([&] { return durable::remove(partial); });
        if (!done) {
            const auto cleaned = durable::remove(partial);
            return tl::unexpected(named(context, done.error()));
        }
    }
    // What a runner left that was killed between the exchange and its tidying up.
    if (auto removed = durable::remove(partial); !removed)
        return tl::unexpected(named(context, removed.error()));
    context.world.boundary("unpacked");
    return durable::pointLink(context.paths.current, context.to);
}

ProbeAnswer ArchiveDriver::probe(const StepContext& context) const
{
    auto manifest = manifestOfArchive(artefactPath(context));
    if (!manifest)
        return ProbeAnswer::unknown;
    const QString final = context.paths.release(context.to);
    const bool points = QFileInfo(context.paths.current).canonicalFilePath() == QFileInfo(final).canonicalFilePath();
    return points && firstMissing(*manifest, final).isEmpty() ? ProbeAnswer::done : ProbeAnswer::notDone;
}

}  // namespace installers
