#include "planner/model.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace planner {

namespace {

constexpr Rank never = ~Rank{0};

std::string keyOf(const catalog::Match& match)
{
    std::string key = match.fact.text + (match.negated ? "!" : "=");
    for (const catalog::Match::Alternative& alternative : match.anyOf)
        key += alternative.text + '\x1f';
    return key;
}

std::string keyOf(const catalog::Condition& condition)
{
    std::string key;
    for (const std::vector<catalog::Match>& all : condition.anyOf) {
        for (const catalog::Match& match : all)
            key += keyOf(match) + '\x1e';
        key += '\x1d';
    }
    return key;
}

}  // namespace

Model::Model(const catalog::Loaded& source) : loaded(source), catalog(source.catalog), order(source.catalog)
{
    conditions.push_back(&m_always);
    const std::size_t count = catalog.releases.size();
    releases.resize(count);
    keys.resize(count);
    parents.resize(count);
    for (Rank rank = 0; rank < count; ++rank) {
        const catalog::Release& release = catalog.at(order.byRank()[rank]);
        releases[rank].release = &release;
        keys[rank] = catalog::VersionKey::read(catalog.versions, release.version.text);
        if (const std::optional<catalog::ReleaseIndex> parent = order.parent(order.byRank()[rank]))
            parents[rank] = order.rank(*parent);
    }
    compileReleases();
    compileRules();
    compileMigrations();
    collectFacts();
    hasTimes = hasTimes || hasMigrationTimes;
}

ConditionId Model::intern(const catalog::Condition& condition)
{
    if (condition.always())
        return alwaysTrue;
    const auto [place, added] =
        m_conditionIds.try_emplace(keyOf(condition), static_cast<ConditionId>(conditions.size()));
    if (added)
        conditions.push_back(&condition);
    return place->second;
}

RequirementId Model::intern(const catalog::Requirement& requirement)
{
    std::string key = requirement.name + '\x1e' + keyOf(requirement.match);
    if (requirement.timesDatabase)
        key += std::to_string(*requirement.timesDatabase);
    const auto [place, added] =
        m_requirementIds.try_emplace(std::move(key), static_cast<RequirementId>(requirements.size()));
    if (added)
        requirements.push_back(&requirement);
    return place->second;
}

const std::vector<Rank>& Model::ranksOf(const std::string& text)
{
    static const std::vector<Rank> none;
    if (m_byText.empty()) {
        for (Rank rank = 0; rank < releases.size(); ++rank)
            m_byText[version(rank).text].push_back(rank);
    }
    const auto found = m_byText.find(text);
    return found == m_byText.end() ? none : found->second;
}

const ReleaseSet* Model::matching(const catalog::Range& range)
{
    std::unique_ptr<ReleaseSet>& set = m_sets[range.text()];
    if (set)
        return set.get();
    set = std::make_unique<ReleaseSet>(releases.size());
    bool onlyExact = true;
    for (const std::vector<catalog::Range::Comparison>& all : range.alternatives())
        onlyExact = onlyExact && all.size() == 1 && all.front().op == catalog::Range::Operator::exact;
    if (onlyExact) {
        for (const std::vector<catalog::Range::Comparison>& all : range.alternatives()) {
            for (const Rank rank : ranksOf(all.front().operand.text))
                set->insert(rank);
        }
        return set.get();
    }
    for (Rank rank = 0; rank < releases.size(); ++rank) {
        if (keys[rank] && range.contains(version(rank), *keys[rank]))
            set->insert(rank);
    }
    return set.get();
}

void Model::compileReleases()
{
    for (Rank rank = 0; rank < releases.size(); ++rank) {
        CompiledRelease& compiled = releases[rank];
        const catalog::Release& release = *compiled.release;
        compiled.line = static_cast<std::uint32_t>(release.line);
        compiled.offer = intern(release.offer);
        usesChannels = usesChannels || !release.channels.empty();
        hasTimes = hasTimes || !release.times.empty();
        const auto [list, isNew] = m_requirementLists.try_emplace(&*release.requirements);
        for (std::size_t i = 0; isNew && i < release.requirements.size(); ++i)
            list->second.push_back(intern((*release.requirements)[i]));
        compiled.requirements = &list->second;
        for (const catalog::Checkpoint& checkpoint : release.checkpoints) {
            checkpoints.push_back({&checkpoint, rank, checkpoint.landsOn ? matching(*checkpoint.landsOn) : nullptr,
                                   checkpoint.beyond ? matching(*checkpoint.beyond) : nullptr,
                                   intern(checkpoint.when)});
        }
    }
}

void Model::compileRules()
{
    const auto setOf = [this](const std::optional<catalog::Range>& range) {
        return range ? matching(*range) : nullptr;
    };
    for (const catalog::Rule& rule : catalog.rules) {
        CompiledRule compiled;
        compiled.rule = &rule;
        compiled.when = intern(rule.when);
        if (const auto* allow = std::get_if<catalog::AllowRule>(&rule.body)) {
            compiled.from = setOf(allow->from);
            compiled.to = setOf(allow->to);
            hasTimes = hasTimes || !allow->times.empty();
            hasTested = hasTested || allow->grade.tested();
            allows.push_back(std::move(compiled));
        } else if (const auto* forbid = std::get_if<catalog::ForbidRule>(&rule.body)) {
            compiled.from = setOf(forbid->from);
            compiled.to = setOf(forbid->to);
            forbids.push_back(std::move(compiled));
        } else if (const auto* risk = std::get_if<catalog::RiskRule>(&rule.body)) {
            compiled.from = setOf(risk->from);
            compiled.to = setOf(risk->to);
            if (risk->fixedIn)
                compiled.fixedIn = catalog::VersionKey::read(catalog.versions, risk->fixedIn->text);
            risks.push_back(std::move(compiled));
        } else if (const auto* reach = std::get_if<catalog::ReachRule>(&rule.body)) {
            compiled.from = setOf(reach->from);
            compiled.to = setOf(reach->to);
            reaches.push_back(std::move(compiled));
        } else if (const auto* leave = std::get_if<catalog::LeaveRule>(&rule.body)) {
            compiled.from = setOf(leave->from);
            for (std::uint32_t line = 0; leave->line && line < catalog.lines.size(); ++line) {
                if (catalog.lines[line].id == *leave->line)
                    compiled.line = catalog::LineIndex{line};
            }
            leaves.push_back(std::move(compiled));
        }
    }
}

void Model::compileMigrations()
{
    lineListsMigrations.assign(catalog.lines.size(), false);
    std::unordered_map<std::string, std::size_t>& ids = m_migrationPlaces;
    for (const CompiledRelease& compiled : releases) {
        if (!compiled.release->migrations)
            continue;
        lineListsMigrations[compiled.line] = true;
        for (const catalog::Migration& migration : *compiled.release->migrations) {
            hasMigrationTimes = hasMigrationTimes || migration.times.downtime || migration.times.downtimePerGb ||
                                migration.times.duration;
            if (ids.try_emplace(migration.id.text, m_migrationIds.size()).second)
                m_migrationIds.push_back(migration.id.text);
        }
    }
    if (ids.empty())
        return;
    const std::size_t lines = catalog.lines.size();
    std::vector<std::vector<Rank>>& first = m_firstWith;
    first.assign(lines, std::vector<Rank>(m_migrationIds.size(), never));
    for (std::size_t line = 0; line < lines; ++line) {
        const std::vector<catalog::ReleaseIndex>& members = order.onLine(static_cast<catalog::LineIndex>(line));
        if (members.empty())
            continue;
        const Rank front = rank(members.front());
        if (parents[front]) {
            const std::vector<Rank>& before = first[releases[*parents[front]].line];
            for (std::size_t id = 0; id < before.size(); ++id)
                first[line][id] = before[id] <= *parents[front] ? front : never;
        }
        for (const catalog::ReleaseIndex member : members) {
            for (const catalog::Migration& migration :
                 catalog.at(member).migrations.value_or(std::vector<catalog::Migration>{})) {
                Rank& known = first[line][ids.at(migration.id.text)];
                known = std::min(known, rank(member));
            }
        }
    }
    m_includedFrom.resize(releases.size() * lines);
    for (Rank rank = 0; rank < releases.size(); ++rank) {
        for (std::size_t line = 0; line < lines; ++line) {
            Rank& from = m_includedFrom[rank * lines + line];
            from = parents[rank] ? m_includedFrom[*parents[rank] * lines + line] : 0;
            for (const catalog::Migration& migration : at(rank).migrations.value_or(std::vector<catalog::Migration>{}))
                from = std::max(from, first[line][ids.at(migration.id.text)]);
        }
    }
}

bool Model::hasMigration(Rank rank, const catalog::MigrationId& id) const
{
    const auto found = m_migrationPlaces.find(id.text);
    return found != m_migrationPlaces.end() && m_firstWith[releases[rank].line][found->second] <= rank;
}

Rank Model::includedFrom(Rank a, std::uint32_t line) const
{
    return m_includedFrom.empty() ? 0 : m_includedFrom[a * catalog.lines.size() + line];
}

bool Model::includesMigrations(Rank b, Rank a) const { return b >= includedFrom(a, releases[b].line); }

std::vector<std::string> Model::missingMigrations(Rank b, Rank a) const
{
    const auto sum = [this](std::optional<Rank> rank) {
        std::set<std::string> ids;
        for (; rank; rank = parents[*rank]) {
            for (const catalog::Migration& migration : at(*rank).migrations.value_or(std::vector<catalog::Migration>{}))
                ids.insert(migration.id.text);
        }
        return ids;
    };
    const std::set<std::string> had = sum(a);
    const std::set<std::string> has = sum(b);
    std::vector<std::string> missing;
    for (const std::string& id : m_migrationIds) {
        if (had.count(id) != 0 && has.count(id) == 0)
            missing.push_back(id);
    }
    return missing;
}

void Model::collectFacts()
{
    std::set<catalog::FactName> names;
    for (const catalog::Condition* condition : conditions) {
        for (const std::vector<catalog::Match>& all : condition->anyOf) {
            for (const catalog::Match& match : all)
                names.insert(match.fact);
        }
    }
    for (const catalog::Requirement* requirement : requirements)
        names.insert(catalog::FactName{requirement->name});
    m_mentioned.assign(names.begin(), names.end());
}

}  // namespace planner
