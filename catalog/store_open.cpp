#include "catalog/store_open.h"

#include "catalog/store.h"
#include "catalog/store_rows.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sqlite3.h>
#include <sys/stat.h>

namespace catalog {

namespace {

constexpr std::uint64_t largestFile = 512u << 20;
constexpr int longestValue = 64 << 20;

std::uint32_t bigEndian(const char* bytes)
{
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i)
        value = (value << 8) | static_cast<unsigned char>(bytes[i]);
    return value;
}

std::string uriOf(const std::string& path)
{
    constexpr char digits[] = "0123456789ABCDEF";
    std::string uri = "file:";
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '%' || c == '?' || c == '#' || byte < 0x20 || byte >= 0x7f) {
            uri += '%';
            uri += digits[byte >> 4];
            uri += digits[byte & 15];
        } else {
            uri += c;
        }
    }
    return uri + "?mode=ro&immutable=1";
}

void harden(SQLite::Database& database)
{
    sqlite3* handle = database.getHandle();
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, longestValue);
    sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, 10'000);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    database.exec("PRAGMA query_only=ON; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0");
}

void checkSchema(SQLite::Database& database)
{
    Fingerprint ignored;
    Rows rows(database, ignored, "SELECT name, sql FROM sqlite_schema ORDER BY rowid");
    for (const StoreTable& table : storeTables) {
        if (!rows.next() || rows.text() != table.name || rows.text() != table.sql)
            throw Damage{"schema"};
    }
    if (rows.next())
        throw Damage{"schema"};
}

}  // namespace

std::optional<Error> checkHeader(const std::string& path)
{
    const auto failed = [&path](ErrorCode code, std::string subject, std::vector<std::string> expected = {}) {
        return Error{code, {path, 0, 0}, std::move(subject), std::move(expected), {}};
    };
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return failed(errno == ENOENT ? ErrorCode::fileMissing : ErrorCode::fileUnreadable, std::strerror(errno));
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size == 0)
        return failed(ErrorCode::fileEmpty, {});
    if (size > largestFile)
        return failed(ErrorCode::fileTooLarge, std::to_string(size), {std::to_string(largestFile)});
    std::array<char, 100> header{};
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return failed(ErrorCode::fileUnreadable, std::strerror(errno));
    file.read(header.data(), static_cast<std::streamsize>(header.size()));
    const std::string_view start(header.data(), storeMagic.size());
    if (!file || start != storeMagic || bigEndian(&header[68]) != static_cast<std::uint32_t>(storeApplicationId))
        return failed(ErrorCode::storeForeign, {});
    if (bigEndian(&header[60]) != static_cast<std::uint32_t>(storeVersion))
        return failed(ErrorCode::formatVersion, std::to_string(bigEndian(&header[60])), {std::to_string(storeVersion)});
    const std::uint32_t pageSize = (static_cast<std::uint32_t>(static_cast<unsigned char>(header[16])) << 8) |
                                   static_cast<unsigned char>(header[17]);
    if (pageSize != storePageSize || std::uint64_t{pageSize} * bigEndian(&header[28]) != size)
        return failed(ErrorCode::storeDamaged, std::to_string(size));
    return std::nullopt;
}

std::unique_ptr<SQLite::Database> openStore(const std::string& path)
{
    auto database = std::make_unique<SQLite::Database>(uriOf(path),
                                                       SQLite::OPEN_READONLY | SQLite::OPEN_URI | SQLite::OPEN_NOMUTEX);
    harden(*database);
    checkSchema(*database);
    return database;
}

}  // namespace catalog
