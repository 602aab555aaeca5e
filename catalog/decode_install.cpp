#include "catalog/decode_step.h"
#include "catalog/lookup.h"

#include <algorithm>
#include <map>
#include <set>

namespace catalog {

namespace {

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
    decodeProbeAndUndo(map, migration.probe, migration.undo, migration.kind, migration.sql, decoding);
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
