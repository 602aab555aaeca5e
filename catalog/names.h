#pragma once

#include "catalog/catalog.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace catalog {

/// How catalogs, site files and JSON spell an enumeration: one table each, in names.cpp.
template <typename Enum>
using EnumNames = std::vector<std::pair<Enum, std::string_view>>;

[[nodiscard]] const EnumNames<VersionScheme>& namesOf(VersionScheme);
[[nodiscard]] const EnumNames<Policy>& namesOf(Policy);
[[nodiscard]] const EnumNames<Backports>& namesOf(Backports);
[[nodiscard]] const EnumNames<MaxStep>& namesOf(MaxStep);
[[nodiscard]] const EnumNames<FactType>& namesOf(FactType);
[[nodiscard]] const EnumNames<ReleaseState>& namesOf(ReleaseState);
[[nodiscard]] const EnumNames<MigrationPhase>& namesOf(MigrationPhase);
[[nodiscard]] const EnumNames<DatabaseKind>& namesOf(DatabaseKind);
[[nodiscard]] const EnumNames<Driver>& namesOf(Driver);
[[nodiscard]] const EnumNames<StepKind>& namesOf(StepKind);
[[nodiscard]] const EnumNames<Phase>& namesOf(Phase);

/// The spelling of a value: "dead-end", "nontx", "postgresql".
template <typename Enum>
[[nodiscard]] std::string nameOf(Enum value)
{
    for (const auto& [candidate, name] : namesOf(value)) {
        if (candidate == value)
            return std::string(name);
    }
    return {};
}

template <typename Enum>
[[nodiscard]] std::optional<Enum> named(std::string_view text)
{
    for (const auto& [value, name] : namesOf(Enum())) {
        if (name == text)
            return value;
    }
    return std::nullopt;
}

/// All spellings, in the order of the enumeration.
template <typename Enum>
[[nodiscard]] std::vector<std::string> allNames()
{
    std::vector<std::string> names;
    for (const auto& [value, name] : namesOf(Enum()))
        names.emplace_back(name);
    return names;
}

}  // namespace catalog
