#include "installers/database_checksum.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <SQLiteCpp/SQLiteCpp.h>
#include <array>
#include <sqlite3.h>
#include <vector>

namespace installers {

namespace {

constexpr int busyMilliseconds = 10'000;

RunProblem damaged(const QString& path, const QString& words)
{
    return RunProblem{RunProblemCode::databaseDamaged, path, words, {}};
}

QString quoted(const QString& name)
{
    QString text = name;
    text.replace(QLatin1Char('"'), QStringLiteral("\"\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

void addNumber(QCryptographicHash& hash, quint64 value)
{
    std::array<char, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes.at(i) = static_cast<char>(value >> (8 * i) & 0xffU);
    hash.addData(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
}

void addBytes(QCryptographicHash& hash, const void* bytes, int size)
{
    addNumber(hash, static_cast<quint64>(size));
    hash.addData(QByteArrayView(static_cast<const char*>(bytes), size));
}

void addValue(QCryptographicHash& hash, const SQLite::Column& value)
{
    addNumber(hash, static_cast<quint64>(value.getType()));
    if (value.isInteger()) {
        addNumber(hash, static_cast<quint64>(value.getInt64()));
    } else if (value.isFloat()) {
        const double number = value.getDouble();
        addBytes(hash, &number, sizeof number);
    } else if (!value.isNull()) {
        const void* const bytes = value.getBlob();
        addBytes(hash, bytes, value.getBytes());
    }
}

/// NOT INDEXED keeps SQLite from reading a covering index, whose order is another.
TableChecksum checksumOfTable(SQLite::Database& database, const QString& table)
{
    TableChecksum checksum;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    SQLite::Statement query(database, "SELECT * FROM " + quoted(table).toStdString() + " NOT INDEXED");
    const int columns = query.getColumnCount();
    for (int column = 0; column < columns; ++column) {
        const std::string name = query.getColumnName(column);
        addBytes(hash, name.data(), static_cast<int>(name.size()));
    }
    while (query.executeStep()) {
        ++checksum.rows;
        for (int column = 0; column < columns; ++column)
            addValue(hash, query.getColumn(column));
    }
    checksum.digest = QString::fromLatin1(hash.result().toHex());
    return checksum;
}

TableChecksum checksumOfSchema(SQLite::Database& database)
{
    TableChecksum checksum;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    SQLite::Statement query(database, "SELECT type,name,tbl_name,sql FROM sqlite_schema ORDER BY type,name");
    while (query.executeStep()) {
        ++checksum.rows;
        for (int column = 0; column < 4; ++column)
            addValue(hash, query.getColumn(column));
    }
    addNumber(hash, static_cast<quint64>(database.execAndGet("PRAGMA user_version").getInt64()));
    addNumber(hash, static_cast<quint64>(database.execAndGet("PRAGMA application_id").getInt64()));
    checksum.digest = QString::fromLatin1(hash.result().toHex());
    return checksum;
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

Done<void> checkDatabase(const QString& path)
{
    if (!isDatabaseFile(path))
        return tl::unexpected(damaged(path, QStringLiteral("not a database")));
    try {
        SQLite::Database database(path.toStdString(), SQLite::OPEN_READWRITE, busyMilliseconds);
        requireIntegrity(database);
        return {};
    } catch (const SQLite::Exception& error) {
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

QString digestOf(const DatabaseChecksum& checksum)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (auto it = checksum.cbegin(); it != checksum.cend(); ++it) {
        const QByteArray name = it.key().toUtf8();
        addBytes(hash, name.constData(), static_cast<int>(name.size()));
        addNumber(hash, static_cast<quint64>(it->rows));
        hash.addData(it->digest.toLatin1());
    }
    return QString::fromLatin1(hash.result().toHex());
}

bool isDatabaseFile(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.read(16) == QByteArray("SQLite format 3\0", 16);
}

}  // namespace installers
