#include "catalog/store_releases.h"

#include <algorithm>

namespace catalog {

namespace {

constexpr std::int64_t longestTime = 100LL * 366 * 24 * 3600;  // as in readDuration

std::optional<SchemaVersion> schemaOf(std::optional<std::int64_t> number)
{
    if (!number)
        return std::nullopt;
    if (*number < 0)
        throw Damage{"schema"};
    return SchemaVersion{*number};
}

std::optional<Seconds> secondsOf(std::optional<std::int64_t> number)
{
    if (!number)
        return std::nullopt;
    if (*number < 0 || *number > longestTime)
        throw Damage{"time"};
    return Seconds(*number);
}

}  // namespace

std::optional<Date> dayOf(std::optional<std::int64_t> number)
{
    if (!number)
        return std::nullopt;
    static const Date first = *readDate("0000-01-01");
    static const Date last = *readDate("9999-12-31");
    if (*number < first.time_since_epoch().count() || *number > last.time_since_epoch().count())
        throw Damage{"date"};
    return Date(std::chrono::days(*number));
}

Node storedJson(std::string_view text)
{
    auto node = readJson(text, {});
    if (!node)
        throw Damage{node.error().subject};
    return std::move(*node);
}

ReleaseReader::ReleaseReader(Decoding& decoding, std::size_t lines, std::size_t outlines)
    : m_decoding(decoding), m_lines(lines), m_outlines(outlines)
{
}

template <typename Value, typename Decode>
const Value& ReleaseReader::shared(std::unordered_map<std::string, Value>& known, std::string_view text, Decode decode)
{
    const auto [entry, isNew] = known.try_emplace(std::string(text));
    if (isNew)
        entry->second = decode(storedJson(text));
    return entry->second;
}

void ReleaseReader::readNumbers(Unpack& columns, Release& release)
{
    const auto line = columns.integer();
    if (!line || *line < 0 || static_cast<std::size_t>(*line) >= m_lines)
        throw Damage{"line"};
    release.line = static_cast<LineIndex>(*line);
    release.date = dayOf(columns.integer());
    const auto state = columns.integer().value_or(0);
    if (state < 0 || state > static_cast<std::int64_t>(ReleaseState::unavailable))
        throw Damage{"state"};
    release.state.value = static_cast<ReleaseState>(state);
    release.schema = schemaOf(columns.integer());
    release.compat = schemaOf(columns.integer());
    std::array<std::optional<Seconds>, 5> times;
    for (std::optional<Seconds>& time : times)
        time = secondsOf(columns.integer());
    const auto [known, isNew] = m_times.try_emplace(times);
    if (isNew)
        known->second = Times{times[0], times[1], times[2], times[3], times[4]};
    release.times = known->second;
}

void ReleaseReader::readMigrations(std::string_view ids, Release& release)
{
    if (!isUtf8(ids))
        throw Damage{"text"};
    std::vector<Migration>& migrations = release.migrations.emplace();
    while (!ids.empty()) {
        const std::size_t end = std::min(ids.find('\n'), ids.size());
        migrations.emplace_back().id.text = ids.substr(0, end);
        ids.remove_prefix(std::min(end + 1, ids.size()));
    }
    std::vector<std::string_view> sorted;
    sorted.reserve(migrations.size());
    for (const Migration& migration : migrations)
        sorted.push_back(migration.id.text);
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end() || (!sorted.empty() && sorted.front().empty()))
        throw Damage{"migrations"};
}

void ReleaseReader::read(Unpack& columns, Release& release, std::size_t& outline)
{
    release.version.text = columns.required();
    if (!VersionKey::read(m_decoding.scheme, release.version.text))
        throw Damage{"version"};
    readNumbers(columns, release);
    const auto position = columns.integer();
    outline = position ? static_cast<std::size_t>(*position) : m_outlines;
    if (position && outline >= m_outlines)
        throw Damage{"outline"};
    if (const auto detail = columns.text()) {
        const Node node = storedJson(*detail);
        MapReader map(node, m_decoding.report);
        decodeReleaseDetail(map, release, m_decoding);
        map.finish();
    }
    if (const auto text = columns.text()) {
        release.channels = shared(m_channels, *text, [this](const Node& node) {
            std::vector<Channel> channels;
            for (std::string& name : readTexts(node, m_decoding.report))
                channels.push_back({std::move(name)});
            return channels;
        });
    }
    if (const auto ids = columns.text())
        readMigrations(*ids, release);
    if (const auto text = columns.text())
        release.requirements =
            shared(m_requirements, *text, [this](const Node& node) { return decodeRequirements(node, m_decoding); });
}

}  // namespace catalog
