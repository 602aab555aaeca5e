#include "reference_planner.h"

#include "catalog/order.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace reference {

namespace {

using namespace catalog;
using Index = std::size_t;
using Versions = std::map<std::string, std::string>;  // component -> version

/// Facts, with the versions of components before them.
struct Facts : FactSource {
    const std::map<std::string, FactValue>& values;
    std::map<std::string, FactValue> versions;
    explicit Facts(const std::map<std::string, FactValue>& known) : values(known) {}
    [[nodiscard]] const FactValue* find(const FactName& name) const override
    {
        if (const auto version = versions.find(name.text); version != versions.end())
            return &version->second;
        const auto found = values.find(name.text);
        return found == values.end() ? nullptr : &found->second;
    }
};

struct Step {
    bool hop = true;
    Index to = 0;
    std::string component, from, version;
};

struct Way {
    std::array<long long, 8> terms{};
    std::vector<Step> steps;
};

struct World {
    const Catalog& catalog;
    const planner::Site& site;
    const planner::Goal& goal;
    Order order;
    std::vector<Index> byRank;
    const planner::Site& told;
    std::map<std::string, FactValue> facts;
    std::map<std::string, FactValue> toldFacts;
    std::set<std::string> channels;
    Index installed = 0;
    std::set<std::string> lifted;

    World(const Catalog& c, const planner::Site& s, const planner::Goal& g, const planner::Site& t)
        : catalog(c), site(s), goal(g), order(c), told(t)
    {
    }

    const Release& at(Index i) const { return catalog.releases[i]; }
    std::uint32_t rank(Index i) const { return order.rank(ReleaseIndex(i)); }
    VersionKey key(const std::string& text) const { return *VersionKey::read(catalog.versions, text); }
    bool in(const std::optional<Range>& range, Index i) const
    {
        return !range || range->contains(at(i).version, key(at(i).version.text));
    }
    bool released(Index i) const { return !at(i).date || *at(i).date <= goal.asOf; }
    bool free(const std::string& what, Index i, const std::string& more = {}) const
    {
        return lifted.count(what + at(i).version.text + more) != 0;
    }
    bool exists(Index i) const { return i == installed || released(i); }
    ReleaseState state(Index i) const
    {
        return at(i).state.validity->covers(goal.asOf) ? at(i).state.value : ReleaseState::ok;
    }
    bool holds(const Condition& condition, const Versions& versions) const
    {
        if (condition.always())
            return true;
        Facts moment(facts);
        for (const auto& [name, version] : versions)
            moment.versions[name] = Version{version};
        return evaluate(condition, moment, catalog.versions) == Truth::yes;
    }
    /// By what the planner is told; a component of which it is told nothing is known once it has changed.
    Truth known(const Condition& condition, const Versions& versions) const
    {
        if (condition.always())
            return Truth::yes;
        Facts moment(toldFacts);
        for (const auto& [name, version] : versions) {
            const auto initial = site.components.find(ComponentName{name});
            const bool changed = initial == site.components.end() || initial->second.version.text != version;
            if (changed || told.components.count(ComponentName{name}) != 0)
                moment.versions[name] = Version{version};
        }
        return evaluate(condition, moment, catalog.versions);
    }
    bool inChannel(Index i) const
    {
        return channels.empty() || at(i).channels.empty() ||
               std::any_of(at(i).channels.begin(), at(i).channels.end(),
                           [&](const Channel& name) { return channels.count(name.text) != 0; });
    }
    bool offered(Index i, const Versions& versions) const { return inChannel(i) && holds(at(i).offer, versions); }
    bool meets(Index i, const Versions& versions) const
    {
        Condition all;
        all.anyOf.emplace_back();
        for (const Requirement& requirement : at(i).requirements) {
            if (!free("requires ", i, " " + requirement.name))
                all.anyOf.back().push_back(requirement.match);
        }
        return all.anyOf.back().empty() || holds(all, versions);
    }
    std::vector<Index> ancestors(Index i) const  // itself last
    {
        std::vector<Index> list{i};
        for (auto parent = order.parent(ReleaseIndex(i)); parent; parent = order.parent(*parent))
            list.insert(list.begin(), Index(*parent));
        return list;
    }
    std::optional<const Component*> component(const std::string& name) const
    {
        for (const Component& one : catalog.components) {
            if (one.name.text == name)
                return &one;
        }
        return std::nullopt;
    }
    bool mayChange(const std::string& name, const std::string& from, const std::string& to) const
    {
        const VersionKey a = key(from);
        const VersionKey b = key(to);
        if (b < a)
            return false;
        const MaxStep most = component(name) ? (*component(name))->maxStep : MaxStep::any;
        if (from == to || most == MaxStep::any)
            return true;
        if (most == MaxStep::major)
            return b.major() <= a.major() + 1;
        return a.major() == b.major() && b.minor() <= a.minor() + 1;
    }
    std::optional<Versions> after(Index b, const Versions& versions) const
    {
        Versions result = versions;
        for (const auto& [name, version] : at(b).provides) {
            const auto now = versions.find(name.text);
            if (now != versions.end() && !mayChange(name.text, now->second, version.text)) {
                if (!free("brings ", b, " " + name.text))
                    return std::nullopt;
                continue;
            }
            result[name.text] = version.text;
        }
        return result;
    }

    bool lands(Index by, const Checkpoint& checkpoint, Index i) const
    {
        return exists(i) && (checkpoint.landsOn ? in(checkpoint.landsOn, i) : i == by);
    }
    bool standsBeyond(Index by, const Checkpoint& checkpoint, Index i) const
    {
        if (lands(by, checkpoint, i))
            return false;
        if (checkpoint.beyond && in(checkpoint.beyond, i))
            return true;
        std::vector<Index> before = ancestors(i);
        return std::any_of(before.begin(), before.end(), [&](Index one) { return lands(by, checkpoint, one); });
    }
    bool hasPassed(Index by, const Checkpoint& checkpoint, Index i) const
    {
        return lands(by, checkpoint, i) || standsBeyond(by, checkpoint, i);
    }
    bool checkpointsAllow(Index a, Index b, const Versions& versions) const
    {
        for (Index by = 0; by < catalog.releases.size(); ++by) {
            for (const Checkpoint& checkpoint : at(by).checkpoints) {
                if (!holds(checkpoint.when, versions) || lifted.count("checkpoint " + checkpoint.id.text) != 0)
                    continue;
                if (!hasPassed(by, checkpoint, a) && standsBeyond(by, checkpoint, b))
                    return false;
                if (!checkpoint.undo && hasPassed(by, checkpoint, a) && !hasPassed(by, checkpoint, b))
                    return false;
            }
        }
        return true;
    }

    template <typename Body, typename Function>
    void rules(const Versions& versions, const Function& function) const
    {
        for (const Rule& rule : catalog.rules) {
            const Body* body = std::get_if<Body>(&rule.body);
            const auto position = static_cast<std::size_t>(&rule - catalog.rules.data());
            if (body != nullptr && lifted.count("rule " + std::to_string(position)) == 0 &&
                rule.validity.covers(goal.asOf) && holds(rule.when, versions))
                function(*body);
        }
    }
    bool allowed(Index a, Index b, const Versions& versions, bool backport = false) const
    {
        bool found = false;
        rules<AllowRule>(versions, [&](const AllowRule& allow) {
            found = found || (in(allow.from, a) && in(allow.to, b) && (!backport || allow.backport));
        });
        return found;
    }
    bool schemaAllows(Index a, Index b, const Versions& versions) const
    {
        const auto lists = [&](LineIndex line) {
            return std::any_of(catalog.releases.begin(), catalog.releases.end(),
                               [&](const Release& one) { return one.line == line && one.migrations; });
        };
        if (lists(at(a).line) && lists(at(b).line)) {
            const auto sum = [&](Index i) {
                std::set<std::string> ids;
                for (Index one : ancestors(i)) {
                    for (const Migration& migration : at(one).migrations.value_or(std::vector<Migration>{}))
                        ids.insert(migration.id.text);
                }
                return ids;
            };
            const std::set<std::string> had = sum(a);
            const std::set<std::string> has = sum(b);
            return std::includes(has.begin(), has.end(), had.begin(), had.end());
        }
        if (at(a).schema && at(b).schema && *at(a).schema > *at(b).schema)
            return false;
        if (at(a).line == at(b).line || !at(a).date || !at(b).date || *at(a).date <= *at(b).date)
            return true;
        return catalog.backports == Backports::free || catalog.policy == Policy::closed ||
               allowed(a, b, versions, true);
    }
    bool leaveAllows(Index a, Index b, const Versions& versions) const
    {
        bool legal = true;
        rules<LeaveRule>(versions, [&](const LeaveRule& leave) {
            if (at(a).line == at(b).line || (leave.line && catalog.at(at(a).line).id != *leave.line))
                return;
            if (leave.from) {
                legal = legal && in(leave.from, a);
                return;
            }
            std::optional<Index> newest;
            for (Index i = 0; i < catalog.releases.size(); ++i) {
                if (at(i).line == at(a).line && released(i) && state(i) == ReleaseState::ok && offered(i, versions) &&
                    (!newest || rank(i) > rank(*newest)))
                    newest = i;
            }
            legal = legal && (!newest || *newest == a);
        });
        return legal;
    }
    bool failedHere() const
    {
        if (!site.failed || lifted.count("failed") != 0)
            return false;
        for (Index by = 0; by < catalog.releases.size(); ++by) {
            for (const Checkpoint& checkpoint : at(by).checkpoints) {
                const bool here = checkpoint.landsOn ? in(checkpoint.landsOn, installed) : by == installed;
                if (here && holds(checkpoint.when, versionsOfSite()))
                    return true;
            }
        }
        return false;
    }
    Versions versionsOfSite() const
    {
        Versions versions;
        for (const auto& [name, component] : site.components)
            versions[name.text] = component.version.text;
        for (const auto& [name, version] : at(installed).provides)
            versions.try_emplace(name.text, version.text);
        return versions;
    }
    std::set<std::string> risksOf(Index a, Index b, const Versions& versions) const
    {
        std::set<std::string> ids;
        rules<RiskRule>(versions, [&](const RiskRule& risk) {
            const bool fixed = risk.fixedIn && key(at(b).version.text) >= key(risk.fixedIn->text);
            if (in(risk.from, a) && in(risk.to, b) && !fixed && lifted.count("risk " + risk.id.text) == 0)
                ids.insert(risk.id.text);
        });
        return ids;
    }

    bool legal(Index a, Index b, bool last, const Versions& versions) const
    {
        const ReleaseState to = free("state ", b) ? ReleaseState::ok : state(b);
        const std::string pair = " > " + at(b).version.text;
        if ((!exists(b) && !free("date ", b)) || to == ReleaseState::withdrawn || to == ReleaseState::unavailable)
            return false;
        if (to != ReleaseState::ok && !last)
            return false;
        if (state(a) == ReleaseState::deadEnd && a != b && !free("state ", a))
            return false;
        if ((!inChannel(b) && !free("channel ", b)) || (!holds(at(b).offer, versions) && !free("offer ", b)))
            return false;
        if (rank(b) < rank(a)) {
            bool back = goal.allowDowngrade && allowed(a, b, versions);
            const bool ends = a == installed && last && at(a).compat && at(b).schema && *at(a).compat <= *at(b).schema;
            back = back || (goal.allowDowngrade && ends);
            if (!back)
                return false;
        } else if (a != b && !schemaAllows(a, b, versions) && !free("schema ", a, pair)) {
            return false;
        }
        if (!checkpointsAllow(a, b, versions))
            return false;
        if (catalog.policy == Policy::closed && a != b && !allowed(a, b, versions) && !free("allow ", a, pair))
            return false;
        bool fine = leaveAllows(a, b, versions);
        rules<ForbidRule>(versions,
                          [&](const ForbidRule& rule) { fine = fine && !(in(rule.from, a) && in(rule.to, b)); });
        rules<ReachRule>(versions, [&](const ReachRule& rule) {
            const bool far = order.linesCrossed(ReleaseIndex(a), ReleaseIndex(b)) > rule.lines;
            fine = fine && !(in(rule.from, a) && in(rule.to, b) && far);
        });
        for (const std::string& id : risksOf(a, b, versions))
            fine = fine && goal.acceptedRisks.count(RiskId{id}) != 0;
        if (!fine || !meets(a, versions))
            return false;
        const std::optional<Versions> then = after(b, versions);
        return then && meets(b, *then) && (a != installed || a == b || !failedHere());
    }

    template <typename Body, typename Function>
    void rankingRules(Index a, Index b, const Versions& versions, Truth least, const Function& function) const
    {
        for (const Rule& rule : catalog.rules) {
            const Body* body = std::get_if<Body>(&rule.body);
            if (body != nullptr && rule.validity.covers(goal.asOf) && in(body->from, a) && in(body->to, b) &&
                known(rule.when, versions) >= least)
                function(*body);
        }
    }

    std::vector<Index> releasesRun(Index a, Index b) const
    {
        const std::vector<Index> before = ancestors(a);
        std::vector<Index> run;
        for (const Index one : ancestors(b)) {
            if (rank(b) > rank(a) && std::find(before.begin(), before.end(), one) == before.end())
                run.push_back(one);
        }
        return run.empty() ? std::vector<Index>{b} : run;
    }
    bool online(Index a, Index b) const
    {
        if (site.nodes.size() < 2 || rank(b) <= rank(a) || !at(a).schema || !at(a).waitsFor.empty())
            return false;
        for (const Index one : releasesRun(a, b)) {
            const auto compat = one == b && at(one).compatExpanded ? at(one).compatExpanded : at(one).compat;
            if (!compat || *compat > *at(a).schema)
                return false;
        }
        return true;
    }
    /// Downtime and duration of the migrations of the releases between.
    std::pair<Seconds, Seconds> skipped(Index a, Index b) const
    {
        std::set<std::string> counted;
        for (const Index one : ancestors(a)) {
            for (const Migration& migration : at(one).migrations.value_or(std::vector<Migration>{}))
                counted.insert(migration.id.text);
        }
        std::pair<Seconds, Seconds> sum{0, 0};
        for (const Index one : releasesRun(a, b)) {
            if (one == b || rank(b) <= rank(a))
                continue;
            for (const Migration& migration : at(one).migrations.value_or(std::vector<Migration>{})) {
                if (!counted.insert(migration.id.text).second)
                    continue;
                sum.first += migration.times.downtime.value_or(Seconds{0});
                sum.second += migration.times.duration.value_or(Seconds{0});
            }
        }
        return sum;
    }

    void pay(Way& way, Index a, Index b, const Versions& versions) const
    {
        way.terms[0] += 1;
        std::set<std::string> accepted;
        rankingRules<RiskRule>(a, b, versions, Truth::unknown, [&](const RiskRule& risk) {
            const bool fixed = risk.fixedIn && key(at(b).version.text) >= key(risk.fixedIn->text);
            if (!fixed && goal.acceptedRisks.count(risk.id) != 0)
                accepted.insert(risk.id.text);
        });
        way.terms[2] += static_cast<long long>(accepted.size());
        bool tested = false;
        Times times = at(b).times;
        bool given = false;
        rankingRules<AllowRule>(a, b, versions, Truth::yes, [&](const AllowRule& allow) {
            tested = tested || allow.grade.text == "tested";
            if (!given && !allow.times.empty()) {
                given = true;
                times.downtime = allow.times.downtime ? allow.times.downtime : times.downtime;
                times.duration = allow.times.duration ? allow.times.duration : times.duration;
            }
        });
        const auto [downtime, duration] = skipped(a, b);
        if (times.downtime)
            *times.downtime += downtime;
        if (times.duration)
            *times.duration += duration;
        if (online(a, b))
            times.downtime = Seconds{0};
        way.terms[3] += tested ? 0 : 1;
        way.terms[4] += times.downtime ? 0 : 1;
        way.terms[5] += times.downtime ? times.downtime->count() : 0;
        way.terms[6] += times.duration ? 0 : 1;
        way.terms[7] += times.duration ? times.duration->count() : 0;
    }

    bool better(const Way& a, const Way& b) const
    {
        std::vector<int> terms{0, 1, 2, 3, 4, 5, 6, 7};
        std::vector<int> front;
        if (goal.prefer == planner::Prefer::risk)
            front = {2};
        if (goal.prefer == planner::Prefer::tested)
            front = {3};
        if (goal.prefer == planner::Prefer::downtime)
            front = {4, 5};
        if (goal.prefer == planner::Prefer::duration)
            front = {6, 7};
        std::stable_partition(terms.begin(), terms.end(),
                              [&](int term) { return std::find(front.begin(), front.end(), term) != front.end(); });
        for (const int term : terms) {
            const auto place = static_cast<std::size_t>(term);
            if (a.terms[place] != b.terms[place])
                return a.terms[place] < b.terms[place];
        }
        const auto releases = [&](const Way& way) {
            std::vector<std::uint32_t> ranks;
            for (const Step& step : way.steps) {
                if (step.hop)
                    ranks.push_back(rank(step.to));
            }
            return ranks;
        };
        if (releases(a) != releases(b))
            return releases(a) > releases(b);
        for (std::size_t i = 0; i < a.steps.size(); ++i) {
            const Step& one = a.steps[i];
            const Step& other = b.steps[i];
            if (one.hop != other.hop)
                return one.hop;
            if (one.component != other.component)
                return one.component < other.component;
            if (one.version != other.version)
                return key(one.version) > key(other.version);
        }
        return false;
    }

    /// Component versions that a step can lead to while a release runs.
    template <typename Function>
    void steps(Index a, const Versions& versions, const Function& function) const
    {
        for (const auto& [name, now] : versions) {
            const auto declared = component(name);
            const auto standing = site.components.find(ComponentName{name});
            if (!declared || (standing != site.components.end() && standing->second.fixed))
                continue;
            for (const Version& version : (*declared)->available) {
                Versions then = versions;
                then[name] = version.text;
                if (key(version.text) > key(now) && mayChange(name, now, version.text) && meets(a, then))
                    function(name, now, version.text, then);
            }
        }
    }

    bool reaches(Index target) const
    {
        std::set<std::pair<Index, Versions>> known{{installed, versionsOfSite()}};
        std::vector<std::pair<Index, Versions>> open(known.begin(), known.end());
        const auto add = [&](Index to, const Versions& versions) {
            if (known.insert({to, versions}).second)
                open.emplace_back(to, versions);
        };
        while (!open.empty()) {
            const auto [a, versions] = open.back();
            open.pop_back();
            if (a == target)
                return true;
            for (Index b = 0; b < catalog.releases.size(); ++b) {
                if (b != a && legal(a, b, b == target, versions))
                    add(b, *after(b, versions));
            }
            steps(a, versions,
                  [&, from = a](const std::string&, const std::string&, const std::string&, const Versions& then) {
                      add(from, then);
                  });
        }
        return false;
    }

    std::optional<Way> search(Index target) const
    {
        std::map<std::pair<Index, Versions>, Way> best;
        std::set<std::pair<Index, Versions>> improved{{installed, versionsOfSite()}};
        best[*improved.begin()] = Way{};
        while (!improved.empty()) {
            const std::set<std::pair<Index, Versions>> known = std::move(improved);
            improved.clear();
            for (const auto& state : known) {
                const auto& [a, versions] = state;
                const Way way = best[state];
                if (a == target)
                    continue;
                const auto offer = [&](const std::pair<Index, Versions>& to, const Way& longer) {
                    const auto found = best.find(to);
                    if (found == best.end() || better(longer, found->second)) {
                        best[to] = longer;
                        improved.insert(to);
                    }
                };
                for (Index b = 0; b < catalog.releases.size(); ++b) {
                    if (b == a || !legal(a, b, b == target, versions))
                        continue;
                    Way longer = way;
                    pay(longer, a, b, versions);
                    longer.steps.push_back({true, b, {}, {}, {}});
                    offer({b, *after(b, versions)}, longer);
                }
                steps(a, versions,
                      [&, from = a, &before = way](const std::string& name, const std::string& now,
                                                   const std::string& version, const Versions& then) {
                          Way longer = before;
                          longer.terms[1] += 1;
                          longer.steps.push_back({false, from, name, now, version});
                          offer({from, then}, longer);
                      });
            }
        }
        std::optional<Way> result;
        for (const auto& [state, way] : best) {
            if (state.first == target && (!result || better(way, *result)))
                result = way;
        }
        return result;
    }
};

}  // namespace

namespace {

std::map<std::string, FactValue> factsOf(const Catalog& catalog, const planner::Site& site)
{
    std::map<std::string, FactValue> facts;
    for (const auto& [name, texts] : site.facts)
        facts[name.text] = texts.front();
    for (const FactDeclaration& declaration : catalog.facts) {
        const auto given = site.facts.find(declaration.name);
        if (given != site.facts.end())
            facts[declaration.name.text] = *readFactValue(declaration, given->second);
    }
    std::set<std::string> channels;
    for (const Channel& channel : site.channels)
        channels.insert(channel.text);
    if (!channels.empty())
        facts["channel"] = channels;
    return facts;
}

World worldOf(const Catalog& catalog, const planner::Site& site, const planner::Goal& goal, const planner::Site& told)
{
    World world(catalog, site, goal, told);
    for (Index i = 0; i < catalog.releases.size(); ++i) {
        if (catalog.releases[i].version.text == site.version)
            world.installed = i;
    }
    world.facts = factsOf(catalog, site);
    world.toldFacts = factsOf(catalog, told);
    for (const Channel& channel : site.channels)
        world.channels.insert(channel.text);
    return world;
}

std::optional<Index> targetOf(const World& world)
{
    const Catalog& catalog = world.catalog;
    const planner::Goal& goal = world.goal;
    const Versions versions = world.versionsOfSite();
    std::optional<Index> target;
    for (Index i = 0; i < catalog.releases.size(); ++i) {
        if (goal.target != "latest") {
            if (catalog.releases[i].version.text == goal.target && world.exists(i))
                target = i;
        } else if (world.rank(i) > world.rank(world.installed) && world.exists(i) &&
                   world.state(i) == ReleaseState::ok && world.offered(i, versions) &&
                   (!target || world.rank(i) > world.rank(*target))) {
            target = i;
        }
    }
    return target;
}

std::string textOf(const World& world, const Way& way)
{
    std::string text = world.site.version;
    for (const Step& step : way.steps) {
        text += step.hop ? " > " + world.catalog.releases[step.to].version.text
                         : " [" + step.component + " " + step.from + " > " + step.version + "]";
    }
    return text;
}

}  // namespace

namespace {

/// Everything but the search itself; empty: the search decides.
std::string plainAnswer(const World& world, std::optional<Index>& target)
{
    const planner::Site& site = world.site;
    const planner::Goal& goal = world.goal;
    const Versions versions = world.versionsOfSite();
    if (!world.meets(world.installed, versions))
        return "invalid-input";

    const bool ok = world.state(world.installed) == ReleaseState::ok;
    target = targetOf(world);
    if (!target && goal.target != "latest")
        return "invalid-input";
    if (!target)
        return ok ? "nothing-to-do" : "blocked";
    if (*target == world.installed) {
        if (!world.failedHere())
            return ok ? "nothing-to-do" : "blocked";
        return world.legal(*target, *target, true, versions) ? site.version + " > " + site.version : "blocked";
    }
    const bool back = world.rank(*target) < world.rank(world.installed);
    if (back && !goal.allowDowngrade)
        return "downgrade";
    return {};
}

}  // namespace

std::string answer(const Catalog& catalog, const planner::Site& site, const planner::Goal& goal,
                   const planner::Site& told)
{
    const World world = worldOf(catalog, site, goal, told);
    std::optional<Index> target;
    if (std::string plain = plainAnswer(world, target); !plain.empty())
        return plain;
    const bool back = world.rank(*target) < world.rank(world.installed);
    const std::optional<Way> way = world.search(*target);
    if (!way)
        return back ? "downgrade" : "blocked";
    return textOf(world, *way);
}

bool reaches(const Catalog& catalog, const planner::Site& site, const planner::Goal& goal,
             const std::set<std::string>& lifted)
{
    World world = worldOf(catalog, site, goal, site);
    if (!world.meets(world.installed, world.versionsOfSite()))
        return false;
    world.lifted = lifted;
    std::optional<Index> target;
    const std::string plain = plainAnswer(world, target);
    return plain.empty() ? world.reaches(*target) : plain.find(" > ") != std::string::npos;
}

std::string farthest(const Catalog& catalog, const planner::Site& site, const planner::Goal& goal)
{
    const World world = worldOf(catalog, site, goal, site);
    const Index limit = targetOf(world).value_or(world.installed);
    std::optional<Index> best;
    for (Index i = 0; i < catalog.releases.size(); ++i) {
        const bool between = world.rank(i) > world.rank(world.installed) && world.state(i) == ReleaseState::ok &&
                             (limit == world.installed || world.rank(i) <= world.rank(limit));
        if (between && (!best || world.rank(i) > world.rank(*best)) && world.search(i))
            best = i;
    }
    return best ? textOf(world, *world.search(*best)) : std::string();
}

}  // namespace reference
