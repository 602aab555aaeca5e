#pragma once

#include "catalog/fact.h"
#include "catalog/range.h"

#include <optional>
#include <string>
#include <vector>

namespace catalog {

enum class Truth { no, unknown, yes };

/// The facts a condition is asked against: a site's answers, defaults, channels and the component versions of one
/// moment of a path.
class FactSource {
public:
    virtual ~FactSource() = default;
    /// Borrowed; nullptr when the fact is unknown.
    [[nodiscard]] virtual const FactValue* find(const FactName& name) const = 0;
};

/// One entry of a condition: the fact has one of the values, or lies in one of the ranges; a set when it intersects.
struct Match {
    struct Alternative {
        std::string text;            ///< as written
        std::optional<Range> range;  ///< where the text is a range rather than a plain value
        bool operator==(const Alternative& other) const { return text == other.text; }
    };
    FactName fact;
    bool negated = false;  ///< written {not: …}
    std::vector<Alternative> anyOf;
    bool operator==(const Match&) const = default;
};

/// Alternatives (a list of maps), each a conjunction of matches. No alternatives at all: always true.
struct Condition {
    std::vector<std::vector<Match>> anyOf;
    [[nodiscard]] bool always() const { return anyOf.empty(); }
    bool operator==(const Condition&) const = default;
};

/// Kleene's three-valued logic. The facts that keep the answer unknown are appended to `undecided` (may be null).
[[nodiscard]] Truth evaluate(const Condition& condition, const FactSource& facts, VersionScheme scheme,
                             std::vector<FactName>* undecided = nullptr);
[[nodiscard]] Truth evaluate(const Match& match, const FactSource& facts, VersionScheme scheme);

}  // namespace catalog
