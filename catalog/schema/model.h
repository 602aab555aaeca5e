#pragma once

#include "catalog/schema/action.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace schema {

/// Counts what the scripts make. Two things with one number are the same thing, whatever its name.
using Identity = std::uint32_t;

struct ColumnState {
    Identity id = 0;
    TypeText type;  ///< an empty name: unknown
    bool notNull = false;
    bool hasDefault = false;
    bool generated = false;
    int born = 0;  ///< the unit (a release) in which it was made; 0: before all of them
};

struct ConstraintState {
    Identity id = 0;
    ConstraintKind kind = ConstraintKind::none;
    std::vector<std::string> columns;
    std::string references;  ///< the table of a foreign key
    std::string notNullColumn;
    bool valid = true;
    int born = 0;
};

struct TableState {
    Identity id = 0;
    ObjectKind kind = ObjectKind::table;
    std::map<std::string, ColumnState> columns;
    std::vector<std::string> order;  ///< of the columns, or what a view gives; empty of a view: unknown
    std::map<std::string, ConstraintState> constraints;
    bool complete = false;  ///< every column is known
    bool temporary = false;
    int born = 0;
};

struct IndexState {
    Identity id = 0;
    std::string table;
    std::vector<std::string> columns;
    bool unique = false;
    bool partial = false;
    int born = 0;
};

/// A type, function, sequence, schema, trigger and whatever else has but a name.
struct ObjectState {
    Identity id = 0;
    ObjectKind kind = ObjectKind::other;
    std::string base;      ///< of a domain: its type
    bool checked = false;  ///< of a domain: it has a constraint
    std::string calls;     ///< of a trigger: its function
    std::vector<Action> body;
    int born = 0;
};

/// What is known about a database from the scripts that ran: names to what they stand for. Names are "schema.name",
/// where the schema of a bare name is that of the search path. What no script has made is unknown, not missing.
struct Model {
    std::map<std::string, TableState> tables;
    std::map<std::string, IndexState> indexes;
    std::map<std::string, ObjectState> objects;  ///< by objectKey()
    std::string searchPath = "public";
    Identity last = 0;
    int unit = 0;  ///< what is being applied

    [[nodiscard]] std::string full(const ObjectName& name) const;
    [[nodiscard]] std::string objectKey(ObjectKind kind, const ObjectName& name, const std::string& part = {}) const;
    [[nodiscard]] const TableState* table(const ObjectName& name) const;
    [[nodiscard]] const ColumnState* column(const ObjectName& table, const std::string& name) const;
    [[nodiscard]] const ConstraintState* constraint(const ObjectName& table, const std::string& name) const;
    [[nodiscard]] const ObjectState* object(ObjectKind kind, const ObjectName& name,
                                            const std::string& part = {}) const;

    /// What the action makes of it. Total: an action on something unknown makes that known as far as the action tells.
    void apply(const Action& action);

private:
    friend class ModelChange;
};

/// "schema.name" taken apart; the schema is empty where there is no dot.
[[nodiscard]] ObjectName splitName(const std::string& text);

/// The name PostgreSQL gives a constraint or an index that has none, as far as the scripts tell.
[[nodiscard]] std::string defaultName(const std::string& table, const std::vector<std::string>& columns,
                                      const char* suffix);

}  // namespace schema
