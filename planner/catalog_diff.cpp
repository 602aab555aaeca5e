#include "planner/catalog_diff.h"

#include "catalog/order.h"
#include "planner/fleet_paths.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

namespace planner {

namespace {

using catalog::Catalog;

/// Lines by what they mean: a branch point is a position, and positions differ between catalogs.
struct NamedLine {
    std::string id;
    std::string from;
    std::optional<catalog::Date> endOfLife;
    bool operator==(const NamedLine&) const = default;
};

std::vector<NamedLine> linesOf(const Catalog& catalog)
{
    std::vector<NamedLine> lines;
    for (const catalog::Line& line : catalog.lines)
        lines.push_back({line.id.text, line.from ? catalog.at(*line.from).version.text : "", line.endOfLife});
    return lines;
}

bool sameComponents(const Catalog& a, const Catalog& b)
{
    return std::equal(a.components.begin(), a.components.end(), b.components.begin(), b.components.end(),
                      [](const catalog::Component& one, const catalog::Component& other) {
                          return one.name == other.name && one.available == other.available && one.step == other.step &&
                                 one.maxStep == other.maxStep;
                      });
}

std::vector<HeadPart> headParts(const Catalog& a, const Catalog& b)
{
    std::vector<HeadPart> parts;
    const auto note = [&parts](HeadPart part, bool same) {
        if (!same)
            parts.push_back(part);
    };
    note(HeadPart::product, a.product == b.product);
    note(HeadPart::versions, a.versions == b.versions);
    note(HeadPart::published, a.published == b.published);
    note(HeadPart::sequence, a.sequence == b.sequence);
    note(HeadPart::expires, a.expires == b.expires);
    note(HeadPart::policy, a.policy == b.policy);
    note(HeadPart::backports, a.backports == b.backports);
    note(HeadPart::channels, a.defaultChannels == b.defaultChannels);
    note(HeadPart::components, sameComponents(a, b));
    note(HeadPart::facts, a.facts == b.facts);
    note(HeadPart::lines, linesOf(a) == linesOf(b));
    return parts;
}

std::vector<ReleasePart> releaseParts(const Catalog& inA, const catalog::Release& a, const Catalog& inB,
                                      const catalog::Release& b)
{
    std::vector<ReleasePart> parts;
    const auto note = [&parts](ReleasePart part, bool same) {
        if (!same)
            parts.push_back(part);
    };
    note(ReleasePart::aliases, a.aliases == b.aliases);
    note(ReleasePart::line, inA.at(a.line).id == inB.at(b.line).id);
    note(ReleasePart::date, a.date == b.date);
    note(ReleasePart::channels, a.channels == b.channels);
    note(ReleasePart::offer, a.offer == b.offer);
    note(ReleasePart::state, a.state == b.state);
    note(ReleasePart::schema, a.schema == b.schema && a.compat == b.compat && a.compatExpanded == b.compatExpanded);
    note(ReleasePart::migrations, a.migrations == b.migrations);
    note(ReleasePart::moves, a.moves == b.moves);
    note(ReleasePart::shims, a.shims == b.shims);
    note(ReleasePart::scriptsSince, a.scriptsSince == b.scriptsSince);
    note(ReleasePart::requirements, a.requirements == b.requirements);
    note(ReleasePart::provides, a.provides == b.provides);
    note(ReleasePart::checkpoints, a.checkpoints == b.checkpoints);
    note(ReleasePart::waitsFor, a.waitsFor == b.waitsFor);
    note(ReleasePart::times, a.times == b.times);
    note(ReleasePart::install, a.install == b.install);
    note(ReleasePart::notes, a.notes == b.notes);
    return parts;
}

using ByVersion = std::unordered_map<catalog::Version, catalog::ReleaseIndex>;

ByVersion byVersion(const Catalog& catalog)
{
    ByVersion result;
    for (std::size_t i = 0; i < catalog.releases.size(); ++i)
        result.emplace(catalog.releases[i].version, static_cast<catalog::ReleaseIndex>(i));
    return result;
}

/// The rules of `a` that `b` has not, each counted as often as it stands there.
std::vector<catalog::Rule> rulesWithout(const std::vector<catalog::Rule>& a, const std::vector<catalog::Rule>& b)
{
    std::vector<bool> used(b.size(), false);
    std::vector<catalog::Rule> result;
    std::size_t hint = 0;  // rules mostly stand in the same order
    for (const catalog::Rule& rule : a) {
        std::size_t found = b.size();
        for (std::size_t step = 0; step < b.size() && found == b.size(); ++step) {
            const std::size_t i = (hint + step) % b.size();
            if (!used[i] && rule == b[i])
                found = i;
        }
        if (found == b.size()) {
            result.push_back(rule);
            continue;
        }
        used[found] = true;
        hint = found + 1;
    }
    return result;
}

bool sameAnswer(const FleetAnswer& a, const FleetAnswer& b)
{
    const bool leads = a.kind == OutcomeKind::path || a.kind == OutcomeKind::nothingToDo;
    return a.kind == b.kind && (!leads || a.to == b.to) && a.path() == b.path() && a.questions == b.questions &&
           a.hopeful == b.hopeful && a.whatever == b.whatever;
}

}  // namespace

CatalogDiff diff(const catalog::Loaded& a, const catalog::Loaded& b, const DiffRequest& request)
{
    const Planner plannerA(a);
    const Planner plannerB(b);
    PathSearch searchA(a, plannerA, Unclear::twoPaths);
    PathSearch searchB(b, plannerB, Unclear::twoPaths);
    return diff(a.catalog, searchA, b.catalog, searchB, request);
}

CatalogDiff diff(const Catalog& a, FleetSearch& searchA, const Catalog& b, FleetSearch& searchB,
                 const DiffRequest& request)
{
    CatalogDiff result;
    result.head = headParts(a, b);
    result.rulesRemoved = rulesWithout(a.rules, b.rules);
    result.rulesAdded = rulesWithout(b.rules, a.rules);
    const ByVersion indexInA = byVersion(a);
    const ByVersion indexInB = byVersion(b);
    const catalog::Order orderA(a);
    const catalog::Order orderB(b);
    for (const catalog::ReleaseIndex index : orderB.byRank()) {
        if (indexInA.count(b.at(index).version) == 0)
            result.added.push_back(b.at(index).version);
    }
    std::vector<catalog::ReleaseIndex> both;
    for (const catalog::ReleaseIndex index : orderA.byRank()) {
        const catalog::Release& before = a.at(index);
        const auto found = indexInB.find(before.version);
        if (found == indexInB.end()) {
            result.removed.push_back(before.version);
            continue;
        }
        both.push_back(index);
        const catalog::Release& after = b.at(found->second);
        std::vector<ReleasePart> parts = releaseParts(a, before, b, after);
        if (!parts.empty())
            result.changed.push_back({before.version, std::move(parts), before.place, after.place});
    }
    const auto isBefore = [&](catalog::ReleaseIndex one, catalog::ReleaseIndex other) {
        return orderB.rank(indexInB.at(a.at(one).version)) < orderB.rank(indexInB.at(a.at(other).version));
    };
    if (!std::is_sorted(both.begin(), both.end(), isBefore))
        result.head.push_back(HeadPart::order);
    if (result.same())
        return result;

    std::set<std::string> linesOfB;  // none where one line is all there is: its newest release is `latest`
    for (const catalog::Line& line : b.lines) {
        if (a.lines.size() > 1 || b.lines.size() > 1)
            linesOfB.insert(line.id.text);
    }
    for (const catalog::ReleaseIndex index : both) {
        const catalog::Release& source = a.at(index);
        std::vector<std::string> targets{"latest"};
        for (std::size_t line = static_cast<std::size_t>(source.line); request.everyLine && line < a.lines.size();
             ++line) {
            if (linesOfB.count(a.lines[line].id.text) != 0)
                targets.push_back(a.lines[line].id.text);
        }
        Site site = request.site;
        site.version = source.version.text;
        for (std::string& target : targets) {
            Goal goal = request.goal;
            goal.target = target;
            FleetAnswer before = searchA.answer(site, goal);
            FleetAnswer after = searchB.answer(site, goal);
            ++result.asked;
            if (!sameAnswer(before, after))
                result.answers.push_back({source.version, std::move(target), std::move(before), std::move(after)});
        }
    }
    return result;
}

}  // namespace planner
