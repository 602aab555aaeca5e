#pragma once

#include "catalog/error.h"
#include "catalog/named.h"
#include "catalog/version.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace catalog {

enum class FactType { boolean, number, string, version, set };

/// A site's answer. A fact that no catalog declares is held as the text that was given.
using FactValue = std::variant<bool, double, std::string, Version, std::set<std::string>>;

/// What may be asked about a site.
struct FactDeclaration {
    FactName name;
    FactType type = FactType::string;
    std::string ask;                        ///< the question in plain words
    std::optional<FactValue> defaultValue;  ///< used and named in the plan as an assumption
    std::vector<std::string> values;        ///< for strings and sets: what may be answered; empty: anything
    Place place;
    bool operator==(const FactDeclaration& other) const
    {
        return name == other.name && type == other.type && ask == other.ask && defaultValue == other.defaultValue &&
               values == other.values;
    }
};

/// Reads an answer by the declared type. `texts` has one entry except for sets; no entry, or nothing but an empty one,
/// is the empty set.
/// Errors: badValue with the forms that would be right.
[[nodiscard]] Result<FactValue> readFactValue(const FactDeclaration& declaration, const std::vector<std::string>& texts,
                                              const Place& place = {});

/// true and yes, false and no; nothing else.
[[nodiscard]] std::optional<bool> readBoolean(std::string_view text);
/// A finite decimal number, the whole text.
[[nodiscard]] std::optional<double> readNumber(std::string_view text);
/// The shortest text that reads back as the same number.
[[nodiscard]] std::string to_string(double number);

/// As a person would write it; sets are joined by ", ".
[[nodiscard]] std::string to_string(const FactValue& value);

/// The facts that every product has without declaring them.
inline const FactName channelFact{"channel"};    ///< a set: the site's channels
inline const FactName databaseFact{"database"};  ///< a string: sqlite or postgresql

}  // namespace catalog
