#pragma once

#include "catalog/catalog.h"
#include "planner/fleet_search.h"

#include <cstddef>
#include <functional>
#include <istream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace planner {

/// What holds for every site of a fleet unless its row says otherwise.
struct FleetRequest {
    Site site;  ///< without name and version
    Goal goal;
};

/// One site's result, or what is wrong with its row. Borrowed until the sink returns.
struct FleetRow {
    std::size_t line = 0;  ///< where the row begins in the file
    std::string_view site;
    std::string_view version;               ///< as written
    const FleetAnswer* answer = nullptr;    ///< null when the row could not be read
    std::optional<catalog::Error> problem;  ///< csvQuote, csvCells, csvTooLong, notUtf8, missingKey
    std::string_view rest;                  ///< the row as CSV from behind the site's cell on
};
using FleetSink = std::function<void(const FleetRow&)>;

struct FleetSummary {
    static constexpr std::size_t namesKept = 20;  ///< of the sites that a list names as examples

    /// A release where sites stop on their way.
    struct Stop {
        catalog::Version release;
        std::vector<catalog::CheckpointId> checkpoints;  ///< what they satisfy there; empty: no checkpoint asks for it
        std::size_t sites = 0;
        bool operator==(const Stop&) const = default;
    };
    /// Sites without a way to their target, for the same causes.
    struct Stranded {
        OutcomeKind kind = OutcomeKind::blocked;
        std::vector<Reason> reasons;             ///< of the first of them
        std::vector<catalog::Version> versions;  ///< what they run
        std::vector<std::string> names;          ///< of the first of them
        std::size_t sites = 0;
        bool operator==(const Stranded&) const = default;
    };
    /// A fact that sites do not say and that decides.
    struct Open {
        catalog::FactName fact;
        std::size_t sites = 0;
        bool operator==(const Open&) const = default;
    };

    std::size_t sites = 0;   ///< rows that could be read
    std::size_t broken = 0;  ///< rows that could not
    std::size_t groups = 0;  ///< of sites that differ only in their names: how often the search was asked
    std::map<OutcomeKind, std::size_t> outcomes;
    std::vector<Stop> stops;         ///< most sites first
    std::vector<Stranded> stranded;  ///< blocked and downgrade; most sites first
    std::vector<Open> questions;     ///< most sites first
};

/// Plans every site of a table in CSV (see CsvReader and FleetColumns), row by row, in the file's order; `file` is only
/// for places. Broken rows go to the sink like the others. Memory grows with the number of groups, not of rows.
/// Errors: those of FleetColumns::read; csvQuote, csvTooLong or notUtf8 for a broken header.
///
/// Road not taken: a search for each row. Of 100,000 sites most run one of a few hundred releases in a handful of
/// environments.
[[nodiscard]] catalog::Checked<FleetSummary> planFleet(const catalog::Catalog& catalog, FleetSearch& search,
                                                       const FleetRequest& request, std::istream& in,
                                                       const std::string& file, const FleetSink& sink);

/// The header of the table that comes out, and a row of it, each with its line break:
/// site,version,target,outcome,hops,path. The path begins with the installed release.
[[nodiscard]] std::string_view fleetCsvHeader();
void appendFleetCsv(std::string& out, const FleetRow& row);

}  // namespace planner
