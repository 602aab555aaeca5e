#pragma once

#include "installers/database_checksum.h"
#include "planner/plan.h"

#include <QMap>
#include <QString>
#include <QStringList>
#include <tl/expected.hpp>

/// A demo site of Ledger, small, with the plan of the whole way: what the kill test and the torture run.
namespace ledger_site {

struct Made {
    QString folder;
    QString file;     ///< site.yaml
    QString plan;     ///< plan.json
    QString catalog;  ///< the sample's folder
    int port = 0;
    int privatePort = 0;
};

/// Makes the site of 3.2.1 with `entries` entries, its service running, and a plan for the newest release. The failure
/// is a text for people.
[[nodiscard]] tl::expected<Made, QString> make(const QString& folder, int entries);

/// Everything that must be equal to an uninterrupted run.
struct Snapshot {
    QMap<QString, installers::DatabaseChecksum> databases;  ///< every row; not cairn_migration, `timed`
    QString attachments;                                    ///< digest of the tree
    QStringList timed;                                      ///< rows of tables that say when, without the when
    QStringList balances;                                   ///< account and cents
    QString recorded;                                       ///< the version of the state file
    QString current;                                        ///< where releases/current points
    int status = 0;                                         ///< what the public port answers
    int privateStatus = 0;                                  ///< what the private one answers: nothing
    bool pageUp = false;
};
[[nodiscard]] Snapshot snapshotOf(const Made& site);
/// The first thing that differs, in words; empty: nothing.
[[nodiscard]] QString difference(const Snapshot& a, const Snapshot& b);
[[nodiscard]] qint64 rowsOf(const Snapshot& snapshot);

/// Ends service and page, whatever state the site is in.
void end(const Made& site);

class Guard {
public:
    explicit Guard(Made site) : m_site(std::move(site)) {}
    ~Guard() { end(m_site); }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

private:
    Made m_site;
};

}  // namespace ledger_site
