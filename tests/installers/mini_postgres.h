#pragma once

#include "tests/installers/mini_site.h"
#include "tests/support/postgres_server.h"

namespace mini {

/// The product's scripts for PostgreSQL: sql/NAME.pg.sql. Each fails where another session of a step is at work.
[[nodiscard]] std::map<std::string, std::string> postgresScripts();

/// The product's database of that name on a server.
[[nodiscard]] PostgresOptions optionsOf(const support::PostgresServer& server, const QString& database);

/// What the service is told about its database.
[[nodiscard]] QString serviceDatabase(const PostgresOptions& options);

/// Makes the product's database of release 1.0 anew, and drops what an earlier site left beside it.
[[nodiscard]] bool makePostgresDatabase(const PostgresOptions& options);

/// Fills databases, applied and leftovers of the snapshot.
void addPostgresTo(Snapshot& snapshot, const planner::Site& site, const PostgresOptions& options);

/// What a query selects, fields separated by |, rows by line feeds; nothing when it fails, which is printed.
[[nodiscard]] std::optional<QString> askPostgres(const PostgresOptions& options, const QString& database,
                                                 const QString& sql);

}  // namespace mini
