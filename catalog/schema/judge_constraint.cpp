#include "catalog/schema/judgement.h"

#include <algorithm>

namespace schema {

namespace {

bool areNotNull(const Judgement& judgement, const std::vector<std::string>& columns)
{
    return !columns.empty() && std::all_of(columns.begin(), columns.end(), [&](const std::string& name) {
        const ColumnState* column = judgement.before.column(judgement.action.name, name);
        return column != nullptr && column->notNull;
    });
}

void addUnique(Judgement& judgement, const ConstraintText& constraint)
{
    if (!constraint.usingIndex.empty()) {
        judgement.take(Operation::addUniqueUsingIndex);
    } else if (hasUniquePart(judgement.before, judgement.action.name, constraint.columns)) {
        judgement.take(Operation::addUniqueSuperset);
    } else {
        judgement.take(Operation::addUnique);
        if (judgement.staysNull(judgement.action.name, constraint.columns)) {
            judgement.harmless();
        }
    }
}

void addPrimaryKey(Judgement& judgement, const ConstraintText& constraint)
{
    std::vector<std::string> columns = constraint.columns;
    if (!constraint.usingIndex.empty()) {
        const auto index =
            judgement.before.indexes.find(judgement.before.full({judgement.action.name.schema, constraint.usingIndex}));
        if (index != judgement.before.indexes.end()) {
            columns = index->second.columns;
        }
    }
    const bool usesIndex = !constraint.usingIndex.empty();
    judgement.take(usesIndex ? Operation::addPrimaryKeyUsingIndex : Operation::addPrimaryKey);
    if (areNotNull(judgement, columns)) {
        judgement.verdict.scan = false;
        if (usesIndex || hasUniquePart(judgement.before, judgement.action.name, columns)) {
            judgement.verdict.recipe = usesIndex ? Recipe::none : judgement.verdict.recipe;
            judgement.harmless();
        }
    }
}

void addConstraint(Judgement& judgement)
{
    const ConstraintText& constraint = judgement.action.constraint;
    switch (constraint.kind) {
    case ConstraintKind::check:
        judgement.take(constraint.notValid ? Operation::addCheckNotValid : Operation::addCheck);
        break;
    case ConstraintKind::foreignKey:
        judgement.take(constraint.notValid ? Operation::addForeignKeyNotValid : Operation::addForeignKey);
        judgement.note(Hazard::partnerTable, judgement.before.full(constraint.references));
        break;
    case ConstraintKind::unique:
        addUnique(judgement, constraint);
        return;
    case ConstraintKind::primaryKey:
        addPrimaryKey(judgement, constraint);
        return;
    case ConstraintKind::exclusion:
        judgement.take(Operation::addExclusion);
        return;
    default:
        judgement.take(Operation::other);
        return;
    }
    if (judgement.areOwnColumns(constraint.columns)) {
        judgement.harmless();
    }
}

ConstraintKind kindByName(const std::string& name)
{
    const auto ends = [&name](std::string_view suffix) { return name.ends_with(suffix); };
    if (ends("_fkey") || ends("_fk") || name.starts_with("fk_")) {
        return ConstraintKind::foreignKey;
    }
    if (ends("_pkey") || ends("_pk") || name.starts_with("pk_")) {
        return ConstraintKind::primaryKey;
    }
    if (ends("_key") || ends("_unique") || ends("_uniq") || name.starts_with("uq_") || name.starts_with("unique_")) {
        return ConstraintKind::unique;
    }
    if (ends("_check") || ends("_chk") || name.starts_with("chk_") || name.starts_with("check_")) {
        return ConstraintKind::check;
    }
    return ConstraintKind::none;
}

void dropConstraint(Judgement& judgement)
{
    const ConstraintState* state = judgement.before.constraint(judgement.action.name, judgement.action.part);
    const ConstraintKind kind = state != nullptr ? state->kind : kindByName(judgement.action.part);
    if (state != nullptr) {
        judgement.verdict.action.constraint.columns = state->columns;
    }
    switch (kind) {
    case ConstraintKind::check:
    case ConstraintKind::notNull:
    case ConstraintKind::exclusion:
        judgement.take(Operation::dropCheck);
        break;
    case ConstraintKind::foreignKey:
        judgement.take(Operation::dropForeignKey);
        if (state != nullptr) {
            judgement.note(Hazard::partnerTable, state->references);
        }
        break;
    case ConstraintKind::unique:
    case ConstraintKind::primaryKey:
        judgement.take(Operation::dropUnique);
        judgement.note(Hazard::onConflictTarget);
        judgement.verdict.review = state == nullptr;
        break;
    default:
        judgement.take(Operation::dropConstraintUnknown);
        break;
    }
    if (state != nullptr && state->born == judgement.before.unit && state->born != 0) {
        judgement.harmless();
    }
}

}  // namespace

void judgeConstraint(Judgement& judgement)
{
    judgement.verdict.own = judgement.isOwnTable(judgement.action.name);
    if (!judgement.action.part.empty()) {
        judgement.verdict.object += '.' + judgement.action.part;
    }
    switch (judgement.action.kind) {
    case ActionKind::addConstraint:
        addConstraint(judgement);
        break;
    case ActionKind::dropConstraint:
        dropConstraint(judgement);
        break;
    case ActionKind::validateConstraint:
        judgement.take(Operation::validateConstraint);
        break;
    default:
        judgement.take(Operation::renameConstraint);
        judgement.note(Hazard::onConflictTarget);
        break;
    }
}

void judgeIndex(Judgement& judgement)
{
    const Action& action = judgement.action;
    Verdict& verdict = judgement.verdict;
    if (action.kind == ActionKind::reindex) {
        judgement.take(action.concurrently ? Operation::reindexConcurrently : Operation::reindex);
        return;
    }
    judgement.take(action.unique
                       ? action.concurrently ? Operation::createUniqueIndexConcurrently : Operation::createUniqueIndex
                   : action.concurrently ? Operation::createIndexConcurrently
                                         : Operation::createIndex);
    verdict.object =
        judgement.before.full(action.other) + '.' +
        (action.name.name.empty() ? defaultName(action.other.name, action.names, "idx") : action.name.name);
    verdict.own = judgement.isOwnTable(action.other);
    if (action.unique && (hasUniquePart(judgement.before, action.other, action.names) ||
                          judgement.staysNull(action.other, action.names))) {
        judgement.harmless();
    }
}

}  // namespace schema
