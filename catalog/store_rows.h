#pragma once

#include "catalog/store_schema.h"

#include <SQLiteCpp/Database.h>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace catalog {

/// Leaves the reading of a damaged file; never leaves readStore.
struct Damage {
    std::string words;
};

/// What no honest file has more of, so that a hostile one ends early.
inline constexpr std::int64_t mostRows = 2'000'000;

/// Reads one statement's columns in order, with what must hold of them; every value goes into the fingerprint. Throws
/// Damage when something does not hold. Borrows the database and the fingerprint.
class Rows {
public:
    Rows(SQLite::Database& database, Fingerprint& fingerprint, const char* sql);

    [[nodiscard]] bool next();
    /// The row's position, which must be the next one.
    void position();
    [[nodiscard]] std::optional<std::int64_t> integer();
    /// Nothing for NULL. Valid until the next row.
    [[nodiscard]] std::optional<std::string_view> text();
    /// A text that must be there and be UTF-8.
    std::string required();
    /// Bytes that must be there. Valid until the next row.
    [[nodiscard]] std::string_view blob();

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    sqlite3* m_database;
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
    Fingerprint& m_fingerprint;
    std::int64_t m_count = 0;
    int m_column = 0;
};

}  // namespace catalog
