#pragma once

#include "catalog/catalog.h"

#include <string>
#include <vector>

namespace catalog {

/// What a release engineer should look at in a catalog that can be read. The sentence for each is made in app/ alone.
enum class FindingCode {
    // by catalog::check
    checkpointLandsNowhere,  ///< subject: the checkpoint; related: its release
    checkpointWithdrawn,  ///< subject: the checkpoint; related: its landing releases, at none of which a path may stop
    checkpointsOverlap,   ///< subject: the checkpoint; related: the other one, the landing releases of both
    ruleMatchesNothing,   ///< subject: the range that no release is in; related: from or to
    ruleExpired,          ///< subject: the day a rule's validity ended
    ruleRepeated,         ///< subject: where the same rule stands before, file and line
    allowForbidden,       ///< an allow of which a forbid leaves nothing; subject: the rule that forbids, file and line;
                          ///< related: from and to of a pair
    allowForbiddenInPart,   ///< as above, where something is left
    factUndeclared,         ///< subject: the fact; related: nearest declared ones
    conditionNeverHolds,    ///< subject: the fact; related: what it is compared with; expected: all its values
    requirementNeverMet,    ///< subject: the component; related: release, range: none of `expected`, what is available,
                            ///< lies in it
    scriptUnreferenced,     ///< subject: the script's path
    datesAgainstOrder,      ///< subject: the release; related: the one before it on its line in the file
    lineUndatedInPart,      ///< subject: the line; related: its releases without a date
    expired,                ///< subject: the day
    notYetPublished,        ///< subject: the day, which is to come
    stale,                  ///< subject: the day it was published; related: how many days ago
    releaseAfterPublished,  ///< subject: the newest release; related: its date, the day the catalog was published
    compatMissing,          ///< subject: the line; related: its releases that have a schema but no compat
    endedLineGrows,         ///< subject: the release; related: its line; later than the line's end of life
    migrationDiffers,       ///< subject: the migration; related: two releases that say different things about it
    // by schema::checkCompat
    compatBelowScripts,  ///< subject: the release; related: its compat, the statement or move that asks for more;
                         ///< expected: the least that would be right; the place is the statement's
    compatUnproven,      ///< as above, where nobody knows what the statement does
    // by planner::lint
    stranded,        ///< subject: the oldest of some releases of a line from which there is no path; related: the
                     ///< newest release, the newest of them, how many, and where it holds only for sites that answer
                     ///< a fact so: the fact, the answer
    nothingToReach,  ///< no release is ok and offered
    releaseUnreachable,  ///< subject: the line; related: its ok releases that no hop leads to
    stopMissing,         ///< subject: the release to be declared a checkpoint; related: first and until of the first
                         ///< interval that no checkpoint meets, the ids of all that it would meet
    stopLoose,           ///< subject: a checkpoint; related: the id and the end of the interval that it is to meet, its
                         ///< landing releases outside; expected: the first and the last that would be right
    stopConditional,     ///< subject: a checkpoint; related: the id and the end of the interval that nothing else meets
    stopNotDerived,      ///< subject: a checkpoint; related: its release: no move, shim or script asks for it
    moveUnknownRelease,  ///< subject: the move, shim or scripts_since; related: who declares it, the release it names
    moveOffTheWay,       ///< as above: the release it names does not come after (scripts: before) it
    moveWithoutStop,     ///< as above: no path may stop at any release before the one it names
};

/// What would mend it.
enum class Fix {
    correctRange,
    correctDate,
    correctName,
    dropEntry,
    declare,        ///< the fact
    addCheckpoint,  ///< at `expected`
    narrowLanding,  ///< to the releases in `expected`
    addLanding,     ///< a release at which a path may stop
    openHop,        ///< an `allow`, a narrower rule, or another landing release
    addVersion,     ///< to the component's `available`
    publish,        ///< a newer catalog
    complete,       ///< what is there for some and missing for others
    decide,         ///< nothing may be wrong
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

[[nodiscard]] Fix fixFor(FindingCode code);

/// All findings, by check and then in the catalog's order. A new check is one function, in the
/// file of its kind, and one line in check.cpp.
[[nodiscard]] std::vector<Finding> check(const Catalog& catalog, Date today);

}  // namespace catalog
