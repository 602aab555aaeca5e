#pragma once

#include "catalog/check.h"
#include "catalog/order.h"

#include <vector>

namespace catalog {

// The checks of check.h, and what they share. Each appends what it finds.

struct CheckedCatalog {
    CheckedCatalog(const Catalog& one, Date day);

    const Catalog& catalog;
    const Order order;
    std::vector<VersionKey> keys;  ///< of the releases
    const Date today;

    /// Whether a path may stop at the release today.
    [[nodiscard]] bool mayBeStop(ReleaseIndex release) const;
    /// Releases in a range, in the file's order; without one all of them.
    [[nodiscard]] std::vector<ReleaseIndex> matching(const std::optional<Range>& range) const;
    [[nodiscard]] const std::string& version(ReleaseIndex release) const { return catalog.at(release).version.text; }
};

/// A site of which one fact is known.
struct OneFact : FactSource {
    FactValue value;
    [[nodiscard]] const FactValue* find(const FactName&) const override { return &value; }
};

/// A match as text: "not 1.0 || >=2".
[[nodiscard]] std::string written(const Match& match);

using Findings = std::vector<Finding>;

void checkCheckpoints(const CheckedCatalog& subject, Findings& findings);
void checkRules(const CheckedCatalog& subject, Findings& findings);
void checkRulePairs(const CheckedCatalog& subject, Findings& findings);
void checkFacts(const CheckedCatalog& subject, Findings& findings);
void checkRequirements(const CheckedCatalog& subject, Findings& findings);
void checkScripts(const CheckedCatalog& subject, Findings& findings);
void checkDates(const CheckedCatalog& subject, Findings& findings);
void checkCompat(const CheckedCatalog& subject, Findings& findings);
void checkMigrations(const CheckedCatalog& subject, Findings& findings);

}  // namespace catalog
