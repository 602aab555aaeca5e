#pragma once

#include "installers/backup_manifest.h"
#include "installers/data_swap.h"

namespace installers {

/// A copy of everything an upgrade can change, as one set in one folder, BACKUPS/RUN/NAME:
///     manifest.json        see backup_manifest.h
///     0/, 1/, …            the members in the site file's order, each as its kind keeps it
/// The set gets its name when it is complete and is never altered afterwards.
///
/// With planner::BackupKind::copy the set of a hop names the originals instead: a proved copy has taken their place,
/// they lie beside it untouched, and going back is an exchange. Members that cannot be copied are in the set all the
/// same.
///
/// Roads not taken: one archive file (a folder can be compared, looked into and put back without a tool of ours); hard
/// links to the originals (SQLite writes in place); trusting the copy because copying said nothing.
class Backup {
public:
    explicit Backup(const RunContext& context) : m_context(context) {}

    using Consistency = DataMember::Consistency;
    /// Takes the set `name` of the run, dropping what is left of an earlier attempt. Errors: backupNotWritable,
    /// diskFull, databaseDamaged, dataNotCovered, dataBackupFailed.
    [[nodiscard]] Done<void> take(const QString& name, Consistency consistency, const QString& version);

    /// Copies what is at rest, lets the copies take the originals' place, and keeps these as the set `name`.
    [[nodiscard]] Done<void> keepOriginals(const QString& name, const QString& version);

    /// Restores the set elsewhere and compares: every byte with the manifest, every table with the checksums of the
    /// original. Errors: backupDiffers (subject: what).
    [[nodiscard]] Done<void> verify(const QString& name);

    /// Puts the set back: every member beside, proved there, then all exchanged (see DataSwap). Nothing may be running.
    /// Killed anywhere, the next call finishes. What was live stays beside until dropBeside().
    [[nodiscard]] Done<void> restore(const QString& name);

    /// Drops what restore() or keepOriginals() left beside: there is no going back after it.
    [[nodiscard]] Done<void> dropBeside();

    [[nodiscard]] QString folder(const QString& name) const;

private:
    [[nodiscard]] Done<void> complete(const QString& name, const BackupManifest& manifest);
    [[nodiscard]] Done<QString> begin(const QString& name);
    [[nodiscard]] Done<std::vector<QJsonObject>> told(const QString& name) const;
    [[nodiscard]] Done<bool> isKept(const QString& name, const DataMembers& members);
    enum class Way { forward, back };
    [[nodiscard]] DataSwap swapOf(const QString& name, Way way) const;
    /// Copies that take the place of what is live.
    [[nodiscard]] static std::vector<SwapItem> copiesOf(const DataMembers& members);

    const RunContext& m_context;
};

}  // namespace installers
