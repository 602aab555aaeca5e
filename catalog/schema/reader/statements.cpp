#include "catalog/schema/reader/statements.h"

#include "catalog/schema/reader/definitions.h"

#include <algorithm>
#include <map>
#include <pg_query.h>

namespace schema::reader {

namespace {

using Actions = std::vector<Action>;

struct Context {
    const std::string& source;
    Bodies bodies;
};

Action made(ActionKind kind, ObjectKind object = ObjectKind::other)
{
    Action action;
    action.kind = kind;
    action.object = object;
    return action;
}

Action onTable(ActionKind kind, const Tree& relation)
{
    Action action = made(kind, ObjectKind::table);
    action.name = relationOf(relation);
    return action;
}

bool optionIn(const Tree& options, const char* name)
{
    return std::any_of(options.begin(), options.end(), [name](const Tree& option) {
        const Tree& element = at(option, "DefElem");
        const Tree& value = at(element, "arg");
        const std::string text = textAt(at(value, "String"), "sval");
        return textAt(element, "defname") == name && text != "false" && text != "off";
    });
}

ObjectKind objectOf(const std::string& type)
{
    static const std::map<std::string, ObjectKind> kinds{
        {"OBJECT_TABLE", ObjectKind::table},
        {"OBJECT_VIEW", ObjectKind::view},
        {"OBJECT_MATVIEW", ObjectKind::materializedView},
        {"OBJECT_INDEX", ObjectKind::index},
        {"OBJECT_SEQUENCE", ObjectKind::sequence},
        {"OBJECT_TYPE", ObjectKind::type},
        {"OBJECT_DOMAIN", ObjectKind::domain},
        {"OBJECT_FUNCTION", ObjectKind::function},
        {"OBJECT_PROCEDURE", ObjectKind::function},
        {"OBJECT_ROUTINE", ObjectKind::function},
        {"OBJECT_AGGREGATE", ObjectKind::function},
        {"OBJECT_TRIGGER", ObjectKind::trigger},
        {"OBJECT_SCHEMA", ObjectKind::schema},
        {"OBJECT_EXTENSION", ObjectKind::extension},
        {"OBJECT_POLICY", ObjectKind::policy},
        {"OBJECT_RULE", ObjectKind::rule},
        {"OBJECT_FOREIGN_TABLE", ObjectKind::foreignTable},
    };
    const auto found = kinds.find(type);
    return found == kinds.end() ? ObjectKind::other : found->second;
}

bool belongsToTable(ObjectKind kind)
{
    return kind == ObjectKind::trigger || kind == ObjectKind::policy || kind == ObjectKind::rule;
}

/// The columns that a query gives; empty where a `*` hides some.
std::vector<std::string> outputOf(const Tree& query)
{
    const Tree* select = &at(query, "SelectStmt");
    while (at(*select, "larg").is_object()) {
        select = &at(*select, "larg");
    }
    std::vector<std::string> columns;
    for (const Tree& target : at(*select, "targetList")) {
        const Tree& result = at(target, "ResTarget");
        std::string name = textAt(result, "name");
        const Tree& value = at(result, "val");
        if (name.empty() && kindOf(value) == "ColumnRef") {
            const Tree& fields = at(below(value), "fields");
            if (fields.empty() || kindOf(fields.back()) == "A_Star") {
                return {};
            }
            name = textAt(below(fields.back()), "sval");
        } else if (name.empty() && kindOf(value) == "FuncCall") {
            name = nameOf(stringsOf(at(below(value), "funcname"))).name;
        }
        columns.push_back(name);
    }
    return columns;
}

Actions createTable(const Tree& tree, const Context&)
{
    Action action = onTable(ActionKind::createTable, at(tree, "relation"));
    action.ifNotExists = flagAt(tree, "if_not_exists");
    action.temporary = textAt(at(tree, "relation"), "relpersistence") == "t";
    readElements(at(tree, "tableElts"), action);
    if (at(tree, "partbound").is_object() && !at(tree, "inhRelations").empty()) {
        action.other = relationOf(at(tree, "inhRelations").front());
    }
    if (at(tree, "partbound").is_object() || at(tree, "partspec").is_object()) {
        action.since = std::max(action.since, 100);
    }
    return {action};
}

Actions createTableAs(const Tree& tree, const Context&)
{
    Action action = made(ActionKind::createTableAs, objectOf(textAt(tree, "objtype")));
    action.name = relationOf(at(at(tree, "into"), "rel"));
    action.temporary = textAt(at(at(tree, "into"), "rel"), "relpersistence") == "t";
    action.ifNotExists = flagAt(tree, "if_not_exists");
    action.names = outputOf(at(tree, "query"));
    return {action};
}

Actions createView(const Tree& tree, const Context&)
{
    Action action = made(ActionKind::createObject, ObjectKind::view);
    action.name = relationOf(at(tree, "view"));
    action.orReplace = flagAt(tree, "replace");
    action.temporary = textAt(at(tree, "view"), "relpersistence") == "t";
    action.names = at(tree, "aliases").empty() ? outputOf(at(tree, "query")) : stringsOf(at(tree, "aliases"));
    return {action};
}

Actions alterTable(const Tree& tree, const Context&)
{
    Action base = onTable(ActionKind::setting, at(tree, "relation"));
    base.object = objectOf(textAt(tree, "objtype"));
    base.ifExists = flagAt(tree, "missing_ok");
    Actions actions;
    for (const Tree& command : at(tree, "cmds")) {
        actions.push_back(alterCommand(at(command, "AlterTableCmd"), base));
        if (base.object == ObjectKind::sequence) {
            actions.back().kind = ActionKind::setting;
        }
    }
    return actions;
}

Actions rename(const Tree& tree, const Context&)
{
    const std::string type = textAt(tree, "renameType");
    Action action = made(ActionKind::renameObject, objectOf(type));
    action.ifExists = flagAt(tree, "missing_ok");
    action.part = textAt(tree, "subname");
    action.name =
        at(tree, "relation").is_object() ? relationOf(at(tree, "relation")) : nameOf(partsOf(at(tree, "object")));
    action.other = {{}, textAt(tree, "newname")};
    if (type == "OBJECT_COLUMN" || type == "OBJECT_ATTRIBUTE") {
        action.kind = ActionKind::renameColumn;
        action.object = objectOf(textAt(tree, "relationType"));
        action.part = textAt(tree, "subname");
    } else if (type == "OBJECT_TABCONSTRAINT" || type == "OBJECT_DOMCONSTRAINT") {
        action.kind = ActionKind::renameConstraint;
        action.object = ObjectKind::table;
    } else if (type == "OBJECT_SCHEMA") {
        action.name = {{}, textAt(tree, "subname")};
    } else if (action.object == ObjectKind::other) {
        action.kind = ActionKind::setting;
    }
    return {action};
}

Actions drop(const Tree& tree, const Context&)
{
    Actions actions;
    for (const Tree& object : at(tree, "objects")) {
        Action action = made(ActionKind::dropObject, objectOf(textAt(tree, "removeType")));
        std::vector<std::string> parts = partsOf(object);
        if (belongsToTable(action.object) && !parts.empty()) {
            action.part = parts.back();
            parts.pop_back();
        }
        action.name = nameOf(parts);
        action.ifExists = flagAt(tree, "missing_ok");
        action.cascade = textAt(tree, "behavior") == "DROP_CASCADE";
        action.concurrently = flagAt(tree, "concurrent");
        actions.push_back(std::move(action));
    }
    return actions;
}

Actions truncate(const Tree& tree, const Context&)
{
    Actions actions;
    for (const Tree& relation : at(tree, "relations")) {
        actions.push_back(onTable(ActionKind::truncate, relation));
        actions.back().cascade = textAt(tree, "behavior") == "DROP_CASCADE";
    }
    return actions;
}

Actions createIndex(const Tree& tree, const Context&)
{
    Action action = made(ActionKind::createIndex, ObjectKind::index);
    action.other = relationOf(at(tree, "relation"));
    action.name = {action.other.schema, textAt(tree, "idxname")};
    action.unique = flagAt(tree, "unique");
    action.concurrently = flagAt(tree, "concurrent");
    action.ifNotExists = flagAt(tree, "if_not_exists");
    action.partial = at(tree, "whereClause").is_object();
    for (const Tree& parameter : at(tree, "indexParams")) {
        const Tree& element = at(parameter, "IndexElem");
        action.names.push_back(textAt(element, "name"));
    }
    action.since = flagAt(tree, "nulls_not_distinct")            ? 150
                   : at(tree, "indexIncludingParams").size() > 0 ? 110
                   : action.ifNotExists                          ? 95
                                                                 : 0;
    return {action};
}

Actions createFunction(const Tree& tree, const Context& context)
{
    Action action = made(ActionKind::createObject, ObjectKind::function);
    action.name = nameOf(stringsOf(at(tree, "funcname")));
    action.orReplace = flagAt(tree, "replace");
    action.since = at(tree, "sql_body").is_null() ? flagAt(tree, "is_procedure") ? 110 : 0 : 140;
    Body body{"", "", context.source};
    for (const Tree& option : at(tree, "options")) {
        const Tree& element = at(option, "DefElem");
        if (textAt(element, "defname") == "language") {
            body.language = textAt(at(at(element, "arg"), "String"), "sval");
        } else if (textAt(element, "defname") == "as") {
            const Tree& items = at(at(at(element, "arg"), "List"), "items");
            body.text = items.size() == 1 ? stringsOf(items).front() : std::string();
        }
    }
    if (at(tree, "sql_body").is_null()) {
        action.body = bodyActions(body, context.bodies);
    }
    return {action};
}

Actions doBlock(const Tree& tree, const Context& context)
{
    Body body{"plpgsql", "", context.source};
    for (const Tree& argument : at(tree, "args")) {
        const Tree& element = at(argument, "DefElem");
        const std::string text = textAt(at(at(element, "arg"), "String"), "sval");
        (textAt(element, "defname") == "language" ? body.language : body.text) = text;
    }
    Actions actions{made(ActionKind::doBlock)};
    for (Action& action : bodyActions(body, context.bodies)) {
        actions.push_back(std::move(action));
    }
    return actions;
}

Actions createTrigger(const Tree& tree, const Context&)
{
    Action action = onTable(ActionKind::createTrigger, at(tree, "relation"));
    action.object = ObjectKind::trigger;
    action.part = textAt(tree, "trigname");
    action.orReplace = flagAt(tree, "replace");
    action.since = action.orReplace ? 140 : 0;
    action.names = {nameOf(stringsOf(at(tree, "funcname"))).text()};
    return {action};
}

Actions alterEnum(const Tree& tree, const Context&)
{
    const bool renames = !textAt(tree, "oldVal").empty();
    Action action = made(renames ? ActionKind::enumRenameValue : ActionKind::enumAddValue, ObjectKind::enumType);
    action.name = nameOf(stringsOf(at(tree, "typeName")));
    action.part = renames ? textAt(tree, "oldVal") : textAt(tree, "newVal");
    action.since = renames ? 100 : 0;
    return {action};
}

Actions alterDomain(const Tree& tree, const Context&)
{
    const std::string subtype = textAt(tree, "subtype");
    Action action = made(subtype == "C"   ? ActionKind::domainAddConstraint
                         : subtype == "O" ? ActionKind::domainSetNotNull
                                          : ActionKind::domainRelax,
                         ObjectKind::domain);
    action.name = nameOf(stringsOf(at(tree, "typeName")));
    action.constraint = constraintOf(at(at(tree, "def"), "Constraint"));
    return {action};
}

Actions reindex(const Tree& tree, const Context&)
{
    Action action = made(ActionKind::reindex,
                         textAt(tree, "kind") == "REINDEX_OBJECT_INDEX" ? ObjectKind::index : ObjectKind::table);
    action.name = relationOf(at(tree, "relation"));
    action.concurrently = optionIn(at(tree, "params"), "concurrently");
    action.since = action.concurrently ? 120 : 0;
    return {action};
}

Actions vacuum(const Tree& tree, const Context&)
{
    const bool full = optionIn(at(tree, "options"), "full");
    Actions actions;
    for (const Tree& relation : at(tree, "rels")) {
        actions.push_back(onTable(full ? ActionKind::rewriteTable : ActionKind::vacuum,
                                  at(at(relation, "VacuumRelation"), "relation")));
    }
    if (actions.empty()) {
        actions.push_back(made(full ? ActionKind::rewriteTable : ActionKind::vacuum, ObjectKind::table));
    }
    return actions;
}

Actions select(const Tree& tree, const Context&)
{
    if (at(tree, "intoClause").is_object()) {
        Action action = made(ActionKind::createTableAs, ObjectKind::table);
        action.name = relationOf(at(at(tree, "intoClause"), "rel"));
        return {action};
    }
    Action action = made(ActionKind::select);
    action.names = functionsIn(tree);
    Actions actions{action};
    for (const Tree& expression : at(at(tree, "withClause"), "ctes")) {
        const Tree& query = at(at(expression, "CommonTableExpr"), "ctequery");
        const std::string kind = kindOf(query);
        if (kind == "InsertStmt" || kind == "UpdateStmt" || kind == "DeleteStmt") {
            actions.push_back(onTable(kind == "InsertStmt"   ? ActionKind::insertRows
                                      : kind == "UpdateStmt" ? ActionKind::updateRows
                                                             : ActionKind::deleteRows,
                                      at(below(query), "relation")));
        }
    }
    return actions;
}

template <ActionKind kind>
Actions rows(const Tree& tree, const Context&)
{
    Action action = onTable(kind, at(tree, "relation"));
    for (const Tree& target : at(tree, kind == ActionKind::updateRows ? "targetList" : "cols")) {
        action.names.push_back(textAt(at(target, "ResTarget"), "name"));
    }
    action.partial = at(tree, "whereClause").is_object();
    action.since = at(tree, "onConflictClause").is_object() ? 95 : 0;
    return {action};
}

Actions merge(const Tree& tree, const Context&)
{
    Action action = onTable(ActionKind::updateRows, at(tree, "relation"));
    action.since = 150;
    return {action};
}

Actions copy(const Tree& tree, const Context&)
{
    return {flagAt(tree, "is_from") ? onTable(ActionKind::insertRows, at(tree, "relation"))
                                    : made(ActionKind::sessionOnly)};
}

Actions call(const Tree& tree, const Context&)
{
    Action action = made(ActionKind::call);
    action.names = {nameOf(stringsOf(at(at(tree, "funccall"), "funcname"))).text()};
    action.since = 110;
    return {action};
}

Actions setVariable(const Tree& tree, const Context&)
{
    Action action = made(ActionKind::setVariable);
    action.part = textAt(tree, "name");
    for (const Tree& value : at(tree, "args")) {
        action.names.push_back(textAt(at(at(value, "A_Const"), "sval"), "sval"));
    }
    return {action};
}

Actions transaction(const Tree& tree, const Context&)
{
    const std::string kind = textAt(tree, "kind");
    return {made(kind == "TRANS_STMT_BEGIN" || kind == "TRANS_STMT_START" ? ActionKind::beginTransaction
                 : kind == "TRANS_STMT_COMMIT"                            ? ActionKind::commitTransaction
                 : kind == "TRANS_STMT_ROLLBACK"                          ? ActionKind::rollbackTransaction
                                                                          : ActionKind::sessionOnly)};
}

Actions lock(const Tree& tree, const Context&)
{
    Actions actions;
    for (const Tree& relation : at(tree, "relations")) {
        actions.push_back(onTable(ActionKind::lockTable, relation));
    }
    return actions;
}

Actions grant(const Tree& tree, const Context&)
{
    Action action = made(flagAt(tree, "is_grant") ? ActionKind::grant : ActionKind::revoke);
    if (!at(tree, "objects").empty()) {
        const Tree& first = at(tree, "objects").front();
        action.name = kindOf(first) == "RangeVar" ? relationOf(first) : nameOf(partsOf(first));
    }
    return {action};
}

Actions moveObject(const Tree& tree, const Context&)
{
    Action action = made(ActionKind::moveObject, objectOf(textAt(tree, "objectType")));
    action.name =
        at(tree, "relation").is_object() ? relationOf(at(tree, "relation")) : nameOf(partsOf(at(tree, "object")));
    action.other = {textAt(tree, "newschema"), action.name.name};
    return {action};
}

Actions createSchema(const Tree& tree, const Context& context)
{
    Action action = made(ActionKind::createObject, ObjectKind::schema);
    action.name = {{}, textAt(tree, "schemaname")};
    action.ifNotExists = flagAt(tree, "if_not_exists");
    Actions actions{action};
    for (const Tree& element : at(tree, "schemaElts")) {
        for (Action& inner : actionsOf(element, context.source, context.bodies)) {
            if (inner.name.schema.empty()) {
                inner.name.schema = action.name.name;
            }
            actions.push_back(std::move(inner));
        }
    }
    return actions;
}

/// Statements of which only what they make, and its name, matters.
struct Making {
    ObjectKind object;
    const char* name;  ///< the member that names it
    int since = 0;
};

const std::map<std::string, Making>& makings()
{
    static const std::map<std::string, Making> all{
        {"CreateEnumStmt", {ObjectKind::enumType, "typeName"}},
        {"CompositeTypeStmt", {ObjectKind::type, "typevar"}},
        {"CreateRangeStmt", {ObjectKind::type, "typeName"}},
        {"CreateDomainStmt", {ObjectKind::domain, "domainname"}},
        {"CreateSeqStmt", {ObjectKind::sequence, "sequence"}},
        {"CreateExtensionStmt", {ObjectKind::extension, "extname"}},
        {"CreateForeignTableStmt", {ObjectKind::foreignTable, "base"}},
        {"CreateStatsStmt", {ObjectKind::other, "", 100}},
        {"CreatePolicyStmt", {ObjectKind::policy, "table", 95}},
        {"RuleStmt", {ObjectKind::rule, "relation"}},
        {"DefineStmt", {ObjectKind::other, "defnames"}},
        {"CreateCastStmt", {ObjectKind::other, ""}},
        {"CreateRoleStmt", {ObjectKind::other, ""}},
        {"CreateFdwStmt", {ObjectKind::other, ""}},
        {"CreateForeignServerStmt", {ObjectKind::other, ""}},
        {"CreateUserMappingStmt", {ObjectKind::other, ""}},
        {"CreatePublicationStmt", {ObjectKind::other, "", 100}},
        {"CreateSubscriptionStmt", {ObjectKind::other, "", 100}},
        {"CreateOpClassStmt", {ObjectKind::other, ""}},
        {"CreateOpFamilyStmt", {ObjectKind::other, ""}},
        {"CreateConversionStmt", {ObjectKind::other, ""}},
        {"CreatePLangStmt", {ObjectKind::other, ""}},
        {"CreateEventTrigStmt", {ObjectKind::other, ""}},
    };
    return all;
}

Action makingOf(const Making& making, const Tree& tree)
{
    Action action = made(ActionKind::createObject, making.object);
    const Tree& name = at(tree, making.name);
    if (name.is_string()) {
        action.name = {{}, name.get<std::string>()};
    } else if (name.is_array()) {
        action.name = nameOf(stringsOf(name));
    } else if (name.is_object()) {
        action.name = relationOf(name);
    }
    action.part = textAt(tree, "policy_name") + textAt(tree, "rulename");
    action.ifNotExists = flagAt(tree, "if_not_exists");
    action.since = making.since;
    return action;
}

Actions simple(const std::string& kind, const Tree& tree)
{
    static const std::map<std::string, ActionKind> kinds{
        {"CommentStmt", ActionKind::setting},
        {"AlterOwnerStmt", ActionKind::setting},
        {"AlterSeqStmt", ActionKind::setting},
        {"AlterFunctionStmt", ActionKind::setting},
        {"AlterExtensionStmt", ActionKind::other},
        {"AlterStatsStmt", ActionKind::setting},
        {"AlterDatabaseSetStmt", ActionKind::setting},
        {"AlterRoleSetStmt", ActionKind::setting},
        {"AlterRoleStmt", ActionKind::setting},
        {"AlterObjectDependsStmt", ActionKind::setting},
        {"SecLabelStmt", ActionKind::setting},
        {"ReplicaIdentityStmt", ActionKind::setting},
        {"GrantRoleStmt", ActionKind::grant},
        {"AlterDefaultPrivilegesStmt", ActionKind::setting},
        {"VariableShowStmt", ActionKind::sessionOnly},
        {"NotifyStmt", ActionKind::sessionOnly},
        {"ListenStmt", ActionKind::sessionOnly},
        {"UnlistenStmt", ActionKind::sessionOnly},
        {"DiscardStmt", ActionKind::sessionOnly},
        {"DeallocateStmt", ActionKind::sessionOnly},
        {"ConstraintsSetStmt", ActionKind::sessionOnly},
        {"CheckPointStmt", ActionKind::sessionOnly},
        {"ExplainStmt", ActionKind::sessionOnly},
        {"LoadStmt", ActionKind::sessionOnly},
        {"DeclareCursorStmt", ActionKind::sessionOnly},
        {"FetchStmt", ActionKind::sessionOnly},
        {"ClosePortalStmt", ActionKind::sessionOnly},
        {"ReturnStmt", ActionKind::sessionOnly},
        {"PLAssignStmt", ActionKind::sessionOnly},
        {"ClusterStmt", ActionKind::rewriteTable},
        {"RefreshMatViewStmt", ActionKind::refreshView},
        {"AlterPolicyStmt", ActionKind::other},
        {"PrepareStmt", ActionKind::sessionOnly},
        {"ExecuteStmt", ActionKind::dynamicText},
    };
    if (const auto making = makings().find(kind); making != makings().end()) {
        return {makingOf(making->second, tree)};
    }
    const auto found = kinds.find(kind);
    Action action = made(found == kinds.end() ? ActionKind::other : found->second);
    action.part = found == kinds.end() ? kind : std::string();
    action.name = relationOf(at(tree, "relation"));
    action.concurrently = flagAt(tree, "concurrent");
    return {action};
}

using Handler = Actions (*)(const Tree&, const Context&);

const std::map<std::string, Handler>& handlers()
{
    static const std::map<std::string, Handler> all{
        {"CreateStmt", createTable},
        {"CreateTableAsStmt", createTableAs},
        {"ViewStmt", createView},
        {"AlterTableStmt", alterTable},
        {"RenameStmt", rename},
        {"DropStmt", drop},
        {"TruncateStmt", truncate},
        {"IndexStmt", createIndex},
        {"CreateFunctionStmt", createFunction},
        {"DoStmt", doBlock},
        {"CreateTrigStmt", createTrigger},
        {"AlterEnumStmt", alterEnum},
        {"AlterDomainStmt", alterDomain},
        {"ReindexStmt", reindex},
        {"VacuumStmt", vacuum},
        {"SelectStmt", select},
        {"InsertStmt", rows<ActionKind::insertRows>},
        {"UpdateStmt", rows<ActionKind::updateRows>},
        {"DeleteStmt", rows<ActionKind::deleteRows>},
        {"MergeStmt", merge},
        {"CopyStmt", copy},
        {"CallStmt", call},
        {"VariableSetStmt", setVariable},
        {"TransactionStmt", transaction},
        {"LockStmt", lock},
        {"GrantStmt", grant},
        {"AlterObjectSchemaStmt", moveObject},
        {"CreateSchemaStmt", createSchema},
    };
    return all;
}

/// The byte at which the grammar's error stands; it counts characters from 1.
int byteOf(const std::string& text, int character)
{
    int bytes = 0;
    for (int left = character - 1; left > 0 && bytes < static_cast<int>(text.size()); --left) {
        ++bytes;
        while (bytes < static_cast<int>(text.size()) &&
               (static_cast<unsigned char>(text[static_cast<std::size_t>(bytes)]) & 0xC0U) == 0x80U) {
            ++bytes;
        }
    }
    return bytes;
}

}  // namespace

std::vector<Action> actionsOf(const Tree& statement, const std::string& source, Bodies bodies)
{
    const std::string kind = kindOf(statement);
    const auto handler = handlers().find(kind);
    return handler == handlers().end() ? simple(kind, below(statement))
                                       : handler->second(below(statement), {source, bodies});
}

ReadStatement readStatementText(const std::string& text, Bodies bodies)
{
    ReadStatement result;
    const PgQueryParseResult parsed = pg_query_parse(text.c_str());
    if (parsed.error != nullptr) {
        result.error = parsed.error->message;
        result.errorOffset = byteOf(text, parsed.error->cursorpos);
    } else {
        const Tree tree = Tree::parse(parsed.parse_tree, nullptr, false);
        for (const Tree& statement : at(tree, "stmts")) {
            for (Action& action : actionsOf(at(statement, "stmt"), text, bodies)) {
                result.actions.push_back(std::move(action));
            }
        }
    }
    pg_query_free_parse_result(parsed);
    return result;
}

}  // namespace schema::reader
