#include "catalog/store.h"

#include "catalog/decode.h"
#include "catalog/outline.h"
#include "catalog/store_open.h"
#include "catalog/store_releases.h"
#include "catalog/validate.h"

#include <algorithm>

namespace catalog {

namespace {

class StoreReader {
public:
    StoreReader(const std::string& path, LoadScope scope) : m_place{path, 0, 0}, m_scope(scope) {}

    Checked<Loaded> read(SQLite::Database& database)
    {
        readMeta(database);
        if (m_report.good()) {
            readFacts(database);
            readComponents(database);
            readLines(database);
            readOutlines(database);
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
        Loaded loaded{std::move(m_catalog), m_digest, m_place.file, {}};
        if (m_scope == LoadScope::planning)
            loaded.outlines = Outlines(std::move(m_outlines), std::move(m_outlineOf));
        return loaded;
    }

private:
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
        const Node head = storedJson(meta(database, m_fingerprint, "SELECT key, value FROM meta WHERE key='head'"));
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
            const Node body = storedJson(rows.required());
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
            const Node body = storedJson(rows.required());
            m_catalog.components.push_back(decodeComponent(name, body, m_decoding));
        }
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
            line.endOfLife = dayOf(rows.integer());
            m_decoding.lines.push_back(line.id.text);
            m_catalog.lines.push_back(std::move(line));
        }
        if (m_catalog.lines.empty())
            throw Damage{"line"};
    }

    void readOutlines(SQLite::Database& database)
    {
        Rows rows(database, m_fingerprint, "SELECT position, body FROM outline ORDER BY position");
        while (rows.next()) {
            rows.position();
            m_outlines.push_back(decodeOutline(storedJson(rows.required()), m_decoding));
        }
    }

    static std::size_t expectedReleases(SQLite::Database& database)
    {
        constexpr std::int64_t most = 200'000;
        Fingerprint ignored;
        Rows rows(database, ignored, "SELECT max(position) FROM release");
        const std::int64_t last = rows.next() ? std::clamp(rows.integer().value_or(-1), std::int64_t{-1}, most) : -1;
        return static_cast<std::size_t>(std::min(most, (last + 1) * static_cast<std::int64_t>(releasesInRow)));
    }

    void readReleases(SQLite::Database& database)
    {
        Rows rows(database, m_fingerprint, "SELECT position, count, body FROM release ORDER BY position");
        ReleaseReader reader(m_decoding, m_catalog.lines.size(), m_outlines.size());
        const std::size_t expected = expectedReleases(database);
        m_catalog.releases.reserve(expected);
        m_outlineOf.reserve(expected);
        while (rows.next() && !m_report.full()) {
            rows.position();
            const std::int64_t count = rows.integer().value_or(0);
            Unpack columns(rows.blob());
            for (std::int64_t i = 0; i < count && !m_report.full(); ++i)
                reader.read(columns, m_catalog.releases.emplace_back(), m_outlineOf.emplace_back());
            if (!columns.atEnd() && !m_report.full())
                throw Damage{"release"};
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
                decodeInstall(storedJson(rows.required()), m_decoding);
        }
        if (m_report.good())
            compareOutlines();
    }

    /// A plan reads outlines, a run the installs themselves: they must be of the same steps.
    void compareOutlines() const
    {
        std::vector<Node> known;
        for (const Install& outline : m_outlines)
            known.push_back(encodeOutline(outline));
        for (std::size_t i = 0; i < m_outlineOf.size(); ++i) {
            const Install& install = m_catalog.releases[i].install;
            const bool has = m_outlineOf[i] < known.size();
            if (has == install.steps.empty() || (has && !(encodeOutline(install) == known[m_outlineOf[i]])))
                throw Damage{"outline"};
        }
    }

    void readRules(SQLite::Database& database)
    {
        Rows rows(database, m_fingerprint, "SELECT position, body FROM rule ORDER BY position");
        while (rows.next()) {
            rows.position();
            if (auto rule = decodeRule(storedJson(rows.required()), m_decoding))
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
    std::vector<Install> m_outlines;
    std::vector<std::size_t> m_outlineOf;
};

template <typename Open>
Checked<Loaded> readOpened(const std::string& path, LoadScope scope, const Open& open)
{
    const auto damaged = [&path](std::string words) {
        return tl::make_unexpected(Errors{{ErrorCode::storeDamaged, {path, 0, 0}, std::move(words), {}, {}}});
    };
    try {
        const std::unique_ptr<SQLite::Database> database = open();
        auto loaded = StoreReader(path, scope).read(*database);
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

}  // namespace

Checked<Loaded> readStore(const std::string& path, LoadScope scope)
{
    if (auto error = checkHeader(path))
        return tl::make_unexpected(Errors{std::move(*error)});
    return readOpened(path, scope, [&path] { return openStore(path); });
}

Checked<Loaded> readStore(std::string bytes, const std::string& path, LoadScope scope)
{
    if (auto error = checkHeader(bytes, path))
        return tl::make_unexpected(Errors{std::move(*error)});
    return readOpened(path, scope, [&bytes] { return openStoreBytes(bytes); });
}

}  // namespace catalog
