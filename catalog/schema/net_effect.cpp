#include "catalog/schema/net_effect.h"

#include "catalog/schema/judgement.h"

namespace schema {

namespace {

bool viewStillServes(const Verdict& verdict, const Model& after)
{
    const TableState* table = after.table(verdict.action.name);
    return table != nullptr;
}

bool isColumnEffectUndone(const Verdict& verdict, const Model& after)
{
    const Action& action = verdict.action;
    const ColumnState* column = after.column(action.name, action.part);
    switch (action.kind) {
    case ActionKind::renameColumn:
        return column != nullptr && verdict.identity != 0 && column->id == verdict.identity;
    case ActionKind::setNotNull:
        return after.table(action.name) == nullptr || column == nullptr || !column->notNull;
    case ActionKind::addColumn:
    case ActionKind::dropDefault:
    case ActionKind::dropIdentity:
        return column == nullptr || !column->notNull || column->hasDefault;
    default:
        return false;
    }
}

bool isDropUndone(const Verdict& verdict, const Model& after)
{
    const Action& action = verdict.action;
    switch (action.object) {
    case ObjectKind::table:
    case ObjectKind::foreignTable:
        return after.table(action.name) != nullptr && after.table(action.name)->kind == ObjectKind::view;
    case ObjectKind::view:
    case ObjectKind::materializedView:
        return viewStillServes(verdict, after);
    case ObjectKind::index:
        return hasUniquePart(after, action.other, action.names);
    default:
        return after.object(action.object, action.name, action.part) != nullptr;
    }
}

bool isUndone(const Verdict& verdict, const Model& after)
{
    const Action& action = verdict.action;
    switch (action.kind) {
    case ActionKind::dropObject:
        return isDropUndone(verdict, after);
    case ActionKind::addConstraint:
        return !action.constraint.name.empty() && after.constraint(action.name, action.constraint.name) == nullptr;
    case ActionKind::dropConstraint:
        return !action.constraint.columns.empty() && hasUniquePart(after, action.name, action.constraint.columns);
    case ActionKind::createIndex:
        return action.unique &&
               after.indexes.count(after.full(
                   {action.other.schema, action.name.name.empty() ? defaultName(action.other.name, action.names, "idx")
                                                                  : action.name.name})) == 0;
    case ActionKind::renameObject:
    case ActionKind::moveObject:
        if (const TableState* table = after.table(action.name)) {
            return table->id == verdict.identity && verdict.identity != 0;
        }
        return false;
    default:
        return isColumnEffectUndone(verdict, after);
    }
}

}  // namespace

void applyNetEffect(std::vector<Verdict*>& verdicts, const Model& after)
{
    for (Verdict* verdict : verdicts) {
        if (verdict->phase != ChangePhase::contract || verdict->own) {
            continue;
        }
        verdict->undone = isUndone(*verdict, after);
        const TableState* standIn = after.table(verdict->action.name);
        if (!verdict->undone && standIn != nullptr && standIn->kind == ObjectKind::view &&
            (verdict->operation == Operation::renameTable || verdict->operation == Operation::setSchema)) {
            const OperationRow& row = rowOf(Operation::renameTableWithView);
            verdict->operation = row.operation;
            verdict->phase = row.phase;
            verdict->reads = row.reads;
            verdict->writes = row.writes;
            verdict->recipe = row.recipe;
            verdict->review = row.review;
        }
    }
}

}  // namespace schema
