#pragma once

#include "tests/ledger/database.h"

#include <libpq-fe.h>

namespace ledger {

/// A PostgreSQL database. One that held Latin-1 has the encoding SQL_ASCII, which knows bytes alone.
class PostgresDatabase : public Database {
public:
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const QString& connection);
    [[nodiscard]] Result<void> execute(const QByteArray& sql) override;
    [[nodiscard]] Result<std::unique_ptr<Statement>> prepare(QByteArray& sql) override;
    [[nodiscard]] qint64 changes() const override { return m_changes; }
    [[nodiscard]] Result<void> begin() override;
    [[nodiscard]] Result<void> prepareToServe(const QByteArray& journal) override;
    [[nodiscard]] Result<void> filter(QIODevice& input, QIODevice& output) override;

private:
    explicit PostgresDatabase(PGconn* connection) : m_connection(connection, &PQfinish) {}
    std::unique_ptr<PGconn, decltype(&PQfinish)> m_connection;
    qint64 m_changes = 0;
};

}  // namespace ledger
