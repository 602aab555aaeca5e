#include "tests/installers/mini_postgres.h"

#include "installers/postgres_database.h"
#include "installers/world_posix.h"

#include <QProcess>

namespace mini {

namespace {

const QString maintenanceDatabase = QStringLiteral("postgres");
const QString templateDatabase = QStringLiteral("seed_template");

constexpr const char* alone =
    "DO $alone$ BEGIN IF EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE 'cairn:%' AND datname = "
    "current_database() AND pid <> pg_backend_pid() AND state <> 'idle') THEN RAISE EXCEPTION 'two effectors'; END IF; "
    "END $alone$;\n";

constexpr const char* release1 = R"sql(
CREATE TABLE meta(schema int); INSERT INTO meta VALUES(1);
CREATE TABLE account(id int PRIMARY KEY, name text); INSERT INTO account SELECT i, 'account ' || i FROM generate_series(1, 8) i;
CREATE TABLE entry(id int PRIMARY KEY, account int REFERENCES account(id), amount numeric);
INSERT INTO entry SELECT i, 1 + i % 8, (i * 37 % 1000) / 100.0 FROM generate_series(1, 200) i;
CREATE TABLE old_note(note text); INSERT INTO old_note VALUES('kept until the contract step');
CREATE TABLE request(id int PRIMARY KEY);
)sql";

QStringList databasesOf(const PostgresOptions& options)
{
    return askPostgres(options, maintenanceDatabase,
                       QStringLiteral("SELECT datname FROM pg_database WHERE datname LIKE '%1%' ORDER BY 1")
                           .arg(options.database))
        .value_or(QString())
        .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

}  // namespace

std::map<std::string, std::string> postgresScripts()
{
    const std::string first = alone;
    return {
        {"sql/m2.pg.sql", first + "ALTER TABLE entry ADD COLUMN currency text, ADD COLUMN cents bigint;\n"
                                  "UPDATE entry SET currency = 'NOK';\nUPDATE meta SET schema = 2;\n"},
        {"sql/fill.pg.sql", first + "WITH todo AS (SELECT id FROM entry WHERE id > coalesce(cairn.cursor()::int, 0)\n"
                                    "  ORDER BY id LIMIT 80 FOR UPDATE),\n"
                                    "done AS (UPDATE entry e SET cents = coalesce(cents, 0) + round(amount * 100)\n"
                                    "  FROM todo WHERE e.id = todo.id RETURNING e.id)\n"
                                    "SELECT cairn.advance(max(id)::text, count(*)) FROM done;\n"},
        {"sql/index.pg.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS entry_currency ON entry (currency);\n"},
        {"sql/m3.pg.sql", first + "ALTER TABLE entry DROP COLUMN amount;\n"
                                  "ALTER TABLE entry ALTER COLUMN cents SET NOT NULL;\n"
                                  "UPDATE meta SET schema = 3; -- the last line has no newline"},
        {"sql/m4.pg.sql", first + "CREATE TABLE balance AS SELECT account, sum(cents) AS cents FROM entry GROUP BY 1;\n"
                                  "UPDATE meta SET schema = 4;\n"},
        {"sql/drop.pg.sql", "DROP TABLE old_note;\n"}};
}

PostgresOptions optionsOf(const support::PostgresServer& server, const QString& database)
{
    return {database,
            QStringLiteral("host=%1 port=%2 user=%3")
                .arg(server.socketFolder())
                .arg(server.port())
                .arg(QLatin1String(support::PostgresServer::user)),
            support::PostgresServer::programs()};
}

QString serviceDatabase(const PostgresOptions& options)
{
    return QStringLiteral("pg:%1/psql:%2 dbname=%3").arg(options.programs, options.server, options.database);
}

std::optional<QString> askPostgres(const PostgresOptions& options, const QString& database, const QString& sql)
{
    constexpr int patience = 60'000;
    QProcess psql;
    psql.start(options.programs + QStringLiteral("/psql"),
               {QStringLiteral("-XAtq"), QStringLiteral("-v"), QStringLiteral("ON_ERROR_STOP=1"), QStringLiteral("-d"),
                options.server + QStringLiteral(" dbname=") + database, QStringLiteral("-c"), sql});
    if (!psql.waitForFinished(patience) || psql.exitStatus() != QProcess::NormalExit || psql.exitCode() != 0) {
        qWarning("%s: %s", qPrintable(sql), psql.readAllStandardError().constData());
        return std::nullopt;
    }
    return QString::fromUtf8(psql.readAllStandardOutput()).trimmed();
}

bool makePostgresDatabase(const PostgresOptions& options)
{
    const auto run = [&](const QString& sql) { return askPostgres(options, maintenanceDatabase, sql).has_value(); };
    bool ok = true;
    for (const QString& old : databasesOf(options))
        ok = ok && run(QStringLiteral("UPDATE pg_database SET datallowconn = true WHERE datname = '%1'").arg(old)) &&
             run(QStringLiteral("DROP DATABASE %1 WITH (FORCE)").arg(old));
    const auto known =
        askPostgres(options, maintenanceDatabase,
                    QStringLiteral("SELECT 1 FROM pg_database WHERE datname = '%1'").arg(templateDatabase));
    if (known && known->isEmpty())
        ok = ok && run(QStringLiteral("CREATE DATABASE ") + templateDatabase) &&
             askPostgres(options, templateDatabase, QString::fromUtf8(release1));
    return ok && known && run(QStringLiteral("CREATE DATABASE %1 TEMPLATE %2").arg(options.database, templateDatabase));
}

void addPostgresTo(Snapshot& snapshot, const planner::Site& site, const PostgresOptions& options)
{
    const installers::SitePaths paths(site);
    const planner::Plan plan;
    installers::PosixWorld world;
    const installers::RunContext context{
        world, site, paths, plan, QStringLiteral("Mini"), QStringLiteral("test"), paths.run(QStringLiteral("test")),
        -1};
    const auto connection = installers::PostgresConnection::of(site, paths);
    auto checksum = connection ? installers::PostgresServerAccess(context, *connection, QStringLiteral("test"))
                                     .checksumOf(options.database)
                               : installers::Done<installers::DatabaseChecksum>(tl::unexpected(connection.error()));
    if (checksum) {
        for (const char* const table : {"table public.request", "table cairn.step_marker", "table cairn.step_cursor"})
            checksum->remove(QLatin1String(table));
        snapshot.databases.insert(options.database, *checksum);
    } else {
        snapshot.leftovers.append(checksum.error().detail);
    }
    const auto ask = [&](const char* sql) {
        return askPostgres(options, options.database, QString::fromLatin1(sql)).value_or(QStringLiteral("?"));
    };
    if (ask("SELECT to_regclass('cairn.step_marker')") == QLatin1String("cairn.step_marker"))
        snapshot.applied = QStringList{ask("SELECT string_agg(id, ' ' ORDER BY id) FROM cairn.step_marker"),
                                       ask("SELECT string_agg(batches || ' ' || rows, ' ') FROM cairn.step_cursor")};
    for (const QString& database : databasesOf(options)) {
        if (database != options.database)
            snapshot.leftovers.append(QStringLiteral("database ") + database);
    }
    for (const char* const sql :
         {"SELECT 'session ' || application_name FROM pg_stat_activity WHERE application_name LIKE 'cairn:%'",
          "SELECT 'invalid index ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid"}) {
        if (const QString found = ask(sql); !found.isEmpty())
            snapshot.leftovers.append(found);
    }
}

}  // namespace mini
