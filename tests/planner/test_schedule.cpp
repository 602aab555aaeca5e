#include "planner/schedule.h"

#include <QtTest>
#include <nlohmann/json.hpp>
#include <random>

Q_DECLARE_METATYPE(planner::Plan)
Q_DECLARE_METATYPE(planner::MisfitReason)

namespace {

using planner::MisfitReason;
using planner::Plan;
using planner::Schedule;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_seconds;
using Strings = QStringList;

/// A plan 1 -> 2 -> 3 … whose hops are written shortly: "60+30" is an hour of downtime and half an hour to restore;
/// "?" what is not declared; "60+30w" goes back without a restore; "o60+30" is online and lasts an hour; "php40" is a
/// component's step of forty minutes before the next hop.
Plan planOf(const Strings& work)
{
    Plan plan;
    plan.product = {"ledger"};
    plan.site = "Bergen";
    plan.from = {"1"};
    const auto time = [](const QString& text) {
        return text == QLatin1String("?") ? std::nullopt : std::optional<catalog::Seconds>(minutes(text.toInt()));
    };
    for (QString text : work) {
        if (text.startsWith(QLatin1String("php"))) {
            planner::PlannedStep step;
            step.kind = planner::PlannedStep::Kind::component;
            step.hop = plan.hops.size();
            step.component = planner::ComponentChange{{"php"}, {"7.4"}, {"8.1"}, {"1"}, time(text.mid(3))};
            plan.steps.push_back(step);
            continue;
        }
        planner::Hop hop;
        hop.from = {std::to_string(plan.hops.size() + 1)};
        hop.to = {std::to_string(plan.hops.size() + 2)};
        const bool online = text.startsWith(QLatin1Char('o'));
        if (online)
            text.remove(0, 1);
        if (text.endsWith(QLatin1Char('w'))) {
            hop.rollback = planner::Rollback::withoutRestore;
            text.chop(1);
        }
        const Strings parts = text.split(QLatin1Char('+'));
        hop.mode = online ? planner::Mode::online : planner::Mode::maintenance;
        hop.downtime = online ? catalog::Seconds(0) : time(parts[0]);
        hop.duration = online ? time(parts[0]) : std::optional<catalog::Seconds>(minutes(999));
        hop.restore = time(parts[1]);
        plan.hops.push_back(hop);
        plan.to = hop.to;
    }
    return plan;
}

sys_seconds at(const QString& utc)
{
    const auto day = *catalog::readDate(utc.left(10).toStdString());
    return day + std::chrono::hours(utc.mid(11, 2).toInt()) + minutes(utc.mid(14, 2).toInt());
}

QString nameOf(const planner::Work& work)
{
    return QString::fromStdString((work.component.empty() ? "" : work.component + " ") + work.from.text + ">" +
                                  work.to.text);
}

/// "2026-01-03T22:00 1>2 23:00 2>3 | slack 90", times in UTC without seconds.
Strings shown(const Schedule& schedule)
{
    Strings nights;
    for (const planner::Night& night : schedule.nights) {
        QString text = QString::fromStdString(planner::utcText(night.opens)).left(16);
        for (const planner::Placed& placed : night.work)
            text += QLatin1Char(' ') + QString::fromStdString(planner::utcText(placed.starts)).mid(11, 5) +
                    QLatin1Char(' ') + nameOf(placed.work);
        nights << text + QStringLiteral(" slack %1").arg(night.slack.count() / 60);
    }
    return nights;
}

/// "2>3 too-long needed 420 longest 360 would-do 420 Sat 22:00-05:00 UTC"
Strings misfitsOf(const Schedule& schedule)
{
    Strings texts;
    for (const planner::Misfit& misfit : schedule.misfits) {
        const char* reasons[] = {"downtime-unknown", "restore-unknown", "too-long", "windows-end", "after-misfit"};
        QString text = nameOf(misfit.work) + QLatin1Char(' ') + QLatin1String(reasons[static_cast<int>(misfit.reason)]);
        if (misfit.needed)
            text += QStringLiteral(" needed %1").arg(misfit.needed->count() / 60);
        if (misfit.longest)
            text += QStringLiteral(" longest %1").arg(misfit.longest->count() / 60);
        if (misfit.wouldDo)
            text += QStringLiteral(" would-do %1").arg(misfit.wouldDo->count() / 60);
        if (!misfit.nearestWouldBe.empty())
            text += QLatin1Char(' ') + QString::fromStdString(misfit.nearestWouldBe);
        texts << text;
    }
    return texts;
}

std::vector<std::string> texts(const Strings& strings)
{
    std::vector<std::string> result;
    for (const QString& string : strings)
        result.push_back(string.toStdString());
    return result;
}

Strings of(std::initializer_list<const char*> strings)
{
    Strings list;
    for (const char* string : strings)
        list << QString::fromUtf8(string);
    return list;
}

}  // namespace

class TestSchedule : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void packsWholeHops_data()
    {
        QTest::addColumn<Strings>("work");
        QTest::addColumn<Strings>("windows");
        QTest::addColumn<QString>("earliest");
        QTest::addColumn<Strings>("nights");
        QTest::addColumn<Strings>("misfits");
        const auto row = [](const char* name, const Strings& work, const Strings& windows, const char* earliest,
                            const Strings& nights, const Strings& misfits = {}) {
            QTest::newRow(name) << work << windows << QString::fromLatin1(earliest) << nights << misfits;
        };
        // The verify margin is ten minutes throughout.
        const Strings saturday = of({"Sat 22:00-04:00 UTC"});
        row("nothing to do", {}, saturday, "2026-01-01 00:00", {});
        row("one hop in the next window", of({"60+30"}), saturday, "2026-01-01 00:00",
            of({"2026-01-03T22:00 22:00 1>2 slack 260"}));
        row("the next one starts when the first is done, not when it would be restored", of({"60+120", "60+120"}),
            saturday, "2026-01-01 00:00", of({"2026-01-03T22:00 22:00 1>2 23:10 2>3 slack 100"}));
        row("exactly full", of({"230+120"}), saturday, "2026-01-01 00:00", of({"2026-01-03T22:00 22:00 1>2 slack 0"}));
        row("a minute more does not fit", of({"231+120"}), saturday, "2026-01-01 00:00", {},
            of({"1>2 too-long needed 361 longest 360 would-do 375 Sat 22:00-04:15 UTC"}));
        row("a hop is never divided", of({"200+60", "200+60"}), saturday, "2026-01-01 00:00",
            of({"2026-01-03T22:00 22:00 1>2 slack 90", "2026-01-10T22:00 22:00 2>3 slack 90"}));
        row("the room to restore moves a hop to the next night", of({"60+0", "200+100"}), saturday, "2026-01-01 00:00",
            of({"2026-01-03T22:00 22:00 1>2 slack 290", "2026-01-10T22:00 22:00 2>3 slack 50"}));
        row("without a restore no room is needed", of({"60+0", "200+100w"}), saturday, "2026-01-01 00:00",
            of({"2026-01-03T22:00 22:00 1>2 23:10 2>3 slack 80"}));
        row("without a restore its time need not be known", of({"60+?w"}), saturday, "2026-01-01 00:00",
            of({"2026-01-03T22:00 22:00 1>2 slack 290"}));
        row("slack is the least of the night", of({"10+330", "10+0"}), saturday, "2026-01-01 00:00",
            of({"2026-01-03T22:00 22:00 1>2 22:20 2>3 slack 10"}));
        row("a window that is open already", of({"60+30"}), saturday, "2026-01-04 01:00",
            of({"2026-01-04T01:00 01:00 1>2 slack 80"}));
        row("what is left of it is too short", of({"60+30"}), saturday, "2026-01-04 03:00",
            of({"2026-01-10T22:00 22:00 1>2 slack 260"}));
        row("an online hop takes its duration", of({"o120+60"}), saturday, "2026-01-01 00:00",
            of({"2026-01-03T22:00 22:00 1>2 slack 170"}));
        row("a component's step comes before its hop", of({"60+30", "php40", "60+30"}), saturday, "2026-01-01 00:00",
            of({"2026-01-03T22:00 22:00 1>2 23:10 php 7.4>8.1 00:00 2>3 slack 140"}));
        row("a component's step may have a night of its own", of({"php200", "200+60"}), saturday, "2026-01-01 00:00",
            of({"2026-01-03T22:00 22:00 php 7.4>8.1 slack 150", "2026-01-10T22:00 22:00 1>2 slack 90"}));
        row("a component's step after the last hop", of({"60+30", "php40"}), saturday, "2026-01-01 00:00",
            of({"2026-01-03T22:00 22:00 1>2 23:10 php 7.4>8.1 slack 240"}));
        row("two nights a week", of({"200+60", "200+60", "200+60"}), of({"Fri,Sat 22:00-04:00 UTC"}),
            "2026-01-01 00:00",
            of({"2026-01-02T22:00 22:00 1>2 slack 90", "2026-01-03T22:00 22:00 2>3 slack 90",
                "2026-01-09T22:00 22:00 3>4 slack 90"}));
        row("windows that are too short are passed over", of({"200+60"}),
            of({"Mon-Fri 01:00-03:00 UTC", "Sat 22:00-04:00 UTC"}), "2026-01-01 00:00",
            of({"2026-01-03T22:00 22:00 1>2 slack 90"}));
        row("a day that comes once a year", of({"200+60", "200+60"}), of({"Dec 24 20:00-02:00 UTC"}),
            "2026-01-01 00:00", of({"2026-12-24T20:00 20:00 1>2 slack 90", "2027-12-24T20:00 20:00 2>3 slack 90"}));
        row("a leap day", of({"200+60"}), of({"Feb 29 20:00-02:00 UTC"}), "2028-03-01 00:00",
            of({"2032-02-29T20:00 20:00 1>2 slack 90"}));
        row("a date that is years away", of({"200+60"}), of({"2033-06-01 20:00-02:00 UTC"}), "2026-01-01 00:00",
            of({"2033-06-01T20:00 20:00 1>2 slack 90"}));
        row("always open", of({"60+30", "600+300"}), of({"daily 00:00-24:00 UTC"}), "2026-01-01 00:00",
            of({"2026-01-01T00:00 00:00 1>2 01:10 2>3 slack 575020"}));
        // What the clocks do counts.
        const Strings oslo = of({"Sat 22:00-04:00 Europe/Oslo"});
        row("summer time begins: the night is too short", of({"230+100"}), oslo, "2026-03-28 00:00",
            of({"2026-04-04T20:00 20:00 1>2 slack 20"}));
        row("summer time begins: five hours are there", of({"190+100"}), oslo, "2026-03-28 00:00",
            of({"2026-03-28T21:00 21:00 1>2 slack 0"}));
        row("summer time ends: seven hours are there", of({"310+100"}), oslo, "2026-10-24 00:00",
            of({"2026-10-24T20:00 20:00 1>2 slack 0"}));
        row("only the long night holds it", of({"310+100"}), oslo, "2026-01-01 00:00",
            of({"2026-10-24T20:00 20:00 1>2 slack 0"}));
        row("half an hour at Lord Howe", of({"320+60"}), of({"Sat 22:00-04:00 Australia/Lord_Howe"}),
            "2026-01-01 00:00", of({"2026-04-04T11:00 11:00 1>2 slack 0"}));
        // What does not fit is said.
        row("a missing downtime is not zero", of({"?+30", "60+30"}), saturday, "2026-01-01 00:00", {},
            of({"1>2 downtime-unknown", "2>3 after-misfit needed 100"}));
        row("a missing restore is not zero", of({"60+30", "60+?"}), saturday, "2026-01-01 00:00",
            of({"2026-01-03T22:00 22:00 1>2 slack 260"}), of({"2>3 restore-unknown"}));
        row("an online hop without duration", of({"o?+30"}), saturday, "2026-01-01 00:00", {},
            of({"1>2 downtime-unknown"}));
        row("a component's step without downtime", of({"php?", "60+30"}), saturday, "2026-01-01 00:00", {},
            of({"php 7.4>8.1 downtime-unknown", "1>2 after-misfit needed 100"}));
        row("each that is too long is told", of({"60+30", "400+60", "60+30", "500+60"}), saturday, "2026-01-01 00:00",
            of({"2026-01-03T22:00 22:00 1>2 slack 260"}),
            of({"2>3 too-long needed 470 longest 360 would-do 480 Sat 22:00-06:00 UTC", "3>4 after-misfit needed 100",
                "4>5 too-long needed 570 longest 360 would-do 570 Sat 22:00-07:30 UTC"}));
        row("the longest window is the nearest", of({"400+60"}),
            of({"Mon-Fri 01:00-03:00 UTC", "Sat 22:00-04:00 UTC", "Sun 22:00-24:00 UTC"}), "2026-01-01 00:00", {},
            of({"1>2 too-long needed 470 longest 360 would-do 480 Sat 22:00-06:00 UTC"}));
        row("more than a day", of({"1500+60"}), saturday, "2026-01-01 00:00", {},
            of({"1>2 too-long needed 1570 longest 360 would-do 1575 Sat 22:00-Mon 00:15 UTC"}));
        row("the dates are used up", of({"200+60", "200+60"}), of({"2026-12-24 20:00-02:00 UTC"}), "2026-01-01 00:00",
            of({"2026-12-24T20:00 20:00 1>2 slack 90"}), of({"2>3 windows-end needed 270"}));
        row("the dates are over", of({"200+60"}), of({"2025-12-24 20:00-02:00 UTC"}), "2026-01-01 00:00", {},
            of({"1>2 windows-end needed 270"}));
        row("beyond what is known of zones", of({"200+60"}), saturday, "2040-01-01 00:00", {},
            of({"1>2 windows-end needed 270"}));
    }
    void packsWholeHops()
    {
        QFETCH(const Strings, work);
        QFETCH(const Strings, windows);
        QFETCH(const QString, earliest);
        QFETCH(const Strings, nights);
        QFETCH(const Strings, misfits);
        const auto schedule = planner::schedule(planOf(work), texts(windows), {at(earliest), minutes(10), {}});
        QVERIFY(schedule.has_value());
        QCOMPARE(shown(*schedule), nights);
        QCOMPARE(misfitsOf(*schedule), misfits);
        QCOMPARE(schedule->complete(), misfits.isEmpty());
    }

    void saysLocalTimesOfTheNight()
    {
        const auto schedule = planner::schedule(planOf(of({"300+60"})), texts(of({"Sat 22:00-04:00 Europe/Oslo"})),
                                                {at(QStringLiteral("2026-10-24 00:00")), minutes(10), {}});
        QVERIFY(schedule.has_value());
        const planner::Night& night = schedule->nights.front();
        QCOMPARE(night.zone, std::string("Europe/Oslo"));
        QCOMPARE(planner::to_string(night.opensLocal), std::string("2026-10-24T22:00:00+02:00"));
        QCOMPARE(planner::to_string(night.closesLocal), std::string("2026-10-25T04:00:00+01:00"));
        QCOMPARE(night.opensLocal.abbreviation, std::string("CEST"));
        QCOMPARE(night.closesLocal.abbreviation, std::string("CET"));
        QCOMPARE(planner::to_string(night.work.front().endsLocal), std::string("2026-10-25T02:10:00+01:00"));
    }

    void wrongWindowsAreTold()
    {
        const auto schedule =
            planner::schedule(planOf(of({"60+30"})), texts(of({"Sat 22:00-04:00 UTC", "Feb 30 20:00-23:00 UTC"})),
                              {at(QStringLiteral("2026-01-01 00:00")), minutes(10), {"site.yaml", 0, 0}});
        QVERIFY(!schedule.has_value());
        QCOMPARE(schedule.error().size(), std::size_t{1});
        QVERIFY(schedule.error().front().code == planner::WindowErrorCode::neverOpens);
        QCOMPARE(schedule.error().front().window, std::size_t{1});
        QCOMPARE(schedule.error().front().place.file, std::string("site.yaml"));
        QVERIFY(!planner::schedule(planOf(of({"60+30"})), {}, {at(QStringLiteral("2026-01-01 00:00")), minutes(10), {}})
                     .has_value());
    }

    void jsonSaysAllOfIt()
    {
        const auto schedule =
            planner::schedule(planOf(of({"60+30", "php40", "400+60"})), texts(of({"Sat 22:00-04:00 Europe/Oslo"})),
                              {at(QStringLiteral("2026-01-01 00:00")), minutes(10), {}});
        QVERIFY(schedule.has_value());
        const nlohmann::json json = nlohmann::json::parse(planner::toJson(*schedule));
        QCOMPARE(json["format"].get<std::string>(), std::string("cairn-schedule/1"));
        QCOMPARE(json["complete"].get<bool>(), false);
        const nlohmann::json& night = json["nights"].at(0);
        QCOMPARE(night["opens"].get<std::string>(), std::string("2026-01-03T21:00:00Z"));
        QCOMPARE(night["closes_local"].get<std::string>(), std::string("2026-01-04T04:00:00+01:00"));
        QCOMPARE(night["slack_s"].get<int>(), 240 * 60);
        QCOMPARE(night["work"].size(), std::size_t{2});
        QCOMPARE(night["work"].at(0)["back_by"].get<std::string>(), std::string("2026-01-03T22:40:00Z"));
        QCOMPARE(night["work"].at(1)["component"].get<std::string>(), std::string("php"));
        const nlohmann::json& misfit = json["misfits"].at(0);
        QCOMPARE(misfit["reason"].get<std::string>(), std::string("too-long"));
        QCOMPARE(misfit["needed_s"].get<int>(), 470 * 60);
        QCOMPARE(misfit["nearest_would_be"].get<std::string>(), std::string("Sat 22:00-06:00 Europe/Oslo"));
    }

    /// What any schedule must hold, over random plans: order, whole, inside of a window, with room to restore; and no
    /// night begins that an earlier one had room for. A misfit's suggestion makes it fit.
    void holdsWhatItPromises()
    {
        std::mt19937 random(20261120);
        const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
        const Strings zones = of({"Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "UTC"});
        const Strings days = of({"Sat", "Fri,Sat", "Mon-Fri", "daily", "Sun", "Tue,Thu"});
        for (int round = 0; round < 400; ++round) {
            Strings work;
            for (int i = 1 + below(8); i > 0; --i) {
                if (below(6) == 0)
                    work << QStringLiteral("php%1").arg(below(90));
                work << QStringLiteral("%1+%2%3")
                            .arg(below(200))
                            .arg(below(120))
                            .arg(QLatin1String(below(4) == 0 ? "w" : ""));
            }
            Strings windows;
            for (int i = 1 + below(3); i > 0; --i) {
                const int opens = below(48);
                windows << QStringLiteral("%1 %2:%3-%4:%5 %6")
                               .arg(days[below(6)])
                               .arg(opens / 2, 2, 10, QLatin1Char('0'))
                               .arg(opens % 2 * 30, 2, 10, QLatin1Char('0'))
                               .arg((opens / 2 + 1 + below(9)) % 24, 2, 10, QLatin1Char('0'))
                               .arg(opens % 2 * 30, 2, 10, QLatin1Char('0'))
                               .arg(zones[below(5)]);
            }
            const sys_seconds earliest = at(QStringLiteral("2026-01-01 00:00")) + minutes(below(365 * 24 * 60));
            const planner::ScheduleOptions options{earliest, minutes(below(20)), {}};
            const Plan plan = planOf(work);
            const auto schedule = planner::schedule(plan, texts(windows), options);
            QVERIFY2(schedule.has_value(), qPrintable(windows.join(QLatin1Char(';'))));
            QVERIFY(*schedule == *planner::schedule(plan, texts(windows), options));

            const auto read = planner::readWindows(texts(windows));
            std::size_t placed = 0;
            sys_seconds before = earliest;
            for (std::size_t n = 0; n < schedule->nights.size(); ++n) {
                const planner::Night& night = schedule->nights[n];
                QVERIFY(!night.work.empty());
                seconds slack = night.closes - night.opens;
                for (const planner::Placed& one : night.work) {
                    QVERIFY(one.starts >= before);
                    QVERIFY(one.starts >= night.opens);
                    QVERIFY(one.backBy <= night.closes);
                    slack = std::min(slack, seconds(night.closes - one.backBy));
                    before = one.ends;
                    ++placed;
                }
                QCOMPARE(night.slack.count(), slack.count());
                // The whole night is open, minute by minute, by some window's own clock.
                for (sys_seconds t = night.opens; t < night.closes; t += minutes(15))
                    QVERIFY(!planner::openings(*read, t, t + minutes(1)).empty());
                if (n == 0)
                    continue;
                const planner::Night& last = schedule->nights[n - 1];
                const planner::Placed& first = night.work.front();
                QVERIFY(last.work.back().ends + (first.backBy - first.starts) > last.closes);
                for (const planner::Opening& missed : planner::openings(*read, last.closes, night.opens))
                    QVERIFY(missed.length() < first.backBy - first.starts);
            }
            const auto pieces = static_cast<std::size_t>(work.size());
            QCOMPARE(placed + schedule->misfits.size(), pieces);
            for (const planner::Misfit& misfit : schedule->misfits) {
                if (misfit.reason != MisfitReason::tooLong)
                    continue;
                QVERIFY(*misfit.needed > *misfit.longest);
                QVERIFY(*misfit.wouldDo >= *misfit.needed);
                QVERIFY(!misfit.nearestWouldBe.empty());
                Plan alone = plan;
                if (misfit.work.kind == planner::Work::Kind::hop) {
                    alone.steps.clear();
                    alone.hops = {plan.hops[misfit.work.index]};
                } else {
                    alone.steps = {plan.steps[misfit.work.index]};
                    alone.hops.clear();
                }
                QVERIFY(planner::schedule(alone, {misfit.nearestWouldBe}, options)->complete());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestSchedule)
#include "test_schedule.moc"
