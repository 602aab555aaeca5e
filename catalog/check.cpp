#include "catalog/check.h"

#include "catalog/check_parts.h"

#include <array>

namespace catalog {

namespace {

using Check = void (*)(const CheckedCatalog&, Findings&);

constexpr std::array<Check, 9> checks{checkCheckpoints, checkRules, checkRulePairs, checkFacts,     checkRequirements,
                                      checkScripts,     checkDates, checkCompat,    checkMigrations};

}  // namespace

CheckedCatalog::CheckedCatalog(const Catalog& one, Date day) : catalog(one), order(one), today(day)
{
    for (const Release& release : one.releases)
        keys.push_back(VersionKey::read(one.versions, release.version.text).value_or(VersionKey()));
}

bool CheckedCatalog::mayBeStop(ReleaseIndex release) const
{
    const State& state = catalog.at(release).state;
    return state.value == ReleaseState::ok || !state.validity->covers(today);
}

std::vector<ReleaseIndex> CheckedCatalog::matching(const std::optional<Range>& range) const
{
    std::vector<ReleaseIndex> releases;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!range || range->contains(catalog.releases[i].version, keys[i]))
            releases.push_back(static_cast<ReleaseIndex>(i));
    }
    return releases;
}

Fix fixFor(FindingCode code)
{
    switch (code) {
    case FindingCode::checkpointLandsNowhere:
    case FindingCode::ruleMatchesNothing:
    case FindingCode::conditionNeverHolds:
    case FindingCode::checkpointsOverlap:
    case FindingCode::allowForbidden:
    case FindingCode::allowForbiddenInPart:
        return Fix::correctRange;
    case FindingCode::checkpointWithdrawn:
        return Fix::addLanding;
    case FindingCode::ruleExpired:
    case FindingCode::ruleRepeated:
    case FindingCode::scriptUnreferenced:
        return Fix::dropEntry;
    case FindingCode::datesAgainstOrder:
    case FindingCode::notYetPublished:
    case FindingCode::releaseAfterPublished:
    case FindingCode::endedLineGrows:
        return Fix::correctDate;
    case FindingCode::factUndeclared:
        return Fix::declare;
    case FindingCode::requirementNeverMet:
        return Fix::addVersion;
    case FindingCode::lineUndatedInPart:
    case FindingCode::compatMissing:
    case FindingCode::compatBelowScripts:
    case FindingCode::compatUnproven:
        return Fix::complete;
    case FindingCode::expired:
    case FindingCode::stale:
        return Fix::publish;
    case FindingCode::migrationDiffers:
    case FindingCode::moveUnknownRelease:
    case FindingCode::moveOffTheWay:
        return Fix::correctName;
    case FindingCode::stranded:
    case FindingCode::nothingToReach:
    case FindingCode::releaseUnreachable:
        return Fix::openHop;
    case FindingCode::stopMissing:
        return Fix::addCheckpoint;
    case FindingCode::stopLoose:
        return Fix::narrowLanding;
    case FindingCode::moveWithoutStop:
        return Fix::addLanding;
    case FindingCode::stopConditional:
    case FindingCode::stopNotDerived:
        return Fix::decide;
    }
    return Fix::decide;
}

std::vector<Finding> check(const Catalog& catalog, Date today)
{
    const CheckedCatalog subject(catalog, today);
    Findings findings;
    for (const Check one : checks)
        one(subject, findings);
    return findings;
}

}  // namespace catalog
