#include "catalog/schema/sqlite_scratch.h"

#include "catalog/schema/letters.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <sqlite3.h>

namespace schema {

namespace {

constexpr int longestWork = 2000;  // calls of the progress handler, each after 10,000 instructions

std::string quotedName(const std::string& name)
{
    std::string text = "\"";
    for (const char c : name) {
        text += c == '"' ? std::string("\"\"") : std::string(1, c);
    }
    return text + '"';
}

int countChecks(const std::string& sql)
{
    const std::string small = lowered(sql);
    int count = 0;
    for (std::size_t at = small.find("check"); at != std::string::npos; at = small.find("check", at + 1)) {
        const std::size_t next = small.find_first_not_of(" \t\r\n", at + 5);
        const bool word = at == 0 || std::isalnum(static_cast<unsigned char>(small[at - 1])) == 0;
        count += word && next != std::string::npos && small[next] == '(' ? 1 : 0;
    }
    return count;
}

/// The value of a sample row: odd enough to meet no real one.
std::string sampleValue(const std::string& type)
{
    const std::string small = lowered(type);
    if (small.find("int") != std::string::npos) {
        return "987654321";
    }
    if (small.find("char") != std::string::npos || small.find("text") != std::string::npos ||
        small.find("clob") != std::string::npos) {
        return "'cairn'";
    }
    return small.find("blob") != std::string::npos ? "x'00'" : "987654321.5";
}

/// "Cannot add a NOT NULL column with default value NULL" and its like.
bool isAboutRows(const std::string& error)
{
    return lowered(error).starts_with("cannot add") || error.find("constraint failed") != std::string::npos;
}

}  // namespace

/// What the authorizer saw of the statement at hand.
struct SqliteScratch::Watch {
    SqliteKind kind = SqliteKind::other;
    std::set<std::string> tables;
    std::string object;
    int left = 0;
    bool active = false;

    void take(SqliteKind seen)
    {
        static constexpr SqliteKind order[] = {SqliteKind::refused, SqliteKind::alter,       SqliteKind::create,
                                               SqliteKind::drop,    SqliteKind::transaction, SqliteKind::pragma,
                                               SqliteKind::rows,    SqliteKind::query,       SqliteKind::other};
        const auto place = [](SqliteKind one) { return std::find(std::begin(order), std::end(order), one); };
        kind = std::min(place(seen), place(kind)) == place(seen) ? seen : kind;
    }

    static int authorize(void* context, int code, const char* first, const char* second, const char*, const char*)
    {
        Watch& watch = *static_cast<Watch*>(context);
        if (!watch.active) {
            return SQLITE_OK;
        }
        const std::string a = first == nullptr ? "" : first;
        const std::string b = second == nullptr ? "" : second;
        const bool internal = a.starts_with("sqlite_");
        switch (code) {
        case SQLITE_ATTACH:
        case SQLITE_DETACH:
            watch.kind = SqliteKind::refused;
            return SQLITE_DENY;
        case SQLITE_PRAGMA:
            watch.take(SqliteKind::pragma);
            return lowered(a).find("_directory") == std::string::npos ? SQLITE_OK : SQLITE_DENY;
        case SQLITE_ALTER_TABLE:
            watch.take(SqliteKind::alter);
            watch.tables.insert(b);
            break;
        case SQLITE_CREATE_TABLE:
        case SQLITE_CREATE_VIEW:
        case SQLITE_CREATE_VTABLE:
        case SQLITE_CREATE_TEMP_TABLE:
        case SQLITE_CREATE_TEMP_VIEW:
            watch.take(SqliteKind::create);
            watch.object = internal ? watch.object : a;
            watch.tables.insert(a);
            break;
        case SQLITE_CREATE_INDEX:
        case SQLITE_CREATE_TRIGGER:
        case SQLITE_CREATE_TEMP_INDEX:
        case SQLITE_CREATE_TEMP_TRIGGER:
            if (!internal) {
                watch.take(SqliteKind::create);
                watch.object = a;
                watch.tables.insert(b);
            }
            break;
        case SQLITE_DROP_TABLE:
        case SQLITE_DROP_VIEW:
        case SQLITE_DROP_VTABLE:
        case SQLITE_DROP_TEMP_TABLE:
        case SQLITE_DROP_TEMP_VIEW:
            watch.take(SqliteKind::drop);
            watch.object = a;
            watch.tables.insert(a);
            break;
        case SQLITE_DROP_INDEX:
        case SQLITE_DROP_TRIGGER:
        case SQLITE_DROP_TEMP_INDEX:
        case SQLITE_DROP_TEMP_TRIGGER:
            watch.take(SqliteKind::drop);
            watch.object = a;
            watch.tables.insert(b);
            break;
        case SQLITE_INSERT:
        case SQLITE_UPDATE:
        case SQLITE_DELETE:
            if (!internal) {
                watch.take(SqliteKind::rows);
                watch.tables.insert(a);
            }
            break;
        case SQLITE_TRANSACTION:
        case SQLITE_SAVEPOINT:
            watch.take(SqliteKind::transaction);
            break;
        case SQLITE_SELECT:
            watch.take(SqliteKind::query);
            break;
        default:
            break;
        }
        return SQLITE_OK;
    }

    static int progress(void* context) { return --static_cast<Watch*>(context)->left < 0 ? 1 : 0; }
};

SqliteScratch::SqliteScratch() : m_watch(std::make_unique<Watch>())
{
    sqlite3_open_v2(":memory:", &m_database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    sqlite3_limit(m_database, SQLITE_LIMIT_LENGTH, 64 << 20);
    sqlite3_db_config(m_database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_exec(m_database, "PRAGMA max_page_count = 65536", nullptr, nullptr, nullptr);
    sqlite3_set_authorizer(m_database, Watch::authorize, m_watch.get());
    sqlite3_progress_handler(m_database, 10000, Watch::progress, m_watch.get());
    m_watch->left = longestWork;
}

SqliteScratch::~SqliteScratch() { sqlite3_close_v2(m_database); }

void SqliteScratch::copyFrom(const SqliteScratch& other)
{
    if (sqlite3_backup* backup = sqlite3_backup_init(m_database, "main", other.m_database, "main")) {
        sqlite3_backup_step(backup, -1);
        sqlite3_backup_finish(backup);
    }
    m_seeded = other.m_seeded;
}

std::vector<std::vector<std::string>> SqliteScratch::rows(const std::string& sql) const
{
    std::vector<std::vector<std::string>> result;
    sqlite3_stmt* statement = nullptr;
    m_watch->left = longestWork;
    if (sqlite3_prepare_v2(m_database, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK) {
        while (sqlite3_step(statement) == SQLITE_ROW) {
            std::vector<std::string> row;
            for (int i = 0; i < sqlite3_column_count(statement); ++i) {
                const unsigned char* text = sqlite3_column_text(statement, i);
                row.emplace_back(text == nullptr ? "" : reinterpret_cast<const char*>(text));
            }
            result.push_back(std::move(row));
        }
    }
    sqlite3_finalize(statement);
    return result;
}

void SqliteScratch::seed()
{
    int before = 0;
    sqlite3_db_config(m_database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, &before);
    sqlite3_exec(m_database, "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON", nullptr, nullptr,
                 nullptr);
    for (const std::string& table : tableNames()) {
        if (!rows("SELECT 1 FROM " + quotedName(table) + " LIMIT 1").empty()) {
            continue;
        }
        std::string names;
        std::string values;
        for (const auto& column : rows("PRAGMA table_xinfo(" + quotedName(table) + ")")) {
            if (column[6] == "0") {
                names += (names.empty() ? "" : ", ") + quotedName(column[1]);
                values += (values.empty() ? "" : ", ") + sampleValue(column[2]);
            }
        }
        const std::string insert = "INSERT INTO " + quotedName(table) + " (" + names + ") VALUES (" + values + ")";
        if (sqlite3_exec(m_database, insert.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) {
            m_seeded.insert(table);
        }
    }
    sqlite3_exec(m_database, "PRAGMA ignore_check_constraints = OFF", nullptr, nullptr, nullptr);
    sqlite3_db_config(m_database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, &before);
}

void SqliteScratch::removeSeeds()
{
    int before = 0;
    sqlite3_db_config(m_database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, &before);
    for (const std::string& table : m_seeded) {
        sqlite3_exec(m_database, ("DELETE FROM " + quotedName(table)).c_str(), nullptr, nullptr, nullptr);
    }
    sqlite3_db_config(m_database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, &before);
    m_seeded.clear();
}

std::string SqliteScratch::execute(std::string_view text, SqliteRun& result)
{
    m_watch->kind = SqliteKind::other;
    m_watch->tables.clear();
    m_watch->object.clear();
    m_watch->left = longestWork;
    m_watch->active = true;
    sqlite3_stmt* statement = nullptr;
    int code = sqlite3_prepare_v2(m_database, text.data(), static_cast<int>(text.size()), &statement, nullptr);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = statement == nullptr ? SQLITE_DONE : sqlite3_step(statement);
    }
    const std::string error = code == SQLITE_DONE ? std::string() : sqlite3_errmsg(m_database);
    sqlite3_finalize(statement);
    m_watch->active = false;
    result.kind = m_watch->kind;
    result.tables = m_watch->tables;
    result.object = m_watch->object;
    return error;
}

SqliteRun SqliteScratch::run(std::string_view statement)
{
    SqliteRun result;
    result.error = execute(statement, result);
    if (!result.error.empty() && !m_seeded.empty() && result.kind != SqliteKind::refused) {
        removeSeeds();
        SqliteRun again;
        again.error = execute(statement, again);
        if (again.error.empty()) {
            // What a sample row does to other statements says nothing: its values are none of the product's.
            again.failsWithRows = again.kind == SqliteKind::alter && isAboutRows(result.error);
            return again;
        }
    }
    return result;
}

void SqliteScratch::settle()
{
    if (sqlite3_get_autocommit(m_database) == 0) {
        sqlite3_exec(m_database, "COMMIT", nullptr, nullptr, nullptr);
    }
    if (sqlite3_get_autocommit(m_database) == 0) {
        sqlite3_exec(m_database, "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

std::set<std::string> SqliteScratch::tableNames() const
{
    std::set<std::string> names;
    for (const auto& row : rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
                                "ESCAPE '\\'")) {
        names.insert(row[0]);
    }
    return names;
}

bool SqliteScratch::dropCascades(const std::string& table) const
{
    const auto on = rows("PRAGMA foreign_keys");
    if (on.empty() || on[0][0] != "1") {
        return false;
    }
    for (const std::string& other : tableNames()) {
        for (const auto& key : rows("PRAGMA foreign_key_list(" + quotedName(other) + ")")) {
            if (lowered(key[2]) == lowered(table) && other != table) {
                return true;
            }
        }
    }
    return false;
}

SqliteSchema SqliteScratch::schema() const
{
    SqliteSchema schema;
    for (const auto& object : rows("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE "
                                   "'sqlite\\_%' ESCAPE '\\'")) {
        if (object[0] == "trigger") {
            schema.triggers[object[1]] = object[2];
            continue;
        }
        if (object[0] == "index") {
            schema.indexes[object[1]] = object[2];
            continue;
        }
        SqliteTable& table = schema.tables[object[1]];
        table.view = object[0] == "view";
        table.checks = countChecks(object[3]);
        for (const auto& column : rows("PRAGMA table_xinfo(" + quotedName(object[1]) + ")")) {
            table.columns[column[1]] = {lowered(column[2]), column[3] == "1", !column[4].empty(), column[5] != "0",
                                        column[6] != "0"};
            table.order.push_back(column[1]);
        }
        for (const auto& index : rows("PRAGMA index_list(" + quotedName(object[1]) + ")")) {
            if (index[2] != "1" || index[4] == "1") {
                continue;
            }
            std::vector<std::string> columns;
            for (const auto& column : rows("PRAGMA index_info(" + quotedName(index[1]) + ")")) {
                columns.push_back(column[2]);
            }
            std::sort(columns.begin(), columns.end());
            table.unique.insert(columns);
        }
        for (const auto& key : rows("PRAGMA foreign_key_list(" + quotedName(object[1]) + ")")) {
            table.foreignKeys.insert(key[3] + " > " + key[2]);
        }
    }
    for (const auto& [name, table] : schema.tables) {
        for (const auto& index : rows("PRAGMA index_list(" + quotedName(name) + ")")) {
            if (index[2] == "1") {
                schema.indexes.erase(index[1]);
            }
        }
    }
    return schema;
}

}  // namespace schema
