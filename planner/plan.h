#pragma once

#include "catalog/digest.h"
#include "catalog/error.h"
#include "catalog/release.h"
#include "catalog/rule.h"
#include "planner/reason.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace planner {

enum class Mode { online, maintenance };
enum class Rollback { withoutRestore, restore };

/// A sum of declared times. `missing` counts the hops that declare none: such a sum is a lower bound.
struct Estimate {
    catalog::Seconds sum{0};
    int missing = 0;
    bool operator==(const Estimate&) const = default;
};

struct Hop {
    catalog::Version from;
    catalog::Version to;
    Mode mode = Mode::maintenance;
    std::vector<Reason> modeReasons;  ///< why not online; empty for online hops
    std::vector<Reason> why;          ///< why the path stops here
    std::vector<Reason> whyNotLater;  ///< what refuses the next later releases
    catalog::Grade grade;             ///< empty text: supported
    std::vector<catalog::RiskId> acceptedRisks;
    std::vector<catalog::CheckpointId> checkpoints;  ///< whose landing release this hop reaches
    bool downgrade = false;
    Rollback rollback = Rollback::restore;
    std::string pointOfNoReturn;  ///< the id of the step after which only forward is possible; empty: opening
    std::optional<catalog::Seconds> downtime;
    std::optional<catalog::Seconds> duration;
    std::optional<catalog::Seconds> restore;
    bool operator==(const Hop&) const = default;
};

/// A component's change, at a release whose range allows both versions.
struct ComponentChange {
    catalog::ComponentName component;
    catalog::Version from;
    catalog::Version to;
    catalog::Version at;  ///< the release that runs while it is changed
    std::optional<catalog::Seconds> downtime;
    bool operator==(const ComponentChange&) const = default;
};

/// One entry of the work in order. `release` and `id` name a migration or an install step in the catalog.
struct PlannedStep {
    enum class Kind { migration, install, component };
    Kind kind = Kind::install;
    std::size_t hop = 0;  ///< position in Plan::hops; for components the hop it precedes
    catalog::Phase phase = catalog::Phase::install;
    catalog::Version release;
    std::string id;
    std::optional<ComponentChange> component;
    bool operator==(const PlannedStep&) const = default;
};

struct CatalogReference {
    std::optional<std::int64_t> sequence;
    catalog::Digest digest;
    std::string path;  ///< where it was read; a hint, not part of the digest
    bool operator==(const CatalogReference&) const = default;
};

/// The legal way from a site to a target: a value with a digest over everything but the catalog's path.
struct Plan {
    catalog::ProductId product;
    std::string site;
    catalog::Version from;
    catalog::Version to;
    CatalogReference catalog;
    std::optional<catalog::Date> asOf;  ///< where it was asked for
    std::vector<Hop> hops;
    std::vector<PlannedStep> steps;
    std::vector<Reason> risks;  ///< accepted ones
    std::vector<Reason> assumptions;
    Estimate downtime;
    Estimate duration;
    catalog::Digest digest;
    bool operator==(const Plan&) const = default;
};

/// The digest a plan of this content must carry.
[[nodiscard]] catalog::Digest digestOf(const Plan& plan);

}  // namespace planner
