#include "planner/situation.h"

#include "planner/disk_space.h"

#include <algorithm>
#include <utility>

namespace planner {

using catalog::Truth;

namespace {

constexpr signed char notAsked = -1;

/// What the installed release brought along is at the site, unless the site says otherwise.
std::map<catalog::ComponentName, catalog::Version> knownComponents(const Model& model, Rank installed, const Site& site,
                                                                   const Answers& answers)
{
    std::map<catalog::ComponentName, catalog::Version> known = answers.components;
    for (const auto& [name, version] : model.at(installed).provides) {
        if (site.components.count(name) == 0)
            known.try_emplace(name, version);
    }
    return known;
}

}  // namespace

Situation::Situation(std::shared_ptr<const Day> theDay, const Site& theSite, const Goal& theGoal,
                     const Facts& siteFacts, const Answers& answers, const ComponentChanges& changes)
    : model(theDay->model),
      site(theSite),
      goal(theGoal),
      facts(siteFacts),
      installed(theDay->installed),
      environments(model, theSite, knownComponents(model, installed, theSite, answers), changes),
      exists(theDay->exists),
      states(theDay->states),
      m_day(std::move(theDay))
{
    answer(answers.facts);
}

Situation::Situation(const Situation& other, const std::map<catalog::FactName, catalog::FactValue>& answers)
    : model(other.model),
      site(other.site),
      goal(other.goal),
      facts(other.facts),
      installed(other.installed),
      environments(other.environments),
      exists(other.exists),
      states(other.states),
      m_day(other.m_day)
{
    answer(answers);
}

void Situation::answer(const std::map<catalog::FactName, catalog::FactValue>& answers)
{
    for (const auto& [name, value] : answers)
        facts.answer(name, value);
    databaseBytes = databaseSize(facts, site);
    inChannel.assign(model.size(), 1);
    for (Rank rank = 0; model.usesChannels && !facts.channels().empty() && rank < model.size(); ++rank) {
        const std::vector<catalog::Channel>& channels = model.at(rank).channels;
        inChannel[rank] = channels.empty() ||
                          std::any_of(channels.begin(), channels.end(),
                                      [this](const auto& channel) { return facts.channels().count(channel) != 0; });
    }
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
        Truth answer = Truth::unknown;
        if (!asksDiskSpace(asked))
            answer = catalog::evaluate(asked.match, moment(environment), scheme());
        else if (enoughDiskSpace(asked, facts, site) == Truth::no)
            answer = Truth::no;
        else
            answer = Truth::yes;  // what nobody has measured yet is assumed; see addMeasurements
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
    std::vector<std::uint64_t> possible(checkpointWords());
    std::vector<std::uint64_t> certain(checkpointWords());
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
