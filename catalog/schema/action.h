#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace schema {

/// What a statement asks for, read from its text alone: no judgement, no look at what the database has.
enum class ActionKind {
    createTable,
    createTableAs,
    createObject,
    dropObject,
    renameObject,
    moveObject,  ///< SET SCHEMA
    addColumn,
    dropColumn,
    renameColumn,
    alterType,
    setNotNull,
    dropNotNull,
    setDefault,
    dropDefault,
    addIdentity,
    dropIdentity,
    dropExpression,
    addConstraint,
    validateConstraint,
    dropConstraint,
    renameConstraint,
    createIndex,
    reindex,
    refreshView,
    createTrigger,
    switchTrigger,  ///< ENABLE or DISABLE TRIGGER or RULE
    enumAddValue,
    enumRenameValue,
    domainAddConstraint,
    domainSetNotNull,
    domainRelax,  ///< drops a constraint, a default or NOT NULL, or validates
    attachPartition,
    detachPartition,
    setLogged,
    setUnlogged,
    rewriteTable,  ///< CLUSTER, VACUUM FULL, SET TABLESPACE, SET ACCESS METHOD
    vacuum,        ///< also ANALYZE
    rowSecurity,
    relaxRowSecurity,
    inherit,
    grant,
    revoke,
    setting,  ///< storage parameters, statistics, comments, owners
    insertRows,
    updateRows,
    deleteRows,
    truncate,
    select,
    call,
    lockTable,
    setVariable,
    beginTransaction,
    commitTransaction,
    rollbackTransaction,
    sessionOnly,  ///< SAVEPOINT, LISTEN, SHOW, PREPARE and their like
    doBlock,      ///< what could be read of it follows as actions of their own
    dynamicText,  ///< EXECUTE of a text that cannot be known
    other,        ///< a statement with a grammar, but of which nothing is known here
};

enum class ObjectKind {
    table,
    view,
    materializedView,
    index,
    sequence,
    type,
    enumType,
    domain,
    function,
    trigger,
    schema,
    extension,
    policy,
    rule,
    foreignTable,
    other,
};

enum class ConstraintKind { none, check, notNull, unique, primaryKey, foreignKey, exclusion };

enum class DefaultKind { none, null, constant, expression };

/// A table's or another object's name; the schema is empty where the text has none.
struct ObjectName {
    std::string schema;
    std::string name;
    auto operator<=>(const ObjectName&) const = default;
    [[nodiscard]] std::string text() const { return schema.empty() ? name : schema + '.' + name; }
};

/// A type as it was written; `pg_catalog.` is taken off, so that int is int4 and varchar is varchar.
struct TypeText {
    std::string name;
    std::vector<int> modifiers;
    int dimensions = 0;
    bool operator==(const TypeText&) const = default;
};

struct ColumnText {
    std::string name;
    TypeText type;
    bool notNull = false;
    bool unique = false;
    bool primaryKey = false;
    bool check = false;
    bool generated = false;  ///< GENERATED … STORED
    bool identity = false;
    bool serial = false;
    DefaultKind defaultKind = DefaultKind::none;
    std::vector<std::string> functions;  ///< that the default or the expression calls
    ObjectName references;
    std::string collation;
    bool operator==(const ColumnText&) const = default;
};

struct ConstraintText {
    ConstraintKind kind = ConstraintKind::none;
    std::string name;
    std::vector<std::string> columns;  ///< of a check: those that it names
    ObjectName references;
    std::string usingIndex;
    bool notValid = false;
    std::string notNullColumn;  ///< of a check that is exactly `column IS NOT NULL`
    bool operator==(const ConstraintText&) const = default;
};

/// One thing that a statement does. Which members mean something depends on the kind.
struct Action {
    ActionKind kind = ActionKind::other;
    ObjectKind object = ObjectKind::other;
    ObjectName name;   ///< the table of column and constraint actions, else the object
    std::string part;  ///< the column, constraint, trigger or value
    ObjectName other;  ///< a new name, an index's or a trigger's table, a partition's parent
    ColumnText column;
    ConstraintText constraint;
    std::vector<ColumnText> columns;
    std::vector<ConstraintText> constraints;
    std::vector<std::string> names;  ///< columns of an index, of a view, functions that are called
    std::vector<Action> body;        ///< of a function: what it does when called
    bool ifExists = false;
    bool ifNotExists = false;
    bool orReplace = false;
    bool cascade = false;
    bool concurrently = false;
    bool unique = false;
    bool temporary = false;
    bool hasUsing = false;     ///< ALTER TYPE … USING
    bool partial = false;      ///< an index, UPDATE or DELETE with WHERE
    bool conditional = false;  ///< in an IF, a loop or beside an EXCEPTION of a block
    bool dynamic = false;      ///< its text was put together when it ran; unknown names are `?`
    int since = 0;             ///< the oldest server that knows it, 0: any; 9.6 is 96, 10 is 100
    bool operator==(const Action&) const = default;
};

/// What reading one statement gave. Exactly one of `actions` (which may be empty) and `error` means something.
struct ReadStatement {
    std::vector<Action> actions;
    std::string error;    ///< the grammar's own words; empty: it was read
    int errorOffset = 0;  ///< in bytes from the statement's first one
    bool operator==(const ReadStatement&) const = default;
};

}  // namespace schema
