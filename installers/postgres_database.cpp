#include "installers/postgres_database.h"

#include "installers/driver.h"
#include "installers/durable.h"
#include "installers/postgres_checksum.h"
#include "installers/postgres_properties.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QThread>
#include <algorithm>

namespace installers {

namespace {

/// Nobody can say how long a database takes; what hangs is met by the time limits of the server.
constexpr std::chrono::hours longestStatement{24};
constexpr std::chrono::milliseconds serverLookInterval{100};
constexpr std::chrono::milliseconds leavingPatience{15'000};
constexpr qsizetype longestServerName = 63;

/// pg_dump runs inside the session whose snapshot it shares, in the database's own encoding: what SQL_ASCII holds
/// cannot be made UTF-8. What differs from one dump to the next comes to the shell from the environment and is never
/// read as a command.
constexpr const char* dumpStatement =
    "\\! \"$CAIRN_PG_DUMP\" -w -Fc -Z1 --lock-wait-timeout=60000 --snapshot=\"$CAIRN_SNAPSHOT\" "
    "-f \"$CAIRN_DUMP\" -d \"$CAIRN_CONNINFO\" || echo failed > \"$CAIRN_FAILED\"\n";

/// On this machine while statements run.
class Workbench {
public:
    explicit Workbench(const RunContext& context) : m_folder(context.paths.backups + QStringLiteral("/.postgres")) {}
    ~Workbench()
    {
        if (const auto removed = durable::remove(m_folder); !removed)
            return;  // the next one removes it
    }
    Workbench(const Workbench&) = delete;
    Workbench& operator=(const Workbench&) = delete;
    [[nodiscard]] Done<void> prepare(const QByteArray& statements) const
    {
        return durable::remove(m_folder).and_then([&] { return durable::makeFolder(m_folder); }).and_then([&] {
            return durable::write(file("statements.sql"), statements);
        });
    }
    [[nodiscard]] QString file(const char* name) const { return m_folder + QLatin1Char('/') + QLatin1String(name); }

private:
    QString m_folder;
};

QString administrative(const QString& database)
{
    return database == QLatin1String("postgres") ? QStringLiteral("template1") : QStringLiteral("postgres");
}

/// Those of clients in the database. The server's own workers, who are nobody's session, leave a database that is
/// dropped or renamed by themselves; only a superuser may end them, and only to one is the type of other people's
/// sessions told.
QString clientsIn(const QString& database)
{
    return QStringLiteral("FROM pg_stat_activity WHERE datname = %1 AND pid <> pg_backend_pid() AND "
                          "usesysid IS NOT NULL AND coalesce(to_jsonb(pg_stat_activity)->>'backend_type', 'client "
                          "backend') IN ('client "
                          "backend', 'walsender', 'parallel worker')")
        .arg(sqlLiteral(database));
}

}  // namespace

QString besideName(const QString& database, const char* suffix)
{
    const QString end = QLatin1String(suffix);
    QString head = database;
    while (head.toUtf8().size() + end.size() > longestServerName)
        head.chop(1);
    return head + end;
}

PostgresServerAccess::PostgresServerAccess(const RunContext& context, PostgresConnection connection,
                                           const QString& step)
    : m_context(context), m_connection(std::move(connection)), m_session(sessionName(context.run, step))
{
}

RunProblem PostgresServerAccess::problemOf(const ProgramResult& result, const QString& database) const
{
    if (result.leftBehind)
        return programProblem(m_context.world, m_context.paths.fence, result, m_session);
    return RunProblem{lostConnection(result) ? RunProblemCode::databaseNotReachable : RunProblemCode::databaseRefused,
                      m_connection.to(database).where(),
                      lastWordsOf(m_connection, result),
                      {}};
}

Done<QString> PostgresServerAccess::ask(const QString& database, const QString& sql)
{
    const PostgresConnection connection = m_connection.to(database);
    return askPostgres(m_context.world, PostgresQuestion{connection, m_session, sql, m_context.fence});
}

/// In the administrative database; one statement, or a transaction of several.
Done<void> PostgresServerAccess::change(const QString& sql)
{
    const PostgresConnection connection = m_connection.to(administrative(m_connection.database()));
    ProgramCall call = psqlCall(connection, m_session, m_context.fence);
    call.arguments << QStringLiteral("-c") << QStringLiteral("SET client_min_messages = error") << QStringLiteral("-c")
                   << sql;
    call.timeout = longestStatement;
    m_context.world.boundary("before-statement");
    const ProgramResult result = m_context.world.run(call);
    m_context.world.boundary("after-statement");
    if (!result.succeeded())
        return tl::unexpected(problemOf(result, connection.database()));
    return {};
}

Done<QByteArray> PostgresServerAccess::runScript(const QString& database, const QByteArray& statements,
                                                 const QMap<QString, QString>& environment)
{
    const Workbench bench(m_context);
    if (auto prepared = bench.prepare(statements); !prepared)
        return tl::unexpected(prepared.error());
    const PostgresConnection connection = m_connection.to(database);
    ProgramCall call = psqlCall(connection, m_session, m_context.fence);
    call.arguments << QStringLiteral("-o") << bench.file("printed") << QStringLiteral("-f")
                   << bench.file("statements.sql");
    call.environment.insert(environment);
    call.environment.insert(QStringLiteral("CAIRN_FAILED"), bench.file("failed"));
    call.timeout = longestStatement;
    const ProgramResult result = m_context.world.run(call);
    if (!result.succeeded() || QFileInfo::exists(bench.file("failed")))
        return tl::unexpected(problemOf(result, database));
    QFile printed(bench.file("printed"));
    if (!printed.open(QIODevice::ReadOnly))
        return tl::unexpected(durable::systemProblem(printed.fileName(), EIO));
    return printed.readAll();
}

Done<QJsonObject> PostgresServerAccess::propertiesOf(const QString& database)
{
    return ask(administrative(m_connection.database()), propertiesQuery(database)).map([](const QString& answer) {
        return QJsonDocument::fromJson(answer.toUtf8()).object();
    });
}

Done<void> PostgresServerAccess::giveProperties(const QString& database, const QJsonObject& properties)
{
    auto found = change(giveStatements(database, properties)).and_then([&] { return propertiesOf(database); });
    if (!found)
        return tl::unexpected(found.error());
    if (const QString differs = firstPropertyDifference(properties, *found); !differs.isEmpty())
        return tl::unexpected(
            RunProblem{RunProblemCode::databaseRefused, m_connection.to(database).where(), differs, {}});
    return {};
}

Done<QString> PostgresServerAccess::oidOf(const QString& database)
{
    return ask(administrative(m_connection.database()),
               QStringLiteral("SELECT oid FROM pg_database WHERE datname = %1").arg(sqlLiteral(database)));
}

Done<QString> PostgresServerAccess::sessionsIn(const QString& database)
{
    return ask(
        administrative(m_connection.database()),
        QStringLiteral("SELECT string_agg(concat_ws(' ', usename, nullif(application_name, ''), client_addr, pid), "
                       "', ') ") +
            clientsIn(database));
}

Done<void> PostgresServerAccess::endSessions(const QString& database)
{
    const std::chrono::milliseconds until = m_context.world.steady() + leavingPatience;
    while (true) {
        auto ended = ask(administrative(m_connection.database()),
                         QStringLiteral("SELECT count(pg_terminate_backend(pid)) ") + clientsIn(database));
        auto left = ended ? sessionsIn(database) : ended;
        if (!left)
            return tl::unexpected(left.error());
        if (left->isEmpty())
            return {};
        if (m_context.world.steady() >= until)
            return tl::unexpected(RunProblem{
                RunProblemCode::databaseRefused, database, QStringLiteral("still connected: %1").arg(*left), {}});
        m_context.world.sleep(serverLookInterval);
    }
}

Done<void> PostgresServerAccess::createFrom(const QString& source, const QString& database,
                                            const QJsonObject& properties)
{
    return drop(database).and_then([&] { return change(createStatement(database, source, properties)); });
}

Done<void> PostgresServerAccess::create(const QString& database, const QJsonObject& properties)
{
    return createFrom(QStringLiteral("template0"), database, properties);
}

Done<void> PostgresServerAccess::copy(const QString& original, const QString& copy, const QJsonObject& properties)
{
    return createFrom(original, copy, properties);
}

Done<void> PostgresServerAccess::drop(const QString& database)
{
    auto oid = oidOf(database);
    if (!oid || oid->isEmpty())
        return oid ? Done<void>() : tl::unexpected(oid.error());
    const QString name = sqlName(database);
    return change(QStringLiteral("ALTER DATABASE %1 ALLOW_CONNECTIONS false IS_TEMPLATE false").arg(name))
        .and_then([&] { return endSessions(database); })
        .and_then([&] { return change(QStringLiteral("DROP DATABASE %1").arg(name)); });
}

Done<void> PostgresServerAccess::exchange(const QString& fresh, const QString& live)
{
    auto there = oidOf(live);
    if (!there)
        return tl::unexpected(there.error());
    const auto rename = [](const QString& from, const QString& to) {
        return QStringLiteral("ALTER DATABASE %1 RENAME TO %2;\n").arg(sqlName(from), sqlName(to));
    };
    const auto allow = [&](const char* answer) {
        return QStringLiteral("ALTER DATABASE %1 ALLOW_CONNECTIONS %2;\n").arg(sqlName(live), QLatin1String(answer));
    };
    QString renames = rename(fresh, live);
    Done<void> closed;
    if (!there->isEmpty()) {
        const QString parked = besideName(live, "_cairn_parked");
        renames = rename(live, parked) + renames + rename(parked, fresh);
        closed = change(allow("false")).and_then([&] { return endSessions(live); });
    }
    auto exchanged = closed.and_then([&] { return endSessions(fresh); }).and_then([&] {
        return change(QStringLiteral("BEGIN;\n") + renames + allow("true") + QStringLiteral("COMMIT"));
    });
    if (!exchanged && !letIn(live))
        exchanged.error().detail += QStringLiteral(" (and %1 lets nobody in)").arg(live);
    return exchanged;
}

Done<void> PostgresServerAccess::letIn(const QString& database)
{
    auto closed = ask(
        administrative(m_connection.database()),
        QStringLiteral("SELECT 1 FROM pg_database WHERE datname = %1 AND NOT datallowconn").arg(sqlLiteral(database)));
    if (!closed || closed->isEmpty())
        return closed ? Done<void>() : tl::unexpected(closed.error());
    return change(QStringLiteral("ALTER DATABASE %1 ALLOW_CONNECTIONS true").arg(sqlName(database)));
}

Done<DatabaseChecksum> PostgresServerAccess::dump(const QString& database, const QString& file)
{
    const PostgresConnection connection = m_connection.to(database);
    const QByteArray statements = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n"
                                  "SELECT pg_catalog.pg_export_snapshot() AS cairn_snapshot \\gset\n"
                                  "\\setenv CAIRN_SNAPSHOT :cairn_snapshot\n"
                                  "SELECT current_setting('server_encoding') AS cairn_encoding \\gset\n"
                                  "\\setenv PGCLIENTENCODING :cairn_encoding\n" +
                                  QByteArray(dumpStatement) + checksumStatements() + "COMMIT;\n";
    return runScript(database, statements,
                     {{QStringLiteral("CAIRN_PG_DUMP"), connection.program(QStringLiteral("pg_dump"))},
                      {QStringLiteral("CAIRN_DUMP"), file},
                      {QStringLiteral("CAIRN_CONNINFO"), connection.conninfo(m_session)}})
        .and_then([&](const QByteArray& printed) { return readChecksum(printed, connection.where()); })
        .and_then([&](const DatabaseChecksum& checksum) { return durable::flush(file).map([&] { return checksum; }); });
}

Done<void> PostgresServerAccess::restore(const QString& database, const QString& file)
{
    constexpr int most = 4;
    const PostgresConnection connection = m_connection.to(database);
    ProgramCall call;
    call.arguments = {connection.program(QStringLiteral("pg_restore")),
                      QStringLiteral("-w"),
                      QStringLiteral("--exit-on-error"),
                      QStringLiteral("-j"),
                      QString::number(std::clamp(QThread::idealThreadCount(), 1, most)),
                      QStringLiteral("-d"),
                      connection.conninfo(m_session),
                      file};
    call.environment = connection.environment();
    call.fence = m_context.fence;
    call.timeout = longestStatement;
    m_context.world.boundary("restoring");
    const ProgramResult result = m_context.world.run(call);
    m_context.world.boundary("restoring");
    if (result.leftBehind)
        return tl::unexpected(problemOf(result, database));
    if (!result.succeeded())
        return tl::unexpected(RunProblem{RunProblemCode::backupDiffers, file, lastWordsOf(connection, result), {}});
    return {};
}

Done<DatabaseChecksum> PostgresServerAccess::checksumOf(const QString& database)
{
    return runScript(database,
                     "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n" + checksumStatements() + "COMMIT;\n", {})
        .and_then([&](const QByteArray& printed) { return readChecksum(printed, m_connection.to(database).where()); });
}

}  // namespace installers
