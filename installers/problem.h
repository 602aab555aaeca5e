#pragma once

#include <QString>
#include <tl/expected.hpp>

namespace installers {

/// What went wrong or is in the way. app/ makes the sentences.
enum class RunProblemCode {
    planForOtherSite,  ///< subject: the plan's site
    planForOtherProduct,
    planEdited,           ///< the digest does not hold
    planForOtherVersion,  ///< subject: the version that is installed; detail: the plan's
    catalogChanged,       ///< subject: path
    catalogUnsigned,
    catalogExpired,  ///< detail: its last day
    catalogOlder,    ///< detail: the highest sequence that was seen
    trustUnreadable,
    artefactMissing,   ///< subject: the file
    artefactDiffers,   ///< subject: the file; detail: the digest found
    copyChanged,       ///< subject: the file of the run's own copy that was altered
    stateNotWritable,  ///< subject: the folder
    backupNotWritable,
    diskFull,                ///< subject: the folder; detail: bytes needed and bytes free, "NEEDED FREE"
    siteBusy,                ///< subject: who; detail: since when
    serviceNotHealthy,       ///< subject: URL or program
    programMissing,          ///< subject: the program; detail: what it is for
    databaseDamaged,         ///< subject: the file or where the server is; detail: the database's own words
    databaseLocked,          ///< subject: the file; detail: who has it open
    databaseNotReachable,    ///< subject: which database, where; detail: libpq's words
    databaseRefused,         ///< subject: which database, where; detail: the server's words
    connectionInvalid,       ///< subject: the part of the site file's `database.connection` that cannot be read
    passwordInConnection,    ///< subject: the keyword
    passwordFileUnreadable,  ///< subject: the file; detail: why
    passwordFileOpen,        ///< subject: the file, which others may read
    dataNotCovered,          ///< subject: the file or folder; detail: why no backup can be taken or swapped in
    dataBackupFailed,    ///< subject: the entry of data:; detail: the words of the program that saves, proves or sizes
    dataSwapFailed,      ///< subject: the entry of data:; detail: three lines: exchanged, not yet exchanged, why
    oldReleaseMissing,   ///< subject: the folder that a way back would need
    placeholderUnknown,  ///< subject: the text; detail: the placeholder
    maintenanceNotUp,    ///< subject: the page's address, the flag's file or the program; detail
    noRun,               ///< nothing to resume
    unfinishedRun,       ///< subject: the run; `cairn resume` goes on
    stepFailed,          ///< subject: the step; detail: the last lines of its output
    stepUnknown,         ///< the probe cannot tell
    stepRunning,         ///< subject: the step, which goes on where the run cannot reach it
    packageUnfit,        ///< subject: the file; detail: why dpkg would not install it, in its own words
    packageBroken,       ///< subject: the package; detail: the state that dpkg has it in
    oldPackageMissing,   ///< subject: the package and its version, which nothing known would bring back
    packageRights,       ///< subject: the program; detail: what it said, empty where it was not even tried
    packagesLocked,      ///< subject: who holds dpkg's lock
    orphan,              ///< subject: the processes that still hold the fence
    backupDiffers,       ///< subject: what differs after the restore
    orphanSession,       ///< subject: the database's sessions that are still there; detail: how to end them
    scriptNotTransactional,  ///< subject: the step; detail: FILE:LINE: what a transaction cannot hold
    scriptCommandRefused,    ///< subject: the step; detail: FILE:LINE: the command of psql
    probeMissing,            ///< subject: the step
    notSupported,            ///< subject: what this version cannot run (a driver, a mode)
    siteChanged,  ///< subject: the key of the site file that has changed since the run began; detail: the file
    pauseRequested,
    confirmationMissing,    ///< subject: the step; detail: what a person has to do
    confirmationDoubted,    ///< subject: the step, whose probe does not say done; detail: who confirmed it
    confirmationUnnamed,    ///< subject: the step; detail: what was given as a name
    confirmationMisplaced,  ///< subject: the step; detail: the step that is waited for; empty: none
    confirmationLate,       ///< subject: the run that has ended; detail: how
    allowListUnsupported,   ///< a page of that kind lets nobody in earlier; subject: the key of the site file
    holdUnsupported,        ///< nobody could look at the release without letting everybody in
    holds,                  ///< the run waits before the opening
    rollbackNothing,        ///< subject: the newest run, empty: none; detail: how it ended
    rollbackNeedsRestore,   ///< subject: the release to go back to; detail: five lines: the reason (downgrade,
                            ///< "checkpoint ID", compat-unknown or "compat-above-schema COMPAT SCHEMA"), the release
                            ///< that goes, the backup, when it was taken, since when writes would be lost; ISO 8601, or
                            ///< empty
    rollbackStepStays,      ///< subject: the step, which has put in what nothing known would take out
    rollbackOtherVersion,   ///< subject: what is installed; detail: what the run had left
    internal,
};

struct RunProblem {
    RunProblemCode code{};
    QString subject;
    QString detail;
    QString step;
};

/// What a call gives back: its value, or what went wrong.
template <typename T>
using Done = tl::expected<T, RunProblem>;

}  // namespace installers
