#include "planner/lint_sites.h"

#include "catalog/names.h"

#include <algorithm>
#include <set>

namespace planner {

using catalog::FactName;

namespace {

const catalog::FactDeclaration* declared(const catalog::Catalog& catalog, const FactName& name)
{
    const auto found = std::find_if(catalog.facts.begin(), catalog.facts.end(),
                                    [&](const catalog::FactDeclaration& fact) { return fact.name == name; });
    return found == catalog.facts.end() ? nullptr : &*found;
}

bool isComponent(const catalog::Catalog& catalog, const FactName& name)
{
    return std::any_of(catalog.components.begin(), catalog.components.end(),
                       [&](const catalog::Component& one) { return one.name.text == name.text; });
}

/// Those that are declared; else the plain values that conditions compare it with.
std::set<std::string> valuesOf(const Model& model, const FactName& name)
{
    std::set<std::string> values;
    if (const catalog::FactDeclaration* fact = declared(model.catalog, name)) {
        if (fact->type == catalog::FactType::boolean)
            return {"false", "true"};
        values.insert(fact->values.begin(), fact->values.end());
        if (!values.empty())
            return values;
    }
    for (const catalog::Condition* condition : model.conditions) {
        for (const auto& all : condition->anyOf) {
            for (const catalog::Match& match : all) {
                for (const catalog::Match::Alternative& alternative : match.anyOf) {
                    if (match.fact == name && !alternative.range)
                        values.insert(alternative.text);
                }
            }
        }
    }
    return values;
}

std::set<std::string> channelsOf(const Model& model)
{
    std::set<std::string> channels = valuesOf(model, catalog::channelFact);
    for (const catalog::Release& release : model.catalog.releases) {
        for (const catalog::Channel& channel : release.channels)
            channels.insert(channel.text);
    }
    return channels;
}

struct VersionFact : catalog::FactSource {
    catalog::FactValue value;
    [[nodiscard]] const catalog::FactValue* find(const FactName&) const override { return &value; }
};

const catalog::Requirement* requirementOf(const catalog::Release& release, const catalog::Component& component)
{
    const auto found = std::find_if(release.requirements.begin(), release.requirements.end(),
                                    [&](const auto& one) { return one.name == component.name.text; });
    return found == release.requirements.end() ? nullptr : &*found;
}

LintSite saying(const Model& model, const std::string& fact, const std::string& value)
{
    return {siteThatSays(model.catalog, model.version(0).text, fact, value), fact, value};
}

void addComponent(const Model& model, const catalog::Component& component, Rank rank, std::vector<ComponentSite>& sites)
{
    const catalog::Requirement* requirement = requirementOf(model.at(rank), component);
    VersionFact fact;
    for (const catalog::Version& version : component.available) {
        fact.value = version;
        if (catalog::evaluate(requirement->match, fact, model.catalog.versions) != catalog::Truth::yes)
            continue;
        sites.push_back({saying(model, component.name.text, version.text), rank});
    }
}

}  // namespace

Site siteThatSays(const catalog::Catalog& catalog, const std::string& version, const std::string& fact,
                  const std::string& value)
{
    Site site;
    site.product = catalog.product.id;
    site.version = version;
    if (fact.empty())
        return site;
    if (fact == catalog::channelFact.text) {
        site.channels = {{value}};
    } else if (fact == catalog::databaseFact.text) {
        site.database = SiteDatabase{};
        site.database->kind = catalog::named<catalog::DatabaseKind>(value).value_or(catalog::DatabaseKind::sqlite);
    } else if (isComponent(catalog, {fact})) {
        site.components[{fact}].version.text = value;
    } else {
        site.facts[{fact}] = {value};
    }
    return site;
}

std::vector<LintSite> lintSites(const Model& model)
{
    std::vector<LintSite> sites{saying(model, {}, {})};
    for (const std::string& channel : channelsOf(model))
        sites.push_back(saying(model, catalog::channelFact.text, channel));
    for (const FactName& name : model.mentionedFacts()) {
        if (name == catalog::channelFact || isComponent(model.catalog, name))
            continue;
        if (name == catalog::databaseFact) {
            for (const auto& [kind, text] : catalog::namesOf(catalog::DatabaseKind()))
                sites.push_back(saying(model, name.text, std::string(text)));
            continue;
        }
        for (const std::string& value : valuesOf(model, name))
            sites.push_back(saying(model, name.text, value));
    }
    return sites;
}

std::vector<ComponentSite> componentSites(const Model& model)
{
    std::vector<ComponentSite> sites;
    for (const catalog::Component& component : model.catalog.components) {
        if (component.available.empty())
            continue;
        std::vector<std::vector<Rank>> byLine(model.catalog.lines.size());
        for (Rank rank = 0; rank < model.size(); ++rank) {
            if (requirementOf(model.at(rank), component) != nullptr)
                byLine[model.releases[rank].line].push_back(rank);
        }
        for (const std::vector<Rank>& ranks : byLine) {
            if (ranks.empty())
                continue;
            addComponent(model, component, ranks.front(), sites);
            if (ranks.size() > 1)
                addComponent(model, component, ranks.back(), sites);
        }
    }
    return sites;
}

}  // namespace planner
