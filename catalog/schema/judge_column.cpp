#include "catalog/schema/column_type.h"
#include "catalog/schema/judgement.h"

#include <algorithm>

namespace schema {

namespace {

bool isCheckedDomain(const Model& model, const TypeText& type)
{
    const ObjectState* state = model.object(ObjectKind::type, splitName(type.name));
    return state != nullptr && state->kind == ObjectKind::domain;
}

/// The default's own row. A function that is not known is taken for volatile.
Operation defaultOperation(Judgement& judgement, const ColumnText& column)
{
    bool isVolatile = false;
    for (const std::string& function : column.functions) {
        const std::optional<bool> stable = isStableFunction(function);
        if (!stable) {
            judgement.note(Hazard::unknownFunction, function);
        }
        isVolatile = isVolatile || !stable.value_or(false);
    }
    return isVolatile ? Operation::addColumnVolatile : Operation::addColumnDefault;
}

Operation addOperation(Judgement& judgement, const ColumnText& column, bool hasValue)
{
    if ((column.notNull || column.primaryKey) && !hasValue) {
        return Operation::addColumnNotNull;
    }
    if (column.generated) {
        return Operation::addColumnGenerated;
    }
    if (column.serial || column.identity) {
        return Operation::addColumnSerial;
    }
    if (column.unique || column.primaryKey) {
        return hasValue ? Operation::addColumnUniqueDefault : Operation::addColumnUnique;
    }
    if (isCheckedDomain(judgement.before, column.type)) {
        return Operation::addColumnDomain;
    }
    const Operation byDefault = hasValue ? defaultOperation(judgement, column) : Operation::addColumn;
    if (byDefault == Operation::addColumnVolatile) {
        return byDefault;
    }
    if (column.check) {
        return Operation::addColumnCheck;
    }
    return column.references.name.empty() ? byDefault : Operation::addColumnReferences;
}

void addColumn(Judgement& judgement)
{
    const ColumnText& column = judgement.action.column;
    const bool hasValue = column.serial || column.identity || column.generated ||
                          (column.defaultKind != DefaultKind::none && column.defaultKind != DefaultKind::null);
    judgement.take(addOperation(judgement, column, hasValue));
    Verdict& verdict = judgement.verdict;
    if (verdict.operation == Operation::addColumnNotNull) {
        judgement.note(Hazard::failsUnlessEmpty);
    }
    if (hasValue && judgement.server < 110 && !verdict.rewrite) {
        verdict.rewrite = true;
        verdict.recipe = Recipe::backfill;
    }
    verdict.indexBuild = verdict.indexBuild || column.unique || column.primaryKey;
    if (!column.references.name.empty()) {
        judgement.note(Hazard::partnerTable, judgement.before.full(column.references));
        verdict.scan = verdict.scan || hasValue;
    }
    if (judgement.action.ifNotExists && judgement.before.column(judgement.action.name, column.name) != nullptr) {
        judgement.harmless();
        verdict.rewrite = verdict.scan = verdict.indexBuild = false;
    }
}

void setNotNull(Judgement& judgement, const ColumnState* column)
{
    judgement.take(Operation::setNotNull);
    Verdict& verdict = judgement.verdict;
    const TableState* table = judgement.before.table(judgement.action.name);
    const bool checked =
        table != nullptr && std::any_of(table->constraints.begin(), table->constraints.end(), [&](const auto& one) {
            return one.second.valid && one.second.notNullColumn == judgement.action.part;
        });
    if (checked) {
        verdict.scan = judgement.server < 120;
        verdict.recipe = Recipe::none;
        const auto& constraints = table->constraints;
        const bool oldCheck = std::any_of(constraints.begin(), constraints.end(), [&](const auto& one) {
            return one.second.notNullColumn == judgement.action.part && one.second.born != judgement.before.unit;
        });
        if (oldCheck) {
            judgement.harmless();
        }
    }
    if (column != nullptr && column->notNull) {
        verdict.scan = false;
        judgement.harmless();
    } else if (column != nullptr && judgement.isOwnColumn(judgement.action.part) && column->hasDefault) {
        judgement.harmless();
    }
}

void dropDefault(Judgement& judgement, const ColumnState* column)
{
    judgement.take(Operation::dropDefault);
    if (column == nullptr) {
        judgement.verdict.review = true;
    } else if (!column->notNull) {
        judgement.verdict.phase =
            judgement.isOwnColumn(judgement.action.part) ? ChangePhase::expand : ChangePhase::relax;
        judgement.verdict.writes = Still::yes;
        judgement.verdict.recipe = Recipe::none;
    }
}

void alterType(Judgement& judgement, const ColumnState* column)
{
    const TypeText unknown;
    Operation operation = typeChange(column == nullptr ? unknown : column->type, judgement.action.column.type,
                                     judgement.before, judgement.server);
    if (operation == Operation::typeSame && !judgement.action.column.collation.empty()) {
        operation = Operation::changeCollation;
    }
    judgement.take(operation);
    Verdict& verdict = judgement.verdict;
    if (operation == Operation::typeUnknown) {
        judgement.note(Hazard::unknownType);
    } else if (operation == Operation::typeMeaning) {
        judgement.note(Hazard::meaningChanges);
    }
    if (judgement.action.hasUsing && (operation == Operation::widenType || operation == Operation::typeSame)) {
        verdict.review = true;
    }
    if (judgement.isOwnColumn(judgement.action.part)) {
        judgement.harmless();
    }
}

}  // namespace

void judgeColumn(Judgement& judgement)
{
    const Action& action = judgement.action;
    const ColumnState* column = judgement.before.column(action.name, action.part);
    judgement.verdict.object += '.' + action.part;
    judgement.verdict.own = judgement.isOwnTable(action.name);
    switch (action.kind) {
    case ActionKind::addColumn:
        addColumn(judgement);
        break;
    case ActionKind::dropColumn:
        judgement.take(Operation::dropColumn);
        judgement.note(Hazard::dataLost);
        break;
    case ActionKind::renameColumn: {
        const TableState* table = judgement.before.table(action.name);
        const bool isView = action.object == ObjectKind::view || (table != nullptr && table->kind == ObjectKind::view);
        judgement.take(isView ? Operation::narrowView : Operation::renameColumn);
        break;
    }
    case ActionKind::alterType:
        alterType(judgement, column);
        break;
    case ActionKind::setNotNull:
        setNotNull(judgement, column);
        break;
    case ActionKind::dropNotNull:
        judgement.take(Operation::dropNotNull);
        break;
    case ActionKind::dropDefault:
    case ActionKind::dropIdentity:
        dropDefault(judgement, column);
        break;
    case ActionKind::dropExpression:
        judgement.take(Operation::dropDefault);
        judgement.verdict.review = true;
        break;
    default:
        judgement.take(Operation::setDefault);
        break;
    }
    const bool takesAway = action.kind == ActionKind::dropColumn || action.kind == ActionKind::renameColumn ||
                           action.kind == ActionKind::dropNotNull;
    if (takesAway && judgement.isOwnColumn(action.part)) {
        judgement.harmless();
    }
}

}  // namespace schema
