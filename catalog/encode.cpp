#include "catalog/encode.h"

#include "catalog/names.h"

namespace catalog {

namespace {

Node encodeMatch(const Match& match)
{
    Node values;
    if (match.anyOf.size() == 1) {
        values = Node::scalar(match.anyOf.front().text);
    } else {
        values = Node::list();
        for (const Match::Alternative& alternative : match.anyOf)
            values.items.push_back(Node::scalar(alternative.text));
    }
    if (!match.negated)
        return values;
    Node map = Node::map();
    map.add("not", std::move(values));
    return map;
}

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

template <typename Name>
std::vector<std::string> texts(const std::vector<Name>& names)
{
    std::vector<std::string> list;
    list.reserve(names.size());
    for (const Name& name : names)
        list.push_back(name.text);
    return list;
}

struct RuleWriter {
    Node& map;

    const char* operator()(const AllowRule& rule) const
    {
        addEnds(rule);
        addText(map, "grade", rule.grade.text);
        addNode(map, "times", encodeTimes(rule.times));
        addNode(map, "install", encodeInstall(rule.install));
        if (rule.backport)
            map.add("backport", Node::scalar("true"));
        return "allow";
    }
    const char* operator()(const ForbidRule& rule) const
    {
        addEnds(rule);
        return "forbid";
    }
    const char* operator()(const RiskRule& rule) const
    {
        map.add("id", Node::scalar(rule.id.text));
        addEnds(rule);
        if (rule.fixedIn)
            map.add("fixed_in", Node::scalar(rule.fixedIn->text));
        return "risk";
    }
    const char* operator()(const ReachRule& rule) const
    {
        map.add("lines", Node::scalar(std::to_string(rule.lines)));
        addEnds(rule);
        return "reach";
    }
    const char* operator()(const LeaveRule& rule) const
    {
        if (rule.line)
            map.add("line", Node::scalar(rule.line->text));
        addRange(map, "from", rule.from);
        return "leave";
    }
    template <typename Rule>
    void addEnds(const Rule& rule) const
    {
        addRange(map, "from", rule.from);
        addRange(map, "to", rule.to);
    }
};

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

void addText(Node& map, const char* key, const std::string& text)
{
    if (!text.empty())
        map.add(key, Node::scalar(text));
}

void addList(Node& map, const char* key, const std::vector<std::string>& texts)
{
    if (!texts.empty())
        map.add(key, Node::list(texts));
}

void addDate(Node& map, const char* key, const std::optional<Date>& date)
{
    if (date)
        map.add(key, Node::scalar(to_string(*date)));
}

void addDuration(Node& map, const char* key, const std::optional<Seconds>& duration)
{
    if (duration)
        map.add(key, Node::scalar(to_string(*duration)));
}

void addRange(Node& map, const char* key, const std::optional<Range>& range)
{
    if (range)
        map.add(key, Node::scalar(range->text()));
}

void addNode(Node& map, const char* key, Node node)
{
    if (!node.items.empty() || !node.entries.empty())
        map.add(key, std::move(node));
}

Node encodeCondition(const Condition& condition)
{
    Node list = Node::list();
    for (const std::vector<Match>& all : condition.anyOf) {
        Node map = Node::map();
        for (const Match& match : all)
            map.add(match.fact.text, encodeMatch(match));
        list.items.push_back(std::move(map));
    }
    if (list.items.size() == 1)
        return std::move(list.items.front());
    return list;
}

Node encodeTimes(const Times& times, const char* perGb)
{
    Node map = Node::map();
    addDuration(map, "downtime", times.downtime);
    addDuration(map, perGb, times.downtimePerGb);
    addDuration(map, "duration", times.duration);
    addDuration(map, "restore", times.restore);
    addDuration(map, "restore_per_gb", times.restorePerGb);
    return map;
}

void encodeNote(Node& map, const Note& note)
{
    addText(map, "reason", note.reason);
    addText(map, "url", note.url);
    addText(map, "remedy", note.remedy);
}

void encodeValidity(Node& map, const Validity& validity)
{
    addDate(map, "since", validity.since);
    addDate(map, "until", validity.until);
}

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
    addList(map, "available", texts(component.available));
    addNode(map, "step", encodeTimes(component.step, "per_gb"));
    if (component.maxStep != MaxStep::any)
        map.add("max_step", Node::scalar(nameOf(component.maxStep)));
    return map;
}

Node encodeRule(const Rule& rule)
{
    Node body = Node::map();
    const char* kind = std::visit(RuleWriter{body}, rule.body);
    addNode(body, "when", encodeCondition(rule.when));
    encodeValidity(body, rule.validity);
    encodeNote(body, rule.note);
    Node map = Node::map();
    map.add(kind, std::move(body));
    return map;
}

void encodeReleaseColumns(Node& map, const Release& release)
{
    addDate(map, "date", release.date);
    addList(map, "channels", texts(release.channels));
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
    addBridges(map, "moves", release.moves);
    addBridges(map, "shims", release.shims);
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
    addList(map, "default_channels", texts(catalog.defaultChannels));
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
