#pragma once

#include "installers/data_member.h"
#include "installers/postgres_database.h"

namespace installers {

/// A PostgreSQL database of the site's server: an entry `database: NAME` where `database:` is of the kind postgresql.
/// In a set it is a dump of pg_dump's custom format, taken in the same snapshot in which every row was read for its
/// checksum. It is proved by a restore into a scratch database, NAME_cairn_verify, that must give the same checksums.
/// Put back, or copied, it lies beside as NAME_cairn_beside; both names are Cairn's own. The exchange renames both in
/// one transaction, after the server has been told to let nobody into them. What belongs to a database but not to its
/// dump (owner, privileges, settings, comment, connection limit) is given to the other one before, and compared.
///
/// Roles and tablespaces belong to the server, not to a database: no backup of ours covers them.
class PostgresData : public DataMember {
public:
    using DataMember::DataMember;
    static constexpr const char* kindName = "postgresql";
    [[nodiscard]] const char* kind() const override { return kindName; }
    [[nodiscard]] static bool covers(const planner::SiteData& entry, const RunContext& context);
    [[nodiscard]] static std::unique_ptr<DataMember> make(const planner::SiteData& entry, const RunContext& context);

    [[nodiscard]] Done<void> check() override;
    [[nodiscard]] Done<DataSize> size() override;
    [[nodiscard]] Done<QJsonObject> take(const QString& to, Consistency consistency) override;
    [[nodiscard]] Done<void> verify(const StoredMember& stored, const QString& scratch) override;
    [[nodiscard]] Done<void> putBeside(const StoredMember& stored) override;
    [[nodiscard]] Done<void> copyBeside() override;
    [[nodiscard]] bool canCopy() const override { return true; }
    [[nodiscard]] Done<void> exchange(const StoredMember& stored) override;
    /// What was closed for an exchange that did not come is open again.
    [[nodiscard]] Done<void> settle() override;
    [[nodiscard]] Done<void> dropBeside() override;
    [[nodiscard]] Done<QString> identity(Place place) override;

    [[nodiscard]] QString beside() const;
    [[nodiscard]] QString scratch() const;

private:
    [[nodiscard]] Done<PostgresServerAccess> server() const;
    [[nodiscard]] Done<void> restoreInto(const QString& database, const StoredMember& stored);
    [[nodiscard]] Done<void> awaitNobody(PostgresServerAccess& access);
    [[nodiscard]] RunProblem failed(const QString& words) const;
};

}  // namespace installers
