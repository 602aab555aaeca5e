#pragma once

#include "catalog/digest.h"
#include "catalog/error.h"
#include "catalog/fact.h"
#include "catalog/named.h"
#include "catalog/release.h"
#include "catalog/rule.h"
#include "catalog/time.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace catalog {

struct Product {
    ProductId id;
    std::string name;
    std::string vendor;
    bool operator==(const Product&) const = default;
};

enum class Policy { open, closed };
enum class Backports { dated, free };
enum class MaxStep { any, major, minor };

/// A part of the environment that a release may require, such as a database server or a language runtime.
struct Component {
    ComponentName name;
    std::vector<Version> available;  ///< what a component step may install; empty: never a step
    Times step;
    MaxStep maxStep = MaxStep::any;
    Place place;
};

struct Line {
    LineId id;
    std::optional<ReleaseIndex> from;  ///< the branch point, a release of a line listed before
    std::optional<Date> endOfLife;
    Place place;
};

/// What a vendor publishes about a product, as authors write it. A plain value: everything that is derived from it
/// (order, parents, keys) lives in Order and in the planner. Whoever made it with decode() or read() may rely on what
/// those check.
struct Catalog {
    Product product;
    VersionScheme versions = VersionScheme::numeric;
    std::optional<Date> published;
    std::optional<std::int64_t> sequence;
    std::optional<Date> expires;
    Policy policy = Policy::open;
    Backports backports = Backports::dated;
    std::vector<Channel> defaultChannels;  ///< of a site that names none
    std::vector<Component> components;
    std::vector<FactDeclaration> facts;
    std::vector<Line> lines;        ///< oldest first, never empty
    std::vector<Release> releases;  ///< in the file's order
    std::vector<Rule> rules;
    std::map<std::string, std::string> scripts;  ///< path -> text, for every script that is named

    [[nodiscard]] const Release& at(ReleaseIndex index) const { return releases[static_cast<std::size_t>(index)]; }
    [[nodiscard]] const Line& at(LineIndex index) const { return lines[static_cast<std::size_t>(index)]; }
};

/// Equality of values; places are left out.
[[nodiscard]] bool operator==(const Catalog& a, const Catalog& b);

}  // namespace catalog
