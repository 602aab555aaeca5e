#pragma once

#include "app/demo/artefact.h"
#include "catalog/load.h"
#include "catalog/order.h"

#include <memory>

namespace ledger {

/// The sample catalog, its sources, and hops carried out on a bare database, which is a SQLite file or a PostgreSQL
/// connection: the SQL scripts by the database itself, the conversions by the programs in the release's folder. Knows
/// nothing of the runner, so that it can be compared with it.
class Trial {
public:
    /// Everything is made below `folder`. The failure is a text for people.
    [[nodiscard]] static tl::expected<std::unique_ptr<Trial>, QString> make(const QString& folder);

    [[nodiscard]] const catalog::Loaded& loaded() const { return m_loaded; }
    [[nodiscard]] const catalog::Order& order() const { return m_order; }
    [[nodiscard]] std::optional<catalog::ReleaseIndex> find(const QString& version) const;
    [[nodiscard]] const catalog::Release& at(const QString& version) const;

    /// The folder of the release, unpacked when it is first asked for.
    [[nodiscard]] QString release(const QString& version);
    /// What the hop from one release to another does to a database.
    [[nodiscard]] tl::expected<void, QString> hop(const QString& from, const QString& to, const QString& database);
    /// Runs the release's control script; its output, or what it said when it failed.
    [[nodiscard]] tl::expected<QByteArray, QString> control(const QString& version, const QStringList& arguments);

private:
    Trial(QString folder, catalog::Loaded loaded, demo::ProductSources sources);
    [[nodiscard]] std::vector<catalog::Migration> migrationsOf(catalog::ReleaseIndex release) const;
    [[nodiscard]] tl::expected<void, QString> apply(const std::vector<catalog::Migration>& migrations,
                                                    const QString& database) const;

    QString m_folder;
    catalog::Loaded m_loaded;
    catalog::Order m_order;
    demo::ProductSources m_sources;
};

/// The environment variable that CMake gives every test.
[[nodiscard]] QString sampleCatalog();
[[nodiscard]] QString serverProgram();
/// For QTemporaryDir: in memory where there is such a place, because thousands of small commits wait for the disk.
[[nodiscard]] QString scratchTemplate();

}  // namespace ledger
