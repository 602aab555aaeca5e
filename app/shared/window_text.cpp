#include "app/shared/window_text.h"

#include "app/shared/error_text.h"
#include "app/shared/form_text.h"
#include "app/shared/list_text.h"
#include "app/shared/quantity_text.h"

#include <QCoreApplication>

namespace app {

namespace {

using planner::Misfit;
using planner::MisfitReason;
using planner::WindowError;
using planner::WindowErrorCode;

struct Windows {
    Q_DECLARE_TR_FUNCTIONS(Windows)
};

QString tooLong(const Misfit& misfit, const std::vector<std::string>& windows)
{
    const QString work = workText(misfit.work);
    //: Stands for a time that is not known.
    const QString unknown = Windows::tr("an unknown time");
    const QString needed = misfit.needed ? durationText(*misfit.needed) : unknown;
    const QString longest = misfit.longest ? durationText(*misfit.longest) : unknown;
    if (!misfit.nearestWouldBe.empty() && misfit.nearest && *misfit.nearest < windows.size()) {
        return Windows::tr(
                   "%1 needs %2 with room to restore, and no window is open longer than %3. The window %4 would "
                   "do as %5.")
            .arg(work, needed, longest, quoted(windows[*misfit.nearest]), quoted(misfit.nearestWouldBe));
    }
    if (misfit.wouldDo) {
        return Windows::tr("%1 needs %2 with room to restore, and no window is open longer than %3. A window of %4 "
                           "would do.")
            .arg(work, needed, longest, durationText(*misfit.wouldDo));
    }
    return Windows::tr("%1 needs %2 with room to restore, and no window is open longer than %3.")
        .arg(work, needed, longest);
}

}  // namespace

QString sentence(const WindowError& error)
{
    const QString subject = quoted(error.subject);
    const QString expected = either(fromUtf8(error.expected));
    const bool hint = !error.expected.empty();
    switch (error.code) {
    case WindowErrorCode::none:
        return Windows::tr("The site names no windows. Write them in the site file, such as: windows: [\"Sat "
                           "22:00-04:00 Europe/Oslo\"].");
    case WindowErrorCode::badForm:
        return hint ? Windows::tr("%1 is no window; right would be %2.").arg(subject, expected)
                    : Windows::tr("%1 is no window.").arg(subject);
    case WindowErrorCode::badDay:
        return hint ? Windows::tr("%1 is no day of a window; right would be %2.").arg(subject, expected)
                    : Windows::tr("%1 is no day of a window.").arg(subject);
    case WindowErrorCode::badTime:
        return hint ? Windows::tr("%1 is no time of day; right would be %2.").arg(subject, formTexts(error.expected))
                    : Windows::tr("%1 is no time of day.").arg(subject);
    case WindowErrorCode::zoneMissing:
        return hint ? Windows::tr("The window %1 does not say its time zone; right would be %2.").arg(subject, expected)
                    : Windows::tr("The window %1 does not say its time zone.").arg(subject);
    case WindowErrorCode::unknownZone:
        return hint ? Windows::tr("There is no time zone %1; the nearest is %2.").arg(subject, expected)
                    : Windows::tr("There is no time zone %1.").arg(subject);
    case WindowErrorCode::noZones:
        return Windows::tr("This system has no time zones, so %1 means nothing. Install tzdata.").arg(subject);
    case WindowErrorCode::neverOpens:
        return hint ? Windows::tr("This window never opens: %1; right would be %2.").arg(subject, expected)
                    : Windows::tr("This window never opens: %1.").arg(subject);
    }
    return {};
}

QString placedSentence(const WindowError& error)
{
    const QString place = placeText(error.place);
    return place.isEmpty() ? sentence(error) : QStringLiteral("%1: %2").arg(place, sentence(error));
}

QString sentence(const Misfit& misfit, const std::vector<std::string>& windows)
{
    const QString work = workText(misfit.work);
    switch (misfit.reason) {
    case MisfitReason::downtimeUnknown:
        return Windows::tr("%1 has no place: the catalog does not say how long the service is down.").arg(work);
    case MisfitReason::restoreUnknown:
        return Windows::tr("%1 has no place: the catalog does not say how long a restore takes, and nothing else "
                           "leads back.")
            .arg(work);
    case MisfitReason::tooLong:
        return tooLong(misfit, windows);
    case MisfitReason::windowsEnd:
        return Windows::tr("%1 has no place: no window that is long enough is still to come.").arg(work);
    case MisfitReason::afterMisfit:
        return Windows::tr("%1 waits: work before it has no place.").arg(work);
    }
    return {};
}

QString workText(const planner::Work& work)
{
    const QString step = QStringLiteral("%1 > %2").arg(fromUtf8(work.from.text), fromUtf8(work.to.text));
    return work.kind == planner::Work::Kind::component ? QStringLiteral("%1 %2").arg(fromUtf8(work.component), step)
                                                       : step;
}

}  // namespace app
