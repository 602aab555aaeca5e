#include "catalog/schema/classify.h"

#include "catalog/schema/judgement.h"

#include <algorithm>

namespace schema {

namespace {

void judgeCall(Judgement& judgement)
{
    judgement.take(Operation::query);
    for (const std::string& function : judgement.action.names) {
        const ObjectName name = splitName(function);
        const bool known = isStableFunction(function).has_value() || name.name.starts_with("pg_") ||
                           judgement.before.object(ObjectKind::function, name) != nullptr;
        if (!known) {
            judgement.take(Operation::unknownCall);
            judgement.note(Hazard::unknownFunction, function);
        }
    }
}

void judgeRows(Judgement& judgement)
{
    judgement.take(Operation::moveData);
    judgement.verdict.own = judgement.isOwnTable(judgement.action.name);
    const bool whole =
        judgement.action.kind == ActionKind::updateRows || judgement.action.kind == ActionKind::deleteRows;
    if (whole && !judgement.action.partial && !judgement.verdict.own) {
        judgement.note(Hazard::fullTable);
    }
    if (judgement.action.kind == ActionKind::insertRows) {
        judgement.verdict.recipe = Recipe::none;
    }
}

/// Everything that is one row whatever is known.
Operation plainOperation(const Action& action)
{
    switch (action.kind) {
    case ActionKind::refreshView:
        return action.concurrently ? Operation::refreshViewConcurrently : Operation::refreshView;
    case ActionKind::createTrigger:
        return Operation::createTrigger;
    case ActionKind::switchTrigger:
        return Operation::switchTrigger;
    case ActionKind::enumAddValue:
        return Operation::enumAddValue;
    case ActionKind::enumRenameValue:
        return Operation::enumRenameValue;
    case ActionKind::domainAddConstraint:
    case ActionKind::domainSetNotNull:
        return Operation::domainCheck;
    case ActionKind::domainRelax:
        return Operation::domainRelax;
    case ActionKind::attachPartition:
        return Operation::attachPartition;
    case ActionKind::detachPartition:
        return action.concurrently ? Operation::detachPartitionConcurrently : Operation::detachPartition;
    case ActionKind::setLogged:
    case ActionKind::setUnlogged:
    case ActionKind::rewriteTable:
        return Operation::rewriteTable;
    case ActionKind::vacuum:
        return Operation::vacuum;
    case ActionKind::rowSecurity:
        return Operation::rowSecurity;
    case ActionKind::relaxRowSecurity:
        return Operation::relaxRowSecurity;
    case ActionKind::inherit:
        return Operation::inherit;
    case ActionKind::grant:
        return Operation::grant;
    case ActionKind::revoke:
        return Operation::revoke;
    case ActionKind::setting:
        return Operation::setting;
    case ActionKind::truncate:
        return Operation::truncate;
    case ActionKind::lockTable:
        return Operation::lockTable;
    case ActionKind::setVariable:
    case ActionKind::beginTransaction:
    case ActionKind::commitTransaction:
    case ActionKind::rollbackTransaction:
    case ActionKind::sessionOnly:
        return Operation::session;
    case ActionKind::doBlock:
        return Operation::readBlock;
    case ActionKind::dynamicText:
        return Operation::unreadBlock;
    default:
        return Operation::other;
    }
}

void judgePlain(Judgement& judgement)
{
    const Action& action = judgement.action;
    judgement.take(plainOperation(action));
    Verdict& verdict = judgement.verdict;
    verdict.own = judgement.isOwnTable(action.name);
    if (action.kind == ActionKind::truncate) {
        judgement.note(Hazard::dataLost);
    } else if (action.kind == ActionKind::attachPartition || action.kind == ActionKind::detachPartition) {
        judgement.note(Hazard::partnerTable, judgement.before.full(action.other));
        verdict.own = verdict.own || judgement.isOwnTable(action.other);
        if (judgement.isOwnTable(action.other)) {
            verdict.scan = false;
        }
    } else if (action.kind == ActionKind::enumRenameValue || action.kind == ActionKind::enumAddValue) {
        const ObjectState* type = judgement.before.object(ObjectKind::type, action.name);
        verdict.own = type != nullptr && type->born == judgement.before.unit && type->born != 0;
    } else if (action.kind == ActionKind::domainAddConstraint && action.constraint.notValid) {
        verdict.scan = false;
        verdict.recipe = Recipe::none;
    }
}

Identity identityOf(const Action& action, const Model& before)
{
    if (const ColumnState* column = before.column(action.name, action.part)) {
        return column->id;
    }
    const TableState* table = before.table(action.name);
    return table == nullptr ? 0 : table->id;
}

void finish(Judgement& judgement, Around around)
{
    const Action& action = judgement.action;
    Verdict& verdict = judgement.verdict;
    if (action.conditional) {
        judgement.note(Hazard::conditional);
    }
    if (action.dynamic) {
        judgement.note(Hazard::dynamicText);
    }
    if (action.ifExists || action.ifNotExists) {
        judgement.note(Hazard::guarded);
    }
    if (action.cascade) {
        judgement.note(Hazard::cascade);
    }
    if (action.since > judgement.server) {
        judgement.note(Hazard::notInServer,
                       action.since % 10 == 0 && action.since >= 100
                           ? std::to_string(action.since / 10)
                           : std::to_string(action.since / 10) + '.' + std::to_string(action.since % 10));
    }
    const bool vacuumFull = action.kind == ActionKind::vacuum;
    const bool lateEnum = action.kind == ActionKind::enumAddValue && judgement.server < 120 && !verdict.own;
    const bool refresh = action.kind == ActionKind::refreshView;
    if (around == Around::transaction && ((action.concurrently && !refresh) || vacuumFull || lateEnum)) {
        judgement.note(Hazard::insideTransaction);
    }
}

}  // namespace

bool Verdict::has(Hazard hazard) const
{
    return std::any_of(notes.begin(), notes.end(), [hazard](const Note& note) { return note.hazard == hazard; });
}

void Judgement::take(Operation operation)
{
    const OperationRow& row = rowOf(operation);
    verdict.operation = operation;
    verdict.phase = row.phase;
    verdict.reads = row.reads;
    verdict.writes = row.writes;
    verdict.lock = row.lock;
    verdict.rewrite = row.rewrite;
    verdict.scan = row.scan;
    verdict.indexBuild = row.indexBuild;
    verdict.recipe = row.recipe;
    verdict.review = row.review;
}

void Judgement::harmless()
{
    verdict.phase = ChangePhase::expand;
    verdict.reads = Still::yes;
    verdict.writes = Still::yes;
    verdict.review = false;
}

bool Judgement::isOwnTable(const ObjectName& name) const
{
    const TableState* table = before.table(name);
    return table != nullptr && (table->temporary || (table->born == before.unit && before.unit != 0));
}

bool Judgement::isOwnColumn(const std::string& name) const
{
    const ColumnState* column = before.column(action.name, name);
    return column != nullptr && column->born == before.unit && before.unit != 0;
}

bool Judgement::areOwnColumns(const std::vector<std::string>& columns) const
{
    return !columns.empty() && std::all_of(columns.begin(), columns.end(),
                                           [this](const std::string& column) { return isOwnColumn(column); });
}

bool Judgement::staysNull(const ObjectName& table, const std::vector<std::string>& columns) const
{
    return std::any_of(columns.begin(), columns.end(), [&](const std::string& name) {
        const ColumnState* column = before.column(table, name);
        return column != nullptr && column->born == before.unit && before.unit != 0 && !column->hasDefault &&
               !column->notNull;
    });
}

bool hasUniquePart(const Model& model, const ObjectName& name, const std::vector<std::string>& columns)
{
    const auto within = [&columns](const std::vector<std::string>& part) {
        return !part.empty() && std::all_of(part.begin(), part.end(), [&columns](const std::string& one) {
            return !one.empty() && std::find(columns.begin(), columns.end(), one) != columns.end();
        });
    };
    const std::string full = model.full(name);
    const bool index = std::any_of(model.indexes.begin(), model.indexes.end(), [&](const auto& one) {
        return one.second.table == full && one.second.unique && !one.second.partial && within(one.second.columns);
    });
    const TableState* table = model.table(name);
    return index ||
           (table != nullptr && std::any_of(table->constraints.begin(), table->constraints.end(), [&](const auto& one) {
                return (one.second.kind == ConstraintKind::unique || one.second.kind == ConstraintKind::primaryKey) &&
                       within(one.second.columns);
            }));
}

Verdict classify(const Action& action, const Model& before, ServerVersion server, Around around)
{
    Judgement judgement{action, before, server, {}};
    judgement.verdict.action = action;
    judgement.verdict.action.body.clear();
    judgement.verdict.object = action.name.name.empty() ? std::string() : before.full(action.name);
    judgement.verdict.identity = identityOf(action, before);
    switch (action.kind) {
    case ActionKind::addColumn:
    case ActionKind::dropColumn:
    case ActionKind::renameColumn:
    case ActionKind::alterType:
    case ActionKind::setNotNull:
    case ActionKind::dropNotNull:
    case ActionKind::setDefault:
    case ActionKind::dropDefault:
    case ActionKind::addIdentity:
    case ActionKind::dropIdentity:
    case ActionKind::dropExpression:
        judgeColumn(judgement);
        break;
    case ActionKind::addConstraint:
    case ActionKind::validateConstraint:
    case ActionKind::dropConstraint:
    case ActionKind::renameConstraint:
        judgeConstraint(judgement);
        break;
    case ActionKind::createIndex:
    case ActionKind::reindex:
        judgeIndex(judgement);
        break;
    case ActionKind::createTable:
    case ActionKind::createTableAs:
    case ActionKind::createObject:
    case ActionKind::dropObject:
    case ActionKind::renameObject:
    case ActionKind::moveObject:
        judgeObject(judgement);
        break;
    case ActionKind::insertRows:
    case ActionKind::updateRows:
    case ActionKind::deleteRows:
        judgeRows(judgement);
        break;
    case ActionKind::select:
    case ActionKind::call:
        judgeCall(judgement);
        break;
    default:
        judgePlain(judgement);
        break;
    }
    finish(judgement, around);
    return std::move(judgement.verdict);
}

}  // namespace schema
