#pragma once

#include "planner/fleet_search.h"
#include "planner/model.h"
#include "planner/paths_to.h"
#include "planner/request.h"

#include <memory>
#include <optional>
#include <utility>

namespace planner {

/// Answers for sites that differ only in their names and versions: one search backwards from their target, two where
/// unknown facts may decide. What is not a certain path, and whatever needs an explanation, is left to the planner.
class TargetPaths {
public:
    /// The site's name and version are not looked at. Borrows the model.
    TargetPaths(const Model& model, Site site, Goal goal, Unclear unclear);

    /// Nothing when it is the planner's to tell.
    [[nodiscard]] std::optional<FleetAnswer> answer(Rank installed);

private:
    void prepare();
    [[nodiscard]] bool unknownsMatter();
    void tell(const Path& path, FleetAnswer& answer);

    const Model& m_model;
    Site m_site;
    Goal m_goal;
    Unclear m_unclear;
    bool m_usable = false;
    bool m_latest = false;
    Rank m_target = 0;
    std::unique_ptr<Situation> m_situation;
    std::optional<PathsTo> m_bold;
    std::optional<PathsTo> m_cautious;  ///< missing when it would be the same
    /// By the release that is left in the site's own environment: paths to one target that meet stay together.
    std::vector<std::optional<std::pair<Move, Shared<FleetAnswer::Stop>>>> m_stops;
};

/// The releases that a path runs, the installed one first; none for no path.
[[nodiscard]] std::vector<catalog::Version> releasesOn(const Model& model, Rank installed, const Path& path);

/// What is said of a stop at the end of a hop.
[[nodiscard]] FleetAnswer::Stop stopAfter(const Situation& situation, const Move& hop);

}  // namespace planner
