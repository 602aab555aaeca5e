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

void addComponent(const Model& model, const Site& silent, const catalog::Component& component, Rank rank,
                  std::vector<ComponentSite>& sites)
{
    const catalog::Requirement* requirement = requirementOf(model.at(rank), component);
    VersionFact fact;
    for (const catalog::Version& version : component.available) {
        fact.value = version;
        if (catalog::evaluate(requirement->match, fact, model.catalog.versions) != catalog::Truth::yes)
            continue;
        ComponentSite site{{silent, component.name.text, version.text}, rank};
        site.asked.site.components[component.name] = {version, false};
        sites.push_back(std::move(site));
    }
}

Site silentSite(const Model& model)
{
    Site site;
    site.product = model.catalog.product.id;
    site.version = model.version(0).text;
    return site;
}

}  // namespace

std::vector<LintSite> lintSites(const Model& model)
{
    const Site silent = silentSite(model);
    std::vector<LintSite> sites{{silent, {}, {}}};
    for (const std::string& channel : channelsOf(model)) {
        sites.push_back({silent, catalog::channelFact.text, channel});
        sites.back().site.channels = {{channel}};
    }
    for (const FactName& name : model.mentionedFacts()) {
        if (name == catalog::channelFact || isComponent(model.catalog, name))
            continue;
        if (name == catalog::databaseFact) {
            for (const auto& [kind, text] : catalog::namesOf(catalog::DatabaseKind())) {
                sites.push_back({silent, name.text, std::string(text)});
                sites.back().site.database = SiteDatabase{};
                sites.back().site.database->kind = kind;
            }
            continue;
        }
        for (const std::string& value : valuesOf(model, name)) {
            sites.push_back({silent, name.text, value});
            sites.back().site.facts[name] = {value};
        }
    }
    return sites;
}

std::vector<ComponentSite> componentSites(const Model& model)
{
    const Site silent = silentSite(model);
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
            addComponent(model, silent, component, ranks.front(), sites);
            if (ranks.size() > 1)
                addComponent(model, silent, component, ranks.back(), sites);
        }
    }
    return sites;
}

}  // namespace planner
