#include "catalog/decode.h"

#include "catalog/suggest.h"
#include "catalog/validate.h"

#include <algorithm>

namespace catalog {

namespace {

constexpr std::string_view formatVersion = "1";
constexpr std::string_view onlyLine = "main";

struct LineStart {
    std::string text;
    Place place;
};

bool isList(const Node& node, Report& report)
{
    if (node.kind != Node::Kind::list)
        report.add(ErrorCode::wrongKind, node.place, described(node), {"list"});
    return node.kind == Node::Kind::list;
}

bool isMap(const Node& node, Report& report)
{
    if (node.kind != Node::Kind::map)
        report.add(ErrorCode::wrongKind, node.place, described(node), {"map"});
    return node.kind == Node::Kind::map;
}

/// Lines without the releases they branch from: those come with the releases.
std::vector<LineStart> decodeLines(const Node& node, Catalog& catalog, Decoding& decoding)
{
    std::vector<LineStart> starts;
    for (const Node& item : node.items) {
        Line line;
        LineStart start;
        MapReader map(item, decoding.report);
        map.requireText("id", line.id.text);
        line.place = item.place;
        if (const Node* from = map.find("from"))
            start = {readText(*from, decoding.report).value_or(""), from->place};
        map.date("end_of_life", line.endOfLife);
        map.finish();
        decoding.lines.push_back(line.id.text);
        catalog.lines.push_back(std::move(line));
        starts.push_back(std::move(start));
    }
    return starts;
}

void resolveStarts(const std::vector<LineStart>& starts, Catalog& catalog, Decoding& decoding)
{
    if (std::all_of(starts.begin(), starts.end(), [](const LineStart& start) { return start.text.empty(); }))
        return;
    std::map<std::string_view, std::size_t> releases;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < catalog.releases.size(); ++i) {
        releases.try_emplace(catalog.releases[i].version.text, i);
        names.push_back(catalog.releases[i].version.text);
    }
    for (std::size_t i = 0; i < starts.size(); ++i) {
        if (starts[i].text.empty())
            continue;
        const auto alias = decoding.aliases.find(starts[i].text);
        const auto found = releases.find(alias == decoding.aliases.end() ? starts[i].text : alias->second);
        if (found == releases.end())
            decoding.report.add(ErrorCode::unknownName, starts[i].place, starts[i].text,
                                suggestions(starts[i].text, names));
        else
            catalog.lines[i].from = static_cast<ReleaseIndex>(found->second);
    }
}

/// Aliases may be used by what stands before the release that has them.
void collectAliases(const Node& releases, Decoding& decoding)
{
    for (const Node& release : releases.items) {
        const Node* version = release.find("version");
        const Node* aliases = release.find("aliases");
        if (version == nullptr || aliases == nullptr)
            continue;
        if (aliases->kind == Node::Kind::scalar)
            decoding.aliases.try_emplace(aliases->text, version->text);
        for (const Node& alias : aliases->items)
            decoding.aliases.try_emplace(alias.text, version->text);
    }
}

void decodeLineOf(MapReader& map, Release& release, Decoding& decoding)
{
    const Node* line = map.find("line");
    if (line == nullptr) {
        if (decoding.lines.size() != 1)
            decoding.report.add(ErrorCode::missingKey, map.place(), "line", decoding.lines);
        return;
    }
    const auto text = readText(*line, decoding.report);
    const auto found = std::find(decoding.lines.begin(), decoding.lines.end(), text.value_or(""));
    if (found != decoding.lines.end())
        release.line = static_cast<LineIndex>(found - decoding.lines.begin());
    else if (text)
        decoding.report.add(ErrorCode::unknownName, line->place, *text, suggestions(*text, decoding.lines));
}

Release decodeRelease(const Node& node, Decoding& decoding)
{
    Release release;
    release.place = node.place;
    MapReader map(node, decoding.report);
    if (!map.isMap())
        return release;
    if (const Node* version = map.require("version")) {
        release.version = decodeVersion(*version, decoding).value_or(Version());
        release.place = version->place;
    }
    decodeLineOf(map, release, decoding);
    decodeReleaseColumns(map, release);
    decodeReleaseDetail(map, release, decoding);
    if (const Node* install = map.find("install"))
        release.install = decodeInstall(*install, decoding);
    map.finish();
    return release;
}

void decodeScripts(const Node* inlined, Catalog& catalog, Decoding& decoding, const ScriptReader& read)
{
    if (inlined != nullptr && isMap(*inlined, decoding.report)) {
        for (const auto& [path, text] : inlined->entries) {
            if (!isScriptPath(path))
                decoding.report.add(ErrorCode::scriptOutside, text.keyPlace(), path);
            else if (text.kind != Node::Kind::scalar)
                decoding.report.add(ErrorCode::wrongKind, text.place, described(text), {"text"});
            else
                catalog.scripts[path] = text.text;
        }
    }
    for (const auto& [path, place] : decoding.scripts) {
        if (catalog.scripts.contains(path))
            continue;
        auto text = read(path, place);
        if (text)
            catalog.scripts[path] = std::move(*text);
        else
            decoding.report.add(std::move(text.error()));
    }
}

void decodeProduct(const Node& node, Product& product, Report& report)
{
    if (node.kind != Node::Kind::map) {
        report.add(ErrorCode::wrongKind, node.place, described(node), {"{id: " + described(node) + "}"});
        return;
    }
    MapReader map(node, report);
    map.requireText("id", product.id.text);
    map.text("name", product.name);
    map.text("vendor", product.vendor);
    map.finish();
}

}  // namespace

FactDeclaration decodeFact(const std::string& name, const Node& node, Decoding& decoding)
{
    FactDeclaration fact;
    fact.name.text = name;
    fact.place = node.keyPlace();
    if (node.kind == Node::Kind::null)
        return fact;
    MapReader map(node, decoding.report);
    map.choice("type", fact.type);
    map.text("ask", fact.ask);
    if (const Node* values = map.find("values")) {
        fact.values = readTexts(*values, decoding.report);
        if (fact.type != FactType::string && fact.type != FactType::set)
            decoding.report.add(ErrorCode::contradiction, values->keyPlace(), "values",
                                {nameOf(FactType::string), nameOf(FactType::set)});
    }
    if (const Node* given = map.find("default")) {
        auto value = readFactValue(fact, readTexts(*given, decoding.report), given->place);
        if (!value)
            decoding.report.add(std::move(value.error()));
        else if (const auto* version = std::get_if<Version>(&*value);
                 version != nullptr && !VersionKey::read(decoding.scheme, version->text))
            decoding.report.add(ErrorCode::badVersion, given->place, version->text, {nameOf(decoding.scheme)});
        else
            fact.defaultValue = std::move(*value);
    }
    map.finish();
    return fact;
}

Component decodeComponent(const std::string& name, const Node& node, Decoding& decoding)
{
    Component component;
    component.name.text = name;
    component.place = node.keyPlace();
    if (node.kind == Node::Kind::null)
        return component;
    MapReader map(node, decoding.report);
    if (const Node* available = map.find("available")) {
        if (available->kind == Node::Kind::list) {
            for (const Node& item : available->items) {
                if (auto version = decodeVersion(item, decoding))
                    component.available.push_back(std::move(*version));
            }
        } else if (auto version = decodeVersion(*available, decoding)) {
            component.available.push_back(std::move(*version));
        }
    }
    if (const Node* step = map.find("step")) {
        MapReader times(*step, decoding.report);
        decodeTimes(times, component.step, "per_gb");
        times.finish();
    }
    map.choice("max_step", component.maxStep);
    map.finish();
    return component;
}

void decodeHead(MapReader& map, Catalog& catalog, Decoding& decoding)
{
    if (const Node* product = map.require("product"))
        decodeProduct(*product, catalog.product, decoding.report);
    map.choice("versions", catalog.versions);
    decoding.scheme = catalog.versions;
    map.date("published", catalog.published);
    if (const Node* sequence = map.find("sequence"))
        catalog.sequence = readInteger(*sequence, decoding.report, 0, INT64_MAX);
    map.date("expires", catalog.expires);
    if (catalog.published && catalog.expires && *catalog.expires < *catalog.published)
        decoding.report.add(ErrorCode::contradiction, map.placeOf("expires"), "expires", {"published"},
                            map.placeOf("published"));
    map.choice("policy", catalog.policy);
    map.choice("backports", catalog.backports);
    if (const Node* channels = map.find("default_channels")) {
        for (std::string& channel : readTexts(*channels, decoding.report))
            catalog.defaultChannels.push_back({std::move(channel)});
    }
}

Checked<Catalog> decode(const Node& node, const ScriptReader& scripts)
{
    Report report;
    Decoding decoding{report, VersionScheme::numeric, {}, {}, {}, {}};
    Catalog catalog;
    MapReader map(node, report);
    const Node* format = map.require("cairn");
    if (format != nullptr && format->text != formatVersion)
        report.add(ErrorCode::formatVersion, format->place, described(*format), {std::string(formatVersion)});
    if (!map.isMap() || (format != nullptr && !report.good()))
        return tl::make_unexpected(report.take());
    decodeHead(map, catalog, decoding);

    if (const Node* facts = map.find("facts"); facts != nullptr && isMap(*facts, report)) {
        for (const auto& [name, value] : facts->entries) {
            catalog.facts.push_back(decodeFact(name, value, decoding));
            decoding.facts[FactName{name}] = catalog.facts.back();
        }
    }
    if (const Node* components = map.find("components"); components != nullptr && isMap(*components, report)) {
        for (const auto& [name, value] : components->entries)
            catalog.components.push_back(decodeComponent(name, value, decoding));
    }
    std::vector<LineStart> starts;
    if (const Node* lines = map.find("lines"); lines != nullptr && isList(*lines, report))
        starts = decodeLines(*lines, catalog, decoding);
    if (catalog.lines.empty()) {
        catalog.lines.push_back({LineId{std::string(onlyLine)}, std::nullopt, std::nullopt, {}});
        decoding.lines.emplace_back(onlyLine);
    }
    if (const Node* releases = map.find("releases"); releases != nullptr && isList(*releases, report)) {
        collectAliases(*releases, decoding);
        catalog.releases.reserve(releases->items.size());
        for (const Node& item : releases->items) {
            if (report.full())
                break;
            catalog.releases.push_back(decodeRelease(item, decoding));
        }
    }
    resolveStarts(starts, catalog, decoding);
    if (const Node* rules = map.find("rules"))
        catalog.rules = decodeRules(*rules, decoding);
    decodeScripts(map.find("scripts"), catalog, decoding, scripts);
    map.finish();
    if (!report.full())
        validate(catalog, report);
    if (!report.good())
        return tl::make_unexpected(report.take());
    return catalog;
}

}  // namespace catalog
