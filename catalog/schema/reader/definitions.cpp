#include "catalog/schema/reader/definitions.h"

#include <algorithm>
#include <map>

namespace schema::reader {

namespace {

bool isSerial(const std::string& type)
{
    return type == "serial" || type == "bigserial" || type == "smallserial" || type == "serial4" || type == "serial8" ||
           type == "serial2";
}

void readColumnConstraint(const Tree& constraint, ColumnText& column)
{
    const std::string kind = textAt(constraint, "contype");
    const Tree& expression = at(constraint, "raw_expr");
    if (kind == "CONSTR_NOTNULL") {
        column.notNull = true;
    } else if (kind == "CONSTR_DEFAULT") {
        column.defaultKind = defaultOf(expression);
        column.functions = functionsIn(expression);
    } else if (kind == "CONSTR_IDENTITY") {
        column.identity = true;
        column.notNull = true;
    } else if (kind == "CONSTR_GENERATED") {
        column.generated = true;
        column.functions = functionsIn(expression);
    } else if (kind == "CONSTR_CHECK") {
        column.check = true;
    } else if (kind == "CONSTR_PRIMARY") {
        column.primaryKey = true;
        column.notNull = true;
    } else if (kind == "CONSTR_UNIQUE") {
        column.unique = true;
    } else if (kind == "CONSTR_FOREIGN") {
        column.references = relationOf(at(constraint, "pktable"));
    }
}

/// The column of a check that is exactly `column IS NOT NULL`.
std::string notNullColumn(const Tree& expression)
{
    const Tree& test = at(expression, "NullTest");
    if (textAt(test, "nulltesttype") != "IS_NOT_NULL") {
        return {};
    }
    const std::vector<std::string> columns = columnsIn(at(test, "arg"));
    return kindOf(at(test, "arg")) == "ColumnRef" && columns.size() == 1 ? columns.front() : std::string();
}

struct Meaning {
    ActionKind kind;
    int since = 0;
};

const std::map<std::string, Meaning>& commandKinds()
{
    static const std::map<std::string, Meaning> kinds{
        {"AT_AddColumn", {ActionKind::addColumn}},
        {"AT_DropColumn", {ActionKind::dropColumn}},
        {"AT_AlterColumnType", {ActionKind::alterType}},
        {"AT_DropNotNull", {ActionKind::dropNotNull}},
        {"AT_SetNotNull", {ActionKind::setNotNull}},
        {"AT_DropExpression", {ActionKind::dropExpression, 130}},
        {"AT_AddConstraint", {ActionKind::addConstraint}},
        {"AT_ValidateConstraint", {ActionKind::validateConstraint}},
        {"AT_DropConstraint", {ActionKind::dropConstraint}},
        {"AT_SetLogged", {ActionKind::setLogged, 95}},
        {"AT_SetUnLogged", {ActionKind::setUnlogged, 95}},
        {"AT_SetTableSpace", {ActionKind::rewriteTable}},
        {"AT_SetAccessMethod", {ActionKind::rewriteTable, 150}},
        {"AT_SetCompression", {ActionKind::setting, 140}},
        {"AT_EnableTrig", {ActionKind::switchTrigger}},
        {"AT_EnableAlwaysTrig", {ActionKind::switchTrigger}},
        {"AT_EnableReplicaTrig", {ActionKind::switchTrigger}},
        {"AT_DisableTrig", {ActionKind::switchTrigger}},
        {"AT_EnableTrigAll", {ActionKind::switchTrigger}},
        {"AT_DisableTrigAll", {ActionKind::switchTrigger}},
        {"AT_EnableTrigUser", {ActionKind::switchTrigger}},
        {"AT_DisableTrigUser", {ActionKind::switchTrigger}},
        {"AT_EnableRule", {ActionKind::switchTrigger}},
        {"AT_DisableRule", {ActionKind::switchTrigger}},
        {"AT_AddInherit", {ActionKind::inherit}},
        {"AT_DropInherit", {ActionKind::inherit}},
        {"AT_EnableRowSecurity", {ActionKind::rowSecurity, 95}},
        {"AT_ForceRowSecurity", {ActionKind::rowSecurity, 95}},
        {"AT_DisableRowSecurity", {ActionKind::relaxRowSecurity, 95}},
        {"AT_NoForceRowSecurity", {ActionKind::relaxRowSecurity, 95}},
        {"AT_AttachPartition", {ActionKind::attachPartition, 100}},
        {"AT_DetachPartition", {ActionKind::detachPartition, 100}},
        {"AT_DetachPartitionFinalize", {ActionKind::setting, 140}},
        {"AT_AddIdentity", {ActionKind::addIdentity, 100}},
        {"AT_SetIdentity", {ActionKind::setting, 100}},
        {"AT_DropIdentity", {ActionKind::dropIdentity, 100}},
        {"AT_DropOids", {ActionKind::rewriteTable}},
    };
    return kinds;
}

}  // namespace

ColumnText columnOf(const Tree& definition)
{
    ColumnText column;
    column.name = textAt(definition, "colname");
    column.type = typeOf(at(definition, "typeName"));
    column.serial = isSerial(column.type.name);
    column.notNull = column.serial;
    for (const Tree& constraint : at(definition, "constraints")) {
        readColumnConstraint(at(constraint, "Constraint"), column);
    }
    const std::vector<std::string> collation = stringsOf(at(at(definition, "collClause"), "collname"));
    column.collation = collation.empty() ? std::string() : collation.back();
    return column;
}

ConstraintText constraintOf(const Tree& tree)
{
    static const std::map<std::string, ConstraintKind> kinds{
        {"CONSTR_CHECK", ConstraintKind::check},        {"CONSTR_NOTNULL", ConstraintKind::notNull},
        {"CONSTR_UNIQUE", ConstraintKind::unique},      {"CONSTR_PRIMARY", ConstraintKind::primaryKey},
        {"CONSTR_FOREIGN", ConstraintKind::foreignKey}, {"CONSTR_EXCLUSION", ConstraintKind::exclusion},
    };
    ConstraintText constraint;
    const auto kind = kinds.find(textAt(tree, "contype"));
    constraint.kind = kind == kinds.end() ? ConstraintKind::none : kind->second;
    constraint.name = textAt(tree, "conname");
    constraint.references = relationOf(at(tree, "pktable"));
    constraint.usingIndex = textAt(tree, "indexname");
    constraint.notValid = flagAt(tree, "skip_validation");
    if (constraint.kind == ConstraintKind::check) {
        constraint.columns = columnsIn(at(tree, "raw_expr"));
        constraint.notNullColumn = notNullColumn(at(tree, "raw_expr"));
    } else {
        constraint.columns = stringsOf(at(tree, constraint.kind == ConstraintKind::foreignKey ? "fk_attrs" : "keys"));
    }
    return constraint;
}

void readElements(const Tree& elements, Action& action)
{
    for (const Tree& element : elements) {
        const std::string kind = kindOf(element);
        if (kind == "ColumnDef") {
            action.columns.push_back(columnOf(below(element)));
            action.since = std::max(action.since, action.columns.back().generated  ? 120
                                                  : action.columns.back().identity ? 100
                                                                                   : 0);
        } else if (kind == "Constraint") {
            action.constraints.push_back(constraintOf(below(element)));
        } else if (kind == "TableLikeClause") {
            action.names.push_back(relationOf(at(below(element), "relation")).text());
        }
    }
}

Action alterCommand(const Tree& command, Action action)
{
    const std::string kind = textAt(command, "subtype");
    const Tree& definition = at(command, "def");
    action.part = textAt(command, "name");
    action.cascade = textAt(command, "behavior") == "DROP_CASCADE";
    const auto found = commandKinds().find(kind);
    action.kind = found == commandKinds().end() ? ActionKind::setting : found->second.kind;
    action.since = found == commandKinds().end() ? 0 : found->second.since;
    switch (action.kind) {
    case ActionKind::addColumn:
        action.column = columnOf(below(definition));
        action.part = action.column.name;
        action.ifNotExists = flagAt(command, "missing_ok");
        action.since = action.column.generated ? 120 : action.column.identity ? 100 : action.ifNotExists ? 96 : 0;
        break;
    case ActionKind::alterType:
        action.column = columnOf(below(definition));
        action.hasUsing = !at(below(definition), "raw_default").is_null();
        break;
    case ActionKind::addConstraint:
        action.constraint = constraintOf(at(definition, "Constraint"));
        action.part = action.constraint.name;
        break;
    case ActionKind::dropColumn:
    case ActionKind::dropConstraint:
        action.ifExists = flagAt(command, "missing_ok");
        break;
    case ActionKind::attachPartition:
    case ActionKind::detachPartition: {
        const Tree& partition = below(definition);
        action.other = relationOf(at(partition, "name"));
        action.concurrently = flagAt(partition, "concurrent");
        action.since = action.concurrently ? 140 : 100;
        if (action.object == ObjectKind::index) {
            action.kind = ActionKind::setting;
        }
        break;
    }
    case ActionKind::setting:
        if (kind == "AT_ColumnDefault") {
            action.kind = definition.is_null() ? ActionKind::dropDefault : ActionKind::setDefault;
            action.column.defaultKind = defaultOf(definition);
            action.column.functions = functionsIn(definition);
        }
        break;
    default:
        break;
    }
    return action;
}

}  // namespace schema::reader
