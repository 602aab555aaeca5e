#include "app/shared/run_text.h"

#include "app/shared/list_text.h"
#include "app/shared/quantity_text.h"
#include "app/shared/step_text.h"
#include "app/shared/way_back_text.h"

#include <QCoreApplication>
#include <QHash>

namespace app {

namespace {

using installers::RunEnd;
using installers::RunProblem;
using installers::RunProblemCode;

struct Runs {
    Q_DECLARE_TR_FUNCTIONS(Runs)
};

/// `detail` is "NEEDED FREE", both in bytes, where it is known.
QString diskFull(const QString& folder, const QString& detail)
{
    const QStringList bytes = detail.split(QLatin1Char(' '));
    bool neededKnown = false;
    bool freeKnown = false;
    const qulonglong needed = bytes.value(0).toULongLong(&neededKnown);
    const qulonglong available = bytes.value(1).toULongLong(&freeKnown);
    if (neededKnown && freeKnown) {
        return Runs::tr("There is not enough free space in %1: %2 are needed, %3 are free. Make room, then go on.")
            .arg(quoted(folder), sizeText(needed), sizeText(available));
    }
    return Runs::tr("There is not enough free space in %1. Make room, then go on.").arg(quoted(folder));
}

/// `detail` is three lines: which entries of the data are exchanged, which are not yet, and why it stopped.
QString dataSwapFailed(const QString& member, const QString& detail)
{
    const QString exchanged = detail.section(QLatin1Char('\n'), 0, 0);
    const QString waiting = detail.section(QLatin1Char('\n'), 1, 1);
    const QString why = detail.section(QLatin1Char('\n'), 2);
    if (exchanged.isEmpty()) {
        return Runs::tr("The data %1 could not be exchanged (%2). Nothing is exchanged yet; still to come: %3.")
            .arg(quoted(member), why, waiting);
    }
    return Runs::tr("The data %1 could not be exchanged (%2). Exchanged already: %3; still to come: %4.")
        .arg(quoted(member), why, exchanged, waiting);
}

QString refusal(const RunProblem& problem)
{
    const QString& subject = problem.subject;
    const QString& detail = problem.detail;
    switch (problem.code) {
    case RunProblemCode::planForOtherSite:
        return Runs::tr("The plan was made for another site, %1. Make one for this site with `cairn plan --site`.")
            .arg(quoted(subject));
    case RunProblemCode::planForOtherProduct:
        return Runs::tr("The plan, the catalog and the site are not for the same product: %1.").arg(quoted(subject));
    case RunProblemCode::planEdited:
        return Runs::tr("The plan was altered after it was made: its digest does not hold. Make it again with "
                        "`cairn plan`.");
    case RunProblemCode::planForOtherVersion:
        return Runs::tr("The plan starts at release %2, but %1 is installed. Make it again with `cairn plan --site`.")
            .arg(subject, detail);
    case RunProblemCode::catalogChanged:
        return Runs::tr("The catalog %1 is not the one the plan was made from. Make the plan again, or give the right "
                        "catalog with --catalog.")
            .arg(quoted(subject));
    case RunProblemCode::catalogUnsigned:
        return Runs::tr(
                   "Nobody vouches for the catalog %1: it carries no signature of a key that is pinned here. Pin the "
                   "vendor's key with `cairn catalog key pin`, or, if you trust where the catalog comes from, run it "
                   "with --allow-unsigned.")
            .arg(quoted(subject));
    case RunProblemCode::catalogExpired:
        return Runs::tr("The catalog %1 was to be trusted until %2, which is over. Get a newer one from the vendor.")
            .arg(quoted(subject), detail);
    case RunProblemCode::catalogOlder:
        return Runs::tr(
                   "Since the catalog %1 was read, one with the sequence %2 has been seen here, which is newer. Make "
                   "the plan again with that one.")
            .arg(quoted(subject), detail);
    case RunProblemCode::trustUnreadable:
        return Runs::tr("What this machine knows about vendors' keys and sequences cannot be read: %1 (%2).")
            .arg(quoted(subject), detail);
    case RunProblemCode::artefactMissing:
        return Runs::tr("The file %1, which the plan needs, is missing. Put it there, or name its folder with "
                        "--artefacts.")
            .arg(quoted(subject));
    case RunProblemCode::artefactDiffers:
        return Runs::tr("The file %1 is not the one the catalog names: its digest is %2. Fetch it again.")
            .arg(quoted(subject), detail);
    case RunProblemCode::copyChanged:
        return Runs::tr("The run's own copy was altered: %1. Nothing goes on with it; start from a new plan.")
            .arg(quoted(subject));
    case RunProblemCode::stateNotWritable:
        return Runs::tr("The state folder %1 cannot be written (%2). Make it writable for the user who runs this.")
            .arg(quoted(subject), detail);
    case RunProblemCode::backupNotWritable:
        return Runs::tr("The backup folder %1 cannot be written (%2). Make it writable, or name another in the site "
                        "file.")
            .arg(quoted(subject), detail);
    case RunProblemCode::diskFull:
        return diskFull(subject, detail);
    case RunProblemCode::databaseDamaged:
        //: %2 is the database's own words, in English.
        return Runs::tr("The database %1 is damaged (%2). Repair it before it is upgraded.")
            .arg(quoted(subject), detail);
    case RunProblemCode::databaseLocked:
        //: %2 is like "4711 (sqlite3 ledger.db)".
        return Runs::tr("The database %1 is locked by another program: %2. Wait until it has ended, or end it.")
            .arg(quoted(subject), detail);
    case RunProblemCode::databaseNotReachable:
        //: %1 is like "ledger at db.example:5432"; %2 is PostgreSQL's own words.
        return Runs::tr("The database %1 cannot be reached (%2). See that the server runs and that \"connection:\" and "
                        "\"password_file:\" in the site file are right.")
            .arg(subject, detail);
    case RunProblemCode::databaseRefused:
        //: %1 is like "ledger at db.example:5432"; %2 is PostgreSQL's own words.
        return Runs::tr("The database %1 refuses what the upgrade needs (%2). See that the user has the rights for it.")
            .arg(subject, detail);
    case RunProblemCode::connectionInvalid:
        return Runs::tr("\"connection:\" in the site file cannot be read at %1. Write it as \"host=… port=… dbname=… "
                        "user=…\" or as \"postgresql://user@host:port/database\".")
            .arg(quoted(subject));
    case RunProblemCode::passwordInConnection:
        return Runs::tr(
                   "\"connection:\" in the site file holds a password (%1). Put it into a file that only its owner "
                   "may read, and name that file with \"password_file:\".")
            .arg(quoted(subject));
    case RunProblemCode::passwordFileUnreadable:
        return Runs::tr("The password cannot be read from the first line of %1 (%2).").arg(quoted(subject), detail);
    case RunProblemCode::passwordFileOpen:
        return Runs::tr("Others may read the password file %1. Take that away: `chmod 600`.").arg(quoted(subject));
    case RunProblemCode::dataNotCovered:
        return Runs::tr("%1 cannot be backed up or put back (%2). Correct \"data:\" in the site file.")
            .arg(quoted(subject), detail);
    case RunProblemCode::dataBackupFailed:
        return Runs::tr("The data %1 cannot be backed up (%2). Correct its programs in the site file.")
            .arg(quoted(subject), detail);
    case RunProblemCode::dataSwapFailed:
        return dataSwapFailed(subject, detail);
    case RunProblemCode::oldReleaseMissing:
        return Runs::tr("The installed release is not in %1, so there would be no way back to it. Put it there first.")
            .arg(quoted(subject));
    case RunProblemCode::placeholderUnknown:
        return Runs::tr("The placeholder %2 in %1 is not known.").arg(quoted(subject), quoted(detail));
    case RunProblemCode::scriptNotTransactional:
        //: %2 is like "sql/0413.pg.sql:12: COMMIT".
        return Runs::tr(
                   "The script of the step %1 cannot be one transaction with its marker (%2). Take that out of it, "
                   "or write \"kind: nontx\" and give the step a probe.")
            .arg(quoted(stepText(subject)), detail);
    case RunProblemCode::scriptCommandRefused:
        //: %2 is like "sql/0413.pg.sql:12: \\!".
        return Runs::tr(
                   "The script of the step %1 has a command of psql that a run does not carry out (%2). Take it out; "
                   "what a program has to do is a step of the driver \"command\".")
            .arg(quoted(stepText(subject)), detail);
    case RunProblemCode::packageUnfit:
        //: %2 is dpkg's own words, in English.
        return Runs::tr(
                   "The package %1 cannot be installed here (%2). Install what it lacks first, or have the catalog "
                   "bring it in an earlier step.")
            .arg(quoted(subject), detail);
    case RunProblemCode::packageBroken:
        //: %2 is dpkg's own word, such as half-configured.
        return Runs::tr(
                   "The package %1 is not in order: dpkg calls it %2. Mend it with `dpkg --configure %1`, or install "
                   "it again, before it is upgraded.")
            .arg(subject, detail);
    case RunProblemCode::oldPackageMissing:
        //: %1 is a package and its version.
        return Runs::tr(
                   "Nothing here would bring the package %1 back, only a restore of the machine. Put its .deb among "
                   "the artefacts, as the catalog names it for the installed release, or give the step an undo.")
            .arg(quoted(subject));
    case RunProblemCode::packageRights:
        //: %1 is a program such as sudo, %2 what it said.
        return detail.isEmpty()
                   ? Runs::tr(
                         "Packages are installed with root's rights. Run this as root, or say in the site file how to "
                         "get them: \"packages: {as: [sudo, -n]}\".")
                   : Runs::tr("The program %1 does not give dpkg root's rights (%2). Correct \"packages:\" in the site "
                              "file, or allow it.")
                         .arg(quoted(subject), detail);
    case RunProblemCode::probeMissing:
        return Runs::tr(
                   "After a crash nobody could tell whether the step %1 was done. Give it a probe, such as a query "
                   "that answers \"done\", \"not-done\" or \"partial\".")
            .arg(quoted(stepText(subject)));
    case RunProblemCode::allowListUnsupported:
        return Runs::tr(
                   "%1 in the site file lets nobody in: only a page of the kind \"flag\" has an allow-list, with the "
                   "web server in front. Use that kind, or take the list out and look at the private port.")
            .arg(quoted(subject));
    case RunProblemCode::holdUnsupported:
        return Runs::tr(
                   "While the run waits before the opening, everybody would get through to the new release: the site "
                   "has no maintenance page and no %1. Give it one of the two, or do not hold.")
            .arg(quoted(subject));
    case RunProblemCode::notSupported:
        return Runs::tr("This version of Cairn cannot carry out %1.").arg(quoted(subject));
    default:
        return {};
    }
}

QString incident(const RunProblem& problem)
{
    const QString& subject = problem.subject;
    const QString& detail = problem.detail;
    switch (problem.code) {
    case RunProblemCode::siteBusy:
        return Runs::tr("The site is already being upgraded by %1, since %2. Watch it with `cairn status --watch`.")
            .arg(subject, detail);
    case RunProblemCode::serviceNotHealthy:
        return Runs::tr("The service does not answer as it should: %1 (%2).").arg(subject, detail);
    case RunProblemCode::programMissing:
        return Runs::tr("The program %1 cannot be started. Install it, or correct its path.").arg(quoted(subject));
    case RunProblemCode::maintenanceNotUp:
        return Runs::tr("The maintenance page does not come up: %1 (%2).").arg(subject, detail);
    case RunProblemCode::noRun:
        return Runs::tr("There is no run here that could go on. Start one with `cairn run`.");
    case RunProblemCode::unfinishedRun:
        return Runs::tr("The run %1 is not finished. Go on with it first: `cairn resume`.").arg(quoted(subject));
    case RunProblemCode::stepFailed:
        return detail.isEmpty() ? Runs::tr("The step %1 failed.").arg(quoted(stepText(subject)))
                                //: %2 is the end of the step's own output.
                                : Runs::tr("The step %1 failed. Its last words: %2.")
                                      .arg(quoted(stepText(subject)), quoted(detail.trimmed()));
    case RunProblemCode::stepUnknown:
        return Runs::tr("Nobody can tell whether the step %1 was done: its probe gives no answer.")
            .arg(quoted(stepText(subject)));
    case RunProblemCode::stepRunning:
        return Runs::tr(
                   "The step %1 is still at work where this run cannot reach it, says its probe. Wait until it has "
                   "ended, then go on.")
            .arg(quoted(stepText(subject)));
    case RunProblemCode::packagesLocked:
        //: %1 is like "4711 (apt-get upgrade)".
        return Runs::tr("Another program is installing packages: %1. Wait until it has ended, then go on.")
            .arg(subject);
    case RunProblemCode::orphan:
        return subject.isEmpty()
                   ? Runs::tr("Programs of an earlier attempt are still at work, of users whose programs "
                              "this one may not see. Wait for them, or look as root.")
                   : Runs::tr("Programs of an earlier attempt are still at work: %1. Wait for them, or end "
                              "them. A service that stays is for \"service:\" in the site file to start, "
                              "not for a step.")
                         .arg(subject);
    case RunProblemCode::orphanSession:
        //: %1 is like "4711 (cairn:RUN:STEP, 2026-11-20T22:05:01Z: UPDATE entry SET cents = ?)"; %2 is SQL.
        return Runs::tr(
                   "Sessions of an earlier attempt are still at work in the database: %1. Wait until they have ended, "
                   "or end them with %2.")
            .arg(subject, quoted(detail));
    case RunProblemCode::backupDiffers:
        return detail.isEmpty()
                   ? Runs::tr("What came back from the backup is not what went in: %1.").arg(quoted(subject))
                   : Runs::tr("What came back from the backup is not what went in: %1 (%2).")
                         .arg(quoted(subject), detail);
    case RunProblemCode::siteChanged:
        return Runs::tr("%1 in the site file %2 has changed since the run began. Put back what it said, then go on.")
            .arg(quoted(subject), quoted(detail));
    case RunProblemCode::confirmationMissing:
        return Runs::tr("The step %1 waits for a person to do it and to confirm it.").arg(quoted(stepText(subject)));
    case RunProblemCode::confirmationDoubted:
        //: %2 is a person's name.
        return Runs::tr("The step %1 was confirmed by %2, but its probe does not say that it is done. Look again, and "
                        "confirm it once more.")
            .arg(quoted(stepText(subject)), detail);
    case RunProblemCode::confirmationUnnamed:
        return Runs::tr("A confirmation of the step %1 needs a person's name that can be read: --by \"NAME\".")
            .arg(quoted(stepText(subject)));
    case RunProblemCode::confirmationMisplaced:
        return detail.isEmpty()
                   ? Runs::tr("The run does not wait for anybody to confirm %1. Nothing was done.").arg(quoted(subject))
                   : Runs::tr("The run does not wait for the step %1 but for %2. Nothing was done.")
                         .arg(quoted(subject), quoted(detail));
    case RunProblemCode::confirmationLate:
        //: %2 is "done" or "rolled back".
        return Runs::tr("There is nothing to confirm: the run %1 has ended (%2).").arg(subject, resultText(detail));
    case RunProblemCode::rollbackNothing:
        return subject.isEmpty() ? Runs::tr("There is nothing to go back from: no run was ever begun at this site.")
                                 //: %2 is like "rolled back".
                                 : Runs::tr("There is nothing to go back from: the newest run, %1, has ended (%2).")
                                       .arg(subject, resultText(detail));
    case RunProblemCode::rollbackNeedsRestore:
        return needsRestoreSentence(subject, detail);
    case RunProblemCode::rollbackStepStays:
        return Runs::tr(
                   "The step %1 has put something in that nothing known takes out again: it has no undo. Take it out "
                   "by hand, or go on with the new release.")
            .arg(quoted(stepText(subject)));
    case RunProblemCode::rollbackOtherVersion:
        return Runs::tr("Release %1 is installed, not %2, which the newest run had left: its last hop cannot be taken "
                        "back any more.")
            .arg(subject, detail);
    case RunProblemCode::holds:
        return Runs::tr("The run waits before the opening.");
    case RunProblemCode::pauseRequested:
        return Runs::tr("A pause was asked for.");
    case RunProblemCode::internal:
        return Runs::tr("Something went wrong inside Cairn: %1 (%2).").arg(subject, detail);
    default:
        return {};
    }
}

}  // namespace

QString sentence(const RunProblem& problem)
{
    const QString text = refusal(problem);
    return text.isEmpty() ? incident(problem) : text;
}

QString endSentence(const installers::RunReport& report)
{
    switch (report.end) {
    case RunEnd::done:
        return Runs::tr("Done: the site runs release %1.").arg(report.to);
    case RunEnd::blocked:
        return Runs::tr("Not started: nothing has changed.");
    case RunEnd::untrusted:
        return Runs::tr("Not started: the catalog is not trusted. Nothing has changed.");
    case RunEnd::invalidInput:
        return Runs::tr("Not started: what was given does not fit together. Nothing has changed.");
    case RunEnd::rolledBack:
        return Runs::tr("Rolled back: the site is where the hop began.");
    case RunEnd::stuck:
        return Runs::tr("Stuck: a person has to look. What serves keeps serving, a page that is up stays up.");
    case RunEnd::waiting:
        if (report.isHeld) {
            return Runs::tr("Waiting: the new release is verified and not opened yet. Look at it; resuming opens it.");
        }
        return report.waitsFor ? Runs::tr("Waiting: a person has to do something, and to confirm it.")
                               : Runs::tr("Waiting: the run goes on when it is told to.");
    case RunEnd::busy:
        return Runs::tr("Busy: another run is at work here.");
    }
    return {};
}

QString stateText(const QString& state)
{
    const QHash<QString, QString> words{
        {QStringLiteral("preflight"), Runs::tr("checking")},
        {QStringLiteral("ready"), Runs::tr("ready")},
        {QStringLiteral("backup"), Runs::tr("backing up")},
        {QStringLiteral("backup-verify"), Runs::tr("verifying the backup")},
        {QStringLiteral("page-up"), Runs::tr("putting the maintenance page up")},
        {QStringLiteral("stopped"), Runs::tr("stopping the service")},
        {QStringLiteral("backup-final"), Runs::tr("backing up at rest")},
        {QStringLiteral("install"), Runs::tr("installing")},
        {QStringLiteral("migrate"), Runs::tr("migrating")},
        {QStringLiteral("verify"), Runs::tr("verifying the new release")},
        {QStringLiteral("opened-intent"), Runs::tr("opening")},
        {QStringLiteral("page-down"), Runs::tr("taking the maintenance page down")},
        {QStringLiteral("contract"), Runs::tr("cleaning up")},
        {QStringLiteral("rolling-back"), Runs::tr("rolling back")},
        {QStringLiteral("going-back"), Runs::tr("taking the hop back")},
        {QStringLiteral("rolled-back"), Runs::tr("rolled back")},
        {QStringLiteral("done"), Runs::tr("done")},
        {QStringLiteral("stuck"), Runs::tr("stuck")},
        {QStringLiteral("waiting"), Runs::tr("waiting")},
        {QStringLiteral("pause"), Runs::tr("pausing")},
        {QStringLiteral("aborted"), Runs::tr("given up before anything changed")},
    };
    return words.value(state, state);
}

QString resultText(const QString& result)
{
    if (result == QStringLiteral("done")) {
        return Runs::tr("done");
    }
    if (result == QStringLiteral("rolled-back")) {
        return Runs::tr("rolled back");
    }
    if (result == QStringLiteral("taken-back")) {
        return Runs::tr("taken back");
    }
    if (result == QStringLiteral("stuck")) {
        return Runs::tr("stuck");
    }
    if (result == QStringLiteral("open")) {
        return Runs::tr("open");
    }
    if (result.isEmpty()) {
        return Runs::tr("not begun");
    }
    return result;
}

}  // namespace app
