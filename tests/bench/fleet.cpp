#include "planner/fleet.h"
#include "planner/csv.h"
#include "planner/fleet_paths.h"
#include "tests/bench/daily_builds.h"
#include "tests/bench/measures.h"
#include "tests/bench/program_time.h"

#include <QTemporaryDir>
#include <fstream>
#include <sstream>

namespace bench {

namespace {

constexpr int sites = 100000;
constexpr double sitesASecond = 1e6;
constexpr double wholeBudget = 3;
constexpr int repeats = 7;

}  // namespace

void fleet(Table& table, const QString& binaries)
{
    catalog::Loaded loaded;
    loaded.catalog = dailyBuilds(5500, 12);
    std::string csv = "site,version\n";
    for (int i = 0; i < sites; ++i)
        csv +=
            "site-" + std::to_string(i) + "," +
            loaded.catalog.releases[static_cast<std::size_t>(i) * 7919u % loaded.catalog.releases.size()].version.text +
            "\n";
    const planner::Planner made(loaded);
    planner::FleetRequest request;
    request.goal.asOf = *catalog::readDate("2999-11-01");
    std::size_t size = 0;
    const double planned = fastest(repeats, [&] {
        planner::PathSearch search(loaded, made);
        std::istringstream in(csv);
        size = 0;
        (void)planner::planFleet(loaded.catalog, search, request, in, "fleet.csv",
                                 [&](const planner::FleetRow& row) { size += row.rest.size(); });
    });
    const double read = fastest(repeats, [&] {
        std::istringstream in(csv);
        planner::CsvReader reader(in);
        planner::CsvRow row;
        while (reader.next(row)) {
        }
    });
    const double own = std::max(planned - read, 1e-3);
    const double rate = sites / own * 1000;
    table.row(QStringLiteral("fleet of 100,000 sites on 5,500 releases: planning"), milliseconds(own),
              QStringLiteral("-"), QStringLiteral("%1 sites/s").arg(rate, 0, 'f', 0),
              QStringLiteral("at least 1,000,000 sites/s"), rate >= sitesASecond);

    const QTemporaryDir folder;
    const QString in = folder.filePath(QStringLiteral("fleet.csv"));
    const QString out = folder.filePath(QStringLiteral("out.csv"));
    const QString path = folder.filePath(QStringLiteral("daily.cairn"));
    std::ofstream(in.toStdString(), std::ios::binary) << csv;
    if (!catalog::compile(loaded.catalog, path.toStdString())) {
        std::fprintf(stderr, "the catalog could not be compiled\n");
        std::exit(1);
    }
    const double copied = programTime(repeats, binaries + QStringLiteral("/tests/bench/copy_csv"),
                                      {in, QString::number(size / sites)}, out);
    const double whole = programTime(repeats, binaries + QStringLiteral("/app/cairn"),
                                     {QStringLiteral("fleet"), QStringLiteral("--catalog"), path,
                                      QStringLiteral("--sites"), in, QStringLiteral("--format"), QStringLiteral("csv")},
                                     out);
    table.row(QStringLiteral("fleet of 100,000 sites: the whole command, its start and its files included"),
              milliseconds(whole), milliseconds(copied), times(whole / copied), QStringLiteral("at most 3x its CSV"),
              whole <= wholeBudget * copied);
}

}  // namespace bench
