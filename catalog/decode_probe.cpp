#include "catalog/decode_step.h"

#include "catalog/lookup.h"

#include <algorithm>
#include <array>

namespace catalog {

namespace {

constexpr std::array<std::string_view, 10> placeholders{"site", "releases", "release", "old_release", "from",
                                                        "to",   "database", "data",    "run",         "port"};

/// For each database a text read by `read`; a scalar means every database.
template <typename Read>
std::map<DatabaseKind, std::string> decodeByDatabase(const Node& node, Decoding& decoding, Read read)
{
    std::map<DatabaseKind, std::string> texts;
    if (node.kind == Node::Kind::map) {
        MapReader map(node, decoding.report);
        for (const auto& [kind, name] : namesOf(DatabaseKind())) {
            if (const Node* value = map.find(name))
                texts[kind] = read(*value);
        }
        map.finish();
        if (node.entries.empty())
            decoding.report.add(ErrorCode::badValue, node.place, "{}", allNames<DatabaseKind>());
    } else {
        const std::string text = read(node);
        for (const auto& [kind, name] : namesOf(DatabaseKind()))
            texts[kind] = text;
    }
    return texts;
}

void decodeProgram(MapReader& map, std::string_view key, std::vector<std::string>& target, Decoding& decoding)
{
    if (const Node* node = map.find(key))
        target = decodeProgram(*node, decoding);
}

std::optional<Probe> decodeProbe(const Node& node, Decoding& decoding)
{
    Probe probe;
    MapReader map(node, decoding.report);
    if (!map.isMap())
        return std::nullopt;
    if (const Node* query = map.find("sql")) {
        probe.query = decodeByDatabase(
            *query, decoding, [&](const Node& value) { return readText(value, decoding.report).value_or(""); });
    }
    decodeProgram(map, "run", probe.run, decoding);
    map.text("exists", probe.exists);
    checkPlaceholders(probe.exists, map.placeOf("exists"), decoding.report);
    map.finish();
    const int forms = (map.find("sql") != nullptr ? 1 : 0) + (map.find("run") != nullptr ? 1 : 0) +
                      (map.find("exists") != nullptr ? 1 : 0);
    if (forms != 1)
        decoding.report.add(ErrorCode::badValue, node.place, described(node), {"sql", "run", "exists"});
    return probe;
}

std::optional<Undo> decodeUndo(const Node& node, Decoding& decoding)
{
    Undo undo;
    MapReader map(node, decoding.report);
    if (!map.isMap())
        return std::nullopt;
    if (const Node* sql = map.find("sql"))
        undo.sql = decodeScripts(*sql, decoding);
    decodeProgram(map, "run", undo.run, decoding);
    map.finish();
    if ((map.find("sql") != nullptr) == (map.find("run") != nullptr))
        decoding.report.add(ErrorCode::badValue, node.place, described(node), {"sql", "run"});
    return undo;
}

}  // namespace

std::string decodeScript(const Node& node, Decoding& decoding)
{
    auto path = readText(node, decoding.report);
    if (!path)
        return {};
    if (!isScriptPath(*path)) {
        decoding.report.add(ErrorCode::scriptOutside, node.place, *path);
        return {};
    }
    decoding.scripts.try_emplace(*path, node.place);
    return std::move(*path);
}

Scripts decodeScripts(const Node& node, Decoding& decoding)
{
    return decodeByDatabase(node, decoding, [&](const Node& value) { return decodeScript(value, decoding); });
}

void checkPlaceholders(std::string_view text, const Place& place, Report& report)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '{')
            continue;
        if (i + 1 < text.size() && text[i + 1] == '{') {
            ++i;
            continue;
        }
        const std::size_t end = text.find('}', i);
        const std::string_view name = text.substr(i + 1, end == std::string_view::npos ? end : end - i - 1);
        if (end == std::string_view::npos ||
            std::find(placeholders.begin(), placeholders.end(), name) == placeholders.end()) {
            std::vector<std::string> known(placeholders.begin(), placeholders.end());
            std::vector<std::string> likely = nearest(name, known);
            for (std::string& one : likely.empty() ? known : likely)
                one.insert(0, 1, '{').push_back('}');
            report.add(ErrorCode::badValue, place,
                       std::string(text.substr(i, end == std::string_view::npos ? end : end - i + 1)),
                       likely.empty() ? known : likely);
            return;
        }
        i = end;
    }
}

std::vector<std::string> decodeProgram(const Node& node, Decoding& decoding)
{
    std::vector<std::string> arguments = readArguments(node, decoding.report);
    for (std::size_t i = 0; i < arguments.size(); ++i)
        checkPlaceholders(arguments[i], node.items[i].place, decoding.report);
    return arguments;
}

void decodeProbeAndUndo(MapReader& map, std::optional<Probe>& probe, std::optional<Undo>& undo, StepKind kind,
                        const Scripts& scripts, Decoding& decoding)
{
    // The runner can tell by itself of a PostgreSQL script that makes indexes; it looks before it begins.
    const bool perhapsItself = kind == StepKind::nontx && scripts.contains(DatabaseKind::postgresql);
    if (const Node* node = map.find("probe"))
        probe = decodeProbe(*node, decoding);
    else if (map.isMap() && (kind == StepKind::opaque || kind == StepKind::nontx) && !perhapsItself)
        decoding.report.add(ErrorCode::missingKey, map.place(), "probe");
    if (const Node* node = map.find("undo"))
        undo = decodeUndo(*node, decoding);
}

}  // namespace catalog
