#include "catalog/decode.h"

#include "catalog/lookup.h"

#include <algorithm>
#include <array>
#include <set>

namespace catalog {

namespace {

constexpr std::array<std::string_view, 10> placeholders{"site", "releases", "release", "old_release", "from",
                                                        "to",   "database", "data",    "run",         "port"};

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

void decodeProbeAndUndo(MapReader& map, std::optional<Probe>& probe, std::optional<Undo>& undo, StepKind kind,
                        Decoding& decoding)
{
    if (const Node* node = map.find("probe"))
        probe = decodeProbe(*node, decoding);
    else if (map.isMap() && (kind == StepKind::opaque || kind == StepKind::nontx))
        decoding.report.add(ErrorCode::missingKey, map.place(), "probe");
    if (const Node* node = map.find("undo"))
        undo = decodeUndo(*node, decoding);
}

std::optional<Migration> decodeMigration(const Node& node, Decoding& decoding)
{
    Migration migration;
    if (node.kind != Node::Kind::map) {
        auto id = readText(node, decoding.report);
        if (!id)
            return std::nullopt;
        migration.id.text = std::move(*id);
        return migration;
    }
    MapReader map(node, decoding.report);
    map.requireText("id", migration.id.text);
    map.choice("phase", migration.phase);
    if (const Node* sql = map.find("sql"))
        migration.sql = decodeScripts(*sql, decoding);
    map.choice("kind", migration.kind);
    decodeProbeAndUndo(map, migration.probe, migration.undo, migration.kind, decoding);
    decodeTimes(map, "times", migration.times);
    map.finish();
    return migration;
}

bool isFileName(std::string_view name)
{
    return !name.empty() && name != "." && name != ".." && name.front() != '-' && name.size() <= 255 &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return static_cast<unsigned char>(c) >= 0x20 && c != '/' && c != '\\' && c != '\x7f';
           });
}

Artefact decodeArtefact(const Node& node, Decoding& decoding)
{
    Artefact artefact;
    MapReader map(node, decoding.report);
    if (const Node* name = map.require("name")) {
        artefact.name = readText(*name, decoding.report).value_or("");
        if (!artefact.name.empty() && !isFileName(artefact.name))
            decoding.report.add(ErrorCode::badValue, name->place, artefact.name, {"name.tar"});
    }
    if (const Node* size = map.require("size"))
        artefact.size = readSize(*size, decoding.report).value_or(0);
    if (const Node* sha = map.require("sha256")) {
        const auto text = readText(*sha, decoding.report);
        if (const auto digest = Digest::read(text.value_or("")))
            artefact.digest = *digest;
        else if (text)
            decoding.report.add(ErrorCode::badValue, sha->place, *text, {"64 × 0-9a-f"});
    }
    map.finish();
    return artefact;
}

StepKind usualKind(Driver driver)
{
    switch (driver) {
    case Driver::sql:
        return StepKind::tx;
    case Driver::deb:
        return StepKind::opaque;
    default:
        return StepKind::ensure;
    }
}

void decodeDriverKeys(MapReader& map, Step& step, Decoding& decoding)
{
    switch (step.driver) {
    case Driver::sql:
        if (const Node* sql = map.require("sql"))
            step.sql = decodeScripts(*sql, decoding);
        break;
    case Driver::command:
        if (const Node* run = map.require("run"))
            step.run = decodeProgram(*run, decoding);
        if (const Node* environment = map.find("environment")) {
            MapReader variables(*environment, decoding.report);
            for (const auto& [name, value] : environment->entries) {
                variables.know(name);
                if (name.empty() || name.find('=') != std::string::npos)
                    decoding.report.add(ErrorCode::badValue, value.keyPlace(), name, {"NAME"});
                if (value.kind != Node::Kind::scalar)
                    decoding.report.add(ErrorCode::wrongKind, value.place, described(value), {"text"});
                checkPlaceholders(value.text, value.place, decoding.report);
                step.environment[name] = value.text;
            }
        }
        break;
    case Driver::archive:
    case Driver::deb:
        map.requireText("artefact", step.artefact);
        break;
    case Driver::ansible:
        if (const Node* play = map.require("play"))
            step.play = decodeScript(*play, decoding);
        break;
    case Driver::manual:
        map.requireText("text", step.text);
        break;
    }
}

std::optional<Step> decodeStep(const Node& node, Phase phase, Decoding& decoding)
{
    Step step;
    MapReader map(node, decoding.report);
    if (!map.isMap())
        return std::nullopt;
    map.requireText("id", step.id.text);
    const Node* driver = map.require("driver");
    if (driver == nullptr)
        return std::nullopt;
    const auto known = readChoice<Driver>(*driver, decoding.report);
    if (!known)
        return std::nullopt;
    step.driver = *known;
    step.kind = usualKind(step.driver);
    map.choice("kind", step.kind);
    decodeDriverKeys(map, step, decoding);
    decodeProbeAndUndo(map, step.probe, step.undo, step.kind, decoding);
    map.duration("timeout", step.timeout);
    decodeCondition(map, "when", step.when, decoding);
    map.boolean("before-start", step.beforeStart);
    if (step.beforeStart && phase != Phase::contract)
        decoding.report.add(ErrorCode::contradiction, map.placeOf("before-start"), "before-start",
                            {nameOf(Phase::contract)});
    map.finish();
    return step;
}

void checkArtefact(const Step& step, const Install& install, const Place& place, Decoding& decoding)
{
    if (step.artefact.empty())
        return;
    std::vector<std::string> names;
    for (const Artefact& artefact : install.artefacts)
        names.push_back(artefact.name);
    if (std::find(names.begin(), names.end(), step.artefact) == names.end())
        decoding.report.add(ErrorCode::unknownName, place, step.artefact, nearest(step.artefact, names));
}

}  // namespace

bool isScriptPath(std::string_view path)
{
    if (path.empty() || path.front() == '/' || path.find('\\') != std::string_view::npos)
        return false;
    for (;;) {
        const std::size_t end = std::min(path.find('/'), path.size());
        const std::string_view part = path.substr(0, end);
        if (part.empty() || part == "." || part == "..")
            return false;
        if (end == path.size())
            return true;
        path.remove_prefix(end + 1);
    }
}

std::vector<Migration> decodeMigrations(const Node& node, Decoding& decoding)
{
    std::vector<Migration> migrations;
    if (node.kind != Node::Kind::list) {
        decoding.report.add(ErrorCode::wrongKind, node.place, described(node), {"[id, {id: …, sql: …}]"});
        return migrations;
    }
    std::map<MigrationId, Place> seen;
    for (const Node& item : node.items) {
        auto migration = decodeMigration(item, decoding);
        if (!migration)
            continue;
        const auto [first, isNew] = seen.try_emplace(migration->id, item.place);
        if (!isNew)
            decoding.report.add(ErrorCode::duplicateName, item.place, migration->id.text, {}, first->second);
        migrations.push_back(std::move(*migration));
    }
    return migrations;
}

Install decodeInstall(const Node& node, Decoding& decoding)
{
    Install install;
    MapReader map(node, decoding.report);
    if (const Node* artefacts = map.find("artefacts")) {
        if (artefacts->kind != Node::Kind::list)
            decoding.report.add(ErrorCode::wrongKind, artefacts->place, described(*artefacts), {"list"});
        std::set<std::string> seen;
        for (const Node& item : artefacts->items) {
            install.artefacts.push_back(decodeArtefact(item, decoding));
            if (!seen.insert(install.artefacts.back().name).second)
                decoding.report.add(ErrorCode::duplicateName, item.place, install.artefacts.back().name);
        }
    }
    std::map<StepId, Place> seen;
    for (const auto& [phase, name] : namesOf(Phase())) {
        const Node* steps = map.find(name);
        if (steps == nullptr)
            continue;
        if (steps->kind != Node::Kind::list)
            decoding.report.add(ErrorCode::wrongKind, steps->place, described(*steps), {"list"});
        for (const Node& item : steps->items) {
            auto step = decodeStep(item, phase, decoding);
            if (!step)
                continue;
            const auto [first, isNew] = seen.try_emplace(step->id, item.place);
            if (!isNew)
                decoding.report.add(ErrorCode::duplicateName, item.place, step->id.text, {}, first->second);
            const Node* artefact = item.find("artefact");
            checkArtefact(*step, install, artefact != nullptr ? artefact->place : item.place, decoding);
            install.steps[phase].push_back(std::move(*step));
        }
    }
    map.finish();
    return install;
}

}  // namespace catalog
