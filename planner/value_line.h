#pragma once

#include "catalog/fact.h"
#include "planner/fact_class.h"

#include <string>
#include <vector>

namespace planner {

/// A number or a version that stands for those around it.
struct LinePoint {
    enum class Use { between, neighbour, boundary, offered };  ///< the later, the better as an example
    std::string text;
    Use use = Use::between;
    bool boundary = false;  ///< something compares with it, so that classes may part right here
};

/// What a comparison names: the operand, and whether the versions that begin with it are meant.
struct LineOperand {
    std::string text;
    bool prefix = false;
    bool operator==(const LineOperand&) const = default;
};

/// Points below, at, between and above the operands, lowest first: at least one of every class that comparisons with
/// them can tell apart. Texts that are no number, or no version of the scheme, are left out.
[[nodiscard]] std::vector<LinePoint> numberLine(const std::vector<LineOperand>& operands);
[[nodiscard]] std::vector<LinePoint> versionLine(catalog::VersionScheme scheme,
                                                 const std::vector<LineOperand>& operands,
                                                 const std::vector<catalog::Version>& offered = {});

/// What the chosen points of a line stand for; `chosen` rises.
[[nodiscard]] std::vector<FactClass::Span> spansOf(const std::vector<LinePoint>& line,
                                                   const std::vector<std::size_t>& chosen);

/// The point that makes the best example.
[[nodiscard]] std::size_t exampleOf(const std::vector<LinePoint>& line, const std::vector<std::size_t>& chosen);

}  // namespace planner
