#include "installers/data/folder_data.h"

#include "installers/durable.h"

#include <QFile>
#include <QFileInfo>
#include <sys/stat.h>

namespace installers {

namespace {

bool isMountPoint(const QString& path)
{
    struct stat own = {};
    struct stat parent = {};
    return ::stat(QFile::encodeName(path).constData(), &own) == 0 &&
           ::stat(QFile::encodeName(QFileInfo(path).absolutePath()).constData(), &parent) == 0 &&
           own.st_dev != parent.st_dev;
}

}  // namespace

QString pathOf(const planner::SiteData& entry, const RunContext& context) { return context.paths.absolute(entry.path); }

QString nameOf(const planner::SiteData& entry, const RunContext& context)
{
    return entry.name.empty() ? QFileInfo(pathOf(entry, context)).fileName() : QString::fromStdString(entry.name);
}

bool FolderData::covers(const planner::SiteData& entry, const RunContext&)
{
    return entry.kind == planner::SiteData::Kind::folder;
}

std::unique_ptr<DataMember> FolderData::make(const planner::SiteData& entry, const RunContext& context)
{
    return std::make_unique<FolderData>(context, nameOf(entry, context), pathOf(entry, context));
}

QString FolderData::beside() const
{
    const QFileInfo folder(where());
    return folder.absolutePath() + QStringLiteral("/.cairn-beside-") + folder.fileName();
}

RunProblem FolderData::differs(const QString& what) const
{
    return RunProblem{
        RunProblemCode::backupDiffers, what.isEmpty() ? name() : name() + QLatin1Char('/') + what, {}, {}};
}

Done<void> FolderData::check()
{
    const auto refused = [&](const char* why) {
        return tl::unexpected(RunProblem{RunProblemCode::dataNotCovered, where(), QString::fromLatin1(why), {}});
    };
    if (!QFileInfo(where()).isDir() || QFileInfo(where()).isSymLink())
        return refused("not a folder");
    if (isMountPoint(where()))
        return refused("a mount point cannot be swapped");
    const SitePaths& paths = m_context.paths;
    for (const QString& own : {paths.site, paths.state, paths.releases, paths.backups, paths.artefacts}) {
        if (own == where() || own.startsWith(where() + QLatin1Char('/')))
            return refused("holds what is not data");
    }
    return {};
}

Done<DataSize> FolderData::size()
{
    return sizeOfTree(where()).map([&](qint64 bytes) {
        return DataSize{bytes, bytes, QFileInfo(where()).absolutePath(), bytes, {}};
    });
}

Done<QJsonObject> FolderData::copyTo(const QString& to, Consistency, TreeManifest& tree)
{
    auto copied = copyTree(TreeCopy{where(), to, {}, [&] { m_context.world.boundary("copying"); }});
    if (!copied)
        return tl::unexpected(copied.error());
    tree = *copied;
    return QJsonObject();
}

Done<void> FolderData::compare(const QString&, const QJsonObject&) { return {}; }

Done<QJsonObject> FolderData::take(const QString& to, Consistency consistency)
{
    TreeManifest tree;
    auto told = copyTo(to, consistency, tree);
    if (!told)
        return tl::unexpected(told.error());
    told->insert(QStringLiteral("digest"), digestOf(tree));
    told->insert(QStringLiteral("bytes"), sizeOf(tree));
    return told;
}

Done<void> FolderData::putAt(const StoredMember& stored, const QString& to)
{
    auto copied = durable::remove(to).and_then([&] {
        return copyTree(TreeCopy{stored.folder, to, {}, [&] { m_context.world.boundary("restoring"); }});
    });
    if (!copied)
        return tl::unexpected(copied.error());
    auto tree = manifestOf(to);
    if (!tree)
        return tl::unexpected(tree.error());
    if (const QString path = firstDifference(*copied, *tree); !path.isEmpty())
        return tl::unexpected(differs(path));
    if (digestOf(*tree) != stored.told.value(QStringLiteral("digest")).toString())
        return tl::unexpected(differs({}));
    return compare(to, stored.told);
}

Done<void> FolderData::verify(const StoredMember& stored, const QString& scratch)
{
    return putAt(stored, scratch).and_then([&] { return durable::remove(scratch); });
}

Done<void> FolderData::putBeside(const StoredMember& stored) { return putAt(stored, beside()); }

Done<void> FolderData::copyBeside()
{
    TreeManifest tree;
    auto told = durable::remove(beside()).and_then([&] { return copyTo(beside(), Consistency::quiesced, tree); });
    if (!told)
        return tl::unexpected(told.error());
    auto found = manifestOf(beside());
    if (!found)
        return tl::unexpected(found.error());
    if (const QString path = firstDifference(tree, *found); !path.isEmpty())
        return tl::unexpected(differs(path));
    return compare(beside(), *told);
}

Done<void> FolderData::exchange(const StoredMember&)
{
    // Without a step that exchanges two folders, a crash may have left the live one aside.
    return QFileInfo::exists(where()) ? durable::exchange(beside(), where()) : durable::rename(beside(), where());
}

Done<void> FolderData::settle()
{
    const QString aside = durable::asideOf(beside());
    if (!QFileInfo::exists(aside))
        return {};
    for (const QString& place : {where(), beside()}) {
        if (!QFileInfo::exists(place))
            return durable::rename(aside, place);
    }
    return {};
}

Done<void> FolderData::dropBeside()
{
    return durable::remove(beside()).and_then([&] { return durable::remove(durable::asideOf(beside())); });
}

Done<QString> FolderData::identity(Place place)
{
    struct stat status = {};
    const QString path = place == Place::live ? where() : beside();
    if (::lstat(QFile::encodeName(path).constData(), &status) != 0)
        return QString();
    // Both places are on one file system; its device number may be another one after the machine has started again.
    return QString::number(static_cast<qulonglong>(status.st_ino));
}

}  // namespace installers
