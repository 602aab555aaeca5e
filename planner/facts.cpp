#include "planner/facts.h"

#include "catalog/names.h"

#include <set>
#include <string>

namespace planner {

namespace {

catalog::FactValue undeclared(const std::vector<std::string>& texts)
{
    if (texts.size() == 1)
        return texts.front();
    return std::set<std::string>(texts.begin(), texts.end());
}

}  // namespace

catalog::Checked<Facts> Facts::read(const catalog::Catalog& catalog, const Site& site)
{
    Facts facts;
    catalog::Errors errors;
    std::map<catalog::FactName, const catalog::FactDeclaration*> declarations;
    for (const catalog::FactDeclaration& declaration : catalog.facts)
        declarations[declaration.name] = &declaration;

    facts.m_channels = site.channels;
    for (const auto& [name, texts] : site.facts) {
        const auto declared = declarations.find(name);
        const bool set = declared != declarations.end() && declared->second->type == catalog::FactType::set;
        if (texts.empty() && !set)
            continue;
        if (name == catalog::channelFact) {
            for (const std::string& text : texts)
                facts.m_channels.insert(catalog::Channel{text});
            continue;
        }
        if (name == catalog::databaseFact && !(texts.size() == 1 && catalog::named<catalog::DatabaseKind>(texts[0]))) {
            errors.push_back({catalog::ErrorCode::badValue,
                              site.places.of("facts." + name.text),
                              texts.back(),
                              catalog::allNames<catalog::DatabaseKind>(),
                              {}});
            continue;
        }
        if (declared == declarations.end()) {
            facts.m_values[name] = undeclared(texts);
            continue;
        }
        catalog::Result<catalog::FactValue> value =
            catalog::readFactValue(*declared->second, texts, site.places.of("facts." + name.text));
        if (value)
            facts.m_values[name] = std::move(*value);
        else if (errors.size() < catalog::maximumErrors)
            errors.push_back(value.error());
    }
    if (!errors.empty())
        return tl::make_unexpected(errors);

    for (const catalog::FactDeclaration& declaration : catalog.facts) {
        if (declaration.defaultValue && facts.m_values.count(declaration.name) == 0) {
            facts.m_values[declaration.name] = *declaration.defaultValue;
            facts.m_defaulted.push_back(declaration.name);
        }
    }
    if (facts.m_channels.empty() && !catalog.defaultChannels.empty()) {
        facts.m_channels.insert(catalog.defaultChannels.begin(), catalog.defaultChannels.end());
        facts.m_defaulted.push_back(catalog::channelFact);
    }
    if (!facts.m_channels.empty()) {
        std::set<std::string> names;
        for (const catalog::Channel& channel : facts.m_channels)
            names.insert(channel.text);
        facts.m_values[catalog::channelFact] = std::move(names);
    }
    if (site.database) {
        facts.m_values.try_emplace(
            catalog::databaseFact,
            std::string(site.database->kind == catalog::DatabaseKind::sqlite ? "sqlite" : "postgresql"));
    }
    return facts;
}

void Facts::answer(const catalog::FactName& name, catalog::FactValue value)
{
    const std::set<std::string>* names = std::get_if<std::set<std::string>>(&value);
    if (name == catalog::channelFact && names != nullptr) {
        m_channels.clear();
        for (const std::string& text : *names)
            m_channels.insert(catalog::Channel{text});
    }
    m_values[name] = std::move(value);
}

const catalog::FactValue* Facts::find(const catalog::FactName& name) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() ? nullptr : &found->second;
}

}  // namespace planner
