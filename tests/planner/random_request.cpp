#include "random_request.h"

#include <algorithm>

namespace random_request {

namespace {

class Maker {
public:
    explicit Maker(std::uint32_t seed) : m_random(seed) {}

    Request make()
    {
        m_deep = chance(50);
        m_lines = m_deep ? 1 + pick(2) : 1 + pick(3);
        m_dated = chance(60);
        m_schemas = chance(50);
        m_migrations = chance(30);
        std::string yaml = "cairn: 1\nproduct: {id: p}\n";
        m_closed = !m_deep && chance(25);
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
        m_rich = chance(60);
        m_channelFact = chance(8);
        m_migrationTimes = chance(30);
        yaml += "facts:\n";
        for (const char* fact : {"f1", "f2", "f3"})
            yaml += std::string("  ") + fact + ": {type: boolean, ask: \"?\"}\n";
        yaml += "  rows: {type: number, ask: \"?\"}\n"
                "  edition: {type: string, ask: \"?\", values: [community, enterprise, trial]}\n"
                "  agent: {type: version, ask: \"?\"}\n"
                "  tags: {type: set, ask: \"?\", values: [a, b, c]}\n";
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
        if (m_channelFact && chance(30))
            return ", when: {channel: fast}";
        if (m_rich && chance(60))
            return ", when: {" + rich() + "}";
        const std::string fact = "f" + std::to_string(1 + pick(3));
        if (m_rich && chance(20))
            return ", when: {" + fact + ": true, " + rich() + "}";
        if (chance(20))
            return ", when: [{" + fact + ": true}, {f" + std::to_string(1 + pick(3)) + ": false}]";
        return ", when: {" + fact + (chance(50) ? ": true}" : ": false}");
    }

    /// An entry about a fact that is no boolean.
    std::string rich()
    {
        static const std::vector<const char*> entries{
            "rows: \">10\"",
            "rows: \"<=10\"",
            "rows: \">=100\"",
            "rows: 10",
            "rows: {not: \"<100\"}",
            "edition: enterprise",
            "edition: [community, trial]",
            "edition: {not: trial}",
            "agent: \">=2\"",
            "agent: \"<3\"",
            "agent: \"2.*\"",
            "agent: \">2.5\"",
            "tags: a",
            "tags: [a, b]",
            "tags: {not: b}",
            "cohort: \"<=30\"",
            "zone: dmz",
        };
        return entries[static_cast<std::size_t>(pick(static_cast<int>(entries.size())))];
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
        const int count = m_deep ? 5 + pick(3) : 2 + pick(4);
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
                text += ", schema: " + std::to_string(schema) + ", compat: " + std::to_string(schema - pick(6)) +
                        (chance(25) ? ", compat_expanded: " + std::to_string(schema - 4 - pick(6)) : "");
            if (m_migrations && chance(80))
                text += ", migrations: [" + migration(chance(70) ? line * 10 + i : 10 + pick(20)) + "]";
            if (chance(m_deep ? 4 : 12)) {
                const char* states[] = {"avoid", "withdrawn", "dead-end", "unavailable"};
                text += std::string(", state: ") + states[pick(4)];
            }
            if (chance(10))
                text += chance(50) ? ", channels: [fast]" : ", channels: [stable, fast]";
            if (chance(6))
                text +=
                    ", offer: {" + (m_rich && chance(50) ? rich() : "f" + std::to_string(1 + pick(3)) + ": true") + "}";
            text += environment();
            if (chance(m_deep ? 55 : 35))
                text += checkpoint(version);
            if (chance(40))
                text += ", times: {downtime: " + std::to_string(1 + pick(9)) + "m" +
                        (chance(50) ? ", duration: " + std::to_string(1 + pick(9)) + "m}" : "}");
            m_releases += text + "}\n";
            m_versions.push_back(version);
        }
    }

    std::string migration(int number)
    {
        const std::string id = "m" + std::to_string(number);
        return m_migrationTimes && chance(60)
                   ? "{id: " + id + ", times: {downtime: " + std::to_string(1 + pick(5)) + "m, duration: 3m}}"
                   : id;
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
        if (chance(m_deep ? 15 : 50))
            text += ", lands_on: \"" + version.substr(0, 3) + ".*\"";
        if (chance(15))
            text += ", beyond: \">" + version + "\"";
        if (chance(25))
            text += ", undo: true";
        return text + when(m_deep ? 75 : 40) + "}";
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
            text += "  - forbid: {from: " + range() + ", to: " + range() + when(m_deep ? 90 : 50) + "}\n";
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
        request.site.version =
            m_versions[static_cast<std::size_t>(pick(m_deep && chance(70) ? 1 : std::max(1, count / 2)))];
        request.site.failed = chance(6);
        request.goal.asOf = *catalog::readDate(chance(85) ? "2026-11-20" : "2020-03-15");
        request.goal.target = chance(m_deep ? 85 : 60) ? "latest" : m_versions[static_cast<std::size_t>(pick(count))];
        request.goal.prefer = static_cast<planner::Prefer>(pick(6));
        request.goal.allowDowngrade = chance(15);
        for (const char* risk : {"r1", "r2"}) {
            if (chance(50))
                request.goal.acceptedRisks.insert(catalog::RiskId{risk});
        }
        if (chance(40))
            request.site.channels.insert(catalog::Channel{chance(50) ? "stable" : "fast"});
        if (chance(25))
            request.site.nodes.resize(2);
        if (m_components) {
            const char* versions[] = {"1.0", "1.1", "2.0", "3.0"};
            const bool known = chance(85);
            request.site.components[catalog::ComponentName{"php"}] = {catalog::Version{chance(70) ? "7" : "8"},
                                                                      chance(15)};
            if (known)
                request.site.components[catalog::ComponentName{"db"}] = {catalog::Version{versions[pick(3)]},
                                                                         chance(15)};
            else
                leaveOpen(request, {Unknown::Kind::component,
                                    "db",
                                    {{"0.9"}, {"1.0"}, {"1.1"}, {"1.5"}, {"2.0"}, {"2.5"}, {"3.0"}, {"4.0"}}});
        }
        if (m_channelFact && request.site.channels.empty())
            leaveOpen(request,
                      {Unknown::Kind::channel, "channel", {{"none"}, {"stable"}, {"fast"}, {"stable", "fast"}}});
        for (const char* fact : {"f1", "f2", "f3"})
            answerOrNot(request, 30, {Unknown::Kind::fact, fact, {{"true"}, {"false"}}});
        if (!m_rich)
            return;
        answerOrNot(request, 35, {Unknown::Kind::fact, "rows", {{"9"}, {"10"}, {"11"}, {"100"}}});
        answerOrNot(request, 35, {Unknown::Kind::fact, "edition", {{"community"}, {"enterprise"}, {"trial"}}});
        answerOrNot(request, 35, {Unknown::Kind::fact, "agent", {{"1"}, {"2"}, {"2.5"}, {"2.7"}, {"3"}}});
        answerOrNot(request, 35, {Unknown::Kind::fact, "tags", {{""}, {"a"}, {"b"}, {"a", "b"}}});
        answerOrNot(request, 35, {Unknown::Kind::fact, "cohort", {{"10"}, {"40"}}});
        answerOrNot(request, 35, {Unknown::Kind::fact, "zone", {{"dmz"}, {"lan"}}});
    }

    void answerOrNot(Request& request, int percent, const Unknown& fact)
    {
        const std::vector<std::string>& answer =
            fact.answers[static_cast<std::size_t>(pick(static_cast<int>(fact.answers.size())))];
        if (!chance(percent) || !leaveOpen(request, fact))
            say(request.site, fact, answer);
    }

    /// Not when there would be too many ways for all that is unknown to fall.
    static bool leaveOpen(Request& request, Unknown unknown)
    {
        // Nothing asks about it, so one answer is as good as another.
        if (request.yaml.find("{" + unknown.name + ": ") == std::string::npos &&
            request.yaml.find(", " + unknown.name + ": ") == std::string::npos)
            unknown.answers.resize(1);
        std::size_t ways = unknown.answers.size();
        for (const Unknown& other : request.unknown)
            ways *= other.answers.size();
        if (ways > mostCompletions)
            return false;
        request.unknown.push_back(std::move(unknown));
        return true;
    }

    static constexpr std::size_t mostCompletions = 48;
    std::mt19937 m_random;
    int m_lines = 1;
    bool m_dated = false;
    bool m_schemas = false;
    bool m_migrations = false;
    bool m_closed = false;
    bool m_components = false;
    bool m_deep = false;         ///< many checkpoints one after the other
    bool m_rich = false;         ///< conditions on numbers, texts, versions and sets
    bool m_channelFact = false;  ///< conditions on channels
    bool m_migrationTimes = false;
    std::vector<std::string> m_versions;
    std::string m_releases;
};

}  // namespace

void say(planner::Site& site, const Unknown& unknown, const std::vector<std::string>& texts)
{
    switch (unknown.kind) {
    case Unknown::Kind::fact:
        site.facts[catalog::FactName{unknown.name}] = texts;
        return;
    case Unknown::Kind::component:
        site.components[catalog::ComponentName{unknown.name}].version.text = texts.front();
        return;
    case Unknown::Kind::channel:
        for (const std::string& text : texts)
            site.channels.insert(catalog::Channel{text});
        return;
    }
}

std::vector<planner::Site> completions(const Request& request)
{
    std::vector<planner::Site> sites{request.site};
    for (const Unknown& unknown : request.unknown) {
        std::vector<planner::Site> more;
        for (const planner::Site& site : sites) {
            for (const std::vector<std::string>& texts : unknown.answers) {
                more.push_back(site);
                say(more.back(), unknown, texts);
            }
        }
        sites = std::move(more);
    }
    return sites;
}

Request make(std::uint32_t seed) { return Maker(seed).make(); }

}  // namespace random_request
