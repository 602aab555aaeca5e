#pragma once

#include "catalog/condition.h"
#include "catalog/named.h"
#include "catalog/release.h"
#include "catalog/version.h"

#include <optional>
#include <string>
#include <vector>

namespace planner {

/// The legality rules of DESIGN section 5, in its order.
enum class RuleKind {
    available,
    forward,
    schema,
    checkpoint,
    policy,
    forbid,
    reach,
    leave,
    risk,
    environment,
    siteState
};

/// Everything the planner can say. app/ makes one sentence for each; the fields of Reason it fills are named here.
enum class ReasonCode {
    // available
    targetWithdrawn,    ///< to, note
    targetUnavailable,  ///< to, note
    notYetReleased,     ///< to: dated after the day the plan is for
    installedNotOk,     ///< from; text: its state; note
    noSuitableRelease,  ///< text: a target that matches only releases that are not ok or not offered; releases: them
    avoidOnTheWay,      ///< to, note: may only be the last hop
    deadEndOnTheWay,    ///< to, note
    leavesDeadEnd,      ///< from, note
    notInChannel,       ///< to, names: the channels it is offered to
    notOffered,         ///< to, facts
    // forward
    notAfter,              ///< from, to
    downgradeNeedsBackup,  ///< from, to
    databaseAhead,         ///< from; numbers: the database's schema, the release's schema
    // schema
    schemaBehind,       ///< from, to; numbers: schema(from), schema(to)
    migrationsMissing,  ///< from, to; names: the migrations the target lacks
    olderAcrossLines,   ///< from, to; dates
    // checkpoint
    checkpointSkipped,  ///< id, releases: the landing releases that exist; note
    checkpointUndone,   ///< id, note
    // policy, forbid, reach, leave
    noAllow,        ///< from, to; releases: the allowed targets of from
    forbidden,      ///< from, to; note; of a blocked request: all releases that the rule is about, sources and releases
    reachExceeded,  ///< numbers: lines crossed, the limit; note
    leaveNotLatest,  ///< from; releases: where the line may be left; note
    // risk
    riskMatches,  ///< id, note; fixedIn in releases where given
    // environment
    componentTooOld,        ///< id: the component; names: its version; text: the requirement; to: whose
    componentTooNew,        ///< as above
    componentMissing,       ///< id, text, to: the site does not say its version (facts)
    componentFixed,         ///< as above: what the requirement is not met by cannot be changed
    componentBrought,       ///< id; text: the version that comes along; to: with which; the site's is unknown (facts)
    componentGoesBack,      ///< id; names: its version, the one the release provides
    componentStepTooLarge,  ///< as above: max_step
    factRequired,           ///< id: the fact; text: the requirement; to: whose; facts when it is unknown
    // state of the site
    failedCheckpoint,  ///< from, id: only its own retry is legal
    // why a hop is in the plan
    stopsAtCheckpoint,  ///< id, to, note
    reachesTarget,      ///< to
    farthestLegal,      ///< to: nothing later is legal from here
    componentStep,      ///< id: the component that is changed there; names: from, to
    retriesCheckpoint,  ///< id: the installed checkpoint had failed
    opensChannel,
    // why a hop is not online, and where it cannot turn back
    compatAboveSchema,  ///< numbers
    compatUnknown,
    sharedDatabaseFile,
    opaqueStep,  ///< text: the step
    singleNode,
    checkpointNoReturn,  ///< id
    backgroundWork,      ///< names: what must have finished first
    // assumptions
    assumedDefault,  ///< facts, text: the value
    anyChannel,      ///< no channel named: unrestricted
    unknownFact,     ///< facts: what decides
};

/// One typed statement: what the planner knows, never a sentence. Where `facts` is filled by a rule, the statement
/// holds only if they fall so.
struct Reason {
    ReasonCode code{};
    RuleKind rule{};
    catalog::Version from;
    catalog::Version to;
    std::string id;                          ///< a checkpoint's, risk's or component's
    std::vector<catalog::Version> releases;  ///< only releases that exist, oldest first
    std::vector<catalog::Version> sources;   ///< as `releases`
    std::vector<catalog::FactName> facts;
    std::vector<std::string> names;
    std::vector<std::int64_t> numbers;
    std::string text;
    catalog::Note note;
    catalog::Place place;      ///< the rule in the catalog; not part of the value, and neither is:
    std::size_t position = 0;  ///< forbidden, reachExceeded, leaveNotLatest: the rule's among the catalog's
    bool operator==(const Reason& other) const
    {
        return code == other.code && rule == other.rule && from == other.from && to == other.to && id == other.id &&
               releases == other.releases && sources == other.sources && facts == other.facts && names == other.names &&
               numbers == other.numbers && text == other.text && note == other.note;
    }
};

}  // namespace planner
