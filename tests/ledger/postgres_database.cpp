#include "tests/ledger/postgres_database.h"

#include "tests/ledger/numbered_parameters.h"

#include <array>
#include <vector>

namespace ledger {

namespace {

using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

constexpr Oid bigintType = 20;
constexpr Oid textType = 25;
constexpr std::array<Oid, 4> integerTypes{bigintType, 21, 23, 1700};  // int8, int2, int4; numeric is what sum() gives

Oid typeOf(const QByteArray& parameter)
{
    return parameter == ":date" || parameter == ":text" || parameter == ":account" ? textType : bigintType;
}

tl::unexpected<Failure> failed(ExitCode code, const PGconn* connection)
{
    return fail(code, QString::fromUtf8(PQerrorMessage(connection)).trimmed());
}

bool isGood(const PGresult* answer)
{
    const ExecStatusType status = PQresultStatus(answer);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE ||
           status == PGRES_EMPTY_QUERY;
}

class PostgresStatement : public Statement {
public:
    PostgresStatement(PGconn* connection, NumberedStatement statement, qint64& changes)
        : m_connection(connection),
          m_statement(std::move(statement)),
          m_values(static_cast<std::size_t>(m_statement.names.size())),
          m_changes(changes)
    {
    }

    void bind(const char* name, qint64 value) override { bind(name, QByteArray::number(value)); }

    void bind(const char* name, const QByteArray& value) override
    {
        if (const qsizetype index = m_statement.names.indexOf(name); index >= 0) {
            m_values[static_cast<std::size_t>(index)] = value;
        }
    }

    Result<bool> step() override
    {
        if (m_row < 0) {
            std::vector<Oid> types;
            std::vector<const char*> values;
            for (const QByteArray& name : std::as_const(m_statement.names)) {
                types.push_back(typeOf(name));
                values.push_back(m_values[values.size()].constData());
            }
            m_answer.reset(PQexecParams(m_connection, m_statement.sql.constData(), static_cast<int>(values.size()),
                                        types.data(), values.data(), nullptr, nullptr, 0));
            if (!isGood(m_answer.get())) {
                return failed(ExitCode::statementFails, m_connection);
            }
            m_changes = QByteArray(PQcmdTuples(m_answer.get())).toLongLong();
        }
        return ++m_row < PQntuples(m_answer.get());
    }

    int columns() const override { return PQnfields(m_answer.get()); }
    QByteArray columnName(int column) const override { return PQfname(m_answer.get(), column); }
    qint64 integer(int column) const override { return bytes(column).toLongLong(); }

    ValueType columnType(int column) const override
    {
        if (PQgetisnull(m_answer.get(), m_row, column) != 0) {
            return ValueType::null;
        }
        const Oid type = PQftype(m_answer.get(), column);
        const bool isInteger = std::find(integerTypes.begin(), integerTypes.end(), type) != integerTypes.end();
        return isInteger ? ValueType::integer : ValueType::text;
    }

    QByteArray bytes(int column) const override
    {
        return {PQgetvalue(m_answer.get(), m_row, column), PQgetlength(m_answer.get(), m_row, column)};
    }

private:
    PGconn* m_connection;
    NumberedStatement m_statement;
    std::vector<QByteArray> m_values;
    Answer m_answer{nullptr, &PQclear};
    int m_row = -1;
    qint64& m_changes;
};

}  // namespace

Result<std::unique_ptr<Database>> PostgresDatabase::open(const QString& connection)
{
    const QByteArray where = connection.toUtf8();
    const std::array<const char*, 4> names{"dbname", "client_encoding", "fallback_application_name", nullptr};
    const std::array<const char*, 4> values{where.constData(), "SQL_ASCII", "ledger", nullptr};
    PGconn* const opened = PQconnectdbParams(names.data(), values.data(), 1);
    std::unique_ptr<Database> database(new PostgresDatabase(opened));
    if (PQstatus(opened) != CONNECTION_OK) {
        return failed(ExitCode::cannotOpen, opened);
    }
    if (auto quiet = database->execute("SET client_min_messages = warning"); !quiet) {
        return tl::make_unexpected(quiet.error());
    }
    return database;
}

Result<void> PostgresDatabase::execute(const QByteArray& sql)
{
    const Answer answer(PQexec(m_connection.get(), sql.constData()), &PQclear);
    return isGood(answer.get()) ? Result<void>() : failed(ExitCode::statementFails, m_connection.get());
}

Result<std::unique_ptr<Statement>> PostgresDatabase::prepare(QByteArray& sql)
{
    NumberedStatement statement = takeStatement(sql);
    if (statement.sql.isEmpty()) {
        return nullptr;
    }
    std::vector<Oid> types;
    for (const QByteArray& name : std::as_const(statement.names)) {
        types.push_back(typeOf(name));
    }
    const Answer answer(
        PQprepare(m_connection.get(), "", statement.sql.constData(), static_cast<int>(types.size()), types.data()),
        &PQclear);
    if (!isGood(answer.get())) {
        return failed(ExitCode::queryFails, m_connection.get());
    }
    return std::make_unique<PostgresStatement>(m_connection.get(), std::move(statement), m_changes);
}

Result<void> PostgresDatabase::begin() { return execute("BEGIN; LOCK TABLE entry IN SHARE ROW EXCLUSIVE MODE"); }

Result<void> PostgresDatabase::prepareToServe(const QByteArray& /*journal*/)
{
    return execute("SET synchronous_commit = on");
}

Result<void> PostgresDatabase::filter(QIODevice& input, QIODevice& output)
{
    if (PQsendQuery(m_connection.get(), input.readAll().constData()) == 0 ||
        PQsetSingleRowMode(m_connection.get()) == 0) {
        return failed(ExitCode::statementFails, m_connection.get());
    }
    Result<void> done;
    for (Answer answer(PQgetResult(m_connection.get()), &PQclear); answer;
         answer.reset(PQgetResult(m_connection.get()))) {
        if (!isGood(answer.get()) && done) {
            done = failed(ExitCode::statementFails, m_connection.get());
        }
        for (int row = 0; row < PQntuples(answer.get()); ++row) {
            QByteArray text;
            for (int column = 0; column < PQnfields(answer.get()); ++column) {
                text += column > 0 ? "\t" : "";
                text += PQgetvalue(answer.get(), row, column);
            }
            output.write(text + '\n');
        }
    }
    return done;
}

}  // namespace ledger
