#include "planner/fleet.h"
#include "planner/csv.h"
#include "planner/fleet_paths.h"
#include "tests/bench/daily_builds.h"
#include "tests/bench/measures.h"
#include "tests/bench/stopwatch.h"

#include <sstream>

namespace bench {

namespace {

constexpr int sites = 100000;
constexpr double sitesASecond = 1e6;
constexpr double wholeBudget = 3;

}  // namespace

void fleet(Table& table)
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
    std::string written;
    const double planned = fastest(5, [&] {
        planner::PathSearch search(loaded, made);
        std::istringstream in(csv);
        written = planner::fleetCsvHeader();
        (void)planner::planFleet(loaded.catalog, search, request, in, "fleet.csv",
                                 [&](const planner::FleetRow& row) { planner::appendFleetCsv(written, row); });
    });
    // The same bytes in and out, without a thought between them.
    const double copied = fastest(3, [&] {
        std::istringstream in(csv);
        planner::CsvReader reader(in);
        planner::CsvRow row;
        std::string out;
        const std::string rest = written.substr(0, written.size() / (sites + 1));
        while (reader.next(row)) {
            for (const std::string_view cell : row.cells)
                planner::appendCsvCell(out, cell);
            out += rest;
        }
    });
    const double own = std::max(planned - copied, 1e-3);
    const double rate = sites / own * 1000;
    table.row(QStringLiteral("fleet of 100,000 sites on 5,500 releases: planning"), milliseconds(own),
              QStringLiteral("-"), QStringLiteral("%1 sites/s").arg(rate, 0, 'f', 0),
              QStringLiteral("at least 1,000,000 sites/s"), rate >= sitesASecond);
    table.row(QStringLiteral("fleet of 100,000 sites: the whole command"), milliseconds(planned), milliseconds(copied),
              times(planned / copied), QStringLiteral("at most 3x its CSV"), planned <= wholeBudget * copied);
}

}  // namespace bench
