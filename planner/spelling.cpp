#include "planner/spelling.h"

namespace planner {

const Spelling<ReasonCode>& spellingOf(ReasonCode)
{
    static const Spelling<ReasonCode> table{
        {ReasonCode::targetWithdrawn, "target-withdrawn"},
        {ReasonCode::targetUnavailable, "target-unavailable"},
        {ReasonCode::notYetReleased, "not-yet-released"},
        {ReasonCode::installedNotOk, "installed-not-ok"},
        {ReasonCode::noSuitableRelease, "no-suitable-release"},
        {ReasonCode::avoidOnTheWay, "avoid-on-the-way"},
        {ReasonCode::deadEndOnTheWay, "dead-end-on-the-way"},
        {ReasonCode::leavesDeadEnd, "leaves-dead-end"},
        {ReasonCode::notInChannel, "not-in-channel"},
        {ReasonCode::notOffered, "not-offered"},
        {ReasonCode::notAfter, "not-after"},
        {ReasonCode::downgradeNeedsBackup, "downgrade-needs-backup"},
        {ReasonCode::databaseAhead, "database-ahead"},
        {ReasonCode::schemaBehind, "schema-behind"},
        {ReasonCode::migrationsMissing, "migrations-missing"},
        {ReasonCode::olderAcrossLines, "older-across-lines"},
        {ReasonCode::checkpointSkipped, "checkpoint-skipped"},
        {ReasonCode::checkpointUndone, "checkpoint-undone"},
        {ReasonCode::noAllow, "no-allow"},
        {ReasonCode::forbidden, "forbidden"},
        {ReasonCode::reachExceeded, "reach-exceeded"},
        {ReasonCode::leaveNotLatest, "leave-not-latest"},
        {ReasonCode::riskMatches, "risk-matches"},
        {ReasonCode::componentTooOld, "component-too-old"},
        {ReasonCode::componentTooNew, "component-too-new"},
        {ReasonCode::componentMissing, "component-missing"},
        {ReasonCode::componentFixed, "component-fixed"},
        {ReasonCode::componentBrought, "component-brought"},
        {ReasonCode::componentGoesBack, "component-goes-back"},
        {ReasonCode::componentStepTooLarge, "component-step-too-large"},
        {ReasonCode::factRequired, "fact-required"},
        {ReasonCode::failedCheckpoint, "failed-checkpoint"},
        {ReasonCode::stopsAtCheckpoint, "stops-at-checkpoint"},
        {ReasonCode::reachesTarget, "reaches-target"},
        {ReasonCode::farthestLegal, "farthest-legal"},
        {ReasonCode::componentStep, "component-step"},
        {ReasonCode::retriesCheckpoint, "retries-checkpoint"},
        {ReasonCode::opensChannel, "opens-channel"},
        {ReasonCode::compatAboveSchema, "compat-above-schema"},
        {ReasonCode::compatUnknown, "compat-unknown"},
        {ReasonCode::sharedDatabaseFile, "shared-database-file"},
        {ReasonCode::opaqueStep, "opaque-step"},
        {ReasonCode::singleNode, "single-node"},
        {ReasonCode::checkpointNoReturn, "checkpoint-no-return"},
        {ReasonCode::backgroundWork, "background-work"},
        {ReasonCode::assumedDefault, "assumed-default"},
        {ReasonCode::anyChannel, "any-channel"},
        {ReasonCode::unknownFact, "unknown-fact"},
    };
    return table;
}

const Spelling<RuleKind>& spellingOf(RuleKind)
{
    static const Spelling<RuleKind> table{
        {RuleKind::available, "available"},
        {RuleKind::forward, "forward"},
        {RuleKind::schema, "schema"},
        {RuleKind::checkpoint, "checkpoint"},
        {RuleKind::policy, "policy"},
        {RuleKind::forbid, "forbid"},
        {RuleKind::reach, "reach"},
        {RuleKind::leave, "leave"},
        {RuleKind::risk, "risk"},
        {RuleKind::environment, "environment"},
        {RuleKind::siteState, "site-state"},
    };
    return table;
}

const Spelling<Mode>& spellingOf(Mode)
{
    static const Spelling<Mode> table{
        {Mode::online, "online"},
        {Mode::maintenance, "maintenance"},
    };
    return table;
}

const Spelling<Rollback>& spellingOf(Rollback)
{
    static const Spelling<Rollback> table{
        {Rollback::withoutRestore, "without-restore"},
        {Rollback::restore, "restore"},
    };
    return table;
}

const Spelling<PlannedStep::Kind>& spellingOf(PlannedStep::Kind)
{
    static const Spelling<PlannedStep::Kind> table{
        {PlannedStep::Kind::migration, "migration"},
        {PlannedStep::Kind::install, "install"},
        {PlannedStep::Kind::component, "component"},
    };
    return table;
}

const Spelling<Question::Subject>& spellingOf(Question::Subject)
{
    static const Spelling<Question::Subject> table{
        {Question::Subject::fact, "fact"},
        {Question::Subject::component, "component"},
        {Question::Subject::channel, "channel"},
    };
    return table;
}

const Spelling<Remedy::Kind>& spellingOf(Remedy::Kind)
{
    static const Spelling<Remedy::Kind> table{
        {Remedy::Kind::acceptRisk, "accept-risk"},           {Remedy::Kind::raiseComponent, "raise-component"},
        {Remedy::Kind::answerFact, "answer-fact"},           {Remedy::Kind::joinChannel, "join-channel"},
        {Remedy::Kind::allowDowngrade, "allow-downgrade"},   {Remedy::Kind::chooseTarget, "choose-target"},
        {Remedy::Kind::newerCatalog, "newer-catalog"},       {Remedy::Kind::restoreBackup, "restore-backup"},
        {Remedy::Kind::unfixComponent, "unfix-component"},   {Remedy::Kind::vendor, "vendor"},
        {Remedy::Kind::retryCheckpoint, "retry-checkpoint"},
    };
    return table;
}

const Spelling<catalog::ErrorCode>& spellingOf(catalog::ErrorCode)
{
    static const Spelling<catalog::ErrorCode> table{
        {catalog::ErrorCode::fileMissing, "file-missing"},
        {catalog::ErrorCode::fileUnreadable, "file-unreadable"},
        {catalog::ErrorCode::fileEmpty, "file-empty"},
        {catalog::ErrorCode::fileBinary, "file-binary"},
        {catalog::ErrorCode::fileTooLarge, "file-too-large"},
        {catalog::ErrorCode::yamlSyntax, "yaml-syntax"},
        {catalog::ErrorCode::yamlCycle, "yaml-cycle"},
        {catalog::ErrorCode::yamlTooDeep, "yaml-too-deep"},
        {catalog::ErrorCode::yamlTooManyNodes, "yaml-too-many-nodes"},
        {catalog::ErrorCode::duplicateKey, "duplicate-key"},
        {catalog::ErrorCode::notUtf8, "not-utf8"},
        {catalog::ErrorCode::storeDamaged, "store-damaged"},
        {catalog::ErrorCode::storeForeign, "store-foreign"},
        {catalog::ErrorCode::storeDigest, "store-digest"},
        {catalog::ErrorCode::unknownKey, "unknown-key"},
        {catalog::ErrorCode::missingKey, "missing-key"},
        {catalog::ErrorCode::wrongKind, "wrong-kind"},
        {catalog::ErrorCode::badValue, "bad-value"},
        {catalog::ErrorCode::formatVersion, "format-version"},
        {catalog::ErrorCode::duplicateName, "duplicate-name"},
        {catalog::ErrorCode::unknownName, "unknown-name"},
        {catalog::ErrorCode::badVersion, "bad-version"},
        {catalog::ErrorCode::badRange, "bad-range"},
        {catalog::ErrorCode::lineOrder, "line-order"},
        {catalog::ErrorCode::schemaFalls, "schema-falls"},
        {catalog::ErrorCode::scriptMissing, "script-missing"},
        {catalog::ErrorCode::scriptOutside, "script-outside"},
        {catalog::ErrorCode::contradiction, "contradiction"},
        {catalog::ErrorCode::edgeToItself, "edge-to-itself"},
        {catalog::ErrorCode::edgeCycle, "edge-cycle"},
        {catalog::ErrorCode::edgeOutside, "edge-outside"},
        {catalog::ErrorCode::noSuchRelease, "no-such-release"},
        {catalog::ErrorCode::ambiguousRelease, "ambiguous-release"},
        {catalog::ErrorCode::otherProduct, "other-product"},
        {catalog::ErrorCode::csvQuote, "csv-quote"},
        {catalog::ErrorCode::csvCells, "csv-cells"},
        {catalog::ErrorCode::csvTooLong, "csv-too-long"},
        {catalog::ErrorCode::noSuchColumn, "no-such-column"},
        {catalog::ErrorCode::cannotWrite, "cannot-write"},
        {catalog::ErrorCode::keyMalformed, "key-malformed"},
        {catalog::ErrorCode::signatureMalformed, "signature-malformed"},
        {catalog::ErrorCode::signatureMissing, "signature-missing"},
        {catalog::ErrorCode::signatureForeign, "signature-foreign"},
        {catalog::ErrorCode::signatureWrong, "signature-wrong"},
        {catalog::ErrorCode::signatureComment, "signature-comment"},
        {catalog::ErrorCode::signatureClaims, "signature-claims"},
        {catalog::ErrorCode::catalogExpired, "catalog-expired"},
        {catalog::ErrorCode::sequenceBack, "sequence-back"},
        {catalog::ErrorCode::sequenceMissing, "sequence-missing"},
        {catalog::ErrorCode::sequenceUnreadable, "sequence-unreadable"},
        {catalog::ErrorCode::notCompiled, "not-compiled"},
        {catalog::ErrorCode::passwordMissing, "password-missing"},
        {catalog::ErrorCode::passwordWrong, "password-wrong"},
        {catalog::ErrorCode::keyPinned, "key-pinned"},
        {catalog::ErrorCode::keyNotPinned, "key-not-pinned"},
        {catalog::ErrorCode::nowhereToWrite, "nowhere-to-write"},
    };
    return table;
}

const Spelling<catalog::TrustState>& spellingOf(catalog::TrustState)
{
    static const Spelling<catalog::TrustState> table{{catalog::TrustState::isSigned, "signed"},
                                                     {catalog::TrustState::unknownKey, "unknown-key"},
                                                     {catalog::TrustState::isUnsigned, "unsigned"}};
    return table;
}

}  // namespace planner
