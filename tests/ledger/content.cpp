#include "tests/ledger/content.h"

#include "tests/ledger/database.h"

#include <algorithm>

namespace ledger {

namespace {

constexpr auto sqliteTables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
constexpr auto postgresTables =
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'";

QString written(const Statement& row)
{
    QStringList fields;
    for (int column = 0; column < row.columns(); ++column) {
        const QByteArray name = row.columnName(column);
        if (name != "finished" && name != "at") {
            const QByteArray value =
                row.columnType(column) == ValueType::null ? "NULL" : row.bytes(column).toPercentEncoding(" ");
            fields.append(QString::fromLatin1(name + '=' + value));
        }
    }
    fields.sort();
    return fields.join(QStringLiteral(", "));
}

template <typename Take>
Result<void> each(Database& database, QByteArray sql, Take take)
{
    auto rows = database.prepare(sql);
    if (!rows) {
        return tl::make_unexpected(rows.error());
    }
    auto row = (*rows)->step();
    for (; row && *row; row = (*rows)->step()) {
        take(**rows);
    }
    return row ? Result<void>() : tl::make_unexpected(row.error());
}

}  // namespace

Result<Content> contentOf(const QString& database)
{
    const auto opened = Database::open(database);
    if (!opened) {
        return tl::make_unexpected(opened.error());
    }
    Content content;
    auto read = each(**opened, kindOf(database) == DatabaseKind::postgresql ? postgresTables : sqliteTables,
                     [&](const Statement& row) { content.insert(QString::fromUtf8(row.bytes(0)), {}); });
    for (auto table = content.begin(); read && table != content.end(); ++table) {
        read = each(**opened, "SELECT * FROM " + table.key().toUtf8(),
                    [&](const Statement& row) { table->append(written(row)); });
        table->sort();
    }
    return read ? Result<Content>(content) : tl::make_unexpected(read.error());
}

QString difference(const Content& left, const Content& right)
{
    if (left.keys() != right.keys()) {
        return left.keys().join(QLatin1Char(' ')) + QStringLiteral(" / ") + right.keys().join(QLatin1Char(' '));
    }
    for (auto table = left.begin(); table != left.end(); ++table) {
        const QStringList& other = right[table.key()];
        const qsizetype shared = std::min(table->size(), other.size());
        for (qsizetype row = 0; row < shared; ++row) {
            if (table->at(row) != other.at(row)) {
                return table.key() + QStringLiteral(": ") + table->at(row) + QStringLiteral(" / ") + other.at(row);
            }
        }
        if (table->size() != other.size()) {
            return QStringLiteral("%1: %2 / %3 rows").arg(table.key()).arg(table->size()).arg(other.size());
        }
    }
    return {};
}

}  // namespace ledger
