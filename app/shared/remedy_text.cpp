#include "app/shared/remedy_text.h"

#include "app/shared/list_text.h"

#include <QCoreApplication>

namespace app {

namespace {

struct Remedies {
    Q_DECLARE_TR_FUNCTIONS(Remedies)
};

}  // namespace

QString sentence(const planner::Remedy& remedy)
{
    using Kind = planner::Remedy::Kind;
    const QString subject = fromUtf8(remedy.subject);
    const QString value = fromUtf8(remedy.value);
    switch (remedy.kind) {
    case Kind::acceptRisk:
        return Remedies::tr("Accept the risk %1: --accept-risk %1").arg(subject);
    case Kind::raiseComponent:
        return remedy.at.text.empty()
                   ? Remedies::tr("Bring %1 to %2 first, then say so: --component %1=%2").arg(subject, value)
                   : Remedies::tr("Go to release %3 first: --to %3. Bring %1 to %2 there, and plan from there with: "
                                  "--component %1=%2")
                         .arg(subject, value, fromUtf8(remedy.at.text));
    case Kind::answerFact:
        return Remedies::tr("See that %1 is as required, then say so, for example: --fact %1=%2").arg(subject, value);
    case Kind::joinChannel:
        return Remedies::tr("Join the channel %1: --channel %1").arg(subject);
    case Kind::allowDowngrade:
        return Remedies::tr("Go back on purpose: --allow-downgrade");
    case Kind::chooseTarget:
        return Remedies::tr("Choose another target: --to %1").arg(value.isEmpty() ? subject : value);
    case Kind::newerCatalog:
        return subject.isEmpty()
                   ? Remedies::tr("Ask for a newer catalog: this one has no release that leads on.")
                   : Remedies::tr("Ask for a newer catalog, with a release that takes the place of %1.").arg(subject);
    case Kind::restoreBackup:
        return subject.isEmpty() ? Remedies::tr("Restore a backup that was made before the upgrade.")
                                 : Remedies::tr("Restore a backup that was made on release %1 or before.").arg(subject);
    case Kind::unfixComponent:
        return Remedies::tr("Let %1 be changed: leave out --fixed %1, or \"fixed: true\" in the site file.")
            .arg(subject);
    case Kind::retryCheckpoint:
        return Remedies::tr("Install release %1 again, whose checkpoint failed: --to %1").arg(subject);
    case Kind::vendor:
        return Remedies::tr("Ask the vendor for a changed catalog: nothing that is done at the site is enough.");
    }
    return {};
}

}  // namespace app
