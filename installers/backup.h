#pragma once

#include "installers/database_checksum.h"
#include "installers/file_tree.h"
#include "installers/run_context.h"

#include <QDateTime>
#include <vector>

namespace installers {

/// A copy of everything an upgrade can change, as one set in one folder:
///     manifest.json        {"format":"cairn-backup/1","run":…,"version":…,"at":…,"quiesced":…,"data":[…]}
///     0/, 1/, …            the data folders in the site file's order
/// For each data folder the manifest holds the digest of its tree and, for each SQLite database in it, the checksums of
/// its tables as they were in the original. The set gets its name when it is complete and is never altered afterwards.
///
/// Roads not taken: one archive file (a folder can be compared, looked into and put back without a tool of ours); hard
/// links to the originals (SQLite writes in place); trusting the copy because copying said nothing.
class Backup {
public:
    explicit Backup(const RunContext& context) : m_context(context) {}

    enum class Consistency {
        online,    ///< the service runs: databases by SQLite's backup API, files as they are at the moment
        quiesced,  ///< nothing writes
    };
    /// Takes the set `name` of the run, dropping what is left of an earlier attempt. Errors: backupNotWritable,
    /// diskFull, databaseDamaged.
    [[nodiscard]] Done<void> take(const QString& name, Consistency consistency, const QString& version);

    /// Restores the set elsewhere and compares: every file with the manifest, every database with the checksums of the
    /// original. Errors: backupDiffers (subject: what).
    [[nodiscard]] Done<void> verify(const QString& name);

    /// Puts the set back: beside the data, verified there, then swapped as whole folders. Nothing may be running.
    [[nodiscard]] Done<void> restore(const QString& name);

    [[nodiscard]] QString folder(const QString& name) const;

private:
    const RunContext& m_context;
};

/// The folders that a backup covers, absolute.
struct DataFolder {
    QString name;
    QString path;
    bool database = false;
};
/// Errors: notSupported (subject: data that this version cannot back up), dataNotCovered (a folder that cannot be
/// swapped, holds Cairn's own files, or a database that no folder covers).
[[nodiscard]] Done<std::vector<DataFolder>> dataFoldersOf(const planner::Site& site, const SitePaths& paths);

/// The checksums of all SQLite databases in a folder, by relative path.
[[nodiscard]] Done<QMap<QString, DatabaseChecksum>> databasesIn(const QString& folder);

}  // namespace installers
