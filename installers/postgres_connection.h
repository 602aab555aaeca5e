#pragma once

#include "installers/paths.h"
#include "installers/problem.h"
#include "planner/site.h"

#include <QMap>
#include <QString>

namespace installers {

/// How the site's PostgreSQL database is reached: a value made from `database:` in the site file.
///     connection      libpq's keywords or URI, without a password: host=db.example port=5432 dbname=ledger user=ledger
///     password_file   a file whose first line is the password and that nobody but its owner may read
///     programs        the folder of psql, pg_dump and pg_restore; else they come from PATH
/// Without password_file libpq looks where it always does: PGPASSWORD, passfile, ~/.pgpass.
///
/// The password is handed to programs in their environment, never in an argument, which everybody on a machine can
/// read. Roads not taken: PQconninfoParse (libpq brings twenty libraries along, which each start of `cairn` would pay
/// for); a password in the connection (it would be in the run's folder, in plans for support, and in `ps`).
class PostgresConnection {
public:
    /// Errors: connectionInvalid (subject: the part), passwordInConnection, passwordFileUnreadable,
    /// passwordFileOpen (subject: the file).
    [[nodiscard]] static Done<PostgresConnection> of(const planner::Site& site, const SitePaths& paths);

    /// The same server and user, another database.
    [[nodiscard]] PostgresConnection to(const QString& database) const;
    [[nodiscard]] QString database() const;
    /// For people: "ledger at db.example:5432".
    [[nodiscard]] QString where() const;

    /// For psql's, pg_dump's and pg_restore's -d. `session` becomes its application_name; empty: none of ours.
    [[nodiscard]] QString conninfo(const QString& session) const;
    /// What such a program has to find in its environment, the password among it.
    [[nodiscard]] QMap<QString, QString> environment() const;
    /// The absolute path where `programs` is given, else the name itself.
    [[nodiscard]] QString program(const QString& name) const;

    /// The text with the password taken out wherever it stands.
    [[nodiscard]] QString redacted(const QString& text) const;

private:
    QMap<QString, QString> m_parameters;
    QString m_password;
    QString m_programs;
};

/// How a database session of a step is named, so that one that outlives its program is recognised: cairn:RUN:STEP, the
/// step cut to what PostgreSQL keeps of a name, which is 63 bytes, in a way that keeps it unique.
[[nodiscard]] QString sessionName(const QString& run, const QString& step);

}  // namespace installers
