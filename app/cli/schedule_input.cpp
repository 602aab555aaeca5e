#include "app/cli/schedule_input.h"

#include "app/shared/list_text.h"

#include <QCoreApplication>

namespace cli {

namespace {

struct ScheduleInput {
    Q_DECLARE_TR_FUNCTIONS(ScheduleInput)
};

std::chrono::sys_seconds instantOf(const LocalMoment& moment, const planner::Zone& zone)
{
    const qint64 days = QDate(1970, 1, 1).daysTo(moment.day);
    const std::chrono::local_seconds local{std::chrono::days(days) +
                                           std::chrono::seconds(moment.time.msecsSinceStartOfDay() / 1000)};
    return zone.instantsOf(local).first;
}

}  // namespace

Usage<std::optional<LocalMoment>> readEarliest(const QString& text)
{
    if (text.isNull()) {
        return std::optional<LocalMoment>();
    }
    const QDate day = QDate::fromString(text.left(10), QStringLiteral("yyyy-MM-dd"));
    const bool withTime = text.size() > 10;
    const QTime time = withTime ? QTime::fromString(text.mid(10), QStringLiteral("'T'HH:mm")) : QTime(0, 0);
    if (!day.isValid() || !time.isValid()) {
        return usageError(ScheduleInput::tr("The option --earliest takes a day like 2026-11-01 or a time like "
                                            "2026-11-01T22:00, and was given %1.")
                              .arg(app::quoted(text)));
    }
    return std::optional(LocalMoment{day, time});
}

tl::expected<planner::Schedule, std::vector<planner::WindowError>>
scheduleAt(const planner::Plan& plan, const planner::Site& site, const std::optional<LocalMoment>& earliest,
           const QDateTime& now)
{
    planner::ScheduleOptions options;
    options.earliest = std::chrono::sys_seconds(std::chrono::seconds(now.toSecsSinceEpoch()));
    options.place = site.places.of("windows");
    for (std::size_t i = 0; i < site.windows.size(); ++i) {
        const auto own = site.places.at.find("windows." + std::to_string(i));
        options.places.push_back(own == site.places.at.end() ? options.place : own->second);
    }
    if (earliest && !site.windows.empty()) {
        const auto first = planner::readWindow(site.windows.front(), options.place);
        if (first) {
            options.earliest = instantOf(*earliest, first->zone);
        }
    }
    return planner::schedule(plan, site.windows, options);
}

catalog::Errors asErrors(const std::vector<planner::WindowError>& errors)
{
    catalog::Errors result;
    for (const planner::WindowError& error : errors) {
        const bool none = error.code == planner::WindowErrorCode::none;
        result.push_back({none ? catalog::ErrorCode::missingKey : catalog::ErrorCode::badValue,
                          error.place,
                          none ? "windows" : error.subject,
                          error.expected,
                          {}});
    }
    return result;
}

}  // namespace cli
