#include "app/shared/finding_text.h"

#include "app/shared/list_text.h"

#include <QCoreApplication>

namespace app {

namespace {

struct Findings {
    Q_DECLARE_TR_FUNCTIONS(Findings)
};

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
        return Findings::tr("Checkpoint %1 lands only on releases that may not be entered (%2). Add one that may.")
            .arg(subject, shortened(related));
    case FindingCode::ruleMatchesNothing:
        return Findings::tr("No release lies in %1, so the rule never holds. Correct the range or leave the rule out.")
            .arg(subject);
    case FindingCode::factUndeclared:
        return related.isEmpty()
                   ? Findings::tr("The fact %1 is not declared, so nobody can be asked about it. Declare it under "
                                  "facts.")
                         .arg(subject)
                   : Findings::tr("The fact %1 is not declared; the nearest that is declared is %2.")
                         .arg(subject, either(related));
    case FindingCode::requirementNeverMet:
        return Findings::tr("Release %2 requires %1 %3, and no version that can be installed lies in that.")
            .arg(subject, related.value(0), related.value(1));
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
        return {};
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
