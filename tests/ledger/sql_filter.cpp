#include "tests/ledger/sql_filter.h"

#include "tests/ledger/database.h"

namespace ledger {

Result<void> filterSql(const QString& database, QIODevice& input, QIODevice& output)
{
    auto connection = Database::open(database);
    if (!connection) {
        return tl::make_unexpected(connection.error());
    }
    QByteArray pending;
    while (true) {
        const QByteArray line = input.readLine();
        pending += line;
        const bool atEnd = line.isEmpty();
        if (!atEnd && (!line.trimmed().endsWith(';') || sqlite3_complete(pending.constData()) == 0)) {
            continue;
        }
        while (!pending.isEmpty()) {
            auto statement = connection->prepare(pending);
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
