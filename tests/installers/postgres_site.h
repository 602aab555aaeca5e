#pragma once

#include "installers/runner.h"
#include "tests/support/postgres_server.h"

#include <QProcess>
#include <QString>
#include <QTemporaryDir>
#include <map>
#include <optional>
#include <string>

/// A product of two releases whose hop has an SQL step of each kind, and a site of it: one PostgreSQL database, no
/// service. Everything is read from files, as `cairn run` would.
namespace postgres_site {

/// In place of the product's own: "sql/m2.sql" and so on.
using Scripts = std::map<std::string, std::string>;

class Site {
public:
    /// A fresh database and a folder with site file, catalog and plan. `made` tells.
    explicit Site(const support::PostgresServer& server, const Scripts& scripts = {});
    ~Site();
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;

    /// What every site's database is a copy of. Once for each server.
    [[nodiscard]] static bool prepare(const support::PostgresServer& server);

    [[nodiscard]] bool made() const { return m_made; }
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] QString file(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    [[nodiscard]] QString database() const { return m_database; }

    /// `run` or `resume` in a process of its own, which kills itself at its boundary `killAt` (0: never).
    void start(QProcess& process, const char* verb, const QString& killAt = QStringLiteral("0")) const;
    struct Ended {
        bool killed = false;
        int code = -1;
        int visited = 0;
        QString output;
    };
    [[nodiscard]] static Ended wait(QProcess& process);
    [[nodiscard]] Ended perform(const char* verb, int killAt = 0) const;
    /// Killed at the first B after the first A of "A/B".
    [[nodiscard]] Ended performUntil(const char* verb, const char* boundaries) const;

    [[nodiscard]] QString ask(const QString& query) const;
    /// Until a session of a step does that; its process id, 0 when there comes none.
    [[nodiscard]] qint64 waitForSession(const char* query) const;
    /// All that must be the same however often a run was interrupted: the product's tables, valid and invalid indexes,
    /// which steps were applied, how far the batches got, and sessions that are left.
    [[nodiscard]] QString snapshot() const;
    /// Every file below the site's folder, and the journal's text, that has the word in it.
    [[nodiscard]] QStringList filesWith(const QByteArray& word) const;

    [[nodiscard]] installers::RunReport report() const;

private:
    const support::PostgresServer& m_server;
    QTemporaryDir m_folder;
    QString m_database;
    bool m_made = false;
};

}  // namespace postgres_site
