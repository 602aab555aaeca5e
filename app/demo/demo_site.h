#pragma once

#include "app/demo/problem.h"

#include <QList>

namespace demo {

enum class ServiceState { running, stopped };

enum class SiteKind {
    sqlite,      ///< a file, and Cairn's own maintenance page
    postgresql,  ///< a PostgreSQL server and nginx of its own, the maintenance page by a flag file
};

struct SiteRequest {
    QString folder;             ///< new, empty, or a demo site, which is then made again
    int entries = 200'000;      ///< of the journal
    quint64 seed = 2011'06'20;  ///< the same seed gives the same journal
    QString catalogFolder;      ///< the Ledger sample; empty: found
    QString server;             ///< ledger-server; empty: found
    ServiceState service = ServiceState::running;
    SiteKind kind = SiteKind::sqlite;
};

struct MadeSite {
    QString folder;   ///< absolute
    QString file;     ///< site.yaml
    QString catalog;  ///< the folder of the catalog it goes with
    QString version;
    qint64 entries = 0;
    qint64 postings = 0;
    int port = 0;         ///< where visitors are answered
    int servicePort = 0;  ///< the same, except behind a web server
    int privatePort = 0;
    QString connection;  ///< empty without PostgreSQL
    int artefacts = 0;
};

struct AccountBalance {
    QString account;
    qint64 cents = 0;
    bool operator==(const AccountBalance&) const = default;
};

/// The release that the demo site runs at first.
inline constexpr auto demoVersion = "3.2.1";

/// Makes the site of a company that has run Ledger 3.2.1 since 2011: its database and attachments, the unpacked
/// release with `releases/current`, the artefacts of all releases, site.yaml; and starts the service, with PostgreSQL
/// also its servers. Takes seconds.
[[nodiscard]] Made<MadeSite> makeSite(const SiteRequest& request);

/// The balance of every account by its code, as the release that is installed at the site counts it. Works whether the
/// service runs or not.
[[nodiscard]] Made<QList<AccountBalance>> balances(const QString& siteFolder);

/// Stops the service and the site's servers. Errors: folderForeign where no demo site is.
[[nodiscard]] Made<void> stopSite(const QString& siteFolder);
[[nodiscard]] Made<void> startService(const QString& siteFolder, int port);
/// Nothing to stop is fine.
[[nodiscard]] Made<void> stopService(const QString& siteFolder);

}  // namespace demo
