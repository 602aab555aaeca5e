#pragma once

#include "installers/postgres_connection.h"
#include "installers/world.h"

namespace installers {

/// A call of psql that reads no start-up file, asks for no password and stops at the first error. What it is to do
/// comes after, as -c and -f. It ends with 3 at an error of the script, with 2 when the connection is lost.
[[nodiscard]] ProgramCall psqlCall(const PostgresConnection& connection, const QString& session, int fence);

/// Asks a query; nothing but SELECTs belongs in it.
struct PostgresQuestion {
    const PostgresConnection& connection;
    QString session;
    QString sql;
    int fence = -1;
    std::chrono::milliseconds timeout{std::chrono::seconds(60)};
    qsizetype limit = 1024 * 1024;  ///< of the answer, in bytes; a longer one is an error
};
/// What it selects: fields separated by |, rows by line feeds, nothing at the end.
/// Errors: databaseNotReachable (subject: where; detail: the server's words), databaseRefused for what the server
/// says no to, programMissing.
[[nodiscard]] Done<QString> askPostgres(World& world, const PostgresQuestion& question);

/// A text as an SQL literal, quotes included.
[[nodiscard]] QString sqlLiteral(const QString& text);
/// A name as an SQL identifier, quotes included.
[[nodiscard]] QString sqlName(const QString& name);

/// The last words of a program that spoke to the database, without the password, and at most some lines of them.
[[nodiscard]] QString lastWordsOf(const PostgresConnection& connection, const ProgramResult& result);

/// Whether the program never reached the server, or lost it on the way.
[[nodiscard]] bool lostConnection(const ProgramResult& result);

}  // namespace installers
