#pragma once

#include <optional>
#include <string>
#include <vector>

namespace planner {

/// Answers to a question that nothing in a catalog tells apart.
struct FactClass {
    struct Bound {
        std::string text;
        bool inclusive = false;
        bool operator==(const Bound&) const = default;
    };
    /// Of numbers or versions; without bounds on both sides: any.
    struct Span {
        std::optional<Bound> from;
        std::optional<Bound> to;
        [[nodiscard]] bool point() const { return from && to && from->inclusive && from->text == to->text; }
        bool operator==(const Span&) const = default;
    };
    enum class Kind {
        values,  ///< one of `values`, or in one of `spans`
        others,  ///< none of `values`
        set      ///< exactly `values`
    };
    Kind kind = Kind::values;
    std::vector<std::string> values;
    std::vector<Span> spans;           ///< lowest first
    std::vector<std::string> example;  ///< an answer that falls so, as `--fact` takes it; several make up a set
    bool operator==(const FactClass&) const = default;
};

/// Free of language, as a range is written: "true", "<=10000000", ">=2 <3 || 5", "a, b"; "!=a !=b" are the others, an
/// empty text the empty set.
[[nodiscard]] std::string to_string(const FactClass& answer);

/// All answers of both, which are no sets; the example is that of the first. Spans that meet become one.
[[nodiscard]] FactClass either(FactClass one, const FactClass& other);

}  // namespace planner
