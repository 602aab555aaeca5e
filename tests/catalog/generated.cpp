#include "generated.h"

#include <random>

namespace catalog {

namespace {

class Generator {
public:
    explicit Generator(unsigned seed) : m_random(seed) {}

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
    std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(m_random); }
    bool coin() { return below(2) == 0; }
    std::string pick(std::initializer_list<const char*> choices) { return *(choices.begin() + below(choices.size())); }
    std::string number(std::size_t least, std::size_t most) { return std::to_string(least + below(most - least + 1)); }
    std::string word()
    {
        return pick({"a", "b2", "c-d", "e_f", "null", "true", "1e3", "0x1F", "~", "-", "Ärger"}) + number(0, 99);
    }
    std::string prose()
    {
        return pick({"plain",
                     "two words",
                     "a: b",
                     "# no comment",
                     "'single'",
                     "\"double\"",
                     "back\\slash",
                     "tab\there",
                     "line\nbreak",
                     "trailing \n",
                     "\nleading",
                     "ends\n",
                     "many\n\n\nlines\n\n",
                     " indented\n  more",
                     "{x}",
                     "[y]",
                     "*star",
                     "&and",
                     "!bang",
                     "%percent",
                     "@at",
                     "`tick",
                     "- dash",
                     "? what",
                     "| bar",
                     "> fold",
                     "naïve – 日本語 😀",
                     "\x01\x7f",
                     "null",
                     "~",
                     "123",
                     "---",
                     "...",
                     "a\n--- b\n",
                     "x\n \ny\n",
                     "x\n\ty\n"}) +
               (coin() ? "" : number(0, 9));
    }
    std::string duration() { return pick({"0s", "40s", "5m", "1h30m", "2d"}); }
    std::string version()
    {
        const std::string core = number(0, 9) + "." + number(0, 12);
        switch (below(4)) {
        case 0:
            return core;
        case 1:
            return core + "." + number(0, 30);
        case 2:
            return core + ".0" + std::string(m_scheme == 0 ? "rc" : m_scheme == 1 ? "-rc." : "~rc") + number(1, 9);
        default:
            return m_scheme == 2 ? number(0, 3) + ":" + core + "-" + number(1, 9) : core + ".1";
        }
    }
    std::string range()
    {
        switch (below(6)) {
        case 0:
            return version();
        case 1:
            return number(0, 9) + "." + number(0, 9) + ".*";
        case 2:
            return "*";
        case 3:
            return ">=" + version() + " <" + version();
        case 4:
            return "!=" + version() + " || =" + version() + "||<=" + version();
        default:
            return "> " + version();
        }
    }
    std::string script()
    {
        const std::string path = pick({"sql/a", "b", "sql/deep/c d", "ä"}) + number(0, 5) + ".sql";
        if (m_scripts.find(path) == nullptr)
            m_scripts.add(path, Node::scalar(prose() + "-- " + prose()));
        return path;
    }

    static void put(Node& map, const char* key, const std::string& text) { map.add(key, Node::scalar(text)); }
    void maybe(Node& map, const char* key, const std::string& text)
    {
        if (coin())
            put(map, key, text);
    }
    void note(Node& map)
    {
        maybe(map, "reason", prose());
        maybe(map, "url", "https://example.com/" + word());
        maybe(map, "remedy", prose());
    }
    void validity(Node& map)
    {
        maybe(map, "since", "2020-0" + number(1, 9) + "-01");
        maybe(map, "until", "2021-0" + number(1, 9) + "-28");
    }
    Node times(const char* perGb = "downtime_per_gb")
    {
        Node map = Node::map();
        for (const char* key : {"downtime", perGb, "duration", "restore", "restore_per_gb"})
            maybe(map, key, duration());
        return map;
    }

    Node components()
    {
        Node map = Node::map();
        for (const char* name : {"postgresql", "php", "disk space"}) {
            if (coin())
                continue;
            Node one = Node::map();
            if (coin())
                one.add("available", Node::list({version(), version()}));
            if (coin())
                one.add("step", times("per_gb"));
            maybe(one, "max_step", pick({"any", "major", "minor"}));
            map.add(name, one);
        }
        return map;
    }

    Node facts()
    {
        Node map = Node::map();
        const auto declare = [&](const char* name, const char* type, Node given,
                                 const std::vector<std::string>& values) {
            Node one = Node::map();
            put(one, "type", type);
            maybe(one, "ask", prose());
            if (!values.empty())
                one.add("values", Node::list(values));
            if (coin())
                one.add("default", std::move(given));
            map.add(name, one);
        };
        declare("nodes", "number", Node::scalar(pick({"2", "1.5", "-3", "1e21", "0.1"})), {});
        declare("online", "boolean", Node::scalar(pick({"true", "no"})), {});
        declare("edition", "string", Node::scalar("basic"), {"basic", "enterprise"});
        declare("runtime", "version", Node::scalar(version()), {});
        declare("modules", "set", coin() ? Node::scalar("x") : Node::list({"y", "x"}), {"x", "y", "z"});
        return map;
    }

    Node match(const std::string& fact)
    {
        const auto one = [&]() -> Node {
            if (fact == "nodes")
                return Node::scalar(pick({"1", ">=2", ">1 <=8 || 12", "*", "2.5"}));
            if (fact == "online")
                return Node::scalar(pick({"true", "false", "yes", "no"}));
            if (fact == "edition")
                return Node::scalar(pick({"basic", "enterprise"}));
            if (fact == "modules")
                return Node::scalar(pick({"x", "y", "z"}));
            if (fact == "runtime" || fact == "php")
                return Node::scalar(range());
            return Node::scalar(pick({"stable", "fast lane", "x:y", "5"}));
        };
        Node value = one();
        if (below(3) == 0) {
            Node list = Node::list();
            for (std::size_t i = 1 + below(3); i > 0; --i)
                list.items.push_back(one());
            value = std::move(list);
        }
        if (below(4) != 0)
            return value;
        Node negated = Node::map();
        negated.add("not", std::move(value));
        return negated;
    }

    Node conjunction()
    {
        Node map = Node::map();
        for (const char* fact :
             {"nodes", "online", "edition", "modules", "runtime", "php", "channel", "undeclared fact"}) {
            if (below(4) == 0)
                map.add(fact, match(fact));
        }
        return map;
    }
    void condition(Node& map, const char* key)
    {
        if (coin())
            return;
        if (coin()) {
            map.add(key, conjunction());
            return;
        }
        Node list = Node::list();
        for (std::size_t i = 1 + below(3); i > 0; --i)
            list.items.push_back(conjunction());
        map.add(key, list);
    }

    Node sql()
    {
        if (coin())
            return Node::scalar(script());
        Node map = Node::map();
        put(map, "sqlite", script());
        maybe(map, "postgresql", script());
        return map;
    }
    Node program()
    {
        return Node::list({"{release}/bin/" + word(), "{{literal}}", prose() == "{x}" ? "" : "--to={to}", ""});
    }
    Node probe()
    {
        Node map = Node::map();
        switch (below(3)) {
        case 0:
            put(map, "sql", "SELECT '" + prose() + "'");
            break;
        case 1:
            map.add("run", program());
            break;
        default:
            put(map, "exists", "{data}/" + word());
        }
        return map;
    }
    void probeAndUndo(Node& map, bool mustProbe)
    {
        if (mustProbe || coin())
            map.add("probe", probe());
        if (coin()) {
            Node undo = Node::map();
            if (coin())
                undo.add("sql", sql());
            else
                undo.add("run", program());
            map.add("undo", undo);
        }
    }

    Node migration()
    {
        const std::string id = "m" + std::to_string(++m_migration);
        if (coin())
            return Node::scalar(id);
        Node map = Node::map();
        put(map, "id", id);
        maybe(map, "phase", pick({"expand", "migrate", "contract"}));
        if (coin())
            map.add("sql", sql());
        const std::string kind = pick({"tx", "nontx", "batch", "opaque", "ensure", "pure"});
        put(map, "kind", kind);
        probeAndUndo(map, kind == "nontx" || kind == "opaque");
        if (coin())
            map.add("times", times());
        return map;
    }

    Node step(bool contract)
    {
        Node map = Node::map();
        put(map, "id", "s" + std::to_string(++m_step));
        const std::string driver = pick({"sql", "command", "archive", "deb", "ansible", "manual"});
        put(map, "driver", driver);
        if (driver == "sql")
            map.add("sql", sql());
        if (driver == "command") {
            map.add("run", program());
            if (coin()) {
                Node environment = Node::map();
                put(environment, "QUIET", coin() ? "" : "{from} " + std::to_string(below(9)));
                map.add("environment", environment);
            }
        }
        if (driver == "archive" || driver == "deb")
            put(map, "artefact", "a.tar");
        if (driver == "ansible")
            put(map, "play", script());
        if (driver == "manual")
            put(map, "text", prose());
        probeAndUndo(map, driver == "deb");
        maybe(map, "timeout", duration());
        condition(map, "when");
        if (contract)
            maybe(map, "before-start", pick({"true", "false"}));
        return map;
    }

    Node install()
    {
        Node map = Node::map();
        Node artefact = Node::map();
        put(artefact, "name", "a.tar");
        put(artefact, "size", pick({"0", "12 MB", "18446744073709551615"}));
        put(artefact, "sha256", (coin() ? "sha256:" : "") + std::string(64, "0123456789abcdefABCDEF"[below(22)]));
        map.add("artefacts", Node::list());
        map.entries.back().value.items.push_back(artefact);
        for (const char* phase :
             {"preflight", "expand", "backfill", "install", "migrate", "verify", "reveal", "contract"}) {
            if (below(3) != 0)
                continue;
            Node steps = Node::list();
            for (std::size_t i = 1 + below(2); i > 0; --i)
                steps.items.push_back(step(std::string_view(phase) == "contract"));
            map.add(phase, steps);
        }
        return map;
    }

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

    std::mt19937 m_random;
    std::size_t m_scheme = 0;
    bool m_dated = true;
    int m_migration = 0;
    int m_step = 0;
    std::vector<std::string> m_versions;
    Node m_scripts = Node::map();
};

}  // namespace

Node generatedCatalog(unsigned seed) { return Generator(seed).catalog(); }

}  // namespace catalog
