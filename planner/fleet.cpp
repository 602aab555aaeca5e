#include "planner/fleet.h"

#include "planner/csv.h"
#include "planner/fleet_columns.h"

#include <algorithm>
#include <deque>
#include <set>
#include <unordered_map>
#include <utility>

namespace planner {

namespace {

using catalog::ErrorCode;

constexpr char separator = '\x1f';

/// With its size before it, so that no two rows make the same key.
void appendKey(std::string& key, std::string_view cell)
{
    for (unsigned shift = 0; shift < 32; shift += 8)
        key += static_cast<char>((cell.size() >> shift) & 0xFF);
    key += cell;
}

struct Group {
    std::string rest;
    std::size_t sites = 0;
    FleetAnswer answer;
    std::vector<std::string> names;
};

/// What each row asks of its group, beside the key under which it is looked up: most of a row's time is waiting for
/// memory.
struct Known {
    Group* group = nullptr;
    std::string_view rest;
    std::size_t sites = 0;
    bool stranded = false;
};

catalog::Error problemOf(const CsvRow& row, const std::string& file)
{
    const catalog::Place place{file, static_cast<int>(row.line), 0};
    switch (row.problem) {
    case CsvProblem::tooLong:
        return {ErrorCode::csvTooLong, place, std::to_string(CsvReader::maximumRow), {}, {}};
    case CsvProblem::notUtf8:
        return {ErrorCode::notUtf8, place, {}, {}, {}};
    case CsvProblem::none:
    case CsvProblem::openQuote:
    case CsvProblem::strayQuote:
    case CsvProblem::textAfterQuote:
        break;
    }
    return {ErrorCode::csvQuote, place, {}, {}, {}};
}

std::string restOf(const FleetAnswer& answer, const std::string& version, const std::string& target)
{
    const std::vector<catalog::Version> releases = answer.path();
    std::string path;
    for (const catalog::Version& release : releases) {
        if (!path.empty())
            path += " > ";
        path += release.text;
    }
    std::string rest = ",";
    appendCsvCell(rest, answer.from.text.empty() ? version : answer.from.text);
    rest += ',';
    appendCsvCell(rest, answer.to.text.empty() ? target : answer.to.text);
    rest += ',' + to_string(answer.kind) + ',';
    if (!releases.empty())
        rest += std::to_string(releases.size() - 1);
    rest += ',';
    appendCsvCell(rest, path);
    return rest;
}

bool isStranded(OutcomeKind kind) { return kind == OutcomeKind::blocked || kind == OutcomeKind::downgrade; }

/// What makes two sites stranded for the same causes, whatever they run.
std::string causeOf(const FleetAnswer& answer)
{
    std::string key = to_string(answer.kind);
    for (const Reason& reason : answer.blockers) {
        key += separator + std::to_string(static_cast<int>(reason.code)) + separator + reason.id + separator +
               reason.text + separator + reason.note.reason;
        for (const catalog::FactName& fact : reason.facts)
            key += separator + fact.text;
        for (const std::string& name : reason.names)
            key += separator + name;
    }
    return key;
}

template <typename Entry, typename Text>
void sortBySites(std::vector<Entry>& entries, Text text)
{
    std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
        return a.sites != b.sites ? a.sites > b.sites : text(a) < text(b);
    });
}

/// Sums the groups up in the order in which they were met, so that the same table gives the same summary.
void summarise(const std::deque<Group>& groups, FleetSummary& summary)
{
    std::map<std::string, std::pair<std::size_t, std::set<catalog::CheckpointId>>> stops;
    std::map<std::string, std::size_t> causes;
    std::map<std::string, std::size_t> questions;
    std::unordered_map<const FleetAnswer::Stop*, std::size_t> stopped;
    for (const Group& group : groups) {
        const FleetAnswer& answer = group.answer;
        summary.outcomes[answer.kind] += group.sites;
        for (const Shared<FleetAnswer::Stop>& stop : answer.stops)
            stopped[&*stop] += group.sites;
        for (const catalog::FactName& fact : answer.questions)
            questions[fact.text] += group.sites;
        if (!isStranded(answer.kind))
            continue;
        const auto [cause, isNew] = causes.emplace(causeOf(answer), summary.stranded.size());
        if (isNew)
            summary.stranded.push_back({answer.kind, answer.blockers, {}, {}, 0});
        FleetSummary::Stranded& stranded = summary.stranded[cause->second];
        stranded.sites += group.sites;
        if (std::find(stranded.versions.begin(), stranded.versions.end(), answer.from) == stranded.versions.end())
            stranded.versions.push_back(answer.from);
        for (const std::string& name : group.names) {
            if (stranded.names.size() < FleetSummary::namesKept)
                stranded.names.push_back(name);
        }
    }
    for (const auto& [stop, sites] : stopped) {
        auto& [sum, checkpoints] = stops[stop->release.text];
        sum += sites;
        checkpoints.insert(stop->checkpoints.begin(), stop->checkpoints.end());
    }
    for (const auto& [release, stop] : stops)
        summary.stops.push_back({{release}, {stop.second.begin(), stop.second.end()}, stop.first});
    for (const auto& [fact, sites] : questions)
        summary.questions.push_back({{fact}, sites});
    sortBySites(summary.stops, [](const FleetSummary::Stop& stop) { return stop.release.text; });
    sortBySites(summary.questions, [](const FleetSummary::Open& open) { return open.fact.text; });
    std::stable_sort(summary.stranded.begin(), summary.stranded.end(),
                     [](const auto& a, const auto& b) { return a.sites > b.sites; });
}

}  // namespace

catalog::Checked<FleetSummary> planFleet(const catalog::Catalog& catalog, FleetSearch& search,
                                         const FleetRequest& request, std::istream& in, const std::string& file,
                                         const FleetSink& sink)
{
    CsvReader reader(in);
    CsvRow cells;
    if (reader.next(cells) && cells.problem != CsvProblem::none)
        return tl::make_unexpected(catalog::Errors{problemOf(cells, file)});
    const catalog::Place header{file, static_cast<int>(cells.line), 0};
    const catalog::Checked<FleetColumns> columns = FleetColumns::read(catalog, cells.cells, header);
    if (!columns)
        return tl::make_unexpected(columns.error());

    FleetSummary summary;
    std::deque<Group> groups;  // in the order in which they were met
    std::unordered_map<std::string, Known> known;
    std::string key;
    while (reader.next(cells)) {
        FleetRow row;
        row.line = cells.line;
        const catalog::Place place{file, static_cast<int>(cells.line), 0};
        if (cells.problem != CsvProblem::none) {
            row.problem = problemOf(cells, file);
        } else if (cells.cells.size() != columns->count()) {
            row.problem = catalog::Error{
                ErrorCode::csvCells, place, std::to_string(cells.cells.size()), {std::to_string(columns->count())}, {}};
        } else {
            row.site = cells.cells[columns->siteColumn()];
            row.version = cells.cells[columns->versionColumn()];
            if (row.version.find_first_not_of(" \t") == std::string_view::npos)
                row.problem = catalog::Error{ErrorCode::missingKey, place, "version", {}, {}};
        }
        if (row.problem) {
            ++summary.broken;
            row.rest = ",,,invalid-input,,";
            sink(row);
            continue;
        }
        key.clear();
        for (std::size_t i = 0; i < cells.cells.size(); ++i) {
            if (i != columns->siteColumn()) {
                appendKey(key, cells.cells[i]);
            }
        }
        Known& met = known[key];
        if (met.group == nullptr) {
            Site site = request.site;
            Goal goal = request.goal;
            columns->apply(cells.cells, site, goal);
            Group& group = groups.emplace_back();
            const std::string version = site.version;
            group.answer = search.answer(std::move(site), goal);
            group.rest = restOf(group.answer, version, goal.target);
            met = {&group, group.rest, 0, isStranded(group.answer.kind)};
        }
        ++met.sites;
        ++summary.sites;
        if (met.stranded && met.group->names.size() < FleetSummary::namesKept)
            met.group->names.emplace_back(row.site);
        row.answer = &met.group->answer;
        row.rest = met.rest;
        sink(row);
    }
    for (const auto& [rowKey, met] : known)
        met.group->sites = met.sites;
    summary.groups = groups.size();
    summarise(groups, summary);
    return summary;
}

std::string_view fleetCsvHeader() { return "site,version,target,outcome,hops,path\n"; }

void appendFleetCsv(std::string& out, const FleetRow& row)
{
    appendCsvCell(out, row.site);
    out += row.rest;
    out += '\n';
}

}  // namespace planner
