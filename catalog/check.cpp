#include "catalog/check.h"

#include "catalog/lookup.h"
#include "catalog/order.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>

namespace catalog {

namespace {

struct Subject {
    const Catalog& catalog;
    const Order order;
    std::vector<VersionKey> keys;  ///< of the releases
    const Date today;
};

using Findings = std::vector<Finding>;
using Check = void (*)(const Subject&, Findings&);

std::vector<const Release*> inRange(const Subject& subject, const Range& range)
{
    std::vector<const Release*> releases;
    for (std::size_t i = 0; i < subject.keys.size(); ++i) {
        const Release& release = subject.catalog.releases[i];
        if (range.contains(release.version, subject.keys[i]))
            releases.push_back(&release);
    }
    return releases;
}

bool mayBeEntered(const Release& release, Date today)
{
    const ReleaseState state = release.state.value;
    return !release.state.validity.covers(today) ||
           (state != ReleaseState::withdrawn && state != ReleaseState::unavailable);
}

void checkpoints(const Subject& subject, Findings& findings)
{
    for (const Release& release : subject.catalog.releases) {
        for (const Checkpoint& checkpoint : release.checkpoints) {
            std::vector<const Release*> landing{&release};
            if (checkpoint.landsOn)
                landing = inRange(subject, *checkpoint.landsOn);
            std::vector<std::string> names;
            for (const Release* one : landing)
                names.push_back(one->version.text);
            if (landing.empty())
                findings.push_back({Severity::failure,
                                    FindingCode::checkpointLandsNowhere,
                                    release.place,
                                    checkpoint.id.text,
                                    {release.version.text},
                                    {}});
            else if (std::none_of(landing.begin(), landing.end(),
                                  [&](const Release* one) { return mayBeEntered(*one, subject.today); }))
                findings.push_back({Severity::failure,
                                    FindingCode::checkpointWithdrawn,
                                    release.place,
                                    checkpoint.id.text,
                                    std::move(names),
                                    {}});
        }
    }
}

struct Ends {
    const std::optional<Range>* from = nullptr;
    const std::optional<Range>* to = nullptr;
    Ends operator()(const LeaveRule& rule) const { return {&rule.from, nullptr}; }
    template <typename Rule>
    Ends operator()(const Rule& rule) const
    {
        return {&rule.from, &rule.to};
    }
};

void ruleRanges(const Subject& subject, Findings& findings)
{
    for (const Rule& rule : subject.catalog.rules) {
        const Ends ends = std::visit(Ends(), rule.body);
        for (const auto& [range, name] : {std::pair{ends.from, "from"}, std::pair{ends.to, "to"}}) {
            if (range != nullptr && *range && inRange(subject, **range).empty())
                findings.push_back(
                    {Severity::warning, FindingCode::ruleMatchesNothing, rule.place, (*range)->text(), {name}, {}});
        }
        if (rule.validity.until && *rule.validity.until < subject.today)
            findings.push_back(
                {Severity::note, FindingCode::ruleExpired, rule.place, to_string(*rule.validity.until), {}, {}});
    }
}

/// Every fact that a condition asks, with the place of what asks it.
void eachFact(const Catalog& catalog, const std::function<void(const FactName&, const Place&)>& visit)
{
    const auto condition = [&visit](const Condition& one, const Place& place) {
        for (const auto& all : one.anyOf) {
            for (const Match& match : all)
                visit(match.fact, place);
        }
    };
    const auto install = [&condition](const Install& one, const Place& place) {
        for (const auto& [phase, steps] : one.steps) {
            for (const Step& step : steps)
                condition(step.when, place);
        }
    };
    for (const Release& release : catalog.releases) {
        condition(release.offer, release.place);
        for (const Requirement& requirement : release.requirements)
            visit(FactName{requirement.name}, release.place);
        for (const Checkpoint& checkpoint : release.checkpoints)
            condition(checkpoint.when, release.place);
        install(release.install, release.place);
    }
    for (const Rule& rule : catalog.rules) {
        condition(rule.when, rule.place);
        if (const auto* allow = std::get_if<AllowRule>(&rule.body))
            install(allow->install, rule.place);
    }
}

void undeclaredFacts(const Subject& subject, Findings& findings)
{
    std::vector<std::string> declared{channelFact.text, databaseFact.text, "disk_free"};
    for (const FactDeclaration& fact : subject.catalog.facts)
        declared.push_back(fact.name.text);
    for (const Component& component : subject.catalog.components)
        declared.push_back(component.name.text);
    std::set<std::string> seen(declared.begin(), declared.end());
    eachFact(subject.catalog, [&](const FactName& fact, const Place& place) {
        if (!seen.insert(fact.text).second)
            return;
        std::vector<std::string> likely = nearest(fact.text, declared);
        const Severity severity = likely.empty() ? Severity::note : Severity::warning;
        findings.push_back({severity, FindingCode::factUndeclared, place, fact.text, likely, likely});
    });
}

void requirements(const Subject& subject, Findings& findings)
{
    const VersionScheme scheme = subject.catalog.versions;
    for (const Release& release : subject.catalog.releases) {
        for (const Requirement& requirement : release.requirements) {
            const auto component =
                std::find_if(subject.catalog.components.begin(), subject.catalog.components.end(),
                             [&](const Component& one) { return one.name.text == requirement.name; });
            if (component == subject.catalog.components.end() || component->available.empty())
                continue;
            struct One : FactSource {
                FactValue value;
                [[nodiscard]] const FactValue* find(const FactName&) const override { return &value; }
            } one;
            const bool met =
                std::any_of(component->available.begin(), component->available.end(), [&](const Version& version) {
                    one.value = version;
                    return evaluate(requirement.match, one, scheme) == Truth::yes;
                });
            const bool brought = release.provides.contains(component->name);
            if (!met && !brought)
                findings.push_back({Severity::warning,
                                    FindingCode::requirementNeverMet,
                                    release.place,
                                    requirement.name,
                                    {release.version.text},
                                    {}});
        }
    }
}

void addScripts(std::set<std::string>& used, const Scripts& scripts)
{
    for (const auto& [kind, path] : scripts)
        used.insert(path);
}

void addInstall(std::set<std::string>& used, const Install& install)
{
    for (const auto& [phase, steps] : install.steps) {
        for (const Step& step : steps) {
            addScripts(used, step.sql);
            used.insert(step.play);
            if (step.undo)
                addScripts(used, step.undo->sql);
        }
    }
}

void unreferencedScripts(const Subject& subject, Findings& findings)
{
    std::set<std::string> used;
    for (const Release& release : subject.catalog.releases) {
        addInstall(used, release.install);
        for (const Migration& migration : release.migrations.value_or(std::vector<Migration>())) {
            addScripts(used, migration.sql);
            if (migration.undo)
                addScripts(used, migration.undo->sql);
        }
    }
    for (const Rule& rule : subject.catalog.rules) {
        if (const auto* allow = std::get_if<AllowRule>(&rule.body))
            addInstall(used, allow->install);
    }
    for (const auto& [path, text] : subject.catalog.scripts) {
        if (!used.contains(path))
            findings.push_back({Severity::note, FindingCode::scriptUnreferenced, {}, path, {}, {}});
    }
}

void dates(const Subject& subject, Findings& findings)
{
    const Catalog& catalog = subject.catalog;
    std::vector<const Release*> last(catalog.lines.size());
    std::vector<std::vector<std::string>> undated(catalog.lines.size());
    std::vector<std::size_t> count(catalog.lines.size());
    for (const Release& release : catalog.releases) {
        const auto line = static_cast<std::size_t>(release.line);
        ++count[line];
        if (!release.date) {
            undated[line].push_back(release.version.text);
            continue;
        }
        if (last[line] != nullptr && *release.date < *last[line]->date)
            findings.push_back({Severity::note,
                                FindingCode::datesAgainstOrder,
                                release.place,
                                release.version.text,
                                {last[line]->version.text},
                                {}});
        last[line] = &release;
        const auto& end = catalog.at(release.line).endOfLife;
        if (end && *end < *release.date)
            findings.push_back({Severity::note,
                                FindingCode::endedLineGrows,
                                release.place,
                                release.version.text,
                                {catalog.at(release.line).id.text},
                                {}});
    }
    for (std::size_t i = 0; i < catalog.lines.size(); ++i) {
        if (!undated[i].empty() && undated[i].size() < count[i])
            findings.push_back({Severity::warning,
                                FindingCode::lineUndatedInPart,
                                catalog.lines[i].place,
                                catalog.lines[i].id.text,
                                std::move(undated[i]),
                                {}});
    }
    if (catalog.expires && *catalog.expires < subject.today)
        findings.push_back({Severity::failure, FindingCode::expired, {}, to_string(*catalog.expires), {}, {}});
    if (catalog.published && *catalog.published > subject.today)
        findings.push_back({Severity::note, FindingCode::notYetPublished, {}, to_string(*catalog.published), {}, {}});
}

void compat(const Subject& subject, Findings& findings)
{
    for (std::size_t i = 0; i < subject.catalog.lines.size(); ++i) {
        std::vector<std::string> missing;
        for (const ReleaseIndex index : subject.order.onLine(static_cast<LineIndex>(i))) {
            const Release& release = subject.catalog.at(index);
            if (release.schema && !release.compat)
                missing.push_back(release.version.text);
        }
        if (!missing.empty())
            findings.push_back({Severity::note,
                                FindingCode::compatMissing,
                                subject.catalog.lines[i].place,
                                subject.catalog.lines[i].id.text,
                                std::move(missing),
                                {}});
    }
}

void migrations(const Subject& subject, Findings& findings)
{
    std::map<MigrationId, std::pair<const Migration*, const Release*>> seen;
    for (const Release& release : subject.catalog.releases) {
        if (!release.migrations)
            continue;
        for (const Migration& migration : *release.migrations) {
            const auto [first, isNew] = seen.try_emplace(migration.id, &migration, &release);
            if (!isNew && !(*first->second.first == migration))
                findings.push_back({Severity::warning,
                                    FindingCode::migrationDiffers,
                                    release.place,
                                    migration.id.text,
                                    {first->second.second->version.text, release.version.text},
                                    {}});
        }
    }
}

constexpr std::array<Check, 8> checks{checkpoints,         ruleRanges, undeclaredFacts, requirements,
                                      unreferencedScripts, dates,      compat,          migrations};

}  // namespace

std::vector<Finding> check(const Catalog& catalog, Date today)
{
    Subject subject{catalog, Order(catalog), {}, today};
    for (const Release& release : catalog.releases)
        subject.keys.push_back(VersionKey::read(catalog.versions, release.version.text).value_or(VersionKey()));
    Findings findings;
    for (const Check one : checks)
        one(subject, findings);
    return findings;
}

}  // namespace catalog
