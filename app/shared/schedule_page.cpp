#include "app/shared/schedule_page.h"

#include "app/shared/list_text.h"
#include "app/shared/quantity_text.h"
#include "app/shared/window_text.h"

#include <QCoreApplication>
#include <QDate>
#include <QLocale>
#include <QTime>

namespace app {

namespace {

using planner::Night;
using planner::Placed;

struct Schedules {
    Q_DECLARE_TR_FUNCTIONS(Schedules)
};

planner::LocalInstant later(const planner::LocalInstant& start, std::chrono::sys_seconds from,
                            std::chrono::sys_seconds to)
{
    planner::LocalInstant instant = start;
    instant.time += to - from;
    return instant;
}

/// The night's clock may change its offset; `backBy` is told by the one that holds when the work ends.
QString backByText(const Placed& placed) { return localTime(later(placed.endsLocal, placed.ends, placed.backBy)); }

QString nightTitle(const Night& night)
{
    const bool clockChanges = night.opensLocal.offset != night.closesLocal.offset;
    const QString opens =
        clockChanges ? QStringLiteral("%1 %2").arg(localTime(night.opensLocal), fromUtf8(night.opensLocal.abbreviation))
                     : localTime(night.opensLocal);
    const QString end =
        QStringLiteral("%1 %2").arg(localTime(night.closesLocal), fromUtf8(night.closesLocal.abbreviation));
    const bool beyondADay = night.closes - night.opens >= std::chrono::days(1);
    const QString closes = beyondADay ? QStringLiteral("%1 %2").arg(localDay(night.closesLocal), end) : end;
    //: When a window is open: a day, two times, and the name of a time zone.
    return Schedules::tr("%1, open from %2 to %3 (%4)")
        .arg(localDay(night.opensLocal), opens, closes, fromUtf8(night.zone));
}

QString placedText(const Placed& placed)
{
    //: %1 is a time of day, %2 what is done, such as "3.2.1 > 4.2.7".
    return Schedules::tr("%1  %2: expected to be well by %3; if it fails, back by %4")
        .arg(localTime(placed.startsLocal), workText(placed.work), localTime(placed.endsLocal), backByText(placed));
}

/// 3.2.1 > 3.4.2 > 4.2.7; a component's step begins anew.
QString nightText(const Night& night)
{
    QStringList texts;
    const planner::Work* before = nullptr;
    for (const Placed& placed : night.work) {
        const bool goesOn = before != nullptr && before->kind == planner::Work::Kind::hop &&
                            placed.work.kind == planner::Work::Kind::hop;
        if (goesOn) {
            texts.last() += QStringLiteral(" > ") + fromUtf8(placed.work.to.text);
        } else {
            texts.push_back(workText(placed.work));
        }
        before = &placed.work;
    }
    return all(texts);
}

}  // namespace

QString localDay(const planner::LocalInstant& instant)
{
    const auto days = std::chrono::floor<std::chrono::days>(instant.time);
    const QDate day = QDate(1970, 1, 1).addDays(days.time_since_epoch().count());
    return QLocale::c().toString(day, QStringLiteral("ddd yyyy-MM-dd"));
}

QString localTime(const planner::LocalInstant& instant)
{
    const auto days = std::chrono::floor<std::chrono::days>(instant.time);
    return QTime(0, 0).addSecs(static_cast<int>((instant.time - days).count())).toString(QStringLiteral("HH:mm"));
}

void addSchedule(Page& page, const planner::Schedule& schedule, const std::vector<std::string>& windows)
{
    page.heading(Schedules::tr("When"));
    std::vector<Page::Item> nights;
    for (const Night& night : schedule.nights) {
        Page::Item item{{nightTitle(night)}, {}, {}};
        for (const Placed& placed : night.work) {
            item.details.push_back(placedText(placed));
        }
        item.details.push_back(Schedules::tr("All of it may be %1 late.").arg(durationText(night.slack)));
        nights.push_back(std::move(item));
    }
    if (nights.empty()) {
        page.paragraph(Schedules::tr("Nothing fits into the site's windows."));
    } else {
        page.numbered(nights);
    }
    if (!schedule.misfits.empty()) {
        std::vector<Page::Item> misfits;
        for (const planner::Misfit& misfit : schedule.misfits) {
            misfits.push_back({{sentence(misfit, windows)}, {}, {}});
        }
        page.heading(Schedules::tr("What has no window"));
        page.bullets(misfits);
    }
}

planner::CalendarTexts calendarTexts(const QString& product, const QString& site)
{
    return [product, site](const Night& night) {
        //: The title of an appointment: %1 is a product, %2 the work of a night, such as "3.2.1 > 3.4.2 > 4.2.7".
        const QString summary = Schedules::tr("Upgrade %1: %2").arg(product, nightText(night));
        QStringList lines{site};
        for (const Placed& placed : night.work) {
            lines.push_back(placedText(placed));
        }
        lines.removeAll(QString());
        return planner::CalendarText{summary.toStdString(), lines.join(QLatin1Char('\n')).toStdString()};
    };
}

}  // namespace app
