#include "catalog/schema/review.h"

#include <algorithm>

namespace schema {

namespace {

bool blocks(const Verdict& verdict)
{
    return !verdict.own && (verdict.rewrite || verdict.scan || verdict.indexBuild) && blocksWrites(verdict.lock);
}

bool fails(const Verdict& verdict)
{
    return verdict.operation == Operation::unreadable || verdict.operation == Operation::fails ||
           verdict.has(Hazard::insideTransaction) || verdict.has(Hazard::notInServer) ||
           (verdict.has(Hazard::failsUnlessEmpty) && !verdict.own);
}

}  // namespace

Level levelOf(const Verdict& verdict)
{
    if (fails(verdict) || verdict.breaksOld()) {
        return Level::error;
    }
    const bool toReview =
        verdict.review && !verdict.own && !verdict.undone &&
        (verdict.phase == ChangePhase::contract || verdict.operation == Operation::renameTableWithView);
    if (verdict.phase == ChangePhase::opaque || toReview || blocks(verdict)) {
        return Level::warning;
    }
    const bool worthSaying = !verdict.own && (verdict.phase == ChangePhase::relax || verdict.review || verdict.undone ||
                                              verdict.has(Hazard::fullTable) || verdict.reads == Still::mostly);
    return worthSaying ? Level::note : Level::none;
}

Level levelOf(const StatementReview& statement)
{
    Level worst = Level::none;
    for (const Verdict& verdict : statement.verdicts) {
        worst = std::max(worst, levelOf(verdict));
    }
    if (statement.remark) {
        worst = std::min(worst, Level::note);
    }
    return statement.badRemarks.empty() ? worst : Level::error;
}

Level UnitReview::level() const
{
    Level worst = Level::none;
    for (const StatementReview& statement : statements) {
        worst = std::max(worst, levelOf(statement));
    }
    return worst;
}

}  // namespace schema
