#include "app/shared/finding_text.h"

#include "app/shared/list_text.h"

#include <QCoreApplication>

namespace app {

namespace {

struct Findings {
    Q_DECLARE_TR_FUNCTIONS(Findings)
};

QString stranded(const catalog::Finding& finding)
{
    const QString first = fromUtf8(finding.subject);
    const QStringList related = fromUtf8(finding.related);
    const QString target = related.value(0);
    const QString last = related.value(1);
    const int count = related.value(2).toInt();
    if (related.size() < 5) {
        return count < 2
                   ? Findings::tr("No path leads from release %1 to %2, whatever the site is like. Allow a hop that "
                                  "leads on.")
                         .arg(first, target)
                   : Findings::tr("From none of the %n release(s) %1 to %2 does a path lead to %3, whatever the site "
                                  "is like. Allow a hop that leads on.",
                                  nullptr, count)
                         .arg(first, last, target);
    }
    const QString fact = quoted(related.value(3));
    const QString value = quoted(related.value(4));
    return count < 2
               //: %3 is a fact, such as edition or channel, %4 what it is at these sites.
               ? Findings::tr("No path leads from release %1 to %2 at sites where %3 is %4. Allow them a hop that "
                              "leads on.")
                     .arg(first, target, fact, value)
               //: %4 is a fact, such as edition or channel, %5 what it is at these sites.
               : Findings::tr("From none of the %n release(s) %1 to %2 does a path lead to %3 at sites where %4 is "
                              "%5. Allow them a hop that leads on.",
                              nullptr, count)
                     .arg(first, last, target, fact, value);
}

QString aboutMoves(const catalog::Finding& finding)
{
    using catalog::FindingCode;
    const QString subject = quoted(finding.subject);
    const QStringList related = fromUtf8(finding.related);
    switch (finding.code) {
    case FindingCode::stopMissing:
        return Findings::tr("What %1 need is gone in %2, and no checkpoint makes paths stop before. Declare a "
                            "checkpoint at %3.")
            .arg(all(related.mid(2)), related.value(1), fromUtf8(finding.subject));
    case FindingCode::stopLoose:
        return Findings::tr("Checkpoint %1 is to make paths stop for %2 before %3, and also lands on releases where "
                            "that cannot be done (%4). Let it land only on releases from %5 to %6.")
            .arg(subject, quoted(related.value(0)), related.value(1), shortened(related.mid(2)),
                 fromUtf8(finding.expected).value(0), fromUtf8(finding.expected).value(1));
    case FindingCode::stopConditional:
        return Findings::tr("Only checkpoint %1 makes paths stop for %2 before %3, and not at every site. Make sure "
                            "that the others need no stop.")
            .arg(subject, quoted(related.value(0)), related.value(1));
    case FindingCode::stopNotDerived:
        return Findings::tr("Checkpoint %1 at %2 is asked for by no move, shim or script. Declare what needs it, or "
                            "leave it out if nothing does.")
            .arg(subject, related.value(0));
    case FindingCode::moveUnknownRelease:
        return Findings::tr("Release %2 declares %1 with %3, which is no release. Correct the name.")
            .arg(subject, related.value(0), related.value(1));
    case FindingCode::moveOffTheWay:
        return Findings::tr("Release %2 declares %1 with %3, and no line leads over both. Name a release of its line.")
            .arg(subject, related.value(0), related.value(1));
    case FindingCode::moveWithoutStop:
        return Findings::tr("%1 of release %2 must be done before %3, and paths may stop at no release between. Add "
                            "one.")
            .arg(subject, related.value(0), related.value(1));
    default:
        return {};
    }
}

QString aboutRules(const catalog::Finding& finding)
{
    using catalog::FindingCode;
    const QString subject = quoted(finding.subject);
    const QStringList related = fromUtf8(finding.related);
    switch (finding.code) {
    case FindingCode::checkpointLandsNowhere:
        return Findings::tr("Checkpoint %1 has no release to land on, so nobody can pass it. Correct its lands_on.")
            .arg(subject);
    case FindingCode::checkpointWithdrawn:
        return Findings::tr(
                   "Checkpoint %1 lands only on releases at which no path may stop (%2), so nobody can pass it. Add "
                   "one at which paths may.")
            .arg(subject, shortened(related));
    case FindingCode::checkpointsOverlap:
        return Findings::tr("The checkpoints %1 and %2 share some of their landing releases (%3), and each has others "
                            "of its own. Give them the same ones, or none in common.")
            .arg(quoted(finding.related.empty() ? std::string() : finding.related.front()), subject,
                 shortened(related.mid(1)));
    case FindingCode::ruleMatchesNothing:
        return Findings::tr("No release lies in %1, so the rule never holds. Correct the range or leave the rule out.")
            .arg(subject);
    case FindingCode::ruleRepeated:
        return finding.subject.empty()
                   ? Findings::tr("The catalog has the same rule before. Leave one of them out.")
                   : Findings::tr("The same rule stands at %1. Leave one of them out.").arg(fromUtf8(finding.subject));
    case FindingCode::allowForbidden:
        return Findings::tr("Every hop that this rule allows is forbidden by the rule at %1, such as %2 to %3: it "
                            "allows nothing. Correct the ranges, or leave one of the rules out.")
            .arg(fromUtf8(finding.subject), related.value(0), related.value(1));
    case FindingCode::allowForbiddenInPart:
        return Findings::tr("Some hops that this rule allows are forbidden by the rule at %1, such as %2 to %3. "
                            "Correct the ranges, so that no hop is both.")
            .arg(fromUtf8(finding.subject), related.value(0), related.value(1));
    case FindingCode::factUndeclared:
        return related.isEmpty()
                   ? Findings::tr("The fact %1 is not declared, so nobody can be asked about it. Declare it under "
                                  "facts.")
                         .arg(subject)
                   : Findings::tr("The fact %1 is not declared; the nearest that is declared is %2.")
                         .arg(subject, either(related));
    case FindingCode::conditionNeverHolds:
        return Findings::tr("The condition compares %1 with %2, and no value that it can have (%3) is like that. "
                            "Correct it.")
            .arg(subject, quoted(related.value(0)), shortened(fromUtf8(finding.expected)));
    case FindingCode::requirementNeverMet:
        return Findings::tr("Release %2 requires %1 %3, and none of the available versions (%4) lies in that. Add one "
                            "to them.")
            .arg(subject, related.value(0), related.value(1), shortened(fromUtf8(finding.expected)));
    case FindingCode::scriptUnreferenced:
        return Findings::tr("Nothing uses the script %1. Leave it out, or name it in a migration.").arg(subject);
    case FindingCode::migrationDiffers:
        return Findings::tr("The releases %2 say different things about the migration %1. Make them equal, or give "
                            "them two names.")
            .arg(subject, all(related));
    case FindingCode::ruleExpired:
        return Findings::tr("The rule held until %1 and has no effect any more. Leave it out.")
            .arg(fromUtf8(finding.subject));
    default:
        return aboutMoves(finding);
    }
}

}  // namespace

QString sentence(const catalog::Finding& finding)
{
    using catalog::FindingCode;
    const QString subject = fromUtf8(finding.subject);
    const QStringList related = fromUtf8(finding.related);
    switch (finding.code) {
    case FindingCode::datesAgainstOrder:
        return Findings::tr("Release %1 is dated before %2, which stands before it on its line. Lines are ordered by "
                            "date: correct one of them.")
            .arg(subject, all(related));
    case FindingCode::lineUndatedInPart:
        return Findings::tr("On line %1 some releases have no date (%2), so it is ordered by the file alone. Date "
                            "them all or none.")
            .arg(subject, shortened(related));
    case FindingCode::expired:
        return Findings::tr("The catalog expired on %1. Publish a newer one.").arg(subject);
    case FindingCode::notYetPublished:
        return Findings::tr("The catalog says that it was published on %1, which is still to come.").arg(subject);
    case FindingCode::stale:
        return Findings::tr("The catalog was published on %1, %n day(s) ago, and may not know the newest releases. "
                            "Publish a newer one.",
                            nullptr, related.value(0).toInt())
            .arg(subject);
    case FindingCode::releaseAfterPublished:
        return Findings::tr("Release %1 is dated %2, after the catalog was published (%3). Correct one of the dates.")
            .arg(subject, related.value(0), related.value(1));
    case FindingCode::stranded:
        return stranded(finding);
    case FindingCode::nothingToReach:
        return Findings::tr("No release may be the end of a path: none is ok and offered. Correct a state or an "
                            "offer.");
    case FindingCode::releaseUnreachable:
        return Findings::tr("No hop leads to some releases of line %1 (%2). Allow one.")
            .arg(subject, shortened(related));
    case FindingCode::compatBelowScripts:
        //: %1 is a release, %2 and %4 are schema versions, %3 is the beginning of a statement.
        return Findings::tr(
                   "Release %1 declares compat %2, and older releases cannot go on after %3: declare compat %4, or "
                   "say in a comment before the statement why they can.")
            .arg(fromUtf8(finding.subject), related.value(0), quoted(related.value(1)),
                 fromUtf8(finding.expected).value(0));
    case FindingCode::compatUnproven:
        //: %1 is a release, %2 is a schema version, %3 is the beginning of a statement.
        return Findings::tr(
                   "Release %1 declares compat %2, and nobody can tell what %3 does to older releases: say it in a "
                   "comment before the statement.")
            .arg(fromUtf8(finding.subject), related.value(0), quoted(related.value(1)));
    case FindingCode::compatMissing:
        return Findings::tr("On line %1 some releases do not say which old code works with their schema (%2): only a "
                            "restore leads back from them. Give compat.")
            .arg(subject, shortened(related));
    case FindingCode::endedLineGrows:
        return Findings::tr("Release %1 came out after the end of life of its line %2. Correct one of the dates.")
            .arg(subject, all(related));
    default:
        return aboutRules(finding);
    }
}

QString severityText(catalog::Severity severity)
{
    switch (severity) {
    case catalog::Severity::note:
        return Findings::tr("note");
    case catalog::Severity::warning:
        return Findings::tr("warning");
    case catalog::Severity::failure:
        return Findings::tr("failure");
    }
    return {};
}

}  // namespace app
