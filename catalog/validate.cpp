#include "catalog/validate.h"

#include "catalog/order.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace catalog {

namespace {

/// Whether two releases may have a name in common; never a wrong no. By hashes, for nearly every catalog's answer is no
/// and a map of all names takes ten times as long.
bool mayShareNames(const Catalog& catalog)
{
    std::vector<std::size_t> hashes;
    hashes.reserve(catalog.releases.size());
    const std::hash<std::string_view> hash;
    for (const Release& release : catalog.releases) {
        hashes.push_back(hash(release.version.text));
        for (const std::string& alias : release.aliases)
            hashes.push_back(hash(alias));
    }
    std::sort(hashes.begin(), hashes.end());
    return std::adjacent_find(hashes.begin(), hashes.end()) != hashes.end();
}

void checkReleaseNames(const Catalog& catalog, Report& report)
{
    std::unordered_map<std::string_view, const Place*> seen;
    seen.reserve(2 * catalog.releases.size());
    for (const Release& release : catalog.releases) {
        if (release.version.text.empty())
            continue;
        const auto [first, isNew] = seen.try_emplace(release.version.text, &*release.place);
        if (!isNew)
            report.add(ErrorCode::duplicateName, release.place, release.version.text, {}, *first->second);
    }
    for (const Release& release : catalog.releases) {
        for (const std::string& alias : release.aliases) {
            const auto [first, isNew] = seen.try_emplace(alias, &*release.place);
            if (!isNew)
                report.add(ErrorCode::duplicateName, release.place, alias, {}, *first->second);
        }
    }
}

void checkNames(const Catalog& catalog, Report& report)
{
    for (const Release& release : catalog.releases) {
        if (std::find(release.aliases.begin(), release.aliases.end(), "latest") != release.aliases.end())
            report.add(ErrorCode::badValue, release.place, "latest", {"latest lts"});
    }
    if (mayShareNames(catalog))
        checkReleaseNames(catalog, report);
    std::unordered_map<std::string_view, const Place*> lines;
    for (const Line& line : catalog.lines) {
        const auto [first, isNew] = lines.try_emplace(line.id.text, &line.place);
        if (!isNew)
            report.add(ErrorCode::duplicateName, line.place, line.id.text, {}, *first->second);
    }
    std::unordered_map<std::string_view, const Place*> environment;
    for (const Component& component : catalog.components)
        environment.try_emplace(component.name.text, &component.place);
    for (const FactDeclaration& fact : catalog.facts) {
        const auto [first, isNew] = environment.try_emplace(fact.name.text, &fact.place);
        if (!isNew)
            report.add(ErrorCode::duplicateName, fact.place, fact.name.text, {}, *first->second);
        if (fact.name == channelFact || fact.name == databaseFact)
            report.add(ErrorCode::duplicateName, fact.place, fact.name.text);
    }
}

/// Whether an Order can be made.
bool checkLines(const Catalog& catalog, Report& report)
{
    bool good = true;
    const std::size_t releases = catalog.releases.size();
    for (const Release& release : catalog.releases) {
        if (static_cast<std::size_t>(release.line) >= catalog.lines.size()) {
            report.add(ErrorCode::unknownName, release.place, release.version.text);
            good = false;
        }
    }
    for (std::size_t i = 0; good && i < catalog.lines.size(); ++i) {
        const Line& line = catalog.lines[i];
        if (!line.from)
            continue;
        const auto from = static_cast<std::size_t>(*line.from);
        if (from >= releases || static_cast<std::size_t>(catalog.releases[from].line) >= i) {
            report.add(ErrorCode::lineOrder, line.place, line.id.text, {},
                       from < releases ? *catalog.releases[from].place : Place());
            good = false;
        }
    }
    return good;
}

void checkSchemas(const Catalog& catalog, Report& report)
{
    for (const Release& release : catalog.releases) {
        const auto above = [&](const std::optional<SchemaVersion>& lower, const std::optional<SchemaVersion>& upper) {
            return lower && upper && *lower > *upper;
        };
        if (above(release.compat, release.schema))
            report.add(ErrorCode::contradiction, release.place, "compat", {"schema"});
        if (above(release.compatExpanded, release.compat) || above(release.compatExpanded, release.schema))
            report.add(ErrorCode::contradiction, release.place, "compat_expanded", {"compat"});
    }
    const Order order(catalog);
    for (std::size_t line = 0; line < catalog.lines.size(); ++line) {
        const Release* last = nullptr;
        for (const ReleaseIndex index : order.onLine(static_cast<LineIndex>(line))) {
            const Release& release = catalog.at(index);
            if (!release.schema)
                continue;
            if (last != nullptr && *release.schema < *last->schema)
                report.add(ErrorCode::schemaFalls, release.place, release.version.text, {}, last->place);
            last = &release;
        }
    }
}

}  // namespace

void validate(const Catalog& catalog, Report& report)
{
    checkNames(catalog, report);
    if (checkLines(catalog, report))
        checkSchemas(catalog, report);
}

}  // namespace catalog
