#pragma once

#include "tests/ledger/failure.h"

#include <QByteArray>
#include <memory>
#include <optional>
#include <sqlite3.h>

namespace ledger {

/// One prepared statement. Texts are bytes: old releases store Latin-1, which SQLite neither checks nor changes.
class Statement {
public:
    explicit Statement(sqlite3_stmt* statement) : m_statement(statement, &sqlite3_finalize) {}
    void bind(const char* name, qint64 value);
    void bind(const char* name, const QByteArray& value);
    /// True: a row; false: done.
    [[nodiscard]] Result<bool> step();
    void reset() { sqlite3_reset(m_statement.get()); }
    [[nodiscard]] int columns() const { return sqlite3_column_count(m_statement.get()); }
    [[nodiscard]] QByteArray columnName(int column) const { return sqlite3_column_name(m_statement.get(), column); }
    [[nodiscard]] int columnType(int column) const { return sqlite3_column_type(m_statement.get(), column); }
    [[nodiscard]] qint64 integer(int column) const { return sqlite3_column_int64(m_statement.get(), column); }
    [[nodiscard]] QByteArray bytes(int column) const;

private:
    std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> m_statement;
};

/// A connection to one SQLite file, which has to exist. Waits up to ten seconds for locks. Foreign keys are not
/// enforced, as in every release of the product: tables are rebuilt beside each other.
class Database {
public:
    [[nodiscard]] static Result<Database> open(const QString& path);
    [[nodiscard]] Result<void> execute(const QByteArray& sql);
    /// The first statement of `sql`, which is then cut off its front; nothing when only space and comments are left.
    [[nodiscard]] Result<std::optional<Statement>> prepare(QByteArray& sql);
    /// The integer in the first column of the first row, or nothing without a row.
    [[nodiscard]] Result<std::optional<qint64>> integer(const QByteArray& sql);
    [[nodiscard]] sqlite3* handle() const { return m_handle.get(); }

private:
    explicit Database(sqlite3* handle) : m_handle(handle, &sqlite3_close_v2) {}
    std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> m_handle;
};

}  // namespace ledger
