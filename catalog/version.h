#pragma once

#include "catalog/seldom.h"

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

/// How versions are read, padded and compared in ranges. The order of releases never comes from here.
enum class VersionScheme {
    numeric,  ///< parts between `.`, `-`, `_`, `+` or `~`, numbers by value, missing parts are 0; letters sort before
              ///< numbers (1.0rc1 < 1.0) and without regard to case
    semver,   ///< Semantic Versioning 2.0.0, missing parts are 0, build metadata is ignored
    debian,   ///< deb-version(7)
};

/// A version as its vendor writes it. Identity is the text; precedence is asked of a VersionKey, and there is no `<`
/// on purpose: comparing the texts is always wrong.
struct Version {
    std::string text;
    bool operator==(const Version&) const = default;
};

/// For ordered containers only; says nothing about age or precedence.
struct ByText {
    bool operator()(const Version& a, const Version& b) const noexcept { return a.text < b.text; }
};

/// A version read by a scheme, ready to be compared. Keys of different schemes must not be compared. At most 200
/// characters are read.
///
/// Sources: semver.org 2.0.0 item 11, deb-version(7). Road not taken: a vector of parts, whose allocations dominated
/// the time to load thousands of releases.
class VersionKey {
public:
    /// Nothing when the scheme cannot read the text.
    [[nodiscard]] static std::optional<VersionKey> read(VersionScheme scheme, std::string_view text);

    [[nodiscard]] std::weak_ordering operator<=>(const VersionKey& other) const;
    [[nodiscard]] bool operator==(const VersionKey& other) const { return std::is_eq(*this <=> other); }

    /// Whether the leading parts of this version equal all of `prefix` (5.0.3 and 5.0.0-rc1 have the prefix 5.0).
    [[nodiscard]] bool hasPrefix(const VersionKey& prefix) const;

    /// The first numeric part, and the first two: what `max_step: major` and `minor` compare.
    [[nodiscard]] std::uint64_t major() const { return m_major; }
    [[nodiscard]] std::uint64_t minor() const { return m_minor; }

private:
    VersionScheme m_scheme = VersionScheme::numeric;
    std::uint64_t m_major = 0;
    std::uint64_t m_minor = 0;
    std::string m_order;             ///< bytes that compare as the versions do, see version.cpp
    Seldom<std::string> m_upstream;  ///< debian only: the upstream version's text, for hasPrefix
};

}  // namespace catalog

template <>
struct std::hash<catalog::Version> {
    std::size_t operator()(const catalog::Version& version) const noexcept
    {
        return std::hash<std::string>()(version.text);
    }
};
