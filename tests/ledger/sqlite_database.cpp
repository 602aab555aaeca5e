#include "tests/ledger/sqlite_database.h"

namespace ledger {

namespace {

class SqliteStatement : public Statement {
public:
    explicit SqliteStatement(sqlite3_stmt* statement) : m_statement(statement, &sqlite3_finalize) {}

    void bind(const char* name, qint64 value) override
    {
        if (const int index = sqlite3_bind_parameter_index(m_statement.get(), name); index > 0) {
            sqlite3_bind_int64(m_statement.get(), index, value);
        }
    }

    void bind(const char* name, const QByteArray& value) override
    {
        if (const int index = sqlite3_bind_parameter_index(m_statement.get(), name); index > 0) {
            sqlite3_bind_text(m_statement.get(), index, value.constData(), static_cast<int>(value.size()),
                              SQLITE_TRANSIENT);
        }
    }

    Result<bool> step() override
    {
        switch (sqlite3_step(m_statement.get())) {
        case SQLITE_ROW:
            return true;
        case SQLITE_DONE:
            return false;
        default:
            return fail(ExitCode::statementFails,
                        QString::fromUtf8(sqlite3_errmsg(sqlite3_db_handle(m_statement.get()))));
        }
    }

    int columns() const override { return sqlite3_column_count(m_statement.get()); }
    QByteArray columnName(int column) const override { return sqlite3_column_name(m_statement.get(), column); }
    qint64 integer(int column) const override { return sqlite3_column_int64(m_statement.get(), column); }

    ValueType columnType(int column) const override
    {
        switch (sqlite3_column_type(m_statement.get(), column)) {
        case SQLITE_INTEGER:
            return ValueType::integer;
        case SQLITE_NULL:
            return ValueType::null;
        default:
            return ValueType::text;
        }
    }

    QByteArray bytes(int column) const override
    {
        const auto* data = static_cast<const char*>(sqlite3_column_blob(m_statement.get(), column));
        return {data, sqlite3_column_bytes(m_statement.get(), column)};
    }

private:
    std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> m_statement;
};

}  // namespace

Result<std::unique_ptr<Database>> SqliteDatabase::open(const QString& path)
{
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.toUtf8().constData(), &handle, SQLITE_OPEN_READWRITE, nullptr);
    std::unique_ptr<Database> database(new SqliteDatabase(handle));
    if (code != SQLITE_OK) {
        return fail(ExitCode::cannotOpen,
                    QStringLiteral("%1: %2").arg(path, QString::fromUtf8(sqlite3_errmsg(handle))));
    }
    sqlite3_busy_timeout(handle, 10000);
    return database;
}

Result<void> SqliteDatabase::execute(const QByteArray& sql)
{
    if (sqlite3_exec(m_handle.get(), sql.constData(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return fail(ExitCode::statementFails, QString::fromUtf8(sqlite3_errmsg(m_handle.get())));
    }
    return {};
}

Result<std::unique_ptr<Statement>> SqliteDatabase::prepare(QByteArray& sql)
{
    const char* tail = sql.constData();
    sqlite3_stmt* statement = nullptr;
    while (statement == nullptr && *tail != '\0') {
        if (sqlite3_prepare_v2(m_handle.get(), tail, -1, &statement, &tail) != SQLITE_OK) {
            return fail(ExitCode::queryFails, QString::fromUtf8(sqlite3_errmsg(m_handle.get())));
        }
    }
    sql = QByteArray(tail);
    return statement == nullptr ? nullptr : std::make_unique<SqliteStatement>(statement);
}

Result<void> SqliteDatabase::prepareToServe(const QByteArray& journal)
{
    // EXTRA also syncs the folder after the journal is removed, so that an answered POST survives a power cut.
    return execute("PRAGMA synchronous = EXTRA; PRAGMA journal_mode = " + journal + ";");
}

Result<void> SqliteDatabase::filter(QIODevice& input, QIODevice& output)
{
    QByteArray pending;
    while (true) {
        const QByteArray line = input.readLine();
        pending += line;
        const bool atEnd = line.isEmpty();
        if (!atEnd && (!line.trimmed().endsWith(';') || sqlite3_complete(pending.constData()) == 0)) {
            continue;
        }
        while (!pending.isEmpty()) {
            auto statement = prepare(pending);
            if (!statement) {
                return tl::make_unexpected(statement.error());
            }
            if (!*statement) {
                break;
            }
            Statement& runner = **statement;
            auto row = runner.step();
            for (; row && *row; row = runner.step()) {
                QByteArray text;
                for (int column = 0; column < runner.columns(); ++column) {
                    text += (column > 0 ? "\t" : "") + runner.bytes(column);
                }
                output.write(text + '\n');
            }
            if (!row) {
                return tl::make_unexpected(row.error());
            }
        }
        if (atEnd) {
            return {};
        }
    }
}

}  // namespace ledger
