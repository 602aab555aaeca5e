#include "app/shared/marking_text.h"

#include "app/shared/list_text.h"
#include "app/shared/reason_text.h"

#include <QCoreApplication>
#include <algorithm>

namespace app {

namespace {

struct Marks {
    Q_DECLARE_TR_FUNCTIONS(Marks)
};

QString version(const catalog::Catalog& catalog, catalog::ReleaseIndex release)
{
    return fromUtf8(catalog.at(release).version.text);
}

QString cause(const catalog::Catalog& catalog, const planner::StopInterval& interval)
{
    const QString first = version(catalog, interval.first);
    const QString until = version(catalog, interval.until);
    switch (interval.cause) {
    case planner::StopCause::move:
        return Marks::tr("The data move %1 begins with %2, and %3 no longer has its code or needs its result.")
            .arg(quoted(interval.id), first, until);
    case planner::StopCause::shim:
        return Marks::tr("The bridge %1 comes with %2 and is gone in %3.").arg(quoted(interval.id), first, until);
    case planner::StopCause::scripts:
        return Marks::tr("Release %1 no longer ships the scripts of releases before %2.")
            .arg(until, fromUtf8(interval.id));
    }
    return {};
}

QString shortCause(const planner::StopInterval& interval)
{
    const QString id = fromUtf8(interval.id);
    //: What makes a stop necessary, in a table; %1 is a release whose scripts are the oldest that are still shipped.
    return interval.cause == planner::StopCause::scripts ? Marks::tr("scripts before %1").arg(id) : id;
}

QString place(const catalog::Catalog& catalog, const planner::StopInterval& interval)
{
    const QString earliest = version(catalog, interval.earliest);
    const QString latest = version(catalog, interval.latest);
    return earliest == latest ? Marks::tr("On the way there only a stop at %1 will do.").arg(latest)
                              : Marks::tr("On the way there a stop from %1 to %2 will do.").arg(earliest, latest);
}

/// Several stops may hit an interval; the last of them is the one that answers for it.
bool answersFor(const planner::Marking& marking, const planner::Mark& mark, std::size_t interval)
{
    const auto last = std::find_if(marking.marks.rbegin(), marking.marks.rend(), [&](const planner::Mark& one) {
        return std::find(one.intervals.begin(), one.intervals.end(), interval) != one.intervals.end();
    });
    return last != marking.marks.rend() && last->release == mark.release;
}

QString declared(const planner::Marking& marking, const planner::StopInterval& interval)
{
    if (interval.metBy.empty()) {
        return Marks::tr("No declared checkpoint makes paths stop there.");
    }
    QStringList certain;
    QStringList uncertain;
    for (const planner::StopMet& met : interval.metBy) {
        (met.conditional || !met.loose.empty() ? uncertain : certain)
            .push_back(quoted(marking.declared[met.checkpoint].id.text));
    }
    return certain.isEmpty() ? Marks::tr("Declared as a checkpoint only in part: %1.").arg(all(uncertain))
                             : Marks::tr("Declared as a checkpoint: %1.").arg(all(certain));
}

}  // namespace

Page::Item markItem(const catalog::Catalog& catalog, const planner::Marking& marking, const planner::Mark& mark)
{
    Page::Item item{{version(catalog, mark.release)}, {}, {}};
    for (const std::size_t index : mark.intervals) {
        if (!answersFor(marking, mark, index)) {
            continue;
        }
        const planner::StopInterval& interval = marking.intervals[index];
        item.details += {cause(catalog, interval), place(catalog, interval), declared(marking, interval)};
        item.details += noteSentences(interval.note);
    }
    return item;
}

QStringList markCauses(const planner::Marking& marking, catalog::ReleaseIndex release)
{
    QStringList ids;
    for (const planner::Mark& mark : marking.marks) {
        if (mark.release == release) {
            for (const std::size_t index : mark.intervals) {
                if (answersFor(marking, mark, index)) {
                    ids.push_back(shortCause(marking.intervals[index]));
                }
            }
        }
    }
    return ids;
}

}  // namespace app
