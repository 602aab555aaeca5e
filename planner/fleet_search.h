#pragma once

#include "planner/outcome.h"
#include "planner/planner.h"
#include "planner/shared.h"
#include "planner/site.h"

#include <vector>

namespace planner {

/// What a fleet's table needs of an outcome.
struct FleetAnswer {
    /// A release between the installed one and the target, and the checkpoints that are satisfied there.
    struct Stop {
        catalog::Version release;
        std::vector<catalog::CheckpointId> checkpoints;
        bool operator==(const Stop&) const = default;
    };
    OutcomeKind kind = OutcomeKind::blocked;
    catalog::Version from;                     ///< as the catalog names it
    catalog::Version to;                       ///< the release that the target came to; empty when there is none
    std::vector<Shared<Stop>> stops;           ///< in the path's order
    std::vector<Reason> blockers;              ///< blocked, downgrade, stops-needed
    std::vector<catalog::FactName> questions;  ///< needs-answers
    std::vector<catalog::Version> hopeful;     ///< needs-answers: the path if every unknown fact is favourable
    std::vector<catalog::Version> whatever;    ///< needs-answers: the path that is legal however the answers fall
    catalog::Errors errors;                    ///< invalid-input

    /// The installed release, the stops and the target; the installed release alone for nothing-to-do; else empty.
    ///
    /// Road not taken: a member. A fleet holds thousands of answers, and their stops are shared.
    [[nodiscard]] std::vector<catalog::Version> path() const;
    bool operator==(const FleetAnswer&) const = default;
};

/// What a search for fleets says where unknown facts may decide, and of sites without a path.
enum class Unclear {
    asPlanner,  ///< whatever is not a certain path is the planner's: answers equal those of PlannerSearch, but for
                ///< `hopeful`
    twoPaths    ///< neither questions nor blockers: where unknown facts may decide, needs-answers with the hopeful path
                ///< and the one that holds whatever they are. Two searches at most, where questions may take hundreds
};

[[nodiscard]] FleetAnswer toFleetAnswer(const Outcome& outcome);

/// How a fleet's sites are planned. Asked once for each group of sites that differ in nothing but their names; what is
/// shared between groups (one search backwards from a target, say) is the implementation's own.
class FleetSearch {
public:
    virtual ~FleetSearch() = default;
    [[nodiscard]] virtual FleetAnswer answer(Site site, const Goal& goal) = 0;
};

/// One search of the planner for each group. Borrows the planner.
class PlannerSearch final : public FleetSearch {
public:
    explicit PlannerSearch(const Planner& planner) : m_planner(planner) {}
    [[nodiscard]] FleetAnswer answer(Site site, const Goal& goal) override
    {
        return toFleetAnswer(m_planner.plan(site, goal));
    }

private:
    const Planner& m_planner;
};

}  // namespace planner
