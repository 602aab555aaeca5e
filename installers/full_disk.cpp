#include "installers/full_disk.h"

#include "installers/disk_use.h"
#include "installers/drivers/sql.h"

#include <QStorageInfo>
#include <algorithm>

namespace installers {

namespace {

/// With less than this nothing works any more.
constexpr qint64 asGoodAsFull = 256 * 1024;
/// The journal, the programs' output and markers.
constexpr qint64 littleThings = 8 * 1024 * 1024;

QStringList foldersOf(const RunContext& context)
{
    QStringList folders{context.paths.state, context.paths.backups, context.paths.releases};
    if (!context.paths.database.isEmpty())
        folders.append(context.paths.database.section(QLatin1Char('/'), 0, -2));
    for (const planner::SiteData& data : context.site.data) {
        if (!data.path.empty() && !(data.kind == planner::SiteData::Kind::database &&
                                    databaseKindOf(context.site) == catalog::DatabaseKind::postgresql))
            folders.append(context.paths.absolute(data.path));
    }
    folders.append(context.paths.site);
    return folders;
}

bool isBelow(const QString& path, const QString& folder)
{
    return path == folder || path.startsWith(folder + QLatin1Char('/'));
}

}  // namespace

std::vector<RunProblem> withFullDisk(const RunContext& context, const std::vector<HopWork>& work,
                                     const RunProblem& problem)
{
    const QString folder = [&] {
        const QStringList folders = foldersOf(context);
        if (problem.code == RunProblemCode::diskFull) {
            for (const QString& one : folders) {
                if (isBelow(problem.subject, one))
                    return one;
            }
        }
        for (const QString& one : folders) {
            const qint64 free = QStorageInfo(existingPart(one)).bytesAvailable();
            if (free >= 0 && free < asGoodAsFull)
                return one;
        }
        return QString();
    }();
    if (folder.isEmpty())
        return {problem};
    const QString device = deviceOfFolder(folder);
    qint64 needed = littleThings;
    for (const DiskNeed& need : peakOf(diskUseOf(context, work), deviceOfFolder)) {
        if (deviceOfFolder(need.folder) == device)
            needed += need.bytes;
    }
    const qint64 free = QStorageInfo(existingPart(folder)).bytesAvailable();
    // A quota can be full where the disk is not: then nobody knows how much.
    if (free < 0 || free >= needed)
        return {problem};
    const RunProblem full{RunProblemCode::diskFull, folder, QStringLiteral("%1 %2").arg(needed).arg(free),
                          problem.step};
    if (problem.code == RunProblemCode::diskFull)
        return {full};
    return {full, problem};
}

}  // namespace installers
