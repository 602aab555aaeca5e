#include "catalog/store.h"

#include "catalog/decode.h"
#include "catalog/store_schema.h"
#include "catalog/validate.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unordered_map>

namespace catalog {

namespace {

constexpr std::uint64_t largestFile = 512u << 20;
constexpr int longestValue = 64 << 20;
constexpr std::int64_t longestTime = 100LL * 366 * 24 * 3600;  // as in readDuration
constexpr std::int64_t mostRows = 2'000'000;

/// Leaves the reading of a damaged file; never leaves readStore.
struct Damage {
    std::string words;
};

std::uint32_t bigEndian(const char* bytes)
{
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i)
        value = (value << 8) | static_cast<unsigned char>(bytes[i]);
    return value;
}

/// What the first 100 bytes must say (sqlite.org/fileformat2.html, section 1.3), before SQLite sees them.
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

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

/// Reads one statement's columns in order, with what must hold of them. Through SQLite's own functions: a
/// SQLite::Column for each of some 50,000 values is most of the time of a load.
class Rows {
public:
    Rows(SQLite::Database& database, Fingerprint& fingerprint, const char* sql)
        : m_database(database.getHandle()), m_fingerprint(fingerprint)
    {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(m_database, sql, -1, &statement, nullptr) != SQLITE_OK)
            throw Damage{sqlite3_errmsg(m_database)};
        m_statement.reset(statement);
    }

    bool next()
    {
        if (++m_count > mostRows)
            throw Damage{"rows"};
        m_column = 0;
        const int result = sqlite3_step(m_statement.get());
        if (result != SQLITE_ROW && result != SQLITE_DONE)
            throw Damage{sqlite3_errmsg(m_database)};
        return result == SQLITE_ROW;
    }
    /// The row's position, which must be the next one.
    void position()
    {
        const auto number = integer();
        if (!number || *number != m_count - 1)
            throw Damage{"position"};
    }
    std::optional<std::int64_t> integer()
    {
        const int column = m_column++;
        std::optional<std::int64_t> number;
        if (const int type = sqlite3_column_type(m_statement.get(), column); type == SQLITE_INTEGER)
            number = sqlite3_column_int64(m_statement.get(), column);
        else if (type != SQLITE_NULL)
            throw Damage{"integer"};
        m_fingerprint.add(number);
        return number;
    }
    /// Nothing for NULL. Valid until the next row.
    std::optional<std::string_view> text()
    {
        const int column = m_column++;
        const int type = sqlite3_column_type(m_statement.get(), column);
        if (type == SQLITE_NULL) {
            m_fingerprint.add(std::nullopt);
            return std::nullopt;
        }
        const auto* bytes = type == SQLITE_TEXT ? sqlite3_column_text(m_statement.get(), column) : nullptr;
        if (bytes == nullptr)
            throw Damage{"text"};
        const std::string_view view(reinterpret_cast<const char*>(bytes),
                                    static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column)));
        m_fingerprint.add(view);
        return view;
    }
    /// A text that must be there and be UTF-8.
    std::string required()
    {
        const auto view = text();
        if (!view || !isUtf8(*view))
            throw Damage{"text"};
        return std::string(*view);
    }

private:
    sqlite3* m_database;
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
    Fingerprint& m_fingerprint;
    std::int64_t m_count = 0;
    int m_column = 0;
};

class StoreReader {
public:
    StoreReader(const std::string& path, LoadScope scope) : m_place{path, 0, 0}, m_scope(scope) {}

    Checked<Loaded> read()
    {
        SQLite::Database database(uriOf(m_place.file), SQLite::OPEN_READONLY | SQLite::OPEN_URI | SQLite::OPEN_NOMUTEX);
        harden(database);
        checkSchema(database);
        readMeta(database);
        if (m_report.good()) {
            readFacts(database);
            readComponents(database);
            readLines(database);
            readReleases(database);
            readRules(database);
        }
        if (!m_report.good())
            return tl::make_unexpected(m_report.take());
        if (m_fingerprint.finish() != m_wanted)
            throw Damage{"fingerprint"};
        if (m_scope == LoadScope::everything)
            readScripts(database);
        validate(m_catalog, m_report);
        if (m_report.good() && m_scope == LoadScope::everything && digestOf(m_catalog) != m_digest)
            m_report.add(ErrorCode::storeDigest, m_place, m_digest.text());
        if (!m_report.good())
            return tl::make_unexpected(m_report.take());
        return Loaded{std::move(m_catalog), m_digest, m_place.file};
    }

private:
    /// No table, view, trigger or index but ours: a hostile file cannot bring SQL of its own.
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

    Node json(std::string_view text)
    {
        auto node = readJson(text, {});
        if (!node)
            throw Damage{node.error().subject};
        return std::move(*node);
    }

    std::string meta(SQLite::Database& database, Fingerprint& fingerprint, const char* sql)
    {
        Rows rows(database, fingerprint, sql);
        if (!rows.next())
            throw Damage{"meta"};
        rows.required();
        return rows.required();
    }

    void readMeta(SQLite::Database& database)
    {
        const Node head = json(meta(database, m_fingerprint, "SELECT key, value FROM meta WHERE key='head'"));
        const auto digest =
            Digest::read(meta(database, m_fingerprint, "SELECT key, value FROM meta WHERE key='digest'"));
        Fingerprint ignored;
        m_wanted = meta(database, ignored, "SELECT key, value FROM meta WHERE key='fingerprint'");
        if (!digest)
            throw Damage{"digest"};
        m_digest = *digest;
        MapReader map(head, m_report);
        map.know("cairn");
        decodeHead(map, m_catalog, m_decoding);
        map.finish();
    }

    void readFacts(SQLite::Database& database)
    {
        Rows rows(database, m_fingerprint, "SELECT position, name, body FROM fact ORDER BY position");
        while (rows.next()) {
            rows.position();
            const std::string name = rows.required();
            const Node body = json(rows.required());
            m_catalog.facts.push_back(decodeFact(name, body, m_decoding));
            m_decoding.facts[FactName{name}] = m_catalog.facts.back();
        }
    }

    void readComponents(SQLite::Database& database)
    {
        Rows rows(database, m_fingerprint, "SELECT position, name, body FROM component ORDER BY position");
        while (rows.next()) {
            rows.position();
            const std::string name = rows.required();
            const Node body = json(rows.required());
            m_catalog.components.push_back(decodeComponent(name, body, m_decoding));
        }
    }

    static std::optional<Date> day(std::optional<std::int64_t> number)
    {
        if (!number)
            return std::nullopt;
        const Date first = *catalog::readDate("0000-01-01");
        const Date last = *catalog::readDate("9999-12-31");
        if (*number < first.time_since_epoch().count() || *number > last.time_since_epoch().count())
            throw Damage{"date"};
        return Date(std::chrono::days(*number));
    }

    void readLines(SQLite::Database& database)
    {
        Rows rows(database, m_fingerprint, "SELECT position, id, start, end_of_life FROM line ORDER BY position");
        while (rows.next()) {
            rows.position();
            Line line;
            line.id.text = rows.required();
            if (const auto start = rows.integer()) {
                if (*start < 0 || *start >= mostRows)
                    throw Damage{"line"};
                line.from = static_cast<ReleaseIndex>(*start);
            }
            line.endOfLife = day(rows.integer());
            m_decoding.lines.push_back(line.id.text);
            m_catalog.lines.push_back(std::move(line));
        }
        if (m_catalog.lines.empty())
            throw Damage{"line"};
    }

    const std::vector<Channel>& channels(std::string_view text)
    {
        const auto known = m_channels.find(std::string(text));
        if (known != m_channels.end())
            return known->second;
        std::vector<Channel> channels;
        for (std::string& name : readTexts(json(text), m_report))
            channels.push_back({std::move(name)});
        return m_channels.emplace(text, std::move(channels)).first->second;
    }

    static std::optional<SchemaVersion> schema(std::optional<std::int64_t> number)
    {
        if (!number)
            return std::nullopt;
        if (*number < 0)
            throw Damage{"schema"};
        return SchemaVersion{*number};
    }

    static std::optional<Seconds> seconds(std::optional<std::int64_t> number)
    {
        if (!number)
            return std::nullopt;
        if (*number < 0 || *number > longestTime)
            throw Damage{"time"};
        return Seconds(*number);
    }

    void readRelease(Rows& rows)
    {
        Release& release = m_catalog.releases.emplace_back();
        release.version.text = rows.required();
        if (!VersionKey::read(m_decoding.scheme, release.version.text))
            throw Damage{"version"};
        const auto line = rows.integer();
        if (!line || *line < 0 || static_cast<std::size_t>(*line) >= m_catalog.lines.size())
            throw Damage{"line"};
        release.line = static_cast<LineIndex>(*line);
        release.date = day(rows.integer());
        const auto state = rows.integer().value_or(0);
        if (state < 0 || state > static_cast<std::int64_t>(ReleaseState::unavailable))
            throw Damage{"state"};
        release.state.value = static_cast<ReleaseState>(state);
        release.schema = schema(rows.integer());
        release.compat = schema(rows.integer());
        for (std::optional<Seconds>* time :
             {&release.times.downtime, &release.times.downtimePerGb, &release.times.duration, &release.times.restore,
              &release.times.restorePerGb})
            *time = seconds(rows.integer());
        if (const auto list = rows.text())
            release.channels = channels(*list);
        if (const auto detail = rows.text()) {
            const Node node = json(*detail);
            MapReader map(node, m_report);
            decodeReleaseDetail(map, release, m_decoding);
            map.finish();
        }
    }

    static std::size_t expectedReleases(SQLite::Database& database)
    {
        constexpr std::int64_t most = 200'000;
        Fingerprint ignored;
        Rows rows(database, ignored, "SELECT max(position) FROM release");
        return rows.next() ? static_cast<std::size_t>(std::clamp(rows.integer().value_or(0) + 1, std::int64_t{0}, most))
                           : 0;
    }

    void readReleases(SQLite::Database& database)
    {
        Rows rows(database, m_fingerprint,
                  "SELECT position, version, line, date, state, schema, compat, downtime, "
                  "downtime_per_gb, duration, restore, restore_per_gb, channels, detail FROM release "
                  "ORDER BY position");
        m_catalog.releases.reserve(expectedReleases(database));
        while (rows.next() && !m_report.full()) {
            rows.position();
            readRelease(rows);
        }
        if (m_scope == LoadScope::everything)
            readInstalls(database);
    }

    void readInstalls(SQLite::Database& database)
    {
        Fingerprint ignored;
        Rows rows(database, ignored, "SELECT position, body FROM install ORDER BY position");
        while (rows.next()) {
            const auto position = rows.integer();
            if (!position || *position < 0 || static_cast<std::size_t>(*position) >= m_catalog.releases.size())
                throw Damage{"position"};
            m_catalog.releases[static_cast<std::size_t>(*position)].install =
                decodeInstall(json(rows.required()), m_decoding);
        }
    }

    void readRules(SQLite::Database& database)
    {
        Rows rows(database, m_fingerprint, "SELECT position, body FROM rule ORDER BY position");
        while (rows.next()) {
            rows.position();
            if (auto rule = decodeRule(json(rows.required()), m_decoding))
                m_catalog.rules.push_back(std::move(*rule));
        }
    }

    void readScripts(SQLite::Database& database)
    {
        Fingerprint ignored;
        Rows rows(database, ignored, "SELECT path, text FROM script ORDER BY path");
        while (rows.next()) {
            const std::string path = rows.required();
            if (!isScriptPath(path))
                m_report.add(ErrorCode::scriptOutside, m_place, path);
            m_catalog.scripts[path] = rows.required();
        }
        for (const auto& [path, place] : m_decoding.scripts) {
            if (!m_catalog.scripts.contains(path))
                m_report.add(ErrorCode::scriptMissing, m_place, path);
        }
    }

    Place m_place;
    LoadScope m_scope;
    Report m_report;
    Decoding m_decoding{m_report, VersionScheme::numeric, {}, {}, {}, {}};
    Catalog m_catalog;
    Fingerprint m_fingerprint;
    Digest m_digest;
    std::string m_wanted;
    std::unordered_map<std::string, std::vector<Channel>> m_channels;
};

}  // namespace

Checked<Loaded> readStore(const std::string& path, LoadScope scope)
{
    if (auto error = checkHeader(path))
        return tl::make_unexpected(Errors{std::move(*error)});
    const auto damaged = [&path](std::string words) {
        return tl::make_unexpected(Errors{{ErrorCode::storeDamaged, {path, 0, 0}, std::move(words), {}, {}}});
    };
    try {
        auto loaded = StoreReader(path, scope).read();
        if (!loaded) {
            for (Error& error : loaded.error())
                error.place.file = path;
        }
        return loaded;
    } catch (const Damage& damage) {
        return damaged(damage.words);
    } catch (const std::exception& error) {
        return damaged(error.what());
    }
}

}  // namespace catalog
