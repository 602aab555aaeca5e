#pragma once

#include "installers/database_checksum.h"
#include "planner/plan.h"
#include "tests/installers/script_files.h"
#include "tests/support/postgres_server.h"

#include <QTemporaryDir>

namespace chain {

struct Options {
    QString seed;  ///< a script that every database begins with; may be empty
    int kills = 6;
};

struct Outcome {
    QString problem;  ///< for people; empty: every database was the same
    QStringList notes;
    int boundaries = 0;
    int kills = 0;
    int rolledBack = 0;  ///< runs that went back and were made again
    int objects = 0;     ///< compared each time: tables and, of PostgreSQL, everything its catalogs know
    qint64 rows = 0;
};

/// Takes a history as a chain of releases, one for each script, and carries it out at a small site with a service by
/// the real runner: once whole, then killed at some boundaries and resumed. Each time the database must be what psql or
/// sqlite3 makes of the same scripts: schema and content. What the scripts themselves make differently each time
/// (times, random keys) is compared by the number of rows.
class Chain {
public:
    /// `server` for PostgreSQL only.
    Chain(const QString& folder, Database database, const support::PostgresServer* server, Options options);
    ~Chain();
    [[nodiscard]] Outcome run();

private:
    struct Ended {
        bool killed = false;
        int code = -1;
        int visited = 0;
        QString output;
    };
    using Problem = QString;  ///< empty: none

    [[nodiscard]] Problem writeCatalog();
    [[nodiscard]] Problem applyRaw(installers::DatabaseChecksum& result);
    [[nodiscard]] Problem makeSite(const QString& folder);
    [[nodiscard]] Problem writePlan(const QString& folder) const;
    [[nodiscard]] Problem upgrade(const QString& folder, int killAt);
    [[nodiscard]] Ended runner(const QString& folder, const char* verb, int killAt) const;
    [[nodiscard]] Problem compare(const QString& folder) const;
    [[nodiscard]] Problem makeDatabase(const QString& where) const;
    [[nodiscard]] Problem apply(const QString& where, const QString& script) const;
    [[nodiscard]] installers::Done<installers::DatabaseChecksum> checksumOf(const QString& where) const;
    [[nodiscard]] QString readable(const QString& output) const;
    void stopService(const QString& folder) const;

    QString m_folder;
    Database m_database;
    const support::PostgresServer* m_server;
    Options m_options;
    QTemporaryDir m_work;
    History m_history;
    installers::DatabaseChecksum m_expected;
    QStringList m_changing;  ///< what two raw runs make differently
    int m_port = 0;
    Outcome m_outcome;
};

}  // namespace chain
