#include "catalog/schema/history.h"

#include "catalog/order.h"

#include <map>
#include <set>

namespace schema {

namespace {

/// What is known at a release, for those that follow it.
struct State {
    std::shared_ptr<Reviewer> reviewer;
    std::set<std::string> migrations;
};

struct Work {
    std::vector<Script> scripts;
    std::vector<catalog::MigrationPhase> phases;  ///< of the scripts
    std::vector<std::string> inCode;
};

Work newWork(const catalog::Catalog& catalog, const catalog::Release& release, catalog::DatabaseKind database,
             State& state)
{
    Work work;
    if (!release.migrations) {
        return work;
    }
    for (const catalog::Migration& migration : *release.migrations) {
        if (!state.migrations.insert(migration.id.text).second) {
            continue;
        }
        if (migration.sql.empty()) {
            work.inCode.push_back(migration.id.text);
            continue;
        }
        const auto path = migration.sql.find(database);
        const auto script = path == migration.sql.end() ? catalog.scripts.end() : catalog.scripts.find(path->second);
        if (script != catalog.scripts.end()) {
            work.scripts.push_back({script->first, script->second});
            work.phases.push_back(migration.phase);
        }
    }
    return work;
}

StatementReview codeStatement(const catalog::Release& release, const std::string& id)
{
    const OperationRow& row = rowOf(Operation::codeMigration);
    StatementReview statement;
    statement.place = release.place;
    statement.text = id;
    Verdict verdict;
    verdict.operation = row.operation;
    verdict.object = id;
    verdict.recipe = row.recipe;
    statement.verdicts.push_back(verdict);
    return statement;
}

}  // namespace

std::vector<ReleaseReview> reviewHistory(const catalog::Catalog& catalog, catalog::DatabaseKind database,
                                         std::unique_ptr<Reviewer> first)
{
    const catalog::Order order(catalog);
    std::map<catalog::ReleaseIndex, State> states;
    const State start{std::shared_ptr<Reviewer>(std::move(first)), {}};
    std::vector<ReleaseReview> reviews;
    for (const catalog::ReleaseIndex index : order.byRank()) {
        const catalog::Release& release = catalog.at(index);
        const std::optional<catalog::ReleaseIndex> parent = order.parent(index);
        State state = parent ? states[*parent] : start;
        const Work work = newWork(catalog, release, database, state);
        if (!work.scripts.empty() || !work.inCode.empty()) {
            state.reviewer = state.reviewer->branch();
            ReleaseReview review{index, state.reviewer->review(release.version.text, work.scripts), {}};
            for (const StatementReview& statement : review.unit.statements) {
                review.phases.push_back(work.phases[statement.script]);
            }
            for (const std::string& id : work.inCode) {
                review.unit.statements.push_back(codeStatement(release, id));
                review.phases.push_back(catalog::MigrationPhase::migrate);
            }
            reviews.push_back(std::move(review));
        }
        states[index] = std::move(state);
    }
    return reviews;
}

}  // namespace schema
