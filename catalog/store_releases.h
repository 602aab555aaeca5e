#pragma once

#include "catalog/decode.h"
#include "catalog/store_pack.h"

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace catalog {

/// The day that a column holds as days since 1970-01-01. Throws Damage.
[[nodiscard]] std::optional<Date> dayOf(std::optional<std::int64_t> number);

/// JSON that the compiled form's writer made. Throws Damage.
[[nodiscard]] Node storedJson(std::string_view text);

/// How many releases a row of the table `release` holds, but for the last one.
inline constexpr std::size_t releasesInRow = 256;

/// Reads what the table `release` holds: version, line, date, state, schema, compat, the five times, the outline's
/// position, what else there is as JSON, channels, ids of migrations, requirements. Lists that many releases share are
/// decoded and held once. Borrows the decoding.
class ReleaseReader {
public:
    ReleaseReader(Decoding& decoding, std::size_t lines, std::size_t outlines);

    /// Throws Damage; what is wrong with a value's meaning goes into the decoding's report. The outline's position is
    /// `outlines` where the release has none.
    void read(Unpack& columns, Release& release, std::size_t& outline);

private:
    template <typename Value, typename Decode>
    const Value& shared(std::unordered_map<std::string, Value>& known, std::string_view text, Decode decode);
    void readNumbers(Unpack& columns, Release& release);
    static void readMigrations(std::string_view ids, Release& release);

    Decoding& m_decoding;
    std::size_t m_lines;
    std::size_t m_outlines;
    std::unordered_map<std::string, Seldom<std::vector<Channel>>> m_channels;
    std::unordered_map<std::string, Seldom<std::vector<Requirement>>> m_requirements;
    std::map<std::array<std::optional<Seconds>, 5>, Seldom<Times>> m_times;
};

}  // namespace catalog
