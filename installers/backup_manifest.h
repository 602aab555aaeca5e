#pragma once

#include "installers/problem.h"

#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <optional>
#include <vector>

namespace installers {

/// What a set says about itself, in manifest.json of its folder:
///     {"format":"cairn-backup/2","run":…,"version":…,"at":…,"quiesced":…,"members":[…],"digest":…}
/// A member has "kind", "name", "where" and "digest" (of its bytes in the set) or "kept" (the identity of an original
/// that was left untouched), and what its kind compares after a restore. "digest" of the whole is the SHA-256 over the
/// compact JSON of everything else. It is written when the last member is there, so that a set without one is none.
///
/// Beside the set lies NAME.verified once its restore was proved: {"manifest":DIGEST,"at":…}.
struct BackupManifest {
    QString run;
    QString version;
    QDateTime at;
    bool quiesced = false;
    std::vector<QJsonObject> members;
};

[[nodiscard]] Done<void> writeManifest(const QString& folder, const BackupManifest& manifest);

/// Errors: backupDiffers (missing, damaged, or of a format that is not known).
[[nodiscard]] Done<BackupManifest> readManifest(const QString& folder);

/// Says, and tells, that the set in the folder was proved by a restore.
[[nodiscard]] Done<void> markVerified(const QString& folder, const QDateTime& at);
[[nodiscard]] std::optional<QDateTime> verifiedAt(const QString& folder);
[[nodiscard]] QString verifiedMark(const QString& folder);

}  // namespace installers
