#pragma once

#include "installers/data/postgres_data.h"
#include "tests/installers/backup_ground.h"
#include "tests/support/postgres_server.h"

namespace mini {

inline const QString ledger = QStringLiteral("ledger");

/// Makes the database `ledger` anew and drops what was beside it. Without contents of its own it gets everything that
/// has a row in the checksum, and everything that a dump leaves out.
[[nodiscard]] bool makeLedger(const support::PostgresServer& server, const char* contents = nullptr);

/// A site whose data is a database of a PostgreSQL server, with a folder and a command beside it if wanted.
struct PostgresGround {
    explicit PostgresGround(const support::PostgresServer& given, const QString& database) : server(given)
    {
        site.folder = folder.path().toStdString();
        site.name = "Test bench";
        site.database = planner::SiteDatabase{};
        site.database->kind = catalog::DatabaseKind::postgresql;
        site.database->connection = server.conninfo(database).toStdString();
        site.database->programs = support::PostgresServer::programs().toStdString();
        planner::SiteData data;
        data.kind = planner::SiteData::Kind::database;
        data.path = database.toStdString();
        site.data = {data};
    }
    /// What the server says of one of its databases, the statements being those of the runner.
    [[nodiscard]] installers::DatabaseChecksum checksumOf(const QString& database);
    [[nodiscard]] QJsonObject propertiesOf(const QString& database);
    /// All databases that are the ledger's.
    [[nodiscard]] QString databases() const;
    QString ask(const QString& database, const char* sql) const
    {
        return server.run(database, QString::fromUtf8(sql)).value_or(QStringLiteral("?"));
    }

    const support::PostgresServer& server;
    QTemporaryDir folder{scratchTemplate(QStringLiteral("postgres"))};
    KillingWorld world;
    planner::Site site;
    installers::SitePaths paths{[this] {
        planner::Site here;
        here.folder = folder.path().toStdString();
        return here;
    }()};
    planner::Plan plan;
    installers::RunContext context{
        world, site, paths, plan, QStringLiteral("Mini"), QStringLiteral("r1"), paths.run(QStringLiteral("r1")), -1};
};

}  // namespace mini
