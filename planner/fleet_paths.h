#pragma once

#include "catalog/load.h"
#include "planner/fleet_search.h"

#include <memory>

namespace planner {

/// Searches paths, and neither builds plans nor explains. Borrows the catalog and the planner made of it.
///
/// Sites that differ only in their names and versions share one search backwards from their target (see PathsTo), which
/// costs no more than one site's own; what is kept for later sites is bounded, and what was not asked about for longest
/// goes first.
class PathSearch final : public FleetSearch {
public:
    PathSearch(const catalog::Loaded& loaded, const Planner& planner, Unclear unclear = Unclear::asPlanner);
    ~PathSearch() override;
    PathSearch(const PathSearch&) = delete;
    PathSearch& operator=(const PathSearch&) = delete;

    [[nodiscard]] FleetAnswer answer(Site site, const Goal& goal) override;

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

}  // namespace planner
