#pragma once

#include "catalog/load.h"
#include "planner/fleet_search.h"

#include <cstddef>
#include <string>
#include <vector>

namespace planner {

/// What of a catalog's head or of a release is not the same in two catalogs.
enum class HeadPart {
    product,
    versions,
    published,
    sequence,
    expires,
    policy,
    backports,
    channels,
    components,
    facts,
    lines,
    order,  ///< of the releases that both have
};
enum class ReleasePart {
    aliases,
    line,
    date,
    channels,
    offer,
    state,
    schema,  ///< schema, compat or compat_expanded
    migrations,
    moves,
    shims,
    scriptsSince,
    requirements,
    provides,
    checkpoints,
    waitsFor,
    times,
    install,
    notes,
};

/// What changed from one catalog to another, and which answers with it. Values only.
struct CatalogDiff {
    struct Release {
        catalog::Version version;
        std::vector<ReleasePart> parts;
        catalog::Place before;
        catalog::Place after;
        bool operator==(const Release&) const = default;
    };
    /// A question that both catalogs answer, and differently: another outcome, path, target or other questions.
    struct Answer {
        catalog::Version from;
        std::string target;  ///< `latest`, or a line's id: its newest release
        FleetAnswer before;
        FleetAnswer after;
        bool operator==(const Answer&) const = default;
    };

    std::vector<HeadPart> head;
    std::vector<catalog::Version> added;    ///< in the second catalog's order
    std::vector<catalog::Version> removed;  ///< in the first one's
    std::vector<Release> changed;           ///< in the first one's
    std::vector<catalog::Rule> rulesAdded;  ///< a changed rule is removed and added
    std::vector<catalog::Rule> rulesRemoved;
    std::vector<Answer> answers;  ///< by source in the first one's order, `latest` first, then by line
    std::size_t asked = 0;        ///< how many questions were asked of each

    /// Whether the catalogs say the same; then the answers are the same too.
    [[nodiscard]] bool same() const
    {
        return head.empty() && added.empty() && removed.empty() && changed.empty() && rulesAdded.empty() &&
               rulesRemoved.empty() && answers.empty();
    }
};

/// What is asked of both catalogs.
struct DiffRequest {
    Site site;              ///< without name and version; no facts: what is asked is part of an answer
    Goal goal;              ///< without target
    bool everyLine = true;  ///< besides `latest`, ask for the newest release of each line at or behind the source's
};

/// Compares the catalogs, then asks both for a path from each release that both have. When the catalogs say the same,
/// nothing is asked. Costs four searches for each release and line; where unknown facts may decide, an answer has the
/// hopeful path and the one that holds whatever they are instead of questions.
///
/// Road not taken: all pairs of releases, whose answers grow with the square and repeat one another.
[[nodiscard]] CatalogDiff diff(const catalog::Loaded& a, const catalog::Loaded& b, const DiffRequest& request);
/// The same with searches of the caller's, one for each catalog.
[[nodiscard]] CatalogDiff diff(const catalog::Catalog& a, FleetSearch& searchA, const catalog::Catalog& b,
                               FleetSearch& searchB, const DiffRequest& request);

}  // namespace planner
