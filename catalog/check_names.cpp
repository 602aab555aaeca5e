#include "catalog/check_parts.h"
#include "catalog/lookup.h"
#include "catalog/names.h"

#include <algorithm>
#include <functional>
#include <set>

namespace catalog {

namespace {

/// Every entry of a condition, and every requirement, with the place of what it belongs to.
void eachMatch(const Catalog& catalog, const std::function<void(const Match&, const Place&)>& visit)
{
    const auto condition = [&visit](const Condition& one, const Place& place) {
        for (const auto& all : one.anyOf) {
            for (const Match& match : all)
                visit(match, place);
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
            visit(requirement.match, release.place);
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

/// The values a fact can have; none where any text may be one.
std::vector<std::string> valuesOf(const Catalog& catalog, const FactName& fact)
{
    if (fact == databaseFact)
        return allNames<DatabaseKind>();
    for (const FactDeclaration& declaration : catalog.facts) {
        if (declaration.name == fact)
            return declaration.values;
    }
    return {};
}

bool neverHolds(const Catalog& catalog, const Match& match)
{
    const std::vector<std::string> values = valuesOf(catalog, match.fact);
    OneFact fact;
    return !values.empty() && std::none_of(values.begin(), values.end(), [&](const std::string& value) {
        fact.value = value;
        return evaluate(match, fact, catalog.versions) == Truth::yes;
    });
}

}  // namespace

std::string written(const Match& match)
{
    std::string text = match.negated ? "not " : "";
    for (const Match::Alternative& alternative : match.anyOf)
        text += (&alternative == &match.anyOf.front() ? "" : " || ") + alternative.text;
    return text;
}

void checkFacts(const CheckedCatalog& subject, Findings& findings)
{
    std::vector<std::string> declared{channelFact.text, databaseFact.text, "disk_free"};
    for (const FactDeclaration& fact : subject.catalog.facts)
        declared.push_back(fact.name.text);
    for (const Component& component : subject.catalog.components)
        declared.push_back(component.name.text);
    std::set<std::string> seen(declared.begin(), declared.end());
    eachMatch(subject.catalog, [&](const Match& match, const Place& place) {
        if (neverHolds(subject.catalog, match))
            findings.push_back({Severity::warning,
                                FindingCode::conditionNeverHolds,
                                place,
                                match.fact.text,
                                {written(match)},
                                valuesOf(subject.catalog, match.fact)});
        if (!seen.insert(match.fact.text).second)
            return;
        std::vector<std::string> likely = nearest(match.fact.text, declared);
        const Severity severity = likely.empty() ? Severity::note : Severity::warning;
        findings.push_back({severity, FindingCode::factUndeclared, place, match.fact.text, likely, likely});
    });
}

void checkScripts(const CheckedCatalog& subject, Findings& findings)
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

}  // namespace catalog
