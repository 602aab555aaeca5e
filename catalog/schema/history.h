#pragma once

#include "catalog/catalog.h"
#include "catalog/schema/review.h"

#include <functional>

namespace schema {

struct ReleaseReview {
    catalog::ReleaseIndex release{};
    UnitReview unit;
    std::vector<catalog::MigrationPhase> phases;  ///< of the statements, as the catalog declares them
};

/// Goes through the releases that bring migrations of their own, ancestors first, each with what its ancestors made of
/// the database. Migrations in the release's own code count as one statement that cannot be known.
[[nodiscard]] std::vector<ReleaseReview> reviewHistory(const catalog::Catalog& catalog, catalog::DatabaseKind database,
                                                       std::unique_ptr<Reviewer> reviewer);

}  // namespace schema
