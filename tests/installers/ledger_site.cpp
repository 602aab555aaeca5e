#include "tests/installers/ledger_site.h"

#include "app/demo/demo_site.h"
#include "catalog/load.h"
#include "installers/data/sqlite_data.h"
#include "installers/drivers/sql_sqlite.h"
#include "installers/file_tree.h"
#include "installers/maintenance/page_lock.h"
#include "installers/state_file.h"
#include "installers/world_posix.h"
#include "planner/plan_json.h"
#include "planner/planner.h"
#include "planner/site.h"

#include <QFile>
#include <QFileInfo>

namespace ledger_site {

namespace {

tl::unexpected<QString> failed(const QString& what) { return tl::make_unexpected(what); }

int statusAt(installers::World& world, int port)
{
    return world.get(QStringLiteral("http://127.0.0.1:%1/health").arg(port), std::chrono::milliseconds(3000)).status;
}

}  // namespace

tl::expected<Made, QString> make(const QString& folder, int entries)
{
    demo::SiteRequest request;
    request.folder = folder;
    request.entries = entries;
    request.server = qEnvironmentVariable("CAIRN_BUILD_DIR") + QStringLiteral("/tests/ledger/ledger-server");
    const auto site = demo::makeSite(request);
    if (!site)
        return failed(QStringLiteral("the demo site: ") + site.error().subject);
    Made made{site->folder,  site->file, folder + QStringLiteral("/plan.json"),
              site->catalog, site->port, site->privatePort};
    const auto loaded = catalog::load(made.catalog.toStdString());
    const auto read = planner::readSite(made.file.toStdString());
    if (!loaded || !read)
        return failed(QStringLiteral("the catalog or the site file cannot be read"));
    planner::Goal goal;
    goal.target = "latest";
    goal.asOf = *loaded->catalog.published;
    const planner::Outcome outcome = planner::Planner(*loaded).plan(*read, goal);
    if (outcome.kind != planner::OutcomeKind::path)
        return failed(QStringLiteral("no plan"));
    QFile file(made.plan);
    const std::string json = planner::toJson(outcome);
    if (!file.open(QIODevice::WriteOnly) || file.write(json.data(), static_cast<qint64>(json.size())) < 0)
        return failed(file.errorString());
    return made;
}

Snapshot snapshotOf(const Made& site)
{
    Snapshot snapshot;
    installers::PosixWorld world;
    snapshot.status = statusAt(world, site.port);
    snapshot.privateStatus = statusAt(world, site.privatePort);
    if (auto databases = installers::databasesIn(site.folder + QStringLiteral("/data"))) {
        snapshot.databases = *databases;
        for (installers::DatabaseChecksum& checksum : snapshot.databases) {
            for (const char* const table : {"cairn_migration", "conversion", "audit"})
                checksum.remove(QLatin1String(table));
        }
        for (const char* const query :
             {"SELECT group_concat(id) FROM (SELECT id FROM cairn_migration ORDER BY id)",
              "SELECT group_concat(id || ' ' || rows) FROM (SELECT id, rows FROM conversion ORDER BY id)",
              "SELECT group_concat(posting || ' ' || before || ' ' || after) FROM audit"})
            snapshot.timed.append(
                installers::askSqlite(site.folder + QStringLiteral("/data/ledger.db"), query).value_or(QString()));
    }
    if (auto attachments = installers::manifestOf(site.folder + QStringLiteral("/attachments")))
        snapshot.attachments = installers::digestOf(*attachments);
    if (const auto balances = demo::balances(site.folder)) {
        for (const demo::AccountBalance& balance : *balances)
            snapshot.balances.append(QStringLiteral("%1 %2").arg(balance.account).arg(balance.cents));
    }
    if (const auto read = planner::readSite(site.file.toStdString()))
        snapshot.recorded = installers::installedVersion(*read);
    snapshot.current = QFileInfo(QFile::symLinkTarget(site.folder + QStringLiteral("/releases/current"))).fileName();
    snapshot.pageUp = installers::PageLock::owner(site.folder + QStringLiteral("/.cairn/page.pid")) != 0;
    return snapshot;
}

QString difference(const Snapshot& a, const Snapshot& b)
{
    for (auto it = a.databases.cbegin(); it != a.databases.cend(); ++it) {
        const QString table = installers::firstDifference(*it, b.databases.value(it.key()));
        if (!table.isEmpty())
            return QStringLiteral("database %1, table %2").arg(it.key(), table);
    }
    if (a.databases.size() != b.databases.size())
        return QStringLiteral("number of databases");
    if (a.timed != b.timed)
        return QStringLiteral("migrations, conversions or audit: %1 / %2").arg(a.timed.join(u' '), b.timed.join(u' '));
    if (a.attachments != b.attachments)
        return QStringLiteral("attachments");
    if (a.balances != b.balances)
        return QStringLiteral("balances");
    if (a.recorded != b.recorded)
        return QStringLiteral("recorded: %1 / %2").arg(a.recorded, b.recorded);
    if (a.current != b.current)
        return QStringLiteral("current: %1 / %2").arg(a.current, b.current);
    if (a.status != b.status)
        return QStringLiteral("served: %1 / %2").arg(a.status).arg(b.status);
    if (a.privateStatus != b.privateStatus)
        return QStringLiteral("private port: %1 / %2").arg(a.privateStatus).arg(b.privateStatus);
    if (a.pageUp != b.pageUp)
        return QStringLiteral("the page");
    return {};
}

qint64 rowsOf(const Snapshot& snapshot)
{
    qint64 rows = 0;
    for (const installers::DatabaseChecksum& checksum : snapshot.databases) {
        for (const installers::TableChecksum& table : checksum)
            rows += table.rows;
    }
    return rows;
}

void end(const Made& site)
{
    if (!demo::stopService(site.folder))
        qWarning("the service of %s cannot be stopped", qPrintable(site.folder));
    const qint64 page = installers::PageLock::owner(site.folder + QStringLiteral("/.cairn/page.pid"));
    if (page > 1)
        installers::PosixWorld().signal(page, installers::World::Signal::kill);
}

}  // namespace ledger_site
