#pragma once

#include "catalog/decode.h"
#include "catalog/store_rows.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace catalog {

/// The day that a column holds as days since 1970-01-01. Throws Damage.
[[nodiscard]] std::optional<Date> dayOf(std::optional<std::int64_t> number);

/// JSON that the compiled form's writer made. Throws Damage.
[[nodiscard]] Node storedJson(std::string_view text);

/// Reads the rows of the table `release`. Lists that many releases share are decoded once. Borrows the decoding.
class ReleaseRows {
public:
    /// Position, then the columns in the order in which read() takes them.
    static constexpr const char* query =
        "SELECT position, version, line, date, state, schema, compat, downtime, downtime_per_gb, duration, restore, "
        "restore_per_gb, outline, detail, channels, migrations, requires FROM release ORDER BY position";

    ReleaseRows(Decoding& decoding, std::size_t lines, std::size_t outlines);

    /// Throws Damage; what is wrong with a value's meaning goes into the decoding's report. The outline's position is
    /// `outlines` where the release has none.
    void read(Rows& rows, Release& release, std::size_t& outline);

private:
    template <typename Value, typename Decode>
    const Value& shared(std::unordered_map<std::string, Value>& known, std::string_view text, Decode decode);
    void readNumbers(Rows& rows, Release& release) const;
    void readMigrations(Rows& rows, Release& release) const;

    Decoding& m_decoding;
    std::size_t m_lines;
    std::size_t m_outlines;
    std::unordered_map<std::string, std::vector<Channel>> m_channels;
    std::unordered_map<std::string, std::vector<Requirement>> m_requirements;
};

}  // namespace catalog
