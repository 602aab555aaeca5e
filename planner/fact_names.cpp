#include "planner/fact_names.h"

#include <set>

namespace planner {

namespace {

void addNames(const catalog::Condition& condition, std::set<std::string>& names)
{
    for (const std::vector<catalog::Match>& all : condition.anyOf) {
        for (const catalog::Match& match : all)
            names.insert(match.fact.text);
    }
}

}  // namespace

std::vector<std::string> factNames(const catalog::Catalog& catalog)
{
    std::set<std::string> names{catalog::channelFact.text, catalog::databaseFact.text};
    for (const catalog::FactDeclaration& declaration : catalog.facts)
        names.insert(declaration.name.text);
    for (const catalog::Release& release : catalog.releases) {
        addNames(release.offer, names);
        for (const catalog::Checkpoint& checkpoint : release.checkpoints)
            addNames(checkpoint.when, names);
        for (const catalog::Requirement& requirement : release.requirements)
            names.insert(requirement.name);
    }
    for (const catalog::Rule& rule : catalog.rules)
        addNames(rule.when, names);
    return {names.begin(), names.end()};
}

}  // namespace planner
