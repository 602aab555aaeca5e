#pragma once

#include "planner/fleet_search.h"
#include "planner/model.h"
#include "planner/paths_to.h"
#include "planner/request.h"

#include <memory>
#include <optional>

namespace planner {

/// Answers for sites that differ only in their names and versions: one search backwards from their target, two where
/// unknown facts may decide. What is not a certain path, and whatever needs an explanation, is left to the planner.
class TargetPaths {
public:
    /// What to say where unknown facts may decide, and of sites without a path.
    enum class Unclear {
        nothing,  ///< it is the planner's to ask and to explain
        bothWays  ///< needs-answers with the hopeful path and the one that holds whatever they are; blocked, downgrade
    };

    /// The site's name and version are not looked at. Borrows the model.
    TargetPaths(const Model& model, Site site, Goal goal, Unclear unclear);

    /// Nothing when it is the planner's to tell.
    [[nodiscard]] std::optional<FleetAnswer> answer(Rank installed);

    [[nodiscard]] const Site& site() const { return m_site; }
    [[nodiscard]] const Goal& goal() const { return m_goal; }

private:
    void prepare();
    [[nodiscard]] bool unknownsMatter();
    [[nodiscard]] std::vector<catalog::Version> releasesOf(Rank installed, const std::optional<Path>& path) const;

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
};

/// The checkpoints that a hop satisfies, as far as they are not known not to bind.
[[nodiscard]] std::vector<catalog::CheckpointId> satisfiedBy(const Situation& situation, const Move& hop);

}  // namespace planner
