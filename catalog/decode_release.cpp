#include "catalog/decode.h"

namespace catalog {

namespace {

constexpr std::string_view noteKeys[] = {"reason", "url", "remedy", "since", "until"};

void decodeSchema(MapReader& map, std::string_view key, std::optional<SchemaVersion>& target)
{
    if (const Node* node = map.find(key)) {
        if (const auto value = readInteger(*node, map.report(), 0, INT64_MAX))
            target = SchemaVersion{*value};
    }
}

Note readNote(MapReader& map)
{
    Note note;
    decodeNote(map, note);
    return note;
}

Validity readValidity(MapReader& map)
{
    Validity validity;
    decodeValidity(map, validity);
    return validity;
}

/// `state: withdrawn` with reason, url, remedy, since and until beside it, or `state: {value: withdrawn, reason: …}`.
void decodeState(MapReader& map, State& state)
{
    const Node* node = map.find("state");
    if (node == nullptr)
        return;
    if (node->kind != Node::Kind::map) {
        map.choice("state", state.value);
        return;
    }
    MapReader inner(*node, map.report());
    if (inner.require("value") != nullptr)
        inner.choice("value", state.value);
    state.note = readNote(inner);
    state.validity = readValidity(inner);
    inner.finish();
    for (const std::string_view key : noteKeys) {
        if (map.find(key) != nullptr)
            map.report().add(ErrorCode::contradiction, map.placeOf(key), std::string(key), {}, node->place);
    }
}

std::vector<std::string> decodeNames(MapReader& map, std::string_view key)
{
    const Node* node = map.find(key);
    return node != nullptr ? readTexts(*node, map.report()) : std::vector<std::string>();
}

/// moves and shims: a list of {id, until}.
template <typename Bridge>
void decodeBridges(MapReader& map, std::string_view key, Seldom<std::vector<Bridge>>& target, Decoding& decoding)
{
    const Node* node = map.find(key);
    if (node == nullptr)
        return;
    if (node->kind != Node::Kind::list) {
        decoding.report.add(ErrorCode::wrongKind, node->place, described(*node), {"[{id: …, until: VERSION}]"});
        return;
    }
    for (const Node& item : node->items) {
        Bridge bridge;
        MapReader inner(item, decoding.report);
        inner.requireText("id", bridge.id);
        if (const Node* until = inner.require("until"))
            bridge.until = decodeVersion(*until, decoding).value_or(Version());
        decodeNote(inner, bridge.note);
        inner.finish();
        target.push_back(std::move(bridge));
    }
}

Checkpoint decodeCheckpoint(const Node& node, Decoding& decoding)
{
    Checkpoint checkpoint;
    MapReader map(node, decoding.report);
    map.requireText("id", checkpoint.id.text);
    decodeRange(map, "lands_on", checkpoint.landsOn, decoding);
    decodeRange(map, "beyond", checkpoint.beyond, decoding);
    decodeCondition(map, "when", checkpoint.when, decoding);
    map.boolean("undo", checkpoint.undo);
    decodeNote(map, checkpoint.note);
    map.finish();
    return checkpoint;
}

void decodeCheckpoints(MapReader& map, Seldom<std::vector<Checkpoint>>& target, Decoding& decoding)
{
    const Node* node = map.find("checkpoint");
    if (node == nullptr)
        return;
    if (node->kind == Node::Kind::list) {
        for (const Node& item : node->items)
            target.push_back(decodeCheckpoint(item, decoding));
    } else {
        target.push_back(decodeCheckpoint(*node, decoding));
    }
}

void decodeProvides(MapReader& map, Seldom<std::map<ComponentName, Version>>& target, Decoding& decoding)
{
    const Node* node = map.find("provides");
    if (node == nullptr)
        return;
    if (node->kind != Node::Kind::map) {
        decoding.report.add(ErrorCode::wrongKind, node->place, described(*node), {"{component: version}"});
        return;
    }
    for (const auto& [name, value] : node->entries) {
        if (const auto version = decodeVersion(value, decoding))
            target.edit()[ComponentName{name}] = *version;
    }
}

}  // namespace

void decodeReleaseColumns(MapReader& map, Release& release)
{
    map.date("date", release.date);
    for (std::string& channel : decodeNames(map, "channels"))
        release.channels.push_back(Channel{std::move(channel)});
    decodeState(map, release.state);
    decodeSchema(map, "schema", release.schema);
    decodeSchema(map, "compat", release.compat);
    Times times;
    decodeTimes(map, "times", times);
    release.times = times;
}

void decodeReleaseDetail(MapReader& map, Release& release, Decoding& decoding)
{
    release.aliases = decodeNames(map, "aliases");
    Condition offer;
    decodeCondition(map, "offer", offer, decoding);
    release.offer = std::move(offer);
    if (const Node* state = map.find("state"); state == nullptr || state->kind != Node::Kind::map) {
        release.state.note = readNote(map);
        release.state.validity = readValidity(map);
    }
    decodeSchema(map, "compat_expanded", release.compatExpanded);
    if (const Node* migrations = map.find("migrations"))
        release.migrations = decodeMigrations(*migrations, decoding);
    decodeBridges(map, "moves", release.moves, decoding);
    decodeBridges(map, "shims", release.shims, decoding);
    decodeVersion(map, "scripts_since", release.scriptsSince, decoding);
    if (const Node* required = map.find("requires"))
        release.requirements = decodeRequirements(*required, decoding);
    decodeProvides(map, release.provides, decoding);
    decodeCheckpoints(map, release.checkpoints, decoding);
    release.waitsFor = decodeNames(map, "waits_for");
    std::string notes;
    map.text("notes", notes);
    release.notes = std::move(notes);
}

}  // namespace catalog
