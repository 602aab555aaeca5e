#include "generated.h"

#include "generated_steps.h"

namespace catalog {

namespace {

class Generator : GeneratedSteps {
public:
    explicit Generator(unsigned seed) : GeneratedSteps(seed) {}

    Node catalog()
    {
        Node root = Node::map();
        put(root, "cairn", "1");
        Node product = Node::map();
        put(product, "id", word());
        maybe(product, "name", prose());
        maybe(product, "vendor", prose());
        root.add("product", product);
        const char* schemes[] = {"numeric", "semver", "debian"};
        m_scheme = below(3);
        put(root, "versions", schemes[m_scheme]);
        maybe(root, "published", "2026-01-0" + number(1, 9));
        maybe(root, "sequence", number(0, 1'000'000));
        maybe(root, "expires", "2027-01-0" + number(1, 9));
        maybe(root, "policy", pick({"open", "closed"}));
        maybe(root, "backports", pick({"dated", "free"}));
        if (coin())
            root.add("default_channels", Node::list({"stable", prose()}));
        root.add("components", components());
        root.add("facts", facts());
        linesAndReleases(root);
        Node rules = Node::list();
        for (std::size_t i = below(8); i > 0; --i)
            rules.items.push_back(rule());
        root.add("rules", rules);
        if (!m_scripts.entries.empty())
            root.add("scripts", m_scripts);
        return root;
    }

private:
    Node bridges()
    {
        Node list = Node::list();
        Node one = Node::map();
        put(one, "id", word());
        put(one, "until", version());
        note(one);
        list.items.push_back(one);
        return list;
    }

    Node checkpoint()
    {
        Node map = Node::map();
        put(map, "id", word());
        maybe(map, "lands_on", range());
        maybe(map, "beyond", range());
        condition(map, "when");
        maybe(map, "undo", pick({"true", "false"}));
        note(map);
        return map;
    }

    Node release(std::size_t line, std::size_t position, std::size_t schema)
    {
        Node map = Node::map();
        const std::string text = std::to_string(line + 1) + "." + std::to_string(position) + "." + number(0, 9);
        put(map, "version", text);
        m_versions.push_back(text);
        put(map, "line", "line " + std::to_string(line));
        if (coin())
            map.add("aliases", Node::list({"alias " + text}));
        if (coin())
            put(map, "date", "20" + number(10, 20) + "-0" + number(1, 9) + "-1" + number(0, 9));
        if (coin())
            map.add("channels", Node::list({pick({"stable", "fast", "null", "a b"}), "beta"}));
        condition(map, "offer");
        const std::string state = pick({"ok", "avoid", "withdrawn", "dead-end", "unavailable"});
        if (coin()) {
            put(map, "state", state);
            note(map);
            validity(map);
        } else if (coin()) {
            Node one = Node::map();
            put(one, "value", state);
            note(one);
            validity(one);
            map.add("state", one);
        }
        if (map.find("date") == nullptr || m_dated)
            put(map, "schema", std::to_string(schema));
        if (map.find("schema") != nullptr && coin()) {
            put(map, "compat", std::to_string(schema / 2));
            maybe(map, "compat_expanded", std::to_string(schema / 3));
        }
        if (coin()) {
            Node migrations = Node::list();
            for (std::size_t i = below(4); i > 0; --i)
                migrations.items.push_back(migration());
            map.add("migrations", migrations);
        }
        if (below(4) == 0)
            map.add("moves", bridges());
        if (below(4) == 0)
            map.add("shims", bridges());
        maybe(map, "scripts_since", version());
        if (coin()) {
            Node requirements = Node::map();
            requirements.add("php", match("php"));
            put(requirements, "disk_free", pick({">=2x database", ">=1.5x database", ">=2 GB", ">1000"}));
            requirements.add("nodes", match("nodes"));
            map.add("requires", requirements);
        }
        if (coin()) {
            Node provides = Node::map();
            put(provides, "php", version());
            put(provides, "java", version());
            map.add("provides", provides);
        }
        if (below(3) == 0) {
            Node list = Node::list();
            for (std::size_t i = 1 + below(2); i > 0; --i)
                list.items.push_back(checkpoint());
            map.add("checkpoint", list.items.size() == 1 && coin() ? list.items.front() : list);
        }
        if (below(4) == 0)
            map.add("waits_for", coin() ? Node::scalar(word()) : Node::list({word(), prose()}));
        if (coin())
            map.add("times", times());
        if (below(3) == 0)
            map.add("install", install());
        maybe(map, "notes", prose());
        return map;
    }

    void linesAndReleases(Node& root)
    {
        Node lines = Node::list();
        Node releases = Node::list();
        const std::size_t count = 1 + below(4);
        for (std::size_t line = 0; line < count; ++line) {
            Node one = Node::map();
            put(one, "id", "line " + std::to_string(line));
            if (!m_versions.empty() && coin())
                put(one, "from", m_versions[below(m_versions.size())]);
            maybe(one, "end_of_life", "2030-01-31");
            lines.items.push_back(one);
            // One schema for a whole line: however it is ordered, it does not fall.
            const std::size_t schema = below(100);
            for (std::size_t i = below(6); i > 0; --i)
                releases.items.push_back(release(line, 10 - i, schema));
        }
        root.add("lines", lines);
        root.add("releases", releases);
    }

    Node rule()
    {
        const std::string kind = pick({"allow", "forbid", "risk", "reach", "leave"});
        Node body = Node::map();
        if (kind == "leave") {
            maybe(body, "line", "line 0");
            maybe(body, "from", coin() ? "latest" : range());
        } else {
            const bool alias = !m_versions.empty() && coin();
            maybe(body, "from", range());
            maybe(body, "to", alias ? m_versions.front() : range());
        }
        if (kind == "allow") {
            maybe(body, "grade", pick({"tested", "supported"}));
            if (coin())
                body.add("times", times());
            if (below(3) == 0)
                body.add("install", install());
            maybe(body, "backport", pick({"true", "false"}));
        }
        if (kind == "risk") {
            put(body, "id", word());
            maybe(body, "fixed_in", version());
        }
        if (kind == "reach")
            put(body, "lines", number(0, 9));
        condition(body, "when");
        validity(body);
        note(body);
        Node map = Node::map();
        map.add(kind, body);
        return map;
    }

    bool m_dated = true;
    std::vector<std::string> m_versions;
};

}  // namespace

Node generatedCatalog(unsigned seed) { return Generator(seed).catalog(); }

}  // namespace catalog
