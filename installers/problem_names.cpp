#include "installers/problem_names.h"

#include <array>
#include <utility>

namespace installers {

namespace {

using Code = RunProblemCode;

constexpr std::array codes{std::pair{Code::planForOtherSite, "plan-for-other-site"},
                           std::pair{Code::planForOtherProduct, "plan-for-other-product"},
                           std::pair{Code::planEdited, "plan-edited"},
                           std::pair{Code::planForOtherVersion, "plan-for-other-version"},
                           std::pair{Code::catalogChanged, "catalog-changed"},
                           std::pair{Code::catalogUnsigned, "catalog-unsigned"},
                           std::pair{Code::catalogExpired, "catalog-expired"},
                           std::pair{Code::catalogOlder, "catalog-older"},
                           std::pair{Code::trustUnreadable, "trust-unreadable"},
                           std::pair{Code::artefactMissing, "artefact-missing"},
                           std::pair{Code::artefactDiffers, "artefact-differs"},
                           std::pair{Code::copyChanged, "copy-changed"},
                           std::pair{Code::stateNotWritable, "state-not-writable"},
                           std::pair{Code::backupNotWritable, "backup-not-writable"},
                           std::pair{Code::diskFull, "disk-full"},
                           std::pair{Code::siteBusy, "site-busy"},
                           std::pair{Code::serviceNotHealthy, "service-not-healthy"},
                           std::pair{Code::programMissing, "program-missing"},
                           std::pair{Code::databaseDamaged, "database-damaged"},
                           std::pair{Code::databaseLocked, "database-locked"},
                           std::pair{Code::databaseNotReachable, "database-not-reachable"},
                           std::pair{Code::databaseRefused, "database-refused"},
                           std::pair{Code::connectionInvalid, "connection-invalid"},
                           std::pair{Code::passwordInConnection, "password-in-connection"},
                           std::pair{Code::passwordFileUnreadable, "password-file-unreadable"},
                           std::pair{Code::passwordFileOpen, "password-file-open"},
                           std::pair{Code::dataNotCovered, "data-not-covered"},
                           std::pair{Code::dataBackupFailed, "data-backup-failed"},
                           std::pair{Code::dataSwapFailed, "data-swap-failed"},
                           std::pair{Code::oldReleaseMissing, "old-release-missing"},
                           std::pair{Code::placeholderUnknown, "placeholder-unknown"},
                           std::pair{Code::maintenanceNotUp, "maintenance-not-up"},
                           std::pair{Code::noRun, "no-run"},
                           std::pair{Code::unfinishedRun, "unfinished-run"},
                           std::pair{Code::stepFailed, "step-failed"},
                           std::pair{Code::stepUnknown, "step-unknown"},
                           std::pair{Code::stepRunning, "step-running"},
                           std::pair{Code::packageUnfit, "package-unfit"},
                           std::pair{Code::packageBroken, "package-broken"},
                           std::pair{Code::oldPackageMissing, "old-package-missing"},
                           std::pair{Code::packageRights, "package-rights"},
                           std::pair{Code::packagesLocked, "packages-locked"},
                           std::pair{Code::orphan, "orphan"},
                           std::pair{Code::backupDiffers, "backup-differs"},
                           std::pair{Code::orphanSession, "orphan-session"},
                           std::pair{Code::scriptNotTransactional, "script-not-transactional"},
                           std::pair{Code::scriptCommandRefused, "script-command-refused"},
                           std::pair{Code::probeMissing, "probe-missing"},
                           std::pair{Code::notSupported, "not-supported"},
                           std::pair{Code::siteChanged, "site-changed"},
                           std::pair{Code::pauseRequested, "pause-requested"},
                           std::pair{Code::confirmationMissing, "confirmation-missing"},
                           std::pair{Code::confirmationDoubted, "confirmation-doubted"},
                           std::pair{Code::confirmationUnnamed, "confirmation-unnamed"},
                           std::pair{Code::confirmationMisplaced, "confirmation-misplaced"},
                           std::pair{Code::confirmationLate, "confirmation-late"},
                           std::pair{Code::allowListUnsupported, "allow-list-unsupported"},
                           std::pair{Code::holdUnsupported, "hold-unsupported"},
                           std::pair{Code::holds, "holds"},
                           std::pair{Code::rollbackNothing, "rollback-nothing"},
                           std::pair{Code::rollbackNeedsRestore, "rollback-needs-restore"},
                           std::pair{Code::rollbackStepStays, "rollback-step-stays"},
                           std::pair{Code::rollbackOtherVersion, "rollback-other-version"},
                           std::pair{Code::internal, "internal"}};

constexpr std::array ends{std::pair{RunEnd::done, "done"},
                          std::pair{RunEnd::blocked, "blocked"},
                          std::pair{RunEnd::untrusted, "untrusted"},
                          std::pair{RunEnd::invalidInput, "invalid-input"},
                          std::pair{RunEnd::rolledBack, "rolled-back"},
                          std::pair{RunEnd::stuck, "stuck"},
                          std::pair{RunEnd::waiting, "waiting"},
                          std::pair{RunEnd::busy, "busy"}};

}  // namespace

QString nameOf(RunProblemCode code)
{
    for (const auto& [value, name] : codes) {
        if (value == code)
            return QString::fromLatin1(name);
    }
    return QStringLiteral("internal");
}

RunProblemCode problemNamed(const QString& name)
{
    for (const auto& [value, text] : codes) {
        if (name == QLatin1String(text))
            return value;
    }
    return RunProblemCode::internal;
}

QString nameOf(RunEnd end)
{
    for (const auto& [value, name] : ends) {
        if (value == end)
            return QString::fromLatin1(name);
    }
    return {};
}

RunEnd endNamed(const QString& name)
{
    for (const auto& [value, text] : ends) {
        if (name == QLatin1String(text))
            return value;
    }
    return RunEnd::stuck;
}

RunEnd endFor(RunProblemCode code)
{
    switch (code) {
    case Code::planForOtherSite:
    case Code::planForOtherProduct:
    case Code::planForOtherVersion:
    case Code::rollbackOtherVersion:
    case Code::siteChanged:
    case Code::confirmationUnnamed:
    case Code::confirmationMisplaced:
    case Code::confirmationLate:
        return RunEnd::invalidInput;
    case Code::planEdited:
    case Code::catalogChanged:
    case Code::catalogUnsigned:
    case Code::catalogExpired:
    case Code::catalogOlder:
    case Code::trustUnreadable:
    case Code::artefactDiffers:
    case Code::copyChanged:
        return RunEnd::untrusted;
    case Code::siteBusy:
    case Code::unfinishedRun:
    case Code::orphan:
    case Code::orphanSession:
        return RunEnd::busy;
    default:
        return RunEnd::blocked;
    }
}

}  // namespace installers
