#include "catalog/encode.h"
#include "catalog/names.h"

namespace catalog {

namespace {

Node encodeCheckpoint(const Checkpoint& checkpoint)
{
    Node map = Node::map();
    map.add("id", Node::scalar(checkpoint.id.text));
    addRange(map, "lands_on", checkpoint.landsOn);
    addRange(map, "beyond", checkpoint.beyond);
    addNode(map, "when", encodeCondition(checkpoint.when));
    if (checkpoint.undo)
        map.add("undo", Node::scalar("true"));
    encodeNote(map, checkpoint.note);
    return map;
}

template <typename Bridge>
void addBridges(Node& map, const char* key, const std::vector<Bridge>& bridges)
{
    Node list = Node::list();
    for (const Bridge& bridge : bridges) {
        Node entry = Node::map();
        entry.add("id", Node::scalar(bridge.id));
        entry.add("until", Node::scalar(bridge.until.text));
        encodeNote(entry, bridge.note);
        list.items.push_back(std::move(entry));
    }
    addNode(map, key, std::move(list));
}

void addSchema(Node& map, const char* key, const std::optional<SchemaVersion>& schema)
{
    if (schema)
        map.add(key, Node::scalar(std::to_string(schema->value)));
}

}  // namespace

void encodeReleaseColumns(Node& map, const Release& release)
{
    addDate(map, "date", release.date);
    addList(map, "channels", textsOf(*release.channels));
    if (release.state.value != ReleaseState::ok)
        map.add("state", Node::scalar(nameOf(release.state.value)));
    addSchema(map, "schema", release.schema);
    addSchema(map, "compat", release.compat);
    addNode(map, "times", encodeTimes(release.times));
}

void encodeReleaseDetail(Node& map, const Release& release)
{
    encodeNote(map, release.state.note);
    encodeValidity(map, release.state.validity);
    addList(map, "aliases", release.aliases);
    addNode(map, "offer", encodeCondition(release.offer));
    addSchema(map, "compat_expanded", release.compatExpanded);
    if (release.migrations) {
        Node list = Node::list();
        for (const Migration& migration : *release.migrations)
            list.items.push_back(encodeMigration(migration));
        map.add("migrations", std::move(list));
    }
    addBridges(map, "moves", *release.moves);
    addBridges(map, "shims", *release.shims);
    if (release.scriptsSince)
        map.add("scripts_since", Node::scalar(release.scriptsSince->text));
    Node requirements = Node::map();
    for (const Requirement& requirement : release.requirements) {
        requirements.add(requirement.name,
                         requirement.timesDatabase
                             ? Node::scalar(">=" + to_string(*requirement.timesDatabase) + "x database")
                             : encodeMatch(requirement.match));
    }
    addNode(map, "requires", std::move(requirements));
    Node provides = Node::map();
    for (const auto& [component, version] : release.provides)
        provides.add(component.text, Node::scalar(version.text));
    addNode(map, "provides", std::move(provides));
    Node checkpoints = Node::list();
    for (const Checkpoint& checkpoint : release.checkpoints)
        checkpoints.items.push_back(encodeCheckpoint(checkpoint));
    if (checkpoints.items.size() == 1)
        map.add("checkpoint", std::move(checkpoints.items.front()));
    else
        addNode(map, "checkpoint", std::move(checkpoints));
    addList(map, "waits_for", release.waitsFor);
    addText(map, "notes", release.notes);
}

}  // namespace catalog
