#include "app/demo/journal_copy.h"

#include <QFile>
#include <QStringList>
#include <memory>
#include <sqlite3.h>

namespace demo {

namespace {

using Handle = std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)>;
using Cursor = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

Cursor cursorOf(const Handle& database, const QByteArray& sql)
{
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(database.get(), sql.constData(), -1, &statement, nullptr);
    return {statement, &sqlite3_finalize};
}

QByteArray field(sqlite3_stmt* row, int column)
{
    if (sqlite3_column_type(row, column) == SQLITE_NULL) {
        return "\\N";
    }
    QByteArray text(static_cast<const char*>(sqlite3_column_blob(row, column)), sqlite3_column_bytes(row, column));
    for (const auto& [plain, escaped] : {std::pair("\\", "\\\\"), {"\t", "\\t"}, {"\n", "\\n"}, {"\r", "\\r"}}) {
        text.replace(plain, escaped);
    }
    return text;
}

void copyTable(const Handle& database, const QByteArray& table, QFile& script)
{
    const Cursor rows = cursorOf(database, "SELECT * FROM " + table);
    QByteArray names;
    bool numbered = false;
    for (int column = 0; column < sqlite3_column_count(rows.get()); ++column) {
        const QByteArray name = sqlite3_column_name(rows.get(), column);
        names += (column > 0 ? ", " : "") + name;
        numbered = numbered || name == "id";
    }
    script.write("COPY " + table + " (" + names + ") FROM stdin;\n");
    while (sqlite3_step(rows.get()) == SQLITE_ROW) {
        QByteArray line;
        for (int column = 0; column < sqlite3_column_count(rows.get()); ++column) {
            line += (column > 0 ? "\t" : "") + field(rows.get(), column);
        }
        script.write(line + '\n');
    }
    script.write("\\.\n");
    if (numbered) {
        script.write("SELECT setval(pg_get_serial_sequence('" + table +
                     "', 'id'), coalesce(max(id), 1), count(*) > 0) FROM " + table + ";\n");
    }
}

}  // namespace

Made<void> writeCopy(const QString& sqliteFile, const QString& script)
{
    sqlite3* handle = nullptr;
    const int opened = sqlite3_open_v2(sqliteFile.toUtf8().constData(), &handle, SQLITE_OPEN_READONLY, nullptr);
    const Handle database(handle, &sqlite3_close_v2);
    if (opened != SQLITE_OK) {
        return problem(ProblemCode::database,
                       QStringLiteral("%1: %2").arg(sqliteFile, QString::fromUtf8(sqlite3_errmsg(handle))));
    }
    QFile file(script);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)) {
        return problem(ProblemCode::cannotWrite, QStringLiteral("%1: %2").arg(script, file.errorString()));
    }
    file.write("BEGIN;\n");
    const Cursor tables = cursorOf(
        database, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'ledger_schema' ORDER BY rowid");
    while (sqlite3_step(tables.get()) == SQLITE_ROW) {
        copyTable(database, reinterpret_cast<const char*>(sqlite3_column_text(tables.get(), 0)), file);
    }
    file.write("COMMIT;\nANALYZE;\n");
    if (sqlite3_errcode(handle) != SQLITE_DONE) {
        return problem(ProblemCode::database, QString::fromUtf8(sqlite3_errmsg(handle)));
    }
    if (!file.flush()) {
        return problem(ProblemCode::cannotWrite, QStringLiteral("%1: %2").arg(script, file.errorString()));
    }
    return {};
}

}  // namespace demo
