#include "planner/situation.h"

#include "planner/disk_space.h"

#include <algorithm>
#include <map>

namespace planner {

using catalog::Truth;

namespace {

constexpr signed char notAsked = -1;

std::vector<const CompiledRule*> validOn(const std::vector<CompiledRule>& rules, catalog::Date day)
{
    std::vector<const CompiledRule*> valid;
    for (const CompiledRule& rule : rules) {
        if (rule.rule->validity.covers(day))
            valid.push_back(&rule);
    }
    return valid;
}

}  // namespace

Situation::Situation(const Model& theModel, const Site& theSite, const Goal& theGoal, const Facts& siteFacts,
                     Rank theInstalled, const Answers& answers, ComponentChanges changes)
    : model(theModel),
      site(theSite),
      goal(theGoal),
      facts(siteFacts),
      installed(theInstalled),
      environments(theModel, theSite, answers.components, changes)
{
    for (const auto& [name, value] : answers.facts)
        facts.answer(name, value);
    const std::size_t count = model.size();
    exists.resize(count);
    states.resize(count);
    inChannel.resize(count);
    for (Rank rank = 0; rank < count; ++rank) {
        const catalog::Release& release = model.at(rank);
        exists[rank] = rank == installed || !release.date || *release.date <= goal.asOf;
        states[rank] = release.state.validity.covers(goal.asOf) ? release.state.value : catalog::ReleaseState::ok;
        inChannel[rank] = facts.channels().empty() || release.channels.empty() ||
                          std::any_of(release.channels.begin(), release.channels.end(),
                                      [this](const auto& channel) { return facts.channels().count(channel) != 0; });
    }
    allows = validOn(model.allows, goal.asOf);
    forbids = validOn(model.forbids, goal.asOf);
    risks = validOn(model.risks, goal.asOf);
    reaches = validOn(model.reaches, goal.asOf);
    leaves = validOn(model.leaves, goal.asOf);
    compileCheckpoints();
    classify();
}

void Situation::compileCheckpoints()
{
    const std::vector<CompiledCheckpoint>& checkpoints = model.checkpoints;
    m_words = (checkpoints.size() + 63) / 64;
    const std::size_t count = model.size();
    m_passed.assign(count * m_words, 0);
    m_beyond.assign(count * m_words, 0);
    m_undoable.assign(m_words, 0);
    std::vector<std::uint64_t> reached(count * m_words, 0);
    for (std::size_t position = 0; position < checkpoints.size(); ++position) {
        const std::size_t word = position / 64;
        const std::uint64_t bit = std::uint64_t{1} << (position % 64);
        if (checkpoints[position].checkpoint->undo)
            m_undoable[word] |= bit;
        for (Rank rank = 0; rank < count; ++rank) {
            const bool landing = exists[rank] != 0 && lands(position, rank);
            const bool ancestor = model.parents[rank] && (reached[*model.parents[rank] * m_words + word] & bit) != 0;
            const bool named = checkpoints[position].beyond != nullptr && checkpoints[position].beyond->contains(rank);
            if (landing || ancestor)
                reached[rank * m_words + word] |= bit;
            if (landing || ancestor || named)
                m_passed[rank * m_words + word] |= bit;
            if (!landing && (ancestor || named))
                m_beyond[rank * m_words + word] |= bit;
        }
    }
}

void Situation::classify()
{
    std::map<std::vector<std::uint64_t>, std::uint32_t> classes;
    std::vector<std::uint64_t> key(2 * m_words);
    m_class.resize(model.size());
    for (Rank rank = 0; rank < model.size(); ++rank) {
        for (std::size_t word = 0; word < m_words; ++word) {
            key[2 * word] = passed(rank, word);
            key[2 * word + 1] = beyond(rank, word);
        }
        const auto [place, added] = classes.try_emplace(key, static_cast<std::uint32_t>(m_representatives.size()));
        if (added)
            m_representatives.push_back(rank);
        m_class[rank] = place->second;
    }
}

bool Situation::lands(std::size_t checkpoint, Rank rank) const
{
    const CompiledCheckpoint& compiled = model.checkpoints[checkpoint];
    return compiled.lands == nullptr ? compiled.declaredBy == rank : compiled.lands->contains(rank);
}

Situation::Moment& Situation::momentOf(EnvironmentId environment) const
{
    while (m_moments.size() <= environment) {
        m_moments.emplace_back();
        m_moments.back().conditions.assign(model.conditions.size(), notAsked);
        m_moments.back().requirements.assign(model.requirements.size(), notAsked);
    }
    return m_moments[environment];
}

Truth Situation::truth(ConditionId condition, EnvironmentId environment) const
{
    if (condition == alwaysTrue)
        return Truth::yes;
    signed char& known = momentOf(environment).conditions[condition];
    if (known == notAsked)
        known = static_cast<signed char>(
            catalog::evaluate(*model.conditions[condition], moment(environment), scheme(), nullptr));
    return static_cast<Truth>(known);
}

std::vector<catalog::FactName> Situation::undecided(ConditionId condition, EnvironmentId environment) const
{
    std::vector<catalog::FactName> names;
    (void)catalog::evaluate(*model.conditions[condition], moment(environment), scheme(), &names);
    return names;
}

Truth Situation::met(RequirementId requirement, EnvironmentId environment) const
{
    signed char& known = momentOf(environment).requirements[requirement];
    if (known == notAsked) {
        const catalog::Requirement& asked = *model.requirements[requirement];
        const Truth answer = asksDiskSpace(asked) ? enoughDiskSpace(asked, facts, site)
                                                  : catalog::evaluate(asked.match, moment(environment), scheme());
        known = static_cast<signed char>(answer);
    }
    return static_cast<Truth>(known);
}

std::vector<catalog::FactName> Situation::undecided(const catalog::Requirement& requirement) const
{
    if (asksDiskSpace(requirement))
        return missingForDiskSpace(requirement, facts, site);
    return {catalog::FactName{requirement.name}};
}

Truth Situation::offered(Rank rank, EnvironmentId environment) const
{
    return inChannel[rank] == 0 ? Truth::no : truth(model.releases[rank].offer, environment);
}

std::optional<EnvironmentId> Situation::after(EnvironmentId environment, Rank to)
{
    EnvironmentId result = environment;
    for (const auto& [domain, version] : environments.provided(to)) {
        if (!environments.stepAllowed(domain, environments.version(environment, domain), version))
            return std::nullopt;
        result = environments.with(result, domain, version);
    }
    return result;
}

void Situation::weighCheckpoints(EnvironmentId environment) const
{
    std::vector<std::uint64_t> possible(m_words);
    std::vector<std::uint64_t> certain(m_words);
    for (std::size_t position = 0; position < model.checkpoints.size(); ++position) {
        const Truth binds = truth(model.checkpoints[position].when, environment);
        const std::uint64_t bit = std::uint64_t{1} << (position % 64);
        if (binds != Truth::no)
            possible[position / 64] |= bit;
        if (binds == Truth::yes)
            certain[position / 64] |= bit;
    }
    Moment& moment = momentOf(environment);
    moment.possible = std::move(possible);
    moment.certain = std::move(certain);
    moment.checkpointsKnown = true;
}

const std::vector<std::uint64_t>& Situation::possibleCheckpoints(EnvironmentId environment) const
{
    if (!momentOf(environment).checkpointsKnown)
        weighCheckpoints(environment);
    return momentOf(environment).possible;
}

const std::vector<std::uint64_t>& Situation::certainCheckpoints(EnvironmentId environment) const
{
    if (!momentOf(environment).checkpointsKnown)
        weighCheckpoints(environment);
    return momentOf(environment).certain;
}

Truth Situation::failedHere() const
{
    Truth failed = Truth::no;
    for (std::size_t position = 0; site.failed && position < model.checkpoints.size(); ++position) {
        if (lands(position, installed))
            failed = std::max(failed, truth(model.checkpoints[position].when, siteEnvironment));
    }
    return failed;
}

}  // namespace planner
