#include "planner/fact_names.h"

#include <set>

namespace planner {

namespace {

std::vector<std::string> inOrder(const std::set<std::string>& names) { return {names.begin(), names.end()}; }

template <typename Visit>
void visitMatches(const catalog::Condition& condition, const Visit& visit)
{
    for (const std::vector<catalog::Match>& all : condition.anyOf) {
        for (const catalog::Match& match : all)
            visit(match);
    }
}

template <typename Visit>
void visitMatches(const catalog::Catalog& catalog, const Visit& visit)
{
    for (const catalog::Release& release : catalog.releases) {
        visitMatches(release.offer, visit);
        for (const catalog::Checkpoint& checkpoint : release.checkpoints)
            visitMatches(checkpoint.when, visit);
    }
    for (const catalog::Rule& rule : catalog.rules)
        visitMatches(rule.when, visit);
}

}  // namespace

std::vector<std::string> factNames(const catalog::Catalog& catalog)
{
    std::set<std::string> names{catalog::channelFact.text, catalog::databaseFact.text};
    for (const catalog::FactDeclaration& declaration : catalog.facts)
        names.insert(declaration.name.text);
    for (const catalog::Release& release : catalog.releases) {
        for (const catalog::Requirement& requirement : release.requirements)
            names.insert(requirement.name);
    }
    visitMatches(catalog, [&names](const catalog::Match& match) { names.insert(match.fact.text); });
    return inOrder(names);
}

std::vector<std::string> channelNames(const catalog::Catalog& catalog)
{
    std::set<std::string> names;
    for (const catalog::Release& release : catalog.releases) {
        for (const catalog::Channel& channel : release.channels)
            names.insert(channel.text);
    }
    for (const catalog::Channel& channel : catalog.defaultChannels)
        names.insert(channel.text);
    visitMatches(catalog, [&names](const catalog::Match& match) {
        for (const catalog::Match::Alternative& alternative : match.anyOf) {
            if (match.fact == catalog::channelFact)
                names.insert(alternative.text);
        }
    });
    return inOrder(names);
}

std::vector<std::string> riskNames(const catalog::Catalog& catalog)
{
    std::set<std::string> names;
    for (const catalog::Rule& rule : catalog.rules) {
        if (const auto* risk = std::get_if<catalog::RiskRule>(&rule.body))
            names.insert(risk->id.text);
    }
    return inOrder(names);
}

}  // namespace planner
