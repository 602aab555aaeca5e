#pragma once

#include "tests/ledger/database.h"

#include <sqlite3.h>

namespace ledger {

/// A SQLite file. Waits up to ten seconds for locks. Foreign keys are not enforced, as in every release of the product:
/// tables are rebuilt beside each other.
class SqliteDatabase : public Database {
public:
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const QString& path);
    [[nodiscard]] Result<void> execute(const QByteArray& sql) override;
    [[nodiscard]] Result<std::unique_ptr<Statement>> prepare(QByteArray& sql) override;
    [[nodiscard]] qint64 changes() const override { return sqlite3_changes64(m_handle.get()); }
    [[nodiscard]] Result<void> begin() override { return execute("BEGIN IMMEDIATE"); }
    [[nodiscard]] Result<void> prepareToServe(const QByteArray& journal) override;
    [[nodiscard]] Result<void> filter(QIODevice& input, QIODevice& output) override;

private:
    explicit SqliteDatabase(sqlite3* handle) : m_handle(handle, &sqlite3_close_v2) {}
    std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> m_handle;
};

}  // namespace ledger
