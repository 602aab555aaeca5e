#include "catalog/encode.h"
#include "catalog/names.h"

namespace catalog {

namespace {

Node byDatabase(const std::map<DatabaseKind, std::string>& texts)
{
    Node map = Node::map();
    for (const auto& [kind, text] : texts)
        map.add(nameOf(kind), Node::scalar(text));
    return map;
}

void addProbeAndUndo(Node& map, const std::optional<Probe>& probe, const std::optional<Undo>& undo)
{
    if (probe) {
        Node node = Node::map();
        addNode(node, "sql", byDatabase(probe->query));
        addList(node, "run", probe->run);
        addText(node, "exists", probe->exists);
        map.add("probe", std::move(node));
    }
    if (undo) {
        Node node = Node::map();
        addNode(node, "sql", byDatabase(undo->sql));
        addList(node, "run", undo->run);
        map.add("undo", std::move(node));
    }
}

Node encodeStep(const Step& step)
{
    Node map = Node::map();
    map.add("id", Node::scalar(step.id.text));
    map.add("driver", Node::scalar(nameOf(step.driver)));
    map.add("kind", Node::scalar(nameOf(step.kind)));
    addNode(map, "sql", byDatabase(step.sql));
    addList(map, "run", step.run);
    Node environment = Node::map();
    for (const auto& [name, value] : step.environment)
        environment.add(name, Node::scalar(value));
    addNode(map, "environment", std::move(environment));
    addText(map, "artefact", step.artefact);
    addText(map, "play", step.play);
    addText(map, "text", step.text);
    addProbeAndUndo(map, step.probe, step.undo);
    addDuration(map, "timeout", step.timeout);
    addNode(map, "when", encodeCondition(step.when));
    if (step.beforeStart)
        map.add("before-start", Node::scalar("true"));
    return map;
}

}  // namespace

Node encodeMigration(const Migration& migration)
{
    Migration plain;
    plain.id = migration.id;
    if (migration == plain)
        return Node::scalar(migration.id.text);
    Node map = Node::map();
    map.add("id", Node::scalar(migration.id.text));
    if (migration.phase != MigrationPhase::migrate)
        map.add("phase", Node::scalar(nameOf(migration.phase)));
    addNode(map, "sql", byDatabase(migration.sql));
    if (migration.kind != StepKind::tx)
        map.add("kind", Node::scalar(nameOf(migration.kind)));
    addProbeAndUndo(map, migration.probe, migration.undo);
    addNode(map, "times", encodeTimes(migration.times));
    return map;
}

Node encodeInstall(const Install& install)
{
    Node map = Node::map();
    Node artefacts = Node::list();
    for (const Artefact& artefact : install.artefacts) {
        Node entry = Node::map();
        entry.add("name", Node::scalar(artefact.name));
        entry.add("size", Node::scalar(std::to_string(artefact.size)));
        entry.add("sha256", Node::scalar(artefact.digest.text()));
        artefacts.items.push_back(std::move(entry));
    }
    addNode(map, "artefacts", std::move(artefacts));
    for (const auto& [phase, steps] : install.steps) {
        Node list = Node::list();
        for (const Step& step : steps)
            list.items.push_back(encodeStep(step));
        map.add(nameOf(phase), std::move(list));
    }
    return map;
}

}  // namespace catalog
