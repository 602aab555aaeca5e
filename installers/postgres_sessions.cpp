#include "installers/postgres_sessions.h"

#include <QRegularExpression>

namespace installers {

namespace {

constexpr std::chrono::milliseconds betweenSessionLooks{250};
constexpr std::chrono::milliseconds endPatience{30'000};
constexpr qsizetype queryKept = 200;
const QChar unit(0x1f);

QString sessionsFrom(const QString& prefix)
{
    return QStringLiteral("FROM pg_stat_activity WHERE left(application_name, %1) = %2 AND pid <> pg_backend_pid()")
        .arg(prefix.size())
        .arg(sqlLiteral(prefix));
}

/// A database that is being exchanged lets nobody in; its server still tells who is there.
Done<QString> askServer(World& world, const PostgresConnection& connection, const QString& sql)
{
    auto answer = askPostgres(world, {connection, {}, sql});
    if (answer || answer.error().code != RunProblemCode::databaseNotReachable)
        return answer;
    const QString other =
        connection.database() == QLatin1String("postgres") ? QStringLiteral("template1") : QStringLiteral("postgres");
    auto second = askPostgres(world, {connection.to(other), {}, sql});
    return second ? second : answer;
}

QString inDatabase(const PostgresConnection& connection)
{
    return QStringLiteral(" AND datname = ") + sqlLiteral(connection.database());
}

Done<void> awaitGone(World& world, const PostgresConnection& connection, const QString& prefix, const QString& which,
                     std::chrono::milliseconds patience)
{
    const std::chrono::milliseconds until = world.steady() + patience;
    while (true) {
        auto sessions = sessionsNamed(world, connection, prefix, SessionsOf::server);
        if (!sessions)
            return tl::unexpected(sessions.error());
        if (sessions->empty())
            return {};
        if (world.steady() >= until)
            return tl::unexpected(
                RunProblem{RunProblemCode::orphanSession, describe(*sessions), howToEnd(*sessions), {}});
        const auto ended = askServer(world, connection,
                                     QStringLiteral("SELECT count(pg_terminate_backend(pid)) ") + sessionsFrom(prefix) +
                                         inDatabase(connection) + which);
        if (!ended)
            return tl::unexpected(ended.error());
        world.sleep(betweenSessionLooks);
    }
}

}  // namespace

Done<std::vector<PostgresSession>> sessionsNamed(World& world, const PostgresConnection& connection,
                                                 const QString& prefix, SessionsOf whose)
{
    const QString only = whose == SessionsOf::database ? inDatabase(connection) : QString();
    const QString columns =
        QStringLiteral(
            "SELECT pid || %1 || application_name || %1 || to_char(backend_start AT TIME ZONE 'UTC', "
            "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') || %1 || coalesce(translate(left(query, 2000), E'\\n\\r', '  '), '') ")
            .arg(QStringLiteral("chr(%1)").arg(unit.unicode()));
    const auto answer =
        askServer(world, connection, columns + sessionsFrom(prefix) + only + QStringLiteral(" ORDER BY pid"));
    if (!answer)
        return tl::unexpected(answer.error());
    std::vector<PostgresSession> sessions;
    for (const QString& row : answer->split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const QStringList fields = row.split(unit);
        if (fields.size() >= 4)
            sessions.push_back({fields[0].toLongLong(), fields[1], fields[2],
                                connection.redacted(withoutValues(fields.mid(3).join(QLatin1Char(' '))))});
    }
    return sessions;
}

Done<void> awaitNoSession(World& world, const PostgresConnection& connection, const QString& prefix,
                          std::chrono::milliseconds patience)
{
    return awaitGone(world, connection, prefix, QStringLiteral(" AND state LIKE 'idle%'"), patience);
}

Done<void> endSessions(World& world, const PostgresConnection& connection, const QString& prefix)
{
    return awaitGone(world, connection, prefix, {}, endPatience);
}

QString describe(const std::vector<PostgresSession>& sessions)
{
    QStringList texts;
    for (const PostgresSession& session : sessions)
        texts.append(
            QStringLiteral("%1 (%2, %3: %4)").arg(session.pid).arg(session.name, session.since, session.query));
    return texts.join(QStringLiteral("; "));
}

QString howToEnd(const std::vector<PostgresSession>& sessions)
{
    QStringList ends;
    for (const PostgresSession& session : sessions)
        ends.append(QStringLiteral("SELECT pg_terminate_backend(%1);").arg(session.pid));
    return ends.join(QLatin1Char(' '));
}

QString withoutValues(const QString& query)
{
    static const QRegularExpression values(
        QStringLiteral("\\$(\\w*)\\$.*?(\\$\\1\\$|$)|[eE]?'([^'\\\\]|''|\\\\.)*('|$)|\\b[0-9][0-9.]*\\b"),
        QRegularExpression::DotMatchesEverythingOption);
    return QString(query).replace(values, QStringLiteral("?")).simplified().left(queryKept);
}

}  // namespace installers
