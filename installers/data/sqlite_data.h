#pragma once

#include "installers/data/folder_data.h"
#include "installers/database_checksum.h"

namespace installers {

/// A folder with SQLite databases in it: an entry `database: FOLDER`, and any folder where one lies. The folder is what
/// is exchanged, never a file beside its `-wal`. In use, databases are copied by SQLite itself and their journals left
/// out; at rest the bytes are copied as they are, when nobody has them open. Beside the tree's digest the checksums of
/// all tables must come back, taken of the original at rest and of SQLite's copy in use.
class SqliteData : public FolderData {
public:
    using FolderData::FolderData;
    static constexpr const char* kindName = "sqlite";
    [[nodiscard]] const char* kind() const override { return kindName; }
    [[nodiscard]] static bool covers(const planner::SiteData& entry, const RunContext& context);
    [[nodiscard]] static std::unique_ptr<DataMember> make(const planner::SiteData& entry, const RunContext& context);

    /// Also that a folder named as a database's holds one.
    [[nodiscard]] Done<void> check() override;

protected:
    [[nodiscard]] Done<QJsonObject> copyTo(const QString& to, Consistency consistency, TreeManifest& tree) override;
    [[nodiscard]] Done<void> compare(const QString& folder, const QJsonObject& told) override;

private:
    [[nodiscard]] Done<QMap<QString, DatabaseChecksum>> copyAtRest(const QString& to, TreeManifest& tree);
    [[nodiscard]] Done<QMap<QString, DatabaseChecksum>> copyInUse(const QString& to, TreeManifest& tree);
    [[nodiscard]] Done<void> awaitNobodyHas(const QString& database);
};

/// The checksums of all SQLite databases in a folder, by relative path.
[[nodiscard]] Done<QMap<QString, DatabaseChecksum>> databasesIn(const QString& folder);

}  // namespace installers
