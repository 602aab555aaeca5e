#include "catalog/check_parts.h"
#include "catalog/lookup.h"

#include <algorithm>
#include <functional>
#include <set>

namespace catalog {

namespace {

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

}  // namespace

void checkFacts(const CheckedCatalog& subject, Findings& findings)
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
