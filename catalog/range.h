#pragma once

#include "catalog/error.h"
#include "catalog/version.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

/// A set of versions: alternatives joined by `||` (or a list), each a conjunction of comparisons joined by spaces.
/// A bare version is exact by text, `X.*` means leading parts X with pre-releases included, `*` alone is every version,
/// the operators < <= > >= = != compare by the scheme's precedence.
class Range {
public:
    enum class Operator { exact, prefix, any, less, lessEqual, greater, greaterEqual, equal, notEqual };
    struct Comparison {
        Operator op = Operator::any;
        Version operand;
        VersionKey key;
    };

    /// Errors: badRange with the part that cannot be read, badVersion with the version in it.
    [[nodiscard]] static Result<Range> read(VersionScheme scheme, std::string_view text, const Place& place = {});

    /// Whether a text that may also be a plain value is meant as a range: it begins with an operator, is or ends with
    /// `*`, or has `||`.
    [[nodiscard]] static bool looksLikeRange(std::string_view text);

    [[nodiscard]] bool contains(const Version& version, const VersionKey& key) const;
    /// As written, with single spaces: reading it gives an equal range.
    [[nodiscard]] const std::string& text() const { return m_text; }
    [[nodiscard]] const std::vector<std::vector<Comparison>>& alternatives() const;
    bool operator==(const Range& other) const { return m_text == other.m_text; }

private:
    std::string m_text;
    std::shared_ptr<const std::vector<std::vector<Comparison>>> m_alternatives;  ///< immutable, so copies share it
};

}  // namespace catalog
