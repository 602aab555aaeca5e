#pragma once

#include "catalog/check.h"
#include "catalog/schema/history.h"

#include <optional>

namespace schema {

/// What asks for a compat.
struct Cause {
    catalog::Place place;
    std::string text;   ///< the statement's beginning, or the data move's id
    bool known = true;  ///< false: nothing is known of it, and it counts for the worst
    bool operator==(const Cause&) const = default;
};

/// The least compat that a release can have, from what its and its ancestors' scripts and data moves take away. A lower
/// bound: code alone can ask for more.
struct DerivedCompat {
    catalog::ReleaseIndex release{};
    catalog::SchemaVersion compat;
    catalog::SchemaVersion compatExpanded;  ///< before the contract phases of the release and of those before it
    Cause cause;                            ///< of `compat`; without a place nothing asks for it
};

/// For every release that says its schema, ancestors first. A statement that takes something away asks for the schema
/// of its release, or for one more than that of the release that its remark `retired` names. What nobody knows asks for
/// the same, with `known` false. Declared numbers count for the releases that follow.
[[nodiscard]] std::vector<DerivedCompat> deriveCompat(const catalog::Catalog& catalog,
                                                      const std::vector<ReleaseReview>& reviews);

/// What is wrong with the declared numbers: a compat below the derived one names the statement.
[[nodiscard]] std::vector<catalog::Finding> checkCompat(const catalog::Catalog& catalog,
                                                        const std::vector<DerivedCompat>& derived);

}  // namespace schema
