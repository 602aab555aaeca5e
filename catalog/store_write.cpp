#include "catalog/store.h"

#include "catalog/encode.h"
#include "catalog/outline.h"
#include "catalog/store_releases.h"
#include "catalog/store_schema.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <system_error>
#include <unistd.h>
#include <unordered_map>

namespace catalog {

namespace {

namespace fs = std::filesystem;

/// One row: values are bound in order and go into the fingerprint, unless the plan does not read them.
class Row {
public:
    Row(SQLite::Statement& statement, Fingerprint& fingerprint) : m_statement(statement), m_fingerprint(fingerprint) {}

    Row& operator<<(const std::string& text)
    {
        m_fingerprint.add(text);
        m_statement.bind(++m_index, text);
        return *this;
    }
    Row& operator<<(std::optional<std::int64_t> number)
    {
        m_fingerprint.add(number);
        ++m_index;
        if (number)
            m_statement.bind(m_index, *number);
        return *this;
    }
    Row& blob(const std::string& bytes)
    {
        m_fingerprint.add(bytes);
        m_statement.bind(++m_index, bytes.data(), static_cast<int>(bytes.size()));
        return *this;
    }
    template <typename Value>
    Row& silently(const Value& value)
    {
        m_statement.bind(++m_index, value);
        return *this;
    }
    void write()
    {
        m_statement.exec();
        m_statement.reset();
        m_statement.clearBindings();
        m_index = 0;
    }

private:
    SQLite::Statement& m_statement;
    Fingerprint& m_fingerprint;
    int m_index = 0;
};

std::optional<std::string> jsonUnlessEmpty(const Node& node)
{
    if (node.entries.empty() && node.items.empty())
        return std::nullopt;
    return writeJson(node);
}

std::optional<std::int64_t> days(const std::optional<Date>& date)
{
    if (!date)
        return std::nullopt;
    return date->time_since_epoch().count();
}

std::optional<std::int64_t> value(const std::optional<SchemaVersion>& schema)
{
    if (!schema)
        return std::nullopt;
    return schema->value;
}

std::optional<std::int64_t> seconds(const std::optional<Seconds>& duration)
{
    if (!duration)
        return std::nullopt;
    return duration->count();
}

/// Takes the key out of the map.
std::optional<Node> taken(Node& map, std::string_view key)
{
    const auto found =
        std::find_if(map.entries.begin(), map.entries.end(), [key](const auto& entry) { return entry.key == key; });
    if (found == map.entries.end())
        return std::nullopt;
    Node value = std::move(found->value);
    map.entries.erase(found);
    return value;
}

/// The ids of migrations that have nothing but an id, unless an id has the line feed that would separate them.
std::optional<std::string> plainIds(const std::optional<std::vector<Migration>>& migrations)
{
    if (!migrations)
        return std::nullopt;
    std::string ids;
    for (const Migration& migration : *migrations) {
        Migration plain;
        plain.id = migration.id;
        if (!(migration == plain) || migration.id.text.find('\n') != std::string::npos)
            return std::nullopt;
        ids += (ids.empty() ? "" : "\n") + migration.id.text;
    }
    return ids;
}

/// Writes each distinct outline once; returns the position of each release's.
std::vector<std::optional<std::int64_t>> writeOutlines(const Catalog& catalog, SQLite::Database& database,
                                                       Fingerprint& fingerprint)
{
    SQLite::Statement insert(database, "INSERT INTO outline VALUES(?,?)");
    Row row(insert, fingerprint);
    std::unordered_map<std::string, std::int64_t> known;
    std::vector<std::optional<std::int64_t>> positions;
    for (const Release& release : catalog.releases) {
        std::optional<std::int64_t>& position = positions.emplace_back();
        if (release.install->steps.empty())
            continue;
        const auto [entry, isNew] = known.try_emplace(writeJson(encodeOutline(release.install)), known.size());
        position = entry->second;
        if (isNew)
            (row << entry->second << entry->first).write();
    }
    return positions;
}

void pack(Pack& columns, const Release& release, std::optional<std::int64_t> outline)
{
    Node channels = Node::list();
    for (const Channel& channel : release.channels)
        channels.items.push_back(Node::scalar(channel.text));
    Node detail = Node::map();
    encodeReleaseDetail(detail, release);
    const std::optional<Node> required = taken(detail, "requires");
    const std::optional<std::string> migrations = plainIds(release.migrations);
    if (migrations)
        taken(detail, "migrations");
    std::optional<std::int64_t> state;
    if (release.state.value != ReleaseState::ok)
        state = static_cast<std::int64_t>(release.state.value);
    const Times& times = release.times;
    columns << release.version.text << static_cast<std::int64_t>(release.line) << days(release.date) << state
            << value(release.schema) << value(release.compat) << seconds(times.downtime) << seconds(times.downtimePerGb)
            << seconds(times.duration) << seconds(times.restore) << seconds(times.restorePerGb) << outline
            << jsonUnlessEmpty(detail) << jsonUnlessEmpty(channels) << migrations
            << (required ? jsonUnlessEmpty(*required) : std::nullopt);
}

void writeReleases(const Catalog& catalog, SQLite::Database& database, Fingerprint& fingerprint)
{
    const std::vector<std::optional<std::int64_t>> outlines = writeOutlines(catalog, database, fingerprint);
    SQLite::Statement insert(database, "INSERT INTO release VALUES(?,?,?)");
    Row row(insert, fingerprint);
    std::int64_t position = 0;
    for (std::size_t first = 0; first < catalog.releases.size(); first += releasesInRow) {
        const std::size_t behind = std::min(first + releasesInRow, catalog.releases.size());
        Pack columns;
        for (std::size_t i = first; i < behind; ++i)
            pack(columns, catalog.releases[i], outlines[i]);
        (row << position++ << static_cast<std::int64_t>(behind - first)).blob(columns.take()).write();
    }
}

void writeTables(const Catalog& catalog, SQLite::Database& database)
{
    Fingerprint fingerprint;
    SQLite::Statement meta(database, "INSERT INTO meta VALUES(?,?)");
    Row metaRow(meta, fingerprint);
    (metaRow << std::string("head") << writeJson(encodeHead(catalog))).write();
    (metaRow << std::string("digest") << digestOf(catalog).text()).write();

    SQLite::Statement fact(database, "INSERT INTO fact VALUES(?,?,?)");
    Row factRow(fact, fingerprint);
    std::int64_t position = 0;
    for (const FactDeclaration& one : catalog.facts)
        (factRow << position++ << one.name.text << writeJson(encodeFact(one))).write();

    SQLite::Statement component(database, "INSERT INTO component VALUES(?,?,?)");
    Row componentRow(component, fingerprint);
    position = 0;
    for (const Component& one : catalog.components)
        (componentRow << position++ << one.name.text << writeJson(encodeComponent(one))).write();

    SQLite::Statement line(database, "INSERT INTO line VALUES(?,?,?,?)");
    Row lineRow(line, fingerprint);
    position = 0;
    for (const Line& one : catalog.lines) {
        std::optional<std::int64_t> start;
        if (one.from)
            start = static_cast<std::int64_t>(*one.from);
        (lineRow << position++ << one.id.text << start << days(one.endOfLife)).write();
    }

    writeReleases(catalog, database, fingerprint);

    SQLite::Statement rule(database, "INSERT INTO rule VALUES(?,?)");
    Row ruleRow(rule, fingerprint);
    position = 0;
    for (const Rule& one : catalog.rules)
        (ruleRow << position++ << writeJson(encodeRule(one))).write();

    SQLite::Statement install(database, "INSERT INTO install VALUES(?,?)");
    Row installRow(install, fingerprint);
    for (std::size_t i = 0; i < catalog.releases.size(); ++i) {
        if (!catalog.releases[i].install.empty())
            installRow.silently(static_cast<std::int64_t>(i))
                .silently(writeJson(encodeInstall(catalog.releases[i].install)))
                .write();
    }

    SQLite::Statement script(database, "INSERT INTO script VALUES(?,?)");
    Row scriptRow(script, fingerprint);
    for (const auto& [path, text] : catalog.scripts)
        scriptRow.silently(path).silently(text).write();

    meta.bind(1, "fingerprint");
    meta.bind(2, fingerprint.finish());
    meta.exec();
}

void writeFile(const Catalog& catalog, const std::string& path)
{
    SQLite::Database database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("PRAGMA page_size=" + std::to_string(storePageSize));
    database.exec("PRAGMA encoding='UTF-8'");
    database.exec("PRAGMA auto_vacuum=NONE");
    database.exec("PRAGMA journal_mode=OFF");
    database.exec("PRAGMA synchronous=OFF");
    database.exec("PRAGMA application_id=" + std::to_string(storeApplicationId));
    database.exec("PRAGMA user_version=" + std::to_string(storeVersion));
    database.exec("BEGIN");
    for (const StoreTable& table : storeTables)
        database.exec(std::string(table.sql));
    writeTables(catalog, database);
    database.exec("COMMIT");
}

/// 0, or the system's error number.
int sync(const std::string& path, int flags)
{
    const int file = ::open(path.c_str(), flags | O_CLOEXEC);
    if (file < 0)
        return errno;
    const int result = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    return result;
}

}  // namespace

Result<void> writeStore(const Catalog& catalog, const std::string& path)
{
    const std::string part = path + ".part";
    const auto failed = [&](const std::string& words) {
        std::error_code ignored;
        fs::remove(part, ignored);
        return tl::make_unexpected(Error{ErrorCode::cannotWrite, {}, path + " (" + words + ")", {}, {}});
    };
    std::error_code error;
    const std::string folder = fs::path(path).has_parent_path() ? fs::path(path).parent_path().string() : ".";
    if (!fs::is_directory(folder, error))
        return failed(std::strerror(ENOENT));
    // What is renamed over a device takes its place, for everyone on the machine.
    if (const fs::file_status there = fs::status(path, error); fs::exists(there) && !fs::is_regular_file(there))
        return failed(fs::is_directory(there) ? std::strerror(EISDIR) : "not a regular file");
    if (fs::remove(part, error); error)
        return failed(error.message());
    try {
        writeFile(catalog, part);
    } catch (const std::exception& exception) {
        return failed(exception.what());
    }
    if (const int number = sync(part, O_RDONLY); number != 0)
        return failed(std::strerror(number));
    fs::rename(part, path, error);
    if (error)
        return failed(error.message());
    if (const int number = sync(folder, O_RDONLY | O_DIRECTORY); number != 0)
        return failed(std::strerror(number));
    return {};
}

}  // namespace catalog
