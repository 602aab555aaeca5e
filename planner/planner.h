#pragma once

#include "catalog/load.h"
#include "catalog/order.h"
#include "planner/outcome.h"
#include "planner/site.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace planner {

enum class Prefer { standard, hops, risk, tested, downtime, duration };

/// What is asked for, apart from the site.
struct Goal {
    std::string target = "latest";  ///< latest, a version, an alias, a prefix, a line or a range
    Prefer prefer = Prefer::standard;
    std::set<catalog::RiskId> acceptedRisks;
    bool allowDowngrade = false;
    bool requireDirect = false;
    catalog::Date asOf{};    ///< the day the plan is for: today's date comes in from the edge
    bool asOfGiven = false;  ///< later releases do not exist
    bool operator==(const Goal&) const = default;
};

/// One rule's answer about one hop.
struct Finding {
    RuleKind rule{};
    catalog::Truth legal = catalog::Truth::yes;
    std::vector<Reason> reasons;  ///< empty when legal
};

struct Explanation {
    Outcome outcome;                ///< invalidInput when a version is unknown
    std::vector<Finding> findings;  ///< one per rule, in DESIGN's order
    catalog::Truth legal = catalog::Truth::yes;
};

/// Answers questions about one catalog. Borrows the catalog, which must outlive it; immutable and safe to share between
/// threads after construction.
class Planner {
public:
    explicit Planner(const catalog::Loaded& loaded);
    ~Planner();
    Planner(const Planner&) = delete;
    Planner& operator=(const Planner&) = delete;

    /// The same input gives the same outcome, always.
    [[nodiscard]] Outcome plan(const Site& site, const Goal& goal) const;

    /// Why the direct hop is legal or not, rule by rule.
    [[nodiscard]] Explanation explain(const Site& site, const Goal& goal) const;

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

}  // namespace planner
