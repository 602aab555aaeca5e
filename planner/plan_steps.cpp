#include "planner/disk_space.h"
#include "planner/hop_cost.h"
#include "planner/hop_mode.h"
#include "planner/plan_builder.h"

#include <algorithm>
#include <array>
#include <set>

namespace planner {

using catalog::MigrationPhase;
using catalog::Phase;
using catalog::Truth;

namespace {

Phase phaseOf(MigrationPhase phase)
{
    switch (phase) {
    case MigrationPhase::expand:
        return Phase::expand;
    case MigrationPhase::migrate:
        return Phase::migrate;
    case MigrationPhase::contract:
        return Phase::contract;
    }
    return Phase::migrate;
}

class HopSteps {
public:
    HopSteps(Situation& situation, const HopQuery& hop, std::size_t position, Plan& plan)
        : m_situation(situation), m_hop(hop), m_position(position), m_plan(plan), m_install(installOf(situation, hop))
    {
    }

    void add()
    {
        for (const Phase phase : {Phase::preflight, Phase::expand, Phase::backfill, Phase::install})
            addInstall(phase, AnyStep);
        addMigrations();
        addInstall(Phase::migrate, AnyStep);
        addInstall(Phase::contract, BeforeStart);
        addInstall(Phase::verify, AnyStep);
        addInstall(Phase::reveal, AnyStep);
        for (const catalog::MigrationId& id : m_ownContract)
            push(PlannedStep::Kind::migration, Phase::contract, m_hop.to, id.text);
        addInstall(Phase::contract, AfterStart);
    }

private:
    enum Which { AnyStep, BeforeStart, AfterStart };

    void push(PlannedStep::Kind kind, Phase phase, Rank release, std::string id)
    {
        PlannedStep step;
        step.kind = kind;
        step.hop = m_position;
        step.phase = phase;
        step.release = m_situation.model.version(release);
        step.id = std::move(id);
        m_plan.steps.push_back(std::move(step));
    }

    void addInstall(Phase phase, Which which)
    {
        const auto found = m_install.steps.find(phase);
        if (found == m_install.steps.end())
            return;
        for (const catalog::Step& step : found->second) {
            if ((which == BeforeStart && !step.beforeStart) || (which == AfterStart && step.beforeStart))
                continue;
            std::vector<catalog::FactName> undecided;
            const Truth wanted =
                catalog::evaluate(step.when, m_situation.moment(m_hop.before), m_situation.scheme(), &undecided);
            if (wanted == Truth::no)
                continue;
            if (wanted == Truth::unknown)
                assume(step, undecided);
            push(PlannedStep::Kind::install, phase, m_hop.to, step.id.text);
        }
    }

    /// A step whose condition cannot be answered is planned, and the plan says so.
    void assume(const catalog::Step& step, const std::vector<catalog::FactName>& undecided)
    {
        Reason reason;
        reason.code = ReasonCode::unknownFact;
        reason.to = m_situation.model.version(m_hop.to);
        reason.facts = undecided;
        reason.text = step.id.text;
        m_plan.assumptions.push_back(std::move(reason));
    }

    void addMigrations()
    {
        const Model& model = m_situation.model;
        if (m_hop.to < m_hop.from || !model.listsMigrations())
            return;
        std::set<catalog::MigrationId> planned;
        const std::optional<Rank> before = m_hop.retry() ? model.parents[m_hop.from] : std::optional<Rank>(m_hop.from);
        for (const Rank rank : releasesRun(model, m_hop.from, m_hop.to)) {
            forEachMigration(rank, [&](const catalog::Migration& migration) {
                if ((before && model.hasMigration(*before, migration.id)) || !planned.insert(migration.id).second)
                    return;
                if (rank == m_hop.to && migration.phase == MigrationPhase::contract)
                    m_ownContract.push_back(migration.id);
                else
                    push(PlannedStep::Kind::migration, phaseOf(migration.phase), rank, migration.id.text);
            });
        }
    }

    template <typename Function>
    void forEachMigration(Rank rank, const Function& function) const
    {
        const std::optional<std::vector<catalog::Migration>>& migrations = m_situation.model.at(rank).migrations;
        if (migrations)
            std::for_each(migrations->begin(), migrations->end(), function);
    }

    Situation& m_situation;
    HopQuery m_hop;
    std::size_t m_position;
    Plan& m_plan;
    const catalog::Install& m_install;
    std::vector<catalog::MigrationId> m_ownContract;
};

PlannedStep componentStep(const Situation& situation, const Move& move, std::size_t hop)
{
    const ComponentDomain& domain = situation.environments.domains()[move.domain];
    const auto version = [&](EnvironmentId moment) {
        return domain.versions[static_cast<std::size_t>(situation.environments.version(moment, move.domain))];
    };
    ComponentChange change{domain.name, version(move.before), version(move.after), situation.model.version(move.from),
                           std::nullopt};
    if (domain.declaration != nullptr && (domain.declaration->step.downtime || domain.declaration->step.downtimePerGb))
        change.downtime = domain.declaration->step.downtime.value_or(catalog::Seconds{0}) +
                          scaled(domain.declaration->step.downtimePerGb, databaseSize(situation.facts, situation.site));
    PlannedStep step;
    step.kind = PlannedStep::Kind::component;
    step.hop = hop;
    step.release = change.at;
    step.id = domain.name.text;
    step.component = std::move(change);
    return step;
}

}  // namespace

void addSteps(Situation& situation, const Path& path, Plan& plan)
{
    std::size_t hop = 0;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const Move& move = path[i];
        if (move.kind == Move::Kind::component) {
            plan.steps.push_back(componentStep(situation, move, hop));
            continue;
        }
        HopSteps(situation, {move.from, move.to, move.before, i + 1 == path.size()}, hop, plan).add();
        ++hop;
    }
}

}  // namespace planner
