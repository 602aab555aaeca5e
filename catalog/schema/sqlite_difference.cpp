#include "catalog/schema/sqlite_difference.h"

#include <algorithm>

namespace schema {

namespace {

using Changes = std::vector<SqliteChange>;

void compareColumn(const std::string& table, const std::string& name, const SqliteColumn& before,
                   const SqliteColumn& after, Changes& changes)
{
    const std::string object = table + '.' + name;
    if (before.type != after.type) {
        changes.push_back({Operation::typeRewrite, object, table, true});
    }
    if (!before.notNull && after.notNull) {
        changes.push_back({Operation::setNotNull, object, table});
    } else if (before.notNull && !after.notNull) {
        changes.push_back({Operation::dropNotNull, object, table});
    }
    if (before.hasDefault && !after.hasDefault && after.notNull) {
        changes.push_back({Operation::dropDefault, object, table});
    }
}

void compareTable(const std::string& name, const SqliteTable& before, const SqliteTable& after, Changes& changes)
{
    for (const auto& [column, state] : before.columns) {
        const auto found = after.columns.find(column);
        if (found == after.columns.end()) {
            changes.push_back({after.view ? Operation::narrowView : Operation::dropColumn, name + '.' + column, name});
        } else {
            compareColumn(name, column, state, found->second, changes);
        }
    }
    for (const auto& [column, state] : after.columns) {
        if (before.columns.count(column) == 0 && !after.view) {
            const bool asks = state.notNull && !state.hasDefault && !state.primaryKey && !state.generated;
            changes.push_back({asks               ? Operation::addColumnNotNull
                               : state.generated  ? Operation::addColumnGenerated
                               : state.hasDefault ? Operation::addColumnDefault
                                                  : Operation::addColumn,
                               name + '.' + column, name});
        }
    }
    for (const auto& columns : after.unique) {
        const bool fresh = std::all_of(columns.begin(), columns.end(),
                                       [&](const std::string& column) { return before.columns.count(column) == 0; });
        const bool wider = std::any_of(before.unique.begin(), before.unique.end(), [&](const auto& part) {
            return std::includes(columns.begin(), columns.end(), part.begin(), part.end());
        });
        if (before.unique.count(columns) == 0) {
            changes.push_back({fresh || wider ? Operation::createIndex : Operation::createUniqueIndex, name, name});
        }
    }
    for (const auto& columns : before.unique) {
        if (after.unique.count(columns) == 0) {
            changes.push_back({Operation::dropUniqueIndex, name, name});
        }
    }
    for (const std::string& key : after.foreignKeys) {
        const std::string column = key.substr(0, key.find(" > "));
        if (before.foreignKeys.count(key) == 0 && before.columns.count(column) != 0) {
            changes.push_back({Operation::addForeignKey, name + '.' + column, name});
        }
    }
    for (const std::string& key : before.foreignKeys) {
        if (after.foreignKeys.count(key) == 0) {
            changes.push_back({Operation::dropForeignKey, name + '.' + key.substr(0, key.find(" > ")), name});
        }
    }
    if (after.checks > before.checks) {
        const bool onlyFresh =
            after.columns.size() - before.columns.size() >= static_cast<std::size_t>(after.checks - before.checks);
        changes.push_back({onlyFresh && after.columns.size() > before.columns.size() ? Operation::addColumnCheck
                                                                                     : Operation::addCheck,
                           name, name});
    } else if (after.checks < before.checks) {
        changes.push_back({Operation::dropCheck, name, name});
    }
}

/// A column that is gone beside one that is new, of one type, was renamed.
void joinRenames(const SqliteSchema& before, const SqliteSchema& after, Changes& changes)
{
    for (SqliteChange& gone : changes) {
        if (gone.operation != Operation::dropColumn) {
            continue;
        }
        const std::string old = gone.object.substr(gone.table.size() + 1);
        const auto& beforeTable = before.tables.at(gone.table);
        const auto& afterTable = after.tables.at(gone.table);
        const auto place =
            std::find(beforeTable.order.begin(), beforeTable.order.end(), old) - beforeTable.order.begin();
        if (static_cast<std::size_t>(place) >= afterTable.order.size()) {
            continue;
        }
        const std::string& now = afterTable.order[static_cast<std::size_t>(place)];
        if (beforeTable.columns.count(now) == 0 &&
            afterTable.columns.at(now).type == beforeTable.columns.at(old).type) {
            gone.operation = Operation::renameColumn;
            std::erase_if(changes, [&](const SqliteChange& one) {
                return one.object == gone.table + '.' + now && one.operation != Operation::renameColumn;
            });
            return joinRenames(before, after, changes);
        }
    }
}

}  // namespace

std::vector<SqliteChange> differencesOf(const SqliteSchema& before, const SqliteSchema& after)
{
    Changes changes;
    for (const auto& [name, table] : before.tables) {
        const auto found = after.tables.find(name);
        if (found == after.tables.end()) {
            changes.push_back({table.view ? Operation::dropView : Operation::dropTable, name, name});
        } else if (found->second.view && !table.view) {
            changes.push_back({Operation::renameTableWithView, name, name, true});
        } else {
            compareTable(name, table, found->second, changes);
        }
    }
    joinRenames(before, after, changes);
    for (const auto& [name, table] : after.tables) {
        if (before.tables.count(name) == 0) {
            changes.push_back({table.view ? Operation::createObject : Operation::createTable, name, name});
        }
    }
    for (const auto& [name, table] : after.indexes) {
        if (before.indexes.count(name) == 0) {
            changes.push_back({Operation::createIndex, name, table});
        }
    }
    for (const auto& [name, table] : before.indexes) {
        if (after.indexes.count(name) == 0 && after.tables.count(table) != 0) {
            changes.push_back({Operation::dropIndex, name, table});
        }
    }
    for (const auto& [name, table] : after.triggers) {
        if (before.triggers.count(name) == 0) {
            changes.push_back({Operation::createTrigger, name, table, true});
        }
    }
    for (const auto& [name, table] : before.triggers) {
        if (after.triggers.count(name) == 0 && after.tables.count(table) != 0) {
            changes.push_back({Operation::dropTrigger, name, table, true});
        }
    }
    return changes;
}

}  // namespace schema
