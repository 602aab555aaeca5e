#include "installers/database_checksum.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <SQLiteCpp/SQLiteCpp.h>
#include <memory>
#include <sqlite3.h>
#include <vector>

namespace installers {

namespace {

constexpr int busyMilliseconds = 10'000;

RunProblem damaged(const QString& path, const QString& words)
{
    return RunProblem{RunProblemCode::databaseDamaged, path, words, {}};
}

QString quotedTable(const QString& name)
{
    QString text = name;
    text.replace(QLatin1Char('"'), QStringLiteral("\"\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

/// Hashes many small values without calling the hash for each of them. Every value says its length, so that no two rows
/// run together to the same bytes.
class ValueHash {
public:
    void number(quint64 value) { append(&value, sizeof value); }
    void bytes(const void* data, qsizetype size)
    {
        number(static_cast<quint64>(size));
        append(data, size);
    }
    void value(sqlite3_stmt* row, int column)
    {
        const int type = sqlite3_column_type(row, column);
        number(static_cast<quint64>(type));
        if (type == SQLITE_INTEGER) {
            number(static_cast<quint64>(sqlite3_column_int64(row, column)));
        } else if (type == SQLITE_FLOAT) {
            const double real = sqlite3_column_double(row, column);
            append(&real, sizeof real);
        } else if (type != SQLITE_NULL) {
            const void* const blob = sqlite3_column_blob(row, column);
            bytes(blob, sqlite3_column_bytes(row, column));
        }
    }
    [[nodiscard]] QString result()
    {
        flush();
        return QString::fromLatin1(m_hash.result().toHex());
    }

private:
    void append(const void* data, qsizetype size)
    {
        m_buffer.append(static_cast<const char*>(data), size);
        if (m_buffer.size() >= flushAt)
            flush();
    }
    void flush()
    {
        m_hash.addData(m_buffer);
        m_buffer.resize(0);
    }
    static constexpr qsizetype flushAt = 256 * 1024;
    QByteArray m_buffer;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

/// Feeds every row of a query to the hash and gives their number. Throws.
qint64 addRows(SQLite::Database& database, const std::string& sql, ValueHash& hash)
{
    sqlite3_stmt* raw = nullptr;
    sqlite3* const handle = database.getHandle();
    const int prepared = sqlite3_prepare_v2(handle, sql.c_str(), -1, &raw, nullptr);
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(raw, &sqlite3_finalize);
    if (prepared != SQLITE_OK)
        throw SQLite::Exception(handle, prepared);
    const int columns = sqlite3_column_count(raw);
    for (int column = 0; column < columns; ++column) {
        const QByteArrayView name(sqlite3_column_name(raw, column));
        hash.bytes(name.data(), name.size());
    }
    qint64 rows = 0;
    int status = SQLITE_OK;
    while ((status = sqlite3_step(raw)) == SQLITE_ROW) {
        ++rows;
        for (int column = 0; column < columns; ++column)
            hash.value(raw, column);
    }
    if (status != SQLITE_DONE)
        throw SQLite::Exception(handle, status);
    return rows;
}

/// NOT INDEXED keeps SQLite from reading a covering index, whose order is another.
TableChecksum checksumOfTable(SQLite::Database& database, const QString& table)
{
    ValueHash hash;
    const qint64 rows = addRows(database, "SELECT * FROM " + quotedTable(table).toStdString() + " NOT INDEXED", hash);
    return TableChecksum{rows, hash.result()};
}

TableChecksum checksumOfSchema(SQLite::Database& database)
{
    ValueHash hash;
    const qint64 rows = addRows(database, "SELECT type,name,tbl_name,sql FROM sqlite_schema ORDER BY type,name", hash);
    hash.number(static_cast<quint64>(database.execAndGet("PRAGMA user_version").getInt64()));
    hash.number(static_cast<quint64>(database.execAndGet("PRAGMA application_id").getInt64()));
    return TableChecksum{rows, hash.result()};
}

void requireIntegrity(SQLite::Database& database)
{
    const std::string answer = database.execAndGet("PRAGMA integrity_check(1)").getString();
    if (answer != "ok")
        throw SQLite::Exception(answer, SQLITE_CORRUPT);
}

}  // namespace

Done<DatabaseChecksum> checksumOfDatabase(const QString& path)
{
    if (!isDatabaseFile(path))
        return tl::unexpected(damaged(path, QStringLiteral("not a database")));
    try {
        SQLite::Database database(path.toStdString(), SQLite::OPEN_READWRITE, busyMilliseconds);
        database.exec("BEGIN");
        requireIntegrity(database);
        std::vector<QString> tables;
        {
            // Virtual tables are read through the shadow tables that hold their content.
            SQLite::Statement query(database,
                                    "SELECT name FROM pragma_table_list "
                                    "WHERE schema='main' AND type IN ('table','shadow') AND name<>'sqlite_schema'");
            while (query.executeStep())
                tables.push_back(QString::fromStdString(query.getColumn(0).getString()));
        }
        DatabaseChecksum checksum;
        checksum.insert(QString(), checksumOfSchema(database));
        for (const QString& table : tables)
            checksum.insert(table, checksumOfTable(database, table));
        database.exec("COMMIT");
        return checksum;
    } catch (const SQLite::Exception& error) {
        return tl::unexpected(damaged(path, QString::fromUtf8(error.what())));
    }
}

Done<void> checkDatabase(const QString& path, std::chrono::milliseconds patience)
{
    if (!isDatabaseFile(path))
        return tl::unexpected(damaged(path, QStringLiteral("not a database")));
    try {
        SQLite::Database database(path.toStdString(), SQLite::OPEN_READWRITE, static_cast<int>(patience.count()));
        requireIntegrity(database);
        return {};
    } catch (const SQLite::Exception& error) {
        if (error.getErrorCode() == SQLITE_BUSY)
            return tl::unexpected(RunProblem{RunProblemCode::databaseLocked, path, {}, {}});
        return tl::unexpected(damaged(path, QString::fromUtf8(error.what())));
    }
}

QString firstDifference(const DatabaseChecksum& a, const DatabaseChecksum& b)
{
    const auto named = [](const QString& name) { return name.isEmpty() ? QStringLiteral("schema") : name; };
    for (auto it = a.cbegin(); it != a.cend(); ++it) {
        const auto other = b.constFind(it.key());
        if (other == b.cend() || !(*other == *it))
            return named(it.key());
    }
    for (auto it = b.cbegin(); it != b.cend(); ++it) {
        if (!a.contains(it.key()))
            return named(it.key());
    }
    return {};
}

QJsonObject toJson(const DatabaseChecksum& checksum)
{
    QJsonObject tables;
    for (auto it = checksum.cbegin(); it != checksum.cend(); ++it)
        tables.insert(it.key(),
                      QJsonObject{{QStringLiteral("rows"), it->rows}, {QStringLiteral("digest"), it->digest}});
    return tables;
}

DatabaseChecksum checksumFrom(const QJsonObject& object)
{
    DatabaseChecksum checksum;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QJsonObject entry = it.value().toObject();
        checksum.insert(it.key(), TableChecksum{entry.value(QStringLiteral("rows")).toInteger(),
                                                entry.value(QStringLiteral("digest")).toString()});
    }
    return checksum;
}

QString digestOf(const DatabaseChecksum& checksum)
{
    ValueHash hash;
    for (auto it = checksum.cbegin(); it != checksum.cend(); ++it) {
        const QByteArray name = it.key().toUtf8();
        const QByteArray digest = it->digest.toLatin1();
        hash.bytes(name.constData(), name.size());
        hash.number(static_cast<quint64>(it->rows));
        hash.bytes(digest.constData(), digest.size());
    }
    return hash.result();
}

bool isDatabaseFile(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.read(16) == QByteArray("SQLite format 3\0", 16);
}

}  // namespace installers
