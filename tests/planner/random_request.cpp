#include "random_request.h"

#include <algorithm>

namespace random_request {

namespace {

class Maker {
public:
    explicit Maker(std::uint32_t seed) : m_random(seed) {}

    Request make()
    {
        m_lines = 1 + pick(3);
        m_dated = chance(60);
        m_schemas = chance(50);
        m_migrations = chance(30);
        std::string yaml = "cairn: 1\nproduct: {id: p}\n";
        m_closed = chance(25);
        if (m_closed)
            yaml += "policy: closed\n";
        if (chance(20))
            yaml += "backports: free\n";
        m_components = chance(50);
        if (m_components) {
            const char* most[] = {"any", "major", "minor"};
            yaml += std::string("components:\n  db: {available: [\"1.0\", \"1.1\", \"2.0\", \"3.0\"], max_step: ") +
                    most[pick(3)] + "}\n  php: {available: [\"7\", \"8\"]}\n";
        }
        yaml += "facts:\n";
        for (const char* fact : {"f1", "f2", "f3"})
            yaml += std::string("  ") + fact + ": {type: boolean, ask: \"?\"}\n";
        yaml += lines();
        yaml += "releases:\n" + m_releases;
        yaml += rules();
        Request request;
        request.yaml = yaml;
        fill(request);
        return request;
    }

private:
    int pick(int count) { return static_cast<int>(m_random() % static_cast<unsigned>(count)); }
    bool chance(int percent) { return pick(100) < percent; }

    std::string when(int percent)
    {
        if (!chance(percent))
            return {};
        if (m_components && chance(25))
            return chance(50) ? ", when: {db: \">=2\"}" : ", when: {php: \"7\"}";
        const std::string fact = "f" + std::to_string(1 + pick(3));
        if (chance(20))
            return ", when: [{" + fact + ": true}, {f" + std::to_string(1 + pick(3)) + ": false}]";
        return ", when: {" + fact + (chance(50) ? ": true}" : ": false}");
    }

    std::string date(int day) { return "2020-0" + std::to_string(1 + day / 28) + "-" + two(1 + day % 28); }
    static std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

    std::string lines()
    {
        std::string text = "lines:\n";
        for (int line = 1; line <= m_lines; ++line) {
            text += "  - {id: L" + std::to_string(line);
            if (line > 1 && chance(80))
                text += ", from: " + m_versions[static_cast<std::size_t>(pick(static_cast<int>(m_versions.size())))];
            text += "}\n";
            addReleases(line);
        }
        return text;
    }

    void addReleases(int line)
    {
        const int count = 2 + pick(4);
        int schema = line * 10 + pick(10);
        int day = line * 20 + pick(30);
        for (int i = 0; i < count; ++i) {
            const std::string version =
                std::to_string(line) + "." + std::to_string(i / 2) + "." + std::to_string(i % 2);
            std::string text = "  - {version: " + version + ", line: L" + std::to_string(line);
            day += 1 + pick(20);
            schema += pick(3);
            if (m_dated && chance(95))
                text += ", date: " + date(day);
            if (m_schemas && chance(90))
                text += ", schema: " + std::to_string(schema) + ", compat: " + std::to_string(schema - pick(6));
            if (m_migrations && chance(80))
                text += ", migrations: [m" + std::to_string(chance(70) ? line * 10 + i : 10 + pick(20)) + "]";
            if (chance(12)) {
                const char* states[] = {"avoid", "withdrawn", "dead-end", "unavailable"};
                text += std::string(", state: ") + states[pick(4)];
            }
            if (chance(10))
                text += chance(50) ? ", channels: [fast]" : ", channels: [stable, fast]";
            if (chance(6))
                text += ", offer: {f" + std::to_string(1 + pick(3)) + ": true}";
            text += environment();
            if (chance(35))
                text += checkpoint(version);
            if (chance(40))
                text += ", times: {downtime: " + std::to_string(1 + pick(9)) + "m" +
                        (chance(50) ? ", duration: " + std::to_string(1 + pick(9)) + "m}" : "}");
            m_releases += text + "}\n";
            m_versions.push_back(version);
        }
    }

    std::string environment()
    {
        std::string text;
        if (m_components && chance(40)) {
            const char* ranges[] = {"<2", ">=1.1", ">=1.1 <3", ">=2", ">=3", "<3"};
            text += std::string(", requires: {db: \"") + ranges[pick(6)] + "\"" + (chance(20) ? ", php: \"8\"" : "") +
                    (chance(10) ? ", f3: true}" : "}");
        } else if (chance(5)) {
            text += ", requires: {f1: true}";
        }
        if (m_components && chance(10))
            text += chance(50) ? ", provides: {php: \"8\"}" : ", provides: {db: \"2.0\"}";
        return text;
    }

    std::string checkpoint(const std::string& version)
    {
        std::string text = ", checkpoint: {id: \"c" + version + "\"";
        if (chance(50))
            text += ", lands_on: \"" + version.substr(0, 3) + ".*\"";
        if (chance(15))
            text += ", beyond: \">" + version + "\"";
        if (chance(25))
            text += ", undo: true";
        return text + when(40) + "}";
    }

    std::string range()
    {
        const std::string version = m_versions[static_cast<std::size_t>(pick(static_cast<int>(m_versions.size())))];
        switch (pick(5)) {
        case 0:
            return "\"" + version + "\"";
        case 1:
            return "\"" + version.substr(0, 1) + ".*\"";
        case 2:
            return "\"" + version.substr(0, 3) + ".*\"";
        case 3:
            return "\">=" + version + "\"";
        default:
            return "\"<=" + version + "\"";
        }
    }

    std::string rules()
    {
        std::string text;
        const int allows = m_closed ? 3 + pick(10) : pick(3);
        for (int i = 0; i < allows; ++i) {
            text += "  - allow: {from: " + range() + ", to: " + range();
            if (chance(40))
                text += chance(70) ? ", grade: tested" : ", grade: tried";
            if (chance(15))
                text += ", backport: true";
            if (chance(15))
                text += ", times: {downtime: 1m}";
            text += when(20) + "}\n";
        }
        for (int i = pick(3); i > 0; --i)
            text += "  - forbid: {from: " + range() + ", to: " + range() + when(50) + "}\n";
        for (int i = pick(3); i > 0; --i)
            text += "  - risk: {id: r" + std::to_string(1 + pick(2)) + ", from: " + range() + ", to: " + range() +
                    (chance(30) ? ", fixed_in: " + m_versions.back() : "") + when(60) + "}\n";
        if (chance(20))
            text += "  - reach: {lines: 1" + when(30) + "}\n";
        if (chance(20))
            text += std::string("  - leave: {") + (chance(50) ? "line: L1, " : "") + "from: latest" + when(30) + "}\n";
        return text.empty() ? text : "rules:\n" + text;
    }

    void fill(Request& request)
    {
        const int count = static_cast<int>(m_versions.size());
        request.site.version = m_versions[static_cast<std::size_t>(pick(std::max(1, count / 2)))];
        request.site.failed = chance(6);
        request.goal.asOf = *catalog::readDate(chance(85) ? "2026-11-20" : "2020-03-15");
        request.goal.target = chance(60) ? "latest" : m_versions[static_cast<std::size_t>(pick(count))];
        request.goal.prefer = static_cast<planner::Prefer>(pick(6));
        request.goal.allowDowngrade = chance(15);
        for (const char* risk : {"r1", "r2"}) {
            if (chance(50))
                request.goal.acceptedRisks.insert(catalog::RiskId{risk});
        }
        if (chance(40))
            request.site.channels.insert(catalog::Channel{chance(50) ? "stable" : "fast"});
        if (m_components) {
            const char* versions[] = {"1.0", "1.1", "2.0", "3.0"};
            request.site.components[catalog::ComponentName{"db"}] = {catalog::Version{versions[pick(3)]}, chance(15)};
            request.site.components[catalog::ComponentName{"php"}] = {catalog::Version{chance(70) ? "7" : "8"},
                                                                      chance(15)};
        }
        for (const char* fact : {"f1", "f2", "f3"}) {
            if (chance(30))
                request.unknownFacts.emplace_back(fact);
            else
                request.site.facts[catalog::FactName{fact}] = {chance(50) ? "true" : "false"};
        }
    }

    std::mt19937 m_random;
    int m_lines = 1;
    bool m_dated = false;
    bool m_schemas = false;
    bool m_migrations = false;
    bool m_closed = false;
    bool m_components = false;
    std::vector<std::string> m_versions;
    std::string m_releases;
};

}  // namespace

Request make(std::uint32_t seed) { return Maker(seed).make(); }

}  // namespace random_request
