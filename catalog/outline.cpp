#include "catalog/outline.h"

#include "catalog/encode.h"
#include "catalog/names.h"

namespace catalog {

namespace {

Step decodeStep(const Node& node, Decoding& decoding)
{
    Step step;
    MapReader map(node, decoding.report);
    map.requireText("id", step.id.text);
    if (map.require("driver") != nullptr)
        map.choice("driver", step.driver);
    if (map.require("kind") != nullptr)
        map.choice("kind", step.kind);
    decodeCondition(map, "when", step.when, decoding);
    map.boolean("before-start", step.beforeStart);
    map.finish();
    return step;
}

}  // namespace

Node encodeOutline(const Install& install)
{
    Node map = Node::map();
    for (const auto& [phase, steps] : install.steps) {
        Node list = Node::list();
        for (const Step& step : steps) {
            Node entry = Node::map();
            entry.add("id", Node::scalar(step.id.text));
            entry.add("driver", Node::scalar(nameOf(step.driver)));
            entry.add("kind", Node::scalar(nameOf(step.kind)));
            addNode(entry, "when", encodeCondition(step.when));
            if (step.beforeStart)
                entry.add("before-start", Node::scalar("true"));
            list.items.push_back(std::move(entry));
        }
        map.add(nameOf(phase), std::move(list));
    }
    return map;
}

Install decodeOutline(const Node& node, Decoding& decoding)
{
    Install outline;
    MapReader map(node, decoding.report);
    for (const auto& [phase, name] : namesOf(Phase())) {
        const Node* steps = map.find(name);
        if (steps == nullptr)
            continue;
        if (steps->kind != Node::Kind::list)
            decoding.report.add(ErrorCode::wrongKind, steps->place, described(*steps), {"list"});
        for (const Node& item : steps->items)
            outline.steps[phase].push_back(decodeStep(item, decoding));
    }
    map.finish();
    return outline;
}

}  // namespace catalog
