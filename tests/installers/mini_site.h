#pragma once

#include "installers/database_checksum.h"
#include "installers/runner.h"

#include <QString>
#include <map>
#include <string>
#include <vector>

/// A product of four releases (1.0 to 4.0) and a site of it: SQLite or PostgreSQL database, a folder of attachments,
/// control scripts, archives, migrations in SQL and by program. Everything a run can do, in well under a second.
namespace mini {

/// A server that the product's database is in.
struct PostgresOptions {
    QString database;  ///< empty: the product has SQLite
    QString server;    ///< libpq's keywords without dbname
    QString programs;  ///< the folder of psql
};

struct SiteOptions {
    int port = 21080;  ///< public; the private one is the next
    planner::SiteMaintenance::Kind maintenance = planner::SiteMaintenance::Kind::page;
    int hops = 3;
    std::map<std::string, std::string> scripts;  ///< in place of the product's own: sql/m2.sql, …
    bool badCheck = false;                       ///< the last hop's verification fails
    planner::Rollback rollback = planner::Rollback::restore;
    planner::BackupKind backup = planner::BackupKind::dump;
    bool directory = false;        ///< also what only programs can save: directory/entries.txt, after the folders
    bool rollbackJournal = false;  ///< SQLite without WAL
    int slowMilliseconds = 60;     ///< how long the converting program takes
    PostgresOptions postgres{};
    bool compatible = false;  ///< each release's database works with the one before, and the catalog says so
};

/// What the processes that run, resume or recover a site have to know, as one argument.
[[nodiscard]] QString toText(const SiteOptions& options);
[[nodiscard]] SiteOptions optionsFrom(const QString& text);

/// Makes the site in an empty folder, its service running on 1.0. False: it could not be made.
[[nodiscard]] bool makeSite(const QString& folder, const SiteOptions& options);

/// What makeSite made, read back: a value like the one a site file gives.
[[nodiscard]] planner::Site siteIn(const QString& folder, const SiteOptions& options);
/// With the catalog loaded and a plan of the given hops.
[[nodiscard]] installers::RunRequest requestIn(const QString& folder, const SiteOptions& options);

/// As support::freePort().
[[nodiscard]] int freePort();

void stopService(const QString& folder);

/// Ends what a test left running, whichever way it is left.
class SiteGuard {
public:
    explicit SiteGuard(QString folder) : m_folder(std::move(folder)) {}
    ~SiteGuard() { stopService(m_folder); }
    SiteGuard(const SiteGuard&) = delete;
    SiteGuard& operator=(const SiteGuard&) = delete;

private:
    QString m_folder;
};

/// Everything that must be the same after a run, however often it was interrupted.
struct Snapshot {
    QMap<QString, installers::DatabaseChecksum> databases;  ///< without cairn_migration, which names runs and times
    QStringList applied;                                    ///< ids in cairn_migration
    QString attachments;                                    ///< digest of the folder
    QString directory;                                      ///< likewise
    QString current;                                        ///< where releases/current points
    QString served;                                         ///< what the public port answers
    QString privatePort;                                    ///< what the private one answers: nothing
    QString recorded;                                       ///< the version of the state file
    bool pageUp = false;
    QStringList leftovers;  ///< half-made files
    bool operator==(const Snapshot&) const = default;
};
[[nodiscard]] Snapshot snapshotOf(const QString& folder, const SiteOptions& options);
/// Only what a hop changes at a stopped site: databases, applied, attachments.
[[nodiscard]] Snapshot dataOf(const QString& folder);
/// The first thing that differs, in words; empty: nothing.
[[nodiscard]] QString difference(const Snapshot& a, const Snapshot& b);

/// A fresh folder on a file system whose fsync costs nothing, where there is one.
[[nodiscard]] QString scratchTemplate(const QString& name);

[[nodiscard]] QString pageProgram();

}  // namespace mini
