#pragma once

#include "planner/outcome.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace planner {

/// How the JSON form spells the planner's enumerations: kebab-case, one table each.
template <typename Enum>
using Spelling = std::vector<std::pair<Enum, std::string_view>>;

[[nodiscard]] const Spelling<ReasonCode>& spellingOf(ReasonCode);
[[nodiscard]] const Spelling<RuleKind>& spellingOf(RuleKind);
[[nodiscard]] const Spelling<Mode>& spellingOf(Mode);
[[nodiscard]] const Spelling<Rollback>& spellingOf(Rollback);
[[nodiscard]] const Spelling<PlannedStep::Kind>& spellingOf(PlannedStep::Kind);
[[nodiscard]] const Spelling<Question::Subject>& spellingOf(Question::Subject);
[[nodiscard]] const Spelling<Remedy::Kind>& spellingOf(Remedy::Kind);
[[nodiscard]] const Spelling<catalog::ErrorCode>& spellingOf(catalog::ErrorCode);
[[nodiscard]] const Spelling<catalog::TrustState>& spellingOf(catalog::TrustState);

template <typename Enum>
[[nodiscard]] std::string spelled(Enum value)
{
    for (const auto& [candidate, text] : spellingOf(value)) {
        if (candidate == value)
            return std::string(text);
    }
    return {};
}

template <typename Enum>
[[nodiscard]] std::optional<Enum> unspelled(std::string_view text)
{
    for (const auto& [value, known] : spellingOf(Enum())) {
        if (known == text)
            return value;
    }
    return std::nullopt;
}

}  // namespace planner
