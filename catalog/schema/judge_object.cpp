#include "catalog/schema/judgement.h"

#include <algorithm>

namespace schema {

namespace {

bool isOwnObject(const Judgement& judgement)
{
    const Action& action = judgement.action;
    const ObjectState* object = judgement.before.object(action.object, action.name, action.part);
    return object != nullptr && object->born == judgement.before.unit && object->born != 0;
}

void createTable(Judgement& judgement)
{
    const Action& action = judgement.action;
    judgement.take(action.other.name.empty() ? Operation::createTable : Operation::createPartition);
    if (!action.other.name.empty()) {
        judgement.verdict.own = judgement.isOwnTable(action.other);
        judgement.note(Hazard::partnerTable, judgement.before.full(action.other));
    }
    const auto noteTarget = [&](const ObjectName& target) {
        if (!target.name.empty() && judgement.before.full(target) != judgement.before.full(action.name) &&
            !judgement.isOwnTable(target)) {
            judgement.note(Hazard::partnerTable, judgement.before.full(target));
            judgement.verdict.lock = Lock::shareRowExclusive;
        }
    };
    for (const ColumnText& column : action.columns) {
        noteTarget(column.references);
    }
    for (const ConstraintText& constraint : action.constraints) {
        noteTarget(constraint.references);
    }
}

/// CREATE OR REPLACE VIEW may only append columns.
void createView(Judgement& judgement)
{
    const TableState* view = judgement.before.table(judgement.action.name);
    if (view == nullptr) {
        judgement.take(judgement.action.orReplace ? Operation::replaceView : Operation::createObject);
        return;
    }
    const std::vector<std::string>& before = view->order;
    const std::vector<std::string>& after = judgement.action.names;
    const bool known = !before.empty() && !after.empty();
    const bool appends = after.size() >= before.size() && std::equal(before.begin(), before.end(), after.begin());
    judgement.take(!known || appends ? Operation::replaceView : Operation::narrowView);
    judgement.verdict.own = judgement.isOwnTable(judgement.action.name);
}

void createOther(Judgement& judgement)
{
    const Action& action = judgement.action;
    switch (action.object) {
    case ObjectKind::view:
        createView(judgement);
        break;
    case ObjectKind::function:
        judgement.take(action.orReplace ? Operation::replaceFunction : Operation::createObject);
        if (action.orReplace && isOwnObject(judgement)) {
            judgement.harmless();
        }
        break;
    case ObjectKind::policy:
    case ObjectKind::rule:
        judgement.take(Operation::createRule);
        judgement.verdict.own = judgement.isOwnTable(action.name);
        break;
    default:
        judgement.take(Operation::createObject);
        break;
    }
}

void dropIndex(Judgement& judgement)
{
    const auto found = judgement.before.indexes.find(judgement.before.full(judgement.action.name));
    const bool known = found != judgement.before.indexes.end();
    const bool unique = known && found->second.unique;
    judgement.take(unique                          ? Operation::dropUniqueIndex
                   : judgement.action.concurrently ? Operation::dropIndexConcurrently
                                                   : Operation::dropIndex);
    if (unique) {
        judgement.verdict.action.names = found->second.columns;
        judgement.verdict.action.other = splitName(found->second.table);
        judgement.note(Hazard::onConflictTarget);
        judgement.verdict.lock = judgement.action.concurrently ? Lock::shareUpdateExclusive : Lock::accessExclusive;
    }
    if (known && found->second.born == judgement.before.unit && found->second.born != 0) {
        judgement.harmless();
    }
    if (known) {
        judgement.verdict.own = judgement.isOwnTable(splitName(found->second.table));
    }
}

void drop(Judgement& judgement)
{
    const Action& action = judgement.action;
    switch (action.object) {
    case ObjectKind::table:
    case ObjectKind::foreignTable:
        judgement.take(Operation::dropTable);
        judgement.note(Hazard::dataLost);
        judgement.verdict.own = judgement.isOwnTable(action.name);
        break;
    case ObjectKind::view:
    case ObjectKind::materializedView:
        judgement.take(Operation::dropView);
        judgement.verdict.own = judgement.isOwnTable(action.name);
        break;
    case ObjectKind::index:
        dropIndex(judgement);
        break;
    case ObjectKind::function:
        judgement.take(Operation::dropFunction);
        judgement.verdict.own = isOwnObject(judgement);
        break;
    case ObjectKind::trigger:
        judgement.take(Operation::dropTrigger);
        judgement.verdict.object += '.' + action.part;
        judgement.verdict.own = isOwnObject(judgement) || judgement.isOwnTable(action.name);
        break;
    case ObjectKind::extension:
        judgement.take(Operation::dropExtension);
        break;
    case ObjectKind::sequence:
    case ObjectKind::type:
    case ObjectKind::enumType:
    case ObjectKind::domain:
    case ObjectKind::schema:
        judgement.take(Operation::dropType);
        judgement.verdict.own = isOwnObject(judgement);
        judgement.verdict.lock = action.cascade ? Lock::accessExclusive : Lock::none;
        break;
    default:
        judgement.take(Operation::dropOther);
        break;
    }
}

void rename(Judgement& judgement)
{
    switch (judgement.action.object) {
    case ObjectKind::table:
    case ObjectKind::foreignTable: {
        const TableState* table = judgement.before.table(judgement.action.name);
        judgement.take(table != nullptr && table->kind == ObjectKind::view ? Operation::renameView
                                                                           : Operation::renameTable);
        judgement.verdict.own = judgement.isOwnTable(judgement.action.name);
        break;
    }
    case ObjectKind::view:
    case ObjectKind::materializedView:
        judgement.take(Operation::renameView);
        judgement.verdict.own = judgement.isOwnTable(judgement.action.name);
        break;
    case ObjectKind::index:
        judgement.take(Operation::renameIndex);
        break;
    case ObjectKind::trigger:
    case ObjectKind::policy:
    case ObjectKind::rule:
        judgement.take(Operation::setting);
        break;
    default:
        judgement.take(Operation::renameObject);
        judgement.verdict.own = isOwnObject(judgement);
        break;
    }
}

}  // namespace

void judgeObject(Judgement& judgement)
{
    switch (judgement.action.kind) {
    case ActionKind::createTable:
    case ActionKind::createTableAs:
        createTable(judgement);
        break;
    case ActionKind::createObject:
        createOther(judgement);
        break;
    case ActionKind::dropObject:
        drop(judgement);
        break;
    case ActionKind::moveObject:
        judgement.take(Operation::setSchema);
        judgement.verdict.own = judgement.isOwnTable(judgement.action.name) || isOwnObject(judgement);
        break;
    default:
        rename(judgement);
        break;
    }
}

}  // namespace schema
