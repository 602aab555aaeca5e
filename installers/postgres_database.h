#pragma once

#include "installers/database_checksum.h"
#include "installers/postgres_client.h"
#include "installers/run_context.h"

#include <QJsonObject>

namespace installers {

/// Whole databases of one server: made, filled, renamed, dropped. Every call waits for the server's answer; each that
/// changes something may be repeated after a crash.
class PostgresServerAccess {
public:
    /// `connection` names any database of the server; what is about others is asked in its database `postgres`.
    PostgresServerAccess(const RunContext& context, PostgresConnection connection, const QString& step);

    /// What belongs to a database but not to its dump: owner, encoding, collations, connection limit, privileges,
    /// settings (those of roles in it too), comment. Empty where there is no such database.
    [[nodiscard]] Done<QJsonObject> propertiesOf(const QString& database);
    /// Gives them to another, and compares. Errors: databaseRefused (detail: the property that is not the same).
    [[nodiscard]] Done<void> giveProperties(const QString& database, const QJsonObject& properties);

    /// Empty: there is none.
    [[nodiscard]] Done<QString> oidOf(const QString& database);
    /// Who is connected, for people; this session left out.
    [[nodiscard]] Done<QString> sessionsIn(const QString& database);

    /// An empty database with the encoding and the collations of `properties`; one of that name is dropped before.
    [[nodiscard]] Done<void> create(const QString& database, const QJsonObject& properties);
    /// A copy made by the server. Nobody may be connected to the original.
    [[nodiscard]] Done<void> copy(const QString& original, const QString& copy, const QJsonObject& properties);
    /// Ends its sessions. Missing is fine.
    [[nodiscard]] Done<void> drop(const QString& database);
    /// Renames both in one transaction; where `live` is missing, `fresh` takes its name. Lets nobody into what was
    /// live.
    [[nodiscard]] Done<void> exchange(const QString& fresh, const QString& live);

    /// Lets everybody in who has the right to; missing is fine.
    [[nodiscard]] Done<void> letIn(const QString& database);

    /// Saves to a file in the custom format, and reads every row for its checksum in the same snapshot.
    [[nodiscard]] Done<DatabaseChecksum> dump(const QString& database, const QString& file);
    /// Fills an empty database. Errors: backupDiffers (detail: pg_restore's words).
    [[nodiscard]] Done<void> restore(const QString& database, const QString& file);
    [[nodiscard]] Done<DatabaseChecksum> checksumOf(const QString& database);

    [[nodiscard]] Done<QString> ask(const QString& database, const QString& sql);

private:
    [[nodiscard]] Done<void> change(const QString& sql);
    /// Runs statements of psql; what they select is in the answer.
    [[nodiscard]] Done<QByteArray> runScript(const QString& database, const QByteArray& statements,
                                             const QMap<QString, QString>& environment);
    [[nodiscard]] Done<void> endSessions(const QString& database);
    [[nodiscard]] Done<void> createFrom(const QString& source, const QString& database, const QJsonObject& properties);
    [[nodiscard]] RunProblem problemOf(const ProgramResult& result, const QString& database) const;

    const RunContext& m_context;
    PostgresConnection m_connection;
    QString m_session;
};

/// A name of ours beside a database's, cut so that the server does not cut it.
[[nodiscard]] QString besideName(const QString& database, const char* suffix);

}  // namespace installers
