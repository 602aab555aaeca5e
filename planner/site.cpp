#include "planner/site.h"

#include "catalog/reader.h"
#include "planner/site_parts.h"

#include <filesystem>
#include <system_error>

namespace planner {

using catalog::ErrorCode;
using catalog::MapReader;
using catalog::Node;
using catalog::Report;

namespace {

constexpr std::size_t largestSiteFile = 4u << 20;
constexpr const char* formatRead = "1";

void readFormat(MapReader& reader)
{
    const Node* format = reader.require("cairn-site");
    if (format != nullptr && (format->kind != Node::Kind::scalar || format->text != formatRead))
        reader.report().add(ErrorCode::formatVersion, format->place, catalog::described(*format), {formatRead});
}

void readFacts(const Node& node, Report& report, Site& site)
{
    if (node.kind != Node::Kind::map) {
        report.add(ErrorCode::wrongKind, node.place, catalog::described(node), {"name: value"});
        return;
    }
    for (const auto& [name, value] : node.entries) {
        site.facts[catalog::FactName{name}] = catalog::readTexts(value, report);
        site.places.at["facts." + name] = value.place;
    }
}

void readComponents(const Node& node, Report& report, Site& site)
{
    if (node.kind != Node::Kind::map) {
        report.add(ErrorCode::wrongKind, node.place, catalog::described(node), {"name: version"});
        return;
    }
    for (const auto& [name, value] : node.entries) {
        SiteComponent component;
        if (value.kind == Node::Kind::map) {
            MapReader reader(value, report);
            reader.requireText("version", component.version.text);
            reader.boolean("fixed", component.fixed);
            reader.finish();
        } else if (const std::optional<std::string> text = catalog::readText(value, report)) {
            component.version.text = *text;
        }
        site.components[catalog::ComponentName{name}] = std::move(component);
        site.places.at["components." + name] = value.place;
    }
}

void readWindowTexts(const Node& node, Report& report, Site& site)
{
    site.windows = catalog::readTexts(node, report);
    site.places.at["windows"] = node.place;
    for (std::size_t i = 0; i < node.items.size(); ++i)
        site.places.at["windows." + std::to_string(i)] = node.items[i].place;
}

void readTop(MapReader& reader, Site& site)
{
    Report& report = reader.report();
    readFormat(reader);
    reader.requireText("product", site.product.text);
    reader.text("name", site.name);
    reader.requireText("version", site.version);
    for (const char* key : {"product", "version"})
        site.places.at[key] = reader.placeOf(key);
    reader.boolean("failed", site.failed);
    if (const Node* node = reader.find("channels")) {
        for (std::string& channel : catalog::readTexts(*node, report))
            site.channels.insert(catalog::Channel{std::move(channel)});
    }
    if (const Node* node = reader.find("facts"))
        readFacts(*node, report, site);
    if (const Node* node = reader.find("components"))
        readComponents(*node, report, site);
    if (const Node* node = reader.find("windows"))
        readWindowTexts(*node, report, site);
    reader.text("releases", site.releasesFolder);
    reader.text("artefacts", site.artefactsFolder);
    reader.text("backups", site.backupFolder);
    reader.text("state", site.stateFolder);
    readOperations(reader, site);
}

}  // namespace

catalog::Checked<Site> readSite(const std::string& path)
{
    const catalog::Result<std::string> text = catalog::readTextFile(path, largestSiteFile);
    if (!text)
        return tl::make_unexpected(catalog::Errors{text.error()});
    const catalog::Checked<Node> document = catalog::readYaml(*text, path);
    if (!document)
        return tl::make_unexpected(document.error());
    Site site;
    site.path = path;
    std::error_code failure;
    const std::filesystem::path absolute = std::filesystem::absolute(path, failure);
    site.folder = failure ? std::string() : absolute.lexically_normal().parent_path().string();
    Report report;
    MapReader reader(*document, report);
    if (reader.isMap()) {
        readTop(reader, site);
        reader.finish();
    }
    if (!report.good())
        return tl::make_unexpected(report.take());
    return site;
}

}  // namespace planner
