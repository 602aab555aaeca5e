#include "planner/fleet_columns.h"

#include "catalog/lookup.h"
#include "planner/fact_names.h"

#include <algorithm>
#include <set>
#include <variant>

namespace planner {

namespace {

std::string_view trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::vector<std::string> members(std::string_view cell)
{
    std::vector<std::string> result;
    while (!cell.empty()) {
        const std::size_t end = cell.find(';');
        if (const std::string_view member = trimmed(cell.substr(0, end)); !member.empty())
            result.emplace_back(member);
        cell = end == std::string_view::npos ? std::string_view() : cell.substr(end + 1);
    }
    return result;
}

}  // namespace

std::optional<FleetColumns::Column>
FleetColumns::meaning(const catalog::Catalog& catalog, const std::vector<std::string>& facts, const std::string& name)
{
    if (name == "site")
        return Column{Column::Kind::site, name};
    if (name == "version")
        return Column{Column::Kind::version, name};
    if (name == "target")
        return Column{Column::Kind::target, name};
    for (const catalog::Component& component : catalog.components) {
        if (component.name.text == name)
            return Column{Column::Kind::component, name};
    }
    for (const catalog::FactDeclaration& declaration : catalog.facts) {
        if (declaration.name.text == name && declaration.type == catalog::FactType::set)
            return Column{Column::Kind::set, name};
    }
    if (!std::binary_search(facts.begin(), facts.end(), name))
        return std::nullopt;
    return Column{name == catalog::channelFact.text ? Column::Kind::set : Column::Kind::fact, name};
}

catalog::Checked<FleetColumns> FleetColumns::read(const catalog::Catalog& catalog,
                                                  const std::vector<std::string_view>& header,
                                                  const catalog::Place& place)
{
    using catalog::ErrorCode;
    if (header.empty())
        return tl::make_unexpected(catalog::Errors{{ErrorCode::fileEmpty, place, {}, {}, {}}});
    if (const std::string whole(header.front());
        header.size() == 1 && whole.find_first_of(";\t") != std::string::npos) {
        // Spreadsheets of some languages write these where a comma is wanted.
        std::string commas = whole;
        std::replace_if(
            commas.begin(), commas.end(), [](char c) { return c == ';' || c == '\t'; }, ',');
        return tl::make_unexpected(
            catalog::Errors{{ErrorCode::noSuchColumn, {place.file, place.line, 1}, whole, {commas}, {}}});
    }
    const std::vector<std::string> facts = factNames(catalog);
    FleetColumns columns;
    catalog::Errors errors;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < header.size() && errors.size() < catalog::maximumErrors; ++i) {
        const std::string name(trimmed(header[i]));
        const catalog::Place here{place.file, place.line, static_cast<int>(i) + 1};
        std::optional<Column> column = meaning(catalog, facts, name);
        if (!column) {
            std::vector<std::string> known = facts;
            for (const catalog::Component& component : catalog.components)
                known.push_back(component.name.text);
            known.insert(known.end(), {"site", "version", "target"});
            errors.push_back({ErrorCode::noSuchColumn, here, name, catalog::nearest(name, known), {}});
            continue;
        }
        if (!seen.insert(name).second)
            errors.push_back({ErrorCode::duplicateName, here, name, {}, {}});
        if (column->kind == Column::Kind::site)
            columns.m_site = i;
        if (column->kind == Column::Kind::version)
            columns.m_version = i;
        columns.m_columns.push_back(std::move(*column));
    }
    for (const char* required : {"site", "version"}) {
        if (seen.count(required) == 0)
            errors.push_back({ErrorCode::missingKey, place, required, {}, {}});
    }
    if (!errors.empty())
        return tl::make_unexpected(std::move(errors));
    return columns;
}

void FleetColumns::apply(const std::vector<std::string_view>& cells, Site& site, Goal& goal) const
{
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const Column& column = m_columns[i];
        const std::string text(trimmed(cells[i]));
        if (text.empty())
            continue;
        switch (column.kind) {
        case Column::Kind::site:
            site.name = std::string(cells[i]);
            break;
        case Column::Kind::version:
            site.version = text;
            break;
        case Column::Kind::target:
            goal.target = text;
            break;
        case Column::Kind::component:
            site.components[catalog::ComponentName{column.name}].version = catalog::Version{text};
            break;
        case Column::Kind::fact:
            site.facts[catalog::FactName{column.name}] = {text};
            break;
        case Column::Kind::set:
            if (column.name == catalog::channelFact.text)
                site.channels.clear();
            site.facts[catalog::FactName{column.name}] = members(text);
            break;
        }
    }
}

}  // namespace planner
