#include "tests/ledger/database.h"

namespace ledger {

void Statement::bind(const char* name, qint64 value)
{
    if (const int index = sqlite3_bind_parameter_index(m_statement.get(), name); index > 0) {
        sqlite3_bind_int64(m_statement.get(), index, value);
    }
}

void Statement::bind(const char* name, const QByteArray& value)
{
    if (const int index = sqlite3_bind_parameter_index(m_statement.get(), name); index > 0) {
        sqlite3_bind_text(m_statement.get(), index, value.constData(), static_cast<int>(value.size()),
                          SQLITE_TRANSIENT);
    }
}

Result<bool> Statement::step()
{
    switch (sqlite3_step(m_statement.get())) {
    case SQLITE_ROW:
        return true;
    case SQLITE_DONE:
        return false;
    default:
        return fail(ExitCode::statementFails, QString::fromUtf8(sqlite3_errmsg(sqlite3_db_handle(m_statement.get()))));
    }
}

QByteArray Statement::bytes(int column) const
{
    const auto* data = static_cast<const char*>(sqlite3_column_blob(m_statement.get(), column));
    return {data, sqlite3_column_bytes(m_statement.get(), column)};
}

Result<Database> Database::open(const QString& path)
{
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.toUtf8().constData(), &handle, SQLITE_OPEN_READWRITE, nullptr);
    Database database(handle);
    if (code != SQLITE_OK) {
        return fail(ExitCode::cannotOpen,
                    QStringLiteral("%1: %2").arg(path, QString::fromUtf8(sqlite3_errmsg(handle))));
    }
    sqlite3_busy_timeout(handle, 10000);
    return database;
}

Result<void> Database::execute(const QByteArray& sql)
{
    if (sqlite3_exec(handle(), sql.constData(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return fail(ExitCode::statementFails, QString::fromUtf8(sqlite3_errmsg(handle())));
    }
    return {};
}

Result<std::optional<Statement>> Database::prepare(QByteArray& sql)
{
    const char* tail = sql.constData();
    sqlite3_stmt* statement = nullptr;
    while (statement == nullptr && *tail != '\0') {
        if (sqlite3_prepare_v2(handle(), tail, -1, &statement, &tail) != SQLITE_OK) {
            return fail(ExitCode::queryFails, QString::fromUtf8(sqlite3_errmsg(handle())));
        }
    }
    sql = QByteArray(tail);
    if (statement == nullptr) {
        return std::nullopt;
    }
    return Statement(statement);
}

Result<std::optional<qint64>> Database::integer(const QByteArray& sql)
{
    QByteArray text = sql;
    auto statement = prepare(text);
    if (!statement) {
        return tl::make_unexpected(statement.error());
    }
    if (!*statement) {
        return std::nullopt;
    }
    const auto row = (*statement)->step();
    if (!row) {
        return tl::make_unexpected(row.error());
    }
    if (!*row) {
        return std::nullopt;
    }
    return (*statement)->integer(0);
}

}  // namespace ledger
