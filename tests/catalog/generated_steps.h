#pragma once

#include "generated_values.h"

namespace catalog {

/// Random migrations, steps and installs.
class GeneratedSteps : protected GeneratedValues {
protected:
    explicit GeneratedSteps(unsigned seed) : GeneratedValues(seed) {}
    ~GeneratedSteps() = default;

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
        if (driver != "manual")
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

private:
    int m_migration = 0;
    int m_step = 0;
};

}  // namespace catalog
