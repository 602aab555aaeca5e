#include "catalog/encode.h"

#include "catalog/names.h"

namespace catalog {

namespace {

Node encodeLine(const Catalog& catalog, const Line& line)
{
    Node map = Node::map();
    map.add("id", Node::scalar(line.id.text));
    if (line.from)
        map.add("from", Node::scalar(catalog.at(*line.from).version.text));
    addDate(map, "end_of_life", line.endOfLife);
    return map;
}

}  // namespace

Node encodeFact(const FactDeclaration& fact)
{
    Node map = Node::map();
    map.add("type", Node::scalar(nameOf(fact.type)));
    addText(map, "ask", fact.ask);
    addList(map, "values", fact.values);
    if (fact.defaultValue) {
        if (const auto* values = std::get_if<std::set<std::string>>(&*fact.defaultValue))
            map.add("default", Node::list({values->begin(), values->end()}));
        else
            map.add("default", Node::scalar(to_string(*fact.defaultValue)));
    }
    return map;
}

Node encodeComponent(const Component& component)
{
    Node map = Node::map();
    addList(map, "available", textsOf(component.available));
    addNode(map, "step", encodeTimes(component.step, "per_gb"));
    if (component.maxStep != MaxStep::any)
        map.add("max_step", Node::scalar(nameOf(component.maxStep)));
    return map;
}

Node encodeHead(const Catalog& catalog)
{
    Node map = Node::map();
    map.add("cairn", Node::scalar("1"));
    Node product = Node::map();
    product.add("id", Node::scalar(catalog.product.id.text));
    addText(product, "name", catalog.product.name);
    addText(product, "vendor", catalog.product.vendor);
    map.add("product", std::move(product));
    map.add("versions", Node::scalar(nameOf(catalog.versions)));
    addDate(map, "published", catalog.published);
    if (catalog.sequence)
        map.add("sequence", Node::scalar(std::to_string(*catalog.sequence)));
    addDate(map, "expires", catalog.expires);
    map.add("policy", Node::scalar(nameOf(catalog.policy)));
    map.add("backports", Node::scalar(nameOf(catalog.backports)));
    addList(map, "default_channels", textsOf(catalog.defaultChannels));
    return map;
}

Node encode(const Catalog& catalog)
{
    Node map = encodeHead(catalog);
    Node components = Node::map();
    for (const Component& component : catalog.components)
        components.add(component.name.text, encodeComponent(component));
    addNode(map, "components", std::move(components));
    Node facts = Node::map();
    for (const FactDeclaration& fact : catalog.facts)
        facts.add(fact.name.text, encodeFact(fact));
    addNode(map, "facts", std::move(facts));
    Node lines = Node::list();
    for (const Line& line : catalog.lines)
        lines.items.push_back(encodeLine(catalog, line));
    map.add("lines", std::move(lines));
    Node releases = Node::list();
    releases.items.reserve(catalog.releases.size());
    for (const Release& release : catalog.releases) {
        Node entry = Node::map();
        entry.add("version", Node::scalar(release.version.text));
        entry.add("line", Node::scalar(catalog.at(release.line).id.text));
        encodeReleaseColumns(entry, release);
        encodeReleaseDetail(entry, release);
        addNode(entry, "install", encodeInstall(release.install));
        releases.items.push_back(std::move(entry));
    }
    addNode(map, "releases", std::move(releases));
    Node rules = Node::list();
    for (const Rule& rule : catalog.rules)
        rules.items.push_back(encodeRule(rule));
    addNode(map, "rules", std::move(rules));
    Node scripts = Node::map();
    for (const auto& [path, text] : catalog.scripts)
        scripts.add(path, Node::scalar(text));
    addNode(map, "scripts", std::move(scripts));
    return map;
}

}  // namespace catalog
