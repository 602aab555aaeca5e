#include "tests/installers/site_violations.h"

#include "installers/drivers/sql_sqlite.h"
#include "installers/journal.h"
#include "installers/paths.h"
#include "tests/installers/mini_postgres.h"

#include <QFile>
#include <QSet>

namespace mini {

namespace {

using installers::Entry;

/// What the journal says of the times that matter, in milliseconds since 1970; 0: never.
struct Times {
    qint64 stopped = 0;
    qint64 opening = 0;
    std::vector<qint64> fences;
};

Times timesIn(const QString& folder, const SiteOptions& options)
{
    Times times;
    const auto journal = installers::Journal::openReadOnly(installers::SitePaths(siteIn(folder, options)).journal);
    const auto run = journal ? journal->newestRun() : installers::Done<QString>();
    const auto entries = run ? journal->entries(*run) : installers::Done<std::vector<Entry>>();
    if (!entries)
        return times;
    for (const Entry& entry : *entries) {
        const qint64 at = entry.at.toMSecsSinceEpoch();
        if (entry.kind == Entry::Kind::fence)
            times.fences.push_back(at);
        else if (entry.kind == Entry::Kind::result && entry.step == QLatin1String("1/stop") &&
                 entry.outcome == QLatin1String("done") && times.stopped == 0)
            times.stopped = at;
        else if (entry.kind == Entry::Kind::intent && times.opening == 0 &&
                 (entry.step.endsWith(QLatin1String("/page-down")) || entry.step.endsWith(QLatin1String("/open"))))
            times.opening = at;
    }
    return times;
}

std::optional<QSet<int>> storedIn(const QString& folder, const SiteOptions& options)
{
    const auto text = options.postgres.database.isEmpty()
                          ? installers::askSqlite(folder + QStringLiteral("/data/app.db"),
                                                  "SELECT coalesce(group_concat(id), '') FROM request")
                          : askPostgres(options.postgres, options.postgres.database,
                                        QStringLiteral("SELECT coalesce(string_agg(id::text, ','), '') FROM request"));
    if (!text)
        return std::nullopt;
    QSet<int> stored;
    for (const QString& number : text->split(QLatin1Char(','), Qt::SkipEmptyParts))
        stored.insert(number.toInt());
    return stored;
}

QString overlapIn(const QString& folder, const std::vector<qint64>& fences)
{
    QFile file(folder + QStringLiteral("/effectors"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    qint64 began = 0;
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine()).trimmed();
        if (line == QLatin1String("overlap"))
            return QStringLiteral("two programs of steps at once");
        const qint64 at = line.section(QLatin1Char(' '), 1).toLongLong();
        if (line.startsWith(QLatin1String("begin"))) {
            began = at;
            continue;
        }
        for (const qint64 fence : fences) {
            if (began < fence && fence < at)
                return QStringLiteral("a runner took the fence at %1, a program was at work from %2 to %3")
                    .arg(fence)
                    .arg(began)
                    .arg(at);
        }
    }
    return {};
}

}  // namespace

QString violationIn(const QString& folder, const SiteOptions& options, const WriteClient::Log& log,
                    const QString& version)
{
    const auto stored = storedIn(folder, options);
    if (!stored)
        return QStringLiteral("the requests cannot be read");
    for (const int number : *stored) {
        if (number < 1 || number > log.sent)
            return QStringLiteral("request %1 is stored, and nobody has sent it").arg(number);
    }
    const Times times = timesIn(folder, options);
    const QString old = QStringLiteral("mini 1.0");
    for (const WriteClient::Acknowledged& one : log.acknowledged) {
        const auto violated = [&](const char* what) {
            return QStringLiteral("request %1 of %2, answered by %3 after %4 ms, stopped %5, opening %6: %7")
                .arg(one.number)
                .arg(one.sent)
                .arg(one.version)
                .arg(one.answered - one.sent)
                .arg(times.stopped)
                .arg(times.opening)
                .arg(QLatin1String(what));
        };
        if (!stored->contains(one.number))
            return violated("acknowledged and lost");
        const bool afterStop = times.stopped > 0 && one.sent > times.stopped;
        const bool afterOpening = times.opening > 0 && one.answered >= times.opening;
        if (afterStop && !afterOpening)
            return violated("acknowledged while the page is up");
        if (!afterStop && one.version != old)
            return violated("not the old release");
        if (afterStop && afterOpening && one.version != version)
            return violated("not the release that the run ended with");
    }
    if (log.acknowledged.empty() || log.acknowledged.back().number != log.sent)
        return QStringLiteral("the service takes no writes at the end");
    return overlapIn(folder, times.fences);
}

}  // namespace mini
