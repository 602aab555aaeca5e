#pragma once

#include "catalog/load.h"
#include "planner/fleet_search.h"

#include <memory>

namespace planner {

/// Searches paths, and neither builds plans nor explains. Borrows the catalog and the planner made of it.
///
/// Road not taken so far: one search backwards from the target for all the sites of an environment; it has to keep the
/// total order, which prefers newer releases from the first hop on.
class PathSearch final : public FleetSearch {
public:
    enum class Unclear {
        asPlanner,  ///< whatever is not a certain path is the planner's: answers equal those of PlannerSearch, but for
                    ///< `hopeful`
        twoPaths,   ///< neither questions nor blockers: where unknown facts may decide, needs-answers with the hopeful
                    ///< path and the one that holds whatever they are. Two searches at most, where questions may take
                    ///< hundreds
    };
    PathSearch(const catalog::Loaded& loaded, const Planner& planner, Unclear unclear = Unclear::asPlanner);
    ~PathSearch() override;
    PathSearch(const PathSearch&) = delete;
    PathSearch& operator=(const PathSearch&) = delete;

    [[nodiscard]] FleetAnswer answer(const Site& site, const Goal& goal) override;

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

}  // namespace planner
