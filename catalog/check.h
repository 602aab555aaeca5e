#pragma once

#include "catalog/catalog.h"

#include <string>
#include <vector>

namespace catalog {

/// What a release engineer should look at in a catalog that can be read. The sentence for each is made in app/ alone.
enum class FindingCode {
    checkpointLandsNowhere,  ///< subject: the checkpoint; related: its release
    checkpointWithdrawn,     ///< subject: the checkpoint; related: its landing releases, none of which may be entered
    ruleMatchesNothing,      ///< subject: the range that no release is in; related: from or to
    factUndeclared,          ///< subject: the fact; related: nearest declared ones
    requirementNeverMet,     ///< subject: the component; related: release, range: no available version lies in it
    scriptUnreferenced,      ///< subject: the script's path
    datesAgainstOrder,       ///< subject: the release; related: the one before it on its line in the file
    lineUndatedInPart,       ///< subject: the line; related: its releases without a date
    expired,                 ///< subject: the day
    notYetPublished,         ///< subject: the day, which is to come
    compatMissing,           ///< subject: the line; related: its releases that have a schema but no compat
    endedLineGrows,          ///< subject: the release; related: its line; later than the line's end of life
    migrationDiffers,        ///< subject: the migration; related: two releases that say different things about it
    ruleExpired,             ///< subject: the day a rule's validity ended
};

enum class Severity {
    note,     ///< good to know
    warning,  ///< likely a mistake
    failure,  ///< sites will be stranded or misled
};

struct Finding {
    Severity severity = Severity::note;
    FindingCode code{};
    Place place;
    std::string subject;
    std::vector<std::string> related;
    std::vector<std::string> expected;  ///< what would be right, where that is known
    bool operator==(const Finding&) const = default;
};

/// All findings, by check and then in the catalog's order. A new check is one function and one line in check.cpp.
[[nodiscard]] std::vector<Finding> check(const Catalog& catalog, Date today);

}  // namespace catalog
