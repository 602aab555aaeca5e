#pragma once

#include "app/demo/problem.h"

#include <QStringList>

namespace demo {

/// The PostgreSQL server of a demo site: a cluster of its own below postgresql/, on loopback, with the database and the
/// role `ledger`, who is no superuser. The database has the encoding SQL_ASCII, as those of the time of Latin-1 had.
class PostgresCluster {
public:
    explicit PostgresCluster(const QString& siteFolder);

    /// The folder of the newest installed server's programs.
    [[nodiscard]] static Made<QString> programs();
    /// The cluster in a folder that does not exist yet, started, with the empty database.
    [[nodiscard]] Made<void> make(int port) const;
    /// Runs scripts as the role ledger.
    [[nodiscard]] Made<void> load(const QStringList& scripts, int port) const;
    /// Bytes of the database.
    [[nodiscard]] Made<qint64> size(int port) const;
    /// Nothing to stop is fine.
    [[nodiscard]] Made<void> stop() const;

    [[nodiscard]] QString folder() const { return m_folder; }
    /// As libpq takes it; the password is in a file that it names.
    [[nodiscard]] QString connection(int port) const;

private:
    [[nodiscard]] QString dataFolder() const { return m_folder + QStringLiteral("/data"); }
    [[nodiscard]] QString connectionOf(const QString& role, const QString& database, int port) const;
    [[nodiscard]] Made<QByteArray> query(const QString& connection, const QByteArray& sql) const;
    QString m_folder;
};

}  // namespace demo
