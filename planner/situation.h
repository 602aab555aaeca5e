#pragma once

#include "planner/day.h"
#include "planner/environment.h"
#include "planner/facts.h"
#include "planner/model.h"
#include "planner/planner.h"

#include <memory>
#include <optional>
#include <vector>

namespace planner {

/// One request made ready: the catalog as of the day, the site's facts, and what each rule needs to answer for a pair
/// of releases quickly. Belongs to one thread; environments and truths are filled in as they are met.
class Situation {
public:
    Situation(std::shared_ptr<const Day> day, const Site& site, const Goal& goal, const Facts& siteFacts,
              const Answers& answers = {}, const ComponentChanges& changes = {});
    /// The same site, of which more facts are known. Environments keep their ids.
    Situation(const Situation& other, const std::map<catalog::FactName, catalog::FactValue>& answers);

    const Model& model;
    const Site& site;
    const Goal& goal;
    Facts facts;
    Rank installed;
    Environments environments;
    std::optional<double> databaseBytes;

    const std::vector<std::uint8_t>& exists;           ///< by rank
    const std::vector<catalog::ReleaseState>& states;  ///< by rank, as of the day
    std::vector<std::uint8_t> inChannel;               ///< by rank

    /// A condition in an environment.
    [[nodiscard]] catalog::Truth truth(ConditionId condition, EnvironmentId environment) const;
    /// The facts that keep it unknown.
    [[nodiscard]] std::vector<catalog::FactName> undecided(ConditionId condition, EnvironmentId environment) const;
    /// Room on disk is a measurement, taken again right before each hop: while it is unknown it is not asked about but
    /// taken for enough, and the plan names it among its assumptions.
    [[nodiscard]] catalog::Truth met(RequirementId requirement, EnvironmentId environment) const;
    [[nodiscard]] std::vector<catalog::FactName> undecided(const catalog::Requirement& requirement) const;

    /// Whether the release was out on the day; the installed one may be younger and still be there.
    [[nodiscard]] bool released(Rank rank) const
    {
        const std::optional<catalog::Date>& date = model.at(rank).date;
        return !date || *date <= goal.asOf;
    }
    /// Whether the site takes the release at all: channel and offer.
    [[nodiscard]] catalog::Truth offered(Rank rank, EnvironmentId environment) const;

    /// The environment that a hop to the release leaves behind; nothing when what it provides cannot follow.
    [[nodiscard]] std::optional<EnvironmentId> after(EnvironmentId environment, Rank to);

    /// What depends on no fact. Checkpoints as bits: word `word` of `passed` and `beyond`.
    [[nodiscard]] const Day& day() const { return *m_day; }
    [[nodiscard]] std::size_t checkpointWords() const { return m_day->words(); }
    [[nodiscard]] std::uint64_t passed(Rank rank, std::size_t word) const { return m_day->passed(rank, word); }
    [[nodiscard]] std::uint64_t beyond(Rank rank, std::size_t word) const { return m_day->beyond(rank, word); }
    [[nodiscard]] bool lands(std::size_t checkpoint, Rank rank) const { return m_day->lands(checkpoint, rank); }
    [[nodiscard]] std::uint64_t undoable(std::size_t word) const { return m_day->undoable(word); }
    /// Those whose condition is not false, and those whose condition is true.
    [[nodiscard]] const std::vector<std::uint64_t>& possibleCheckpoints(EnvironmentId environment) const;
    [[nodiscard]] const std::vector<std::uint64_t>& certainCheckpoints(EnvironmentId environment) const;

    /// Whether the site stands on a checkpoint that failed; its retry is then all that is legal from there.
    [[nodiscard]] catalog::Truth failedHere() const;

    [[nodiscard]] MomentFacts moment(EnvironmentId environment) const { return {facts, environments, environment}; }
    [[nodiscard]] catalog::VersionScheme scheme() const { return model.catalog.versions; }

private:
    struct Moment {
        std::vector<signed char> conditions;
        std::vector<signed char> requirements;
        std::vector<std::uint64_t> possible;
        std::vector<std::uint64_t> certain;
        bool checkpointsKnown = false;
    };
    [[nodiscard]] Moment& momentOf(EnvironmentId environment) const;
    void answer(const std::map<catalog::FactName, catalog::FactValue>& answers);
    void weighCheckpoints(EnvironmentId environment) const;

    std::shared_ptr<const Day> m_day;
    mutable std::vector<Moment> m_moments;
};

}  // namespace planner
