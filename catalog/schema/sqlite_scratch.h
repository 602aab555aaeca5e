#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;

namespace schema {

/// What SQLite's authorizer says of a statement.
enum class SqliteKind { create, drop, alter, rows, query, pragma, transaction, refused, other };

struct SqliteColumn {
    std::string type;
    bool notNull = false;
    bool hasDefault = false;
    bool primaryKey = false;
    bool generated = false;
    bool operator==(const SqliteColumn&) const = default;
};

struct SqliteTable {
    std::map<std::string, SqliteColumn> columns;
    std::vector<std::string> order;
    std::set<std::vector<std::string>> unique;  ///< columns of each unique index or constraint
    std::set<std::string> foreignKeys;          ///< "columns > table"
    int checks = 0;
    bool view = false;
};

struct SqliteSchema {
    std::map<std::string, SqliteTable> tables;
    std::map<std::string, std::string> indexes;   ///< that are not unique: name to table
    std::map<std::string, std::string> triggers;  ///< name to table
};

struct SqliteRun {
    SqliteKind kind = SqliteKind::other;
    std::set<std::string> tables;  ///< that it makes, drops, alters or writes
    std::string object;            ///< what it makes or drops
    std::string error;             ///< SQLite's words; empty: it ran
    bool failsWithRows = false;    ///< it ran only once the sample rows were gone
};

/// A database in memory on which scripts are tried. Nothing that a script says reaches a file.
class SqliteScratch {
public:
    SqliteScratch();
    ~SqliteScratch();
    SqliteScratch(const SqliteScratch&) = delete;
    SqliteScratch& operator=(const SqliteScratch&) = delete;

    void copyFrom(const SqliteScratch& other);
    /// Puts one row into each table that has none.
    void seed();
    [[nodiscard]] SqliteRun run(std::string_view statement);
    /// Ends a transaction that a script left open.
    void settle();
    [[nodiscard]] SqliteSchema schema() const;
    [[nodiscard]] std::set<std::string> tableNames() const;
    /// Whether dropping the table would delete rows of others.
    [[nodiscard]] bool dropCascades(const std::string& table) const;

private:
    struct Watch;
    [[nodiscard]] std::string execute(std::string_view statement, SqliteRun& result);
    void removeSeeds();
    [[nodiscard]] std::vector<std::vector<std::string>> rows(const std::string& sql) const;

    sqlite3* m_database = nullptr;
    std::unique_ptr<Watch> m_watch;
    std::set<std::string> m_seeded;
};

}  // namespace schema
