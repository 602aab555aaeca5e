#pragma once

#include "catalog/decode.h"
#include "catalog/load.h"
#include "planner/planner.h"

#include <string>

/// A catalog written in a test, and short forms of what tests ask about it.
namespace given {

/// Errors are those of reading it.
inline catalog::Checked<catalog::Loaded> tryCatalog(const std::string& yaml)
{
    const catalog::Checked<catalog::Node> node = catalog::readYaml(yaml, "test.yaml");
    if (!node)
        return tl::make_unexpected(node.error());
    const catalog::ScriptReader noScripts = [](const std::string& path,
                                               const catalog::Place& place) -> catalog::Result<std::string> {
        return tl::make_unexpected(catalog::Error{catalog::ErrorCode::scriptMissing, place, path, {}, {}});
    };
    catalog::Checked<catalog::Catalog> catalog = catalog::decode(*node, noScripts);
    if (!catalog)
        return tl::make_unexpected(catalog.error());
    const catalog::Digest digest = catalog::digestOf(*catalog);
    return catalog::Loaded{std::move(*catalog), digest, "test.yaml"};
}

inline planner::Site site(const std::string& version)
{
    planner::Site site;
    site.version = version;
    return site;
}

inline planner::Goal goal(const std::string& target = "latest")
{
    planner::Goal goal;
    goal.target = target;
    goal.asOf = *catalog::readDate("2026-11-20");
    return goal;
}

/// "1.0 > 1.1 [php 7 > 8] > 2.0": a component step stands after the release at which it happens.
inline std::string pathOf(const planner::Plan& plan)
{
    std::string text = plan.from.text;
    const auto steps = [&](std::size_t hop) {
        for (const planner::PlannedStep& step : plan.steps) {
            if (step.component && step.hop == hop)
                text += " [" + step.id + " " + step.component->from.text + " > " + step.component->to.text + "]";
        }
    };
    for (std::size_t hop = 0; hop < plan.hops.size(); ++hop) {
        steps(hop);
        text += " > " + plan.hops[hop].to.text;
    }
    return text;
}

}  // namespace given
