#pragma once

#include "catalog/document.h"

#include <initializer_list>
#include <random>
#include <string>

namespace catalog {

/// Random scalars and the parts that stand in many places of a catalog: ranges, notes, times, facts, conditions.
class GeneratedValues {
protected:
    explicit GeneratedValues(unsigned seed) : m_random(seed) {}
    ~GeneratedValues() = default;

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
        std::string core = number(0, 9) + "." + number(0, 12);
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
        std::string path = pick({"sql/a", "b", "sql/deep/c d", "ä"}) + number(0, 5) + ".sql";
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

    std::size_t m_scheme = 0;  ///< 0 numeric, 1 semver, 2 debian
    Node m_scripts = Node::map();

private:
    std::mt19937 m_random;
};

}  // namespace catalog
