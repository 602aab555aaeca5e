#pragma once

#include "catalog/catalog.h"
#include "catalog/error.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace planner {

/// A part of the environment as it stands at a site.
struct SiteComponent {
    catalog::Version version;
    bool fixed = false;  ///< the site cannot change it
    bool operator==(const SiteComponent&) const = default;
};

struct SiteDatabase {
    catalog::DatabaseKind kind = catalog::DatabaseKind::sqlite;
    std::string path;          ///< sqlite: the file, relative to the site file's folder
    std::string connection;    ///< postgresql: libpq's keywords or URI, without a password
    std::string passwordFile;  ///< postgresql: its first line is the password
    std::string programs;      ///< postgresql: the folder of psql, pg_dump, pg_restore; empty: from PATH
    std::optional<catalog::SchemaVersion> schema;
    std::optional<catalog::SchemaVersion> compat;
    std::optional<std::uint64_t> size;  ///< bytes
    bool operator==(const SiteDatabase&) const = default;
};

/// One thing that an upgrade can change and that a backup therefore covers.
struct SiteData {
    enum class Kind { database, folder, command };
    Kind kind = Kind::folder;
    std::string name;
    std::string path;  ///< folder; of SQLite databases the folder that holds them, of a PostgreSQL database its name
    std::vector<std::string> backup;  ///< command: saves to the folder {backup}
    std::vector<std::string>
        verify;  ///< command: proves what {backup} holds, with {scratch} to try it in; may be empty
    std::vector<std::string> restore;  ///< command: brings back what {backup} holds; twice is the same as once
    std::vector<std::string> size;     ///< command: prints how many bytes a backup takes; may be empty
    catalog::Seconds timeout{3600};    ///< of each program of a command
    bool operator==(const SiteData&) const = default;
};

/// What a rollback brings back while the service is down anyway.
enum class BackupKind {
    dump,  ///< a set of its own in the backup folder, proved by a restore elsewhere; it outlives the run
    copy,  ///< the original: a copy takes its place and is migrated; kept until the run's end
};

/// How the site starts and stops the product. Programs are argument lists that return; placeholders as in catalog
/// steps.
struct SiteService {
    std::vector<std::string> start;
    std::vector<std::string> stop;
    std::vector<std::string> healthRun;
    std::string healthUrl;
    std::string healthExpect;  ///< a text the answer must contain, such as {to}
    catalog::Seconds healthTimeout{60};
    int port = 0;
    int privatePort = 0;  ///< where a new release is verified before it is opened; 0: the same port
    std::vector<std::string> autostartOff;
    std::vector<std::string> autostartOn;
    bool operator==(const SiteService&) const = default;
};

struct SiteMaintenance {
    enum class Kind { none, flag, page, command };
    Kind kind = Kind::none;
    std::string flagFile;
    std::string pagesFolder;  ///< flag: where the page is written for the web server; empty: it has its own
    std::string listen;       ///< page: ADDRESS:PORT; takes the port as soon as the stopped service leaves it
    std::vector<std::string> up;
    std::vector<std::string> down;
    std::vector<std::string> probe;
    /// flag: who gets through while a run holds before the opening; addresses as the web server writes them.
    std::vector<std::string> allow;
    bool hold = false;  ///< runs wait for a person between verification and opening
    bool operator==(const SiteMaintenance&) const = default;
};

/// How the site lets packages be installed.
struct SitePackages {
    std::vector<std::string> as;  ///< what gives dpkg root's rights, such as {sudo, -n}; empty: the runner has them
    std::string root;             ///< a folder with a system of its own; empty: this machine's
    catalog::Seconds lockWait{300};
    bool operator==(const SitePackages&) const = default;
};

struct SiteNode {
    std::string name;
    std::string set;
    bool operator==(const SiteNode&) const = default;
};

/// Where a site file says what, by key path such as "facts.edition"; not part of the value.
struct SitePlaces {
    std::map<std::string, catalog::Place> at;
    [[nodiscard]] catalog::Place of(const std::string& key) const
    {
        const auto found = at.find(key);
        return found == at.end() ? catalog::Place{} : found->second;
    }
    bool operator==(const SitePlaces&) const { return true; }
};

/// What stands at a customer. A plain value, read from a site file or made from command line options. Paths are as
/// written, relative to `folder`.
struct Site {
    catalog::ProductId product;
    std::string name;
    std::string version;  ///< as written; resolved against a catalog by the planner
    bool failed = false;  ///< the installed release was installed but its checkpoint failed
    std::optional<SiteDatabase> database;
    std::set<catalog::Channel> channels;
    std::map<catalog::FactName, std::vector<std::string>> facts;  ///< texts, typed by the catalog's declarations
    std::map<catalog::ComponentName, SiteComponent> components;
    std::vector<SiteNode> nodes;
    std::vector<SiteData> data;
    std::optional<SiteService> service;
    SiteMaintenance maintenance;
    SitePackages packages;
    std::vector<std::string> windows;
    std::string releasesFolder =
        "releases";  ///< archives are unpacked to releases/VERSION; `current` beside points at one
    std::string artefactsFolder = "artefacts";
    std::string backupFolder = "backups";
    BackupKind backupKind = BackupKind::dump;
    int keepBackups = 3;  ///< runs whose backups are kept
    std::string stateFolder = ".cairn";
    std::string folder;  ///< the site file's own folder, absolute; empty without a file
    std::string path;    ///< the site file; empty without one
    SitePlaces places;
    bool operator==(const Site&) const = default;
};

/// Reads a site file (YAML). Errors as for catalogs, with file, line and column.
[[nodiscard]] catalog::Checked<Site> readSite(const std::string& path);

}  // namespace planner
