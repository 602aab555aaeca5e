#include "tests/ledger/database.h"

#include "tests/ledger/postgres_database.h"
#include "tests/ledger/sqlite_database.h"

namespace ledger {

DatabaseKind kindOf(const QString& where)
{
    const bool path = where.startsWith(QLatin1Char('/')) || where.startsWith(QLatin1Char('.'));
    const bool connection = where.contains(QLatin1Char('=')) || where.contains(QStringLiteral("://"));
    return connection && !path ? DatabaseKind::postgresql : DatabaseKind::sqlite;
}

Result<std::unique_ptr<Database>> Database::open(const QString& where)
{
    return kindOf(where) == DatabaseKind::postgresql ? PostgresDatabase::open(where) : SqliteDatabase::open(where);
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
