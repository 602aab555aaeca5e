#include "installers/disk_need.h"

#include <QFileInfo>
#include <QMap>
#include <QStorageInfo>
#include <algorithm>

namespace installers {

namespace {

/// What lies on one file system.
struct Load {
    QString folder;  ///< with the most
    qint64 most = 0;
    qint64 staying = 0;  ///< sets and releases
    qint64 copies = 0;   ///< beside, while they are migrated
    qint64 trial = 0;    ///< the largest
    qint64 beside = 0;   ///< all members, when a run goes back
};

}  // namespace

std::vector<DiskNeed> peakOf(const DiskUse& use, const DeviceOf& deviceOf)
{
    QMap<QString, Load> loads;
    const auto at = [&](const QString& folder, qint64 bytes) -> Load& {
        Load& load = loads[deviceOf(folder)];
        if (load.folder.isEmpty() || bytes > load.most) {
            load.folder = folder;
            load.most = bytes;
        }
        return load;
    };
    const auto hops = static_cast<qint64>(use.hops);
    for (const DiskUse::Member& member : use.members) {
        const DataSize& size = member.size;
        const qint64 sets = size.backup * (member.copied ? 1 : hops + 1);
        at(use.backups, sets).staying += sets;
        Load& tried = at(size.trialIn.isEmpty() ? use.backups : size.trialIn, size.trial);
        tried.trial = std::max(tried.trial, size.trial);
        if (size.besideIn.isEmpty())
            continue;
        Load& beside = at(size.besideIn, size.live);
        beside.beside += size.live;
        beside.copies += member.copied ? size.live : 0;
    }
    constexpr qint64 unpacked = 2;
    at(use.releases, use.artefacts * unpacked).staying += use.artefacts * unpacked;
    std::vector<DiskNeed> needs;
    for (const Load& load : loads)
        needs.push_back(DiskNeed{load.folder, load.staying + std::max(load.trial + load.copies, load.beside)});
    return needs;
}

QString existingPart(const QString& folder)
{
    QString there = folder;
    while (!QFileInfo::exists(there) && there != QFileInfo(there).absolutePath())
        there = QFileInfo(there).absolutePath();
    return there;
}

QString deviceOfFolder(const QString& folder) { return QStorageInfo(existingPart(folder)).rootPath(); }

std::vector<RunProblem> checkRoom(const std::vector<DiskNeed>& needs)
{
    std::vector<RunProblem> problems;
    for (const DiskNeed& need : needs) {
        const qint64 free = QStorageInfo(existingPart(need.folder)).bytesAvailable();
        if (free >= 0 && free < need.bytes)
            problems.push_back(RunProblem{
                RunProblemCode::diskFull, need.folder, QStringLiteral("%1 %2").arg(need.bytes).arg(free), {}});
    }
    return problems;
}

}  // namespace installers
