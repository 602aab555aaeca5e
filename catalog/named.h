#pragma once

#include <compare>
#include <functional>
#include <string>

namespace catalog {

/// A name of one kind of thing, so that a fact's name is never handed over where a line's id is wanted.
/// UTF-8, never empty in a catalog that was read without errors.
template <typename Tag>
struct Named {
    std::string text;
    auto operator<=>(const Named&) const = default;
};

using ProductId = Named<struct ProductIdTag>;
using LineId = Named<struct LineIdTag>;
using Channel = Named<struct ChannelTag>;
using FactName = Named<struct FactNameTag>;
using ComponentName = Named<struct ComponentNameTag>;
using MigrationId = Named<struct MigrationIdTag>;
using CheckpointId = Named<struct CheckpointIdTag>;
using RiskId = Named<struct RiskIdTag>;
using StepId = Named<struct StepIdTag>;

}  // namespace catalog

template <typename Tag>
struct std::hash<catalog::Named<Tag>> {
    std::size_t operator()(const catalog::Named<Tag>& name) const noexcept
    {
        return std::hash<std::string>()(name.text);
    }
};
