#pragma once

#include "installers/postgres_client.h"

#include <QDateTime>
#include <vector>

namespace installers {

/// A session of the database whose program is gone, or may be. Killing a program does not stop what the server does for
/// it.
struct PostgresSession {
    qint64 pid = 0;
    QString name;   ///< its application_name
    QString since;  ///< UTC, ISO 8601
    QString query;  ///< its beginning, on one line, texts and numbers replaced by ?
};

enum class SessionsOf {
    server,    ///< all databases: a backup or a restore is connected to others
    database,  ///< the connection's only
};
/// The sessions whose name begins so, this one left out; also where the database itself lets nobody in.
/// Errors: as askPostgres().
[[nodiscard]] Done<std::vector<PostgresSession>> sessionsNamed(World& world, const PostgresConnection& connection,
                                                               const QString& prefix, SessionsOf whose);

/// Waits until there is none any more. Those that do nothing are ended at once: nobody is left who could tell them what
/// to do, and what they hold in an open transaction is rolled back, as it would be anyway. What works is left to end:
/// since PostgreSQL 14 our sessions look every two seconds whether anybody is there.
/// Errors: orphanSession (subject: who; detail: how to end them), as askPostgres().
[[nodiscard]] Done<void> awaitNoSession(World& world, const PostgresConnection& connection, const QString& prefix,
                                        std::chrono::milliseconds patience);

/// Ends them, whatever they do, and waits until they are gone: for sessions of a program that this process has started
/// and seen end. Errors: as awaitNoSession().
[[nodiscard]] Done<void> endSessions(World& world, const PostgresConnection& connection, const QString& prefix);

/// For people: "4711 (cairn:RUN:STEP, since …: UPDATE entry SET cents = ?)".
[[nodiscard]] QString describe(const std::vector<PostgresSession>& sessions);

/// The SQL that ends them.
[[nodiscard]] QString howToEnd(const std::vector<PostgresSession>& sessions);

/// A query as a journal may hold it.
[[nodiscard]] QString withoutValues(const QString& query);

}  // namespace installers
