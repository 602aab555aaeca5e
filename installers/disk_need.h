#pragma once

#include "installers/data_member.h"

#include <functional>

namespace installers {

/// What a run puts on disks, from measured sizes.
struct DiskUse {
    struct Member {
        DataSize size;
        bool copied = false;  ///< a copy is migrated: no set of its own in each hop
    };
    std::vector<Member> members{};
    std::size_t hops = 0;
    qint64 artefacts = 0;  ///< packed
    QString backups{};
    QString releases{};
};

/// Room that one file system must have: at the moment of the run when most lies on it.
struct DiskNeed {
    QString folder;  ///< one of those that need it
    qint64 bytes = 0;
    bool operator==(const DiskNeed&) const = default;
};

/// Tells by a folder which file system it lies on.
using DeviceOf = std::function<QString(const QString& folder)>;

/// On the backups' file system all sets of the run stay: one of the running service, and one of each hop but for what
/// is copied. Beside them lies at most one of two: the trial restore of one member (with the copies that are being
/// migrated), or, going back, all members beside the live ones. Releases take about twice their archives.
[[nodiscard]] std::vector<DiskNeed> peakOf(const DiskUse& use, const DeviceOf& deviceOf);

/// The folder, or the nearest one above it that is there.
[[nodiscard]] QString existingPart(const QString& folder);

/// The mount point of the nearest folder that is there.
[[nodiscard]] QString deviceOfFolder(const QString& folder);

/// Every file system without the room. Code: diskFull.
[[nodiscard]] std::vector<RunProblem> checkRoom(const std::vector<DiskNeed>& needs);

}  // namespace installers
