#include "app/shared/mending_text.h"

#include "app/shared/list_text.h"

#include <QCoreApplication>

namespace app {

namespace {

struct Mending {
    Q_DECLARE_TR_FUNCTIONS(Mending)
};

QString aboutReleases(planner::ReasonCode code, const QString& to)
{
    using planner::ReasonCode;
    switch (code) {
    case ReasonCode::targetWithdrawn:
    case ReasonCode::targetUnavailable:
    case ReasonCode::avoidOnTheWay:
    case ReasonCode::deadEndOnTheWay:
        return Mending::tr("Publish a release in place of %1 at which paths may stop.").arg(to);
    case ReasonCode::notInChannel:
    case ReasonCode::notOffered:
        return Mending::tr("Offer these sites %1, or another release on the way.").arg(to);
    case ReasonCode::schemaBehind:
    case ReasonCode::migrationsMissing:
        return Mending::tr("Publish a release that has what %1 lacks.").arg(to);
    case ReasonCode::olderAcrossLines:
        return Mending::tr("Publish a newer release on the line of %1, or write an allow with \"backport: true\" for "
                           "the hop.")
            .arg(to);
    default:
        return {};
    }
}

}  // namespace

QString mending(const planner::Reason& reason)
{
    using planner::ReasonCode;
    const QString to = fromUtf8(reason.to.text);
    switch (reason.code) {
    case ReasonCode::checkpointSkipped:
        return Mending::tr("Let it land on a release that these sites can reach and leave.");
    case ReasonCode::forbidden:
        return Mending::tr("Narrow its ranges, or give it a condition.");
    case ReasonCode::noAllow:
        return Mending::tr("Write an allow for a hop that leads on from %1.").arg(fromUtf8(reason.from.text));
    case ReasonCode::reachExceeded:
        return Mending::tr("Let this rule cross more lines, or publish a release on a line between.");
    case ReasonCode::leaveNotLatest:
        return Mending::tr("Let its \"from\" name a release that these sites can reach and leave.");
    case ReasonCode::componentTooOld:
    case ReasonCode::componentTooNew:
    case ReasonCode::componentGoesBack:
    case ReasonCode::componentStepTooLarge:
        return Mending::tr("Publish a release that accepts the old and the new version of %1, or widen what %2 "
                           "requires.")
            .arg(fromUtf8(reason.id), to);
    case ReasonCode::factRequired:
        return Mending::tr("Widen what %1 requires, or publish a release that these sites can run.").arg(to);
    default:
        return aboutReleases(reason.code, to);
    }
}

}  // namespace app
