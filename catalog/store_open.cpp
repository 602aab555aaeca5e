#include "catalog/store_open.h"

#include "catalog/store.h"
#include "catalog/store_rows.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sqlite3.h>
#include <sys/stat.h>

namespace catalog {

namespace {

constexpr std::uint64_t largestFile = 512u << 20;
constexpr int longestValue = 64 << 20;
constexpr std::size_t headerBytes = 100;

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

Error storeError(const std::string& path, ErrorCode code, std::string subject, std::vector<std::string> expected = {})
{
    return Error{code, {path, 0, 0}, std::move(subject), std::move(expected), {}};
}

/// `size`: the whole file's.
std::optional<Error> headerError(std::string_view header, std::uint64_t size, const std::string& path)
{
    if (size == 0)
        return storeError(path, ErrorCode::fileEmpty, {});
    if (size > largestFile)
        return storeError(path, ErrorCode::fileTooLarge, std::to_string(size), {std::to_string(largestFile)});
    if (header.size() < headerBytes || !header.starts_with(storeMagic) ||
        bigEndian(&header[68]) != static_cast<std::uint32_t>(storeApplicationId))
        return storeError(path, ErrorCode::storeForeign, {});
    if (bigEndian(&header[60]) != static_cast<std::uint32_t>(storeVersion))
        return storeError(path, ErrorCode::formatVersion, std::to_string(bigEndian(&header[60])),
                          {std::to_string(storeVersion)});
    const std::uint32_t pageSize = (static_cast<std::uint32_t>(static_cast<unsigned char>(header[16])) << 8) |
                                   static_cast<unsigned char>(header[17]);
    if (pageSize != storePageSize || std::uint64_t{pageSize} * bigEndian(&header[28]) != size)
        return storeError(path, ErrorCode::storeDamaged, std::to_string(size));
    return std::nullopt;
}

}  // namespace

std::optional<Error> checkHeader(const std::string& path)
{
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return storeError(path, errno == ENOENT ? ErrorCode::fileMissing : ErrorCode::fileUnreadable,
                          std::strerror(errno));
    std::array<char, headerBytes> header{};
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return storeError(path, ErrorCode::fileUnreadable, std::strerror(errno));
    file.read(header.data(), static_cast<std::streamsize>(header.size()));
    return headerError({header.data(), static_cast<std::size_t>(file.gcount())},
                       static_cast<std::uint64_t>(status.st_size), path);
}

std::optional<Error> checkHeader(std::string_view bytes, const std::string& path)
{
    return headerError(bytes.substr(0, headerBytes), bytes.size(), path);
}

std::unique_ptr<SQLite::Database> openStore(const std::string& path)
{
    auto database = std::make_unique<SQLite::Database>(uriOf(path),
                                                       SQLite::OPEN_READONLY | SQLite::OPEN_URI | SQLite::OPEN_NOMUTEX);
    harden(*database);
    checkSchema(*database);
    return database;
}

std::unique_ptr<SQLite::Database> openStoreBytes(std::string& bytes)
{
    auto database = std::make_unique<SQLite::Database>(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX);
    const auto size = static_cast<sqlite3_int64>(bytes.size());
    if (sqlite3_deserialize(database->getHandle(), "main", reinterpret_cast<unsigned char*>(bytes.data()), size, size,
                            SQLITE_DESERIALIZE_READONLY) != SQLITE_OK)
        throw Damage{sqlite3_errmsg(database->getHandle())};
    harden(*database);
    checkSchema(*database);
    return database;
}

Result<std::string> readStoreBytes(const std::string& path)
{
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"), &std::fclose);
    struct stat status {};
    if (!file || ::fstat(::fileno(file.get()), &status) != 0)
        return tl::make_unexpected(storeError(
            path, errno == ENOENT ? ErrorCode::fileMissing : ErrorCode::fileUnreadable, std::strerror(errno)));
    const auto size = static_cast<std::uint64_t>(S_ISREG(status.st_mode) ? status.st_size : 0);
    std::string bytes(headerBytes, '\0');
    errno = 0;
    bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file.get()));
    if (std::ferror(file.get()) != 0)
        return tl::make_unexpected(storeError(path, ErrorCode::fileUnreadable, std::strerror(errno)));
    // Before memory is taken for the rest.
    if (auto error = headerError(bytes, size, path))
        return tl::make_unexpected(std::move(*error));
    bytes.resize(size);
    bytes.resize(headerBytes + std::fread(&bytes[headerBytes], 1, size - headerBytes, file.get()));
    if (std::ferror(file.get()) != 0)
        return tl::make_unexpected(storeError(path, ErrorCode::fileUnreadable, std::strerror(errno)));
    if (bytes.size() != size)
        return tl::make_unexpected(storeError(path, ErrorCode::storeDamaged, std::to_string(bytes.size())));
    return bytes;
}

}  // namespace catalog
