#include "planner/window.h"

#include <QtTest>

Q_DECLARE_METATYPE(planner::WindowErrorCode)

namespace {

using planner::WindowErrorCode;
using Strings = QStringList;

std::string text(const QString& string) { return string.toStdString(); }

catalog::Date day(const QString& string) { return *catalog::readDate(text(string)); }

/// "2026-03-28T21:00:00Z 2026-03-29T02:00:00Z"
QString shown(const planner::Opening& opening)
{
    return QString::fromStdString(planner::utcText(opening.opens) + " " + planner::utcText(opening.closes));
}

void openingRow(const char* name, const char* window, const char* date, const char* expected)
{
    QTest::newRow(name) << QString::fromLatin1(window) << QString::fromLatin1(date) << QString::fromLatin1(expected);
}

}  // namespace

class TestWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writesWhatItReads_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* written, const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(written) << QString::fromLatin1(expected);
        };
        row("a night", "Sat 22:00-04:00 Europe/Oslo", "Sat 22:00-04:00 Europe/Oslo");
        row("two nights", "Fri,Sat 22:00-04:00 Europe/Oslo", "Fri,Sat 22:00-04:00 Europe/Oslo");
        row("a range of days", "Mon-Fri 01:00-05:00 America/New_York", "Mon-Fri 01:00-05:00 America/New_York");
        row("a range over the week's end", "Sat-Mon 01:00-05:00 UTC", "Mon,Sat,Sun 01:00-05:00 UTC");
        row("ranges and days", "Sun,Tue-Thu 01:00-05:00 UTC", "Tue-Thu,Sun 01:00-05:00 UTC");
        row("every day", "daily 01:00-04:00 Asia/Kathmandu", "daily 01:00-04:00 Asia/Kathmandu");
        row("all seven days are daily", "Mon-Sun 01:00-04:00 UTC", "daily 01:00-04:00 UTC");
        row("all day", "daily 00:00-24:00 UTC", "daily 00:00-24:00 UTC");
        row("until midnight", "Sat 22:00-24:00 UTC", "Sat 22:00-24:00 UTC");
        row("until midnight, written as the next day's", "Sat 22:00-00:00 UTC", "Sat 22:00-24:00 UTC");
        row("a weekend", "Fri 22:00-Mon 04:00 Europe/Oslo", "Fri 22:00-Mon 04:00 Europe/Oslo");
        row("a whole week", "Fri 22:00-Fri 22:00 UTC", "Fri 22:00-Fri 22:00 UTC");
        row("the same day named twice", "Fri 20:00-Fri 22:00 UTC", "Fri 20:00-22:00 UTC");
        row("a whole day from an evening on", "Fri 22:00-Sat 22:00 UTC", "Fri 22:00-Sat 22:00 UTC");
        row("a date", "2026-12-24 20:00-23:00 Europe/Oslo", "2026-12-24 20:00-23:00 Europe/Oslo");
        row("dates", "2026-12-24, 2026-12-27 20:00-02:00 UTC", "2026-12-24,2026-12-27 20:00-02:00 UTC");
        row("from one date to another", "2026-12-24 20:00-2026-12-26 03:00 UTC",
            "2026-12-24 20:00-2026-12-26 03:00 UTC");
        row("a day of each year", "Dec 24 20:00-23:00 Europe/Oslo", "Dec 24 20:00-23:00 Europe/Oslo");
        row("a day of leap years", "Feb 29 20:00-23:00 UTC", "Feb 29 20:00-23:00 UTC");
        row("long names, any case, spaces", "  FRIDAY , sat  9:05 - 11:00   Europe/Oslo ",
            "Fri,Sat 09:05-11:00 Europe/Oslo");
    }
    void writesWhatItReads()
    {
        QFETCH(const QString, written);
        QFETCH(const QString, expected);
        const auto window = planner::readWindow(text(written));
        QVERIFY(window.has_value());
        QCOMPARE(QString::fromStdString(planner::to_string(*window)), expected);
        const auto again = planner::readWindow(planner::to_string(*window));
        QVERIFY(again.has_value());
        QVERIFY(*again == *window);
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<WindowErrorCode>("code");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QString>("firstExpected");
        const auto row = [](const char* name, const char* written, WindowErrorCode code, const char* subject,
                            const char* expected) {
            QTest::newRow(name) << QString::fromUtf8(written) << code << QString::fromUtf8(subject)
                                << QString::fromLatin1(expected);
        };
        const char* form = "Sat 22:00-04:00 Europe/Oslo";
        row("empty", "", WindowErrorCode::badForm, "", form);
        row("no times", "Sat Europe/Oslo", WindowErrorCode::badDay, "Sat Europe/Oslo", "");
        row("a day alone", "Sat", WindowErrorCode::badForm, "Sat", form);
        row("no days", "22:00-04:00 UTC", WindowErrorCode::badForm, "22:00-04:00 UTC", form);
        row("one time", "Sat 22:00 UTC", WindowErrorCode::badForm, "Sat 22:00 UTC", form);
        row("a misspelt day", "Satt 22:00-04:00 UTC", WindowErrorCode::badDay, "Satt", "Sat");
        row("a misspelt long day", "Saterday 22:00-04:00 UTC", WindowErrorCode::badDay, "Saterday", "Saturday");
        row("an unknown day in a range", "Mon-Foo 22:00-04:00 UTC", WindowErrorCode::badDay, "Foo", "");
        row("an empty day", "Mon,,Tue 22:00-04:00 UTC", WindowErrorCode::badDay, "", "");
        row("days of two kinds", "Mon,2026-12-24 22:00-04:00 UTC", WindowErrorCode::badDay, "2026-12-24", form);
        row("daily among others", "Mon,daily 22:00-04:00 UTC", WindowErrorCode::badDay, "daily", "");
        row("a misspelt month", "Decemer 24 20:00-23:00 UTC", WindowErrorCode::badDay, "Decemer 24", "December");
        row("an hour too many", "Sat 25:00-04:00 UTC", WindowErrorCode::badTime, "25:00", "00:00..23:59");
        row("24:00 begins no window", "Sat 24:00-04:00 UTC", WindowErrorCode::badTime, "24:00", "00:00..23:59");
        row("a minute too many", "Sat 22:60-04:00 UTC", WindowErrorCode::badTime, "22:60", "00:00..23:59");
        row("an end past midnight", "Sat 22:00-24:30 UTC", WindowErrorCode::badTime, "24:30", "00:00..24:00");
        row("an end without minutes", "Sat 22:00-4 UTC", WindowErrorCode::badTime, "UTC", "00:00..24:00");
        row("a negative time", "Sat 22:00--4:00 UTC", WindowErrorCode::badTime, "-4:00", "00:00..24:00");
        row("an end's day for many days", "Fri,Sat 22:00-Mon 04:00 UTC", WindowErrorCode::badDay, "Mon", form);
        row("no zone", "Sat 22:00-04:00", WindowErrorCode::zoneMissing, "Sat 22:00-04:00", form);
        row("a misspelt zone", "Sat 22:00-04:00 Europe/Olso", WindowErrorCode::unknownZone, "Europe/Olso",
            "Europe/Oslo");
        row("a zone in lower case", "Sat 22:00-04:00 europe/oslo", WindowErrorCode::unknownZone, "europe/oslo",
            "Europe/Oslo");
        row("a city alone", "Sat 22:00-04:00 Oslo", WindowErrorCode::unknownZone, "Oslo", "Europe/Oslo");
        row("a path instead of a zone", "Sat 22:00-04:00 ../../etc/passwd", WindowErrorCode::unknownZone,
            "../../etc/passwd", "");
        row("more than a window", "Sat 22:00-04:00 UTC please", WindowErrorCode::badForm, "please", form);
        row("the thirtieth of February", "Feb 30 20:00-23:00 UTC", WindowErrorCode::neverOpens, "Feb 30", "Feb 28");
        row("the same without times", "Feb 30", WindowErrorCode::neverOpens, "Feb 30", "Feb 28");
        row("a date that does not exist", "2026-02-29 20:00-23:00 UTC", WindowErrorCode::neverOpens, "2026-02-29",
            "2026-02-28");
        row("a day no month has", "Feb 32 20:00-23:00 UTC", WindowErrorCode::badDay, "Feb 32", form);
        row("no length", "Sat 22:00-22:00 UTC", WindowErrorCode::neverOpens, "22:00-22:00", form);
        row("an end before its start", "2026-12-24 20:00-2026-12-24 19:00 UTC", WindowErrorCode::neverOpens,
            "20:00-2026-12-24 19:00", form);
        row("an end on an earlier date", "2026-12-24 20:00-2026-12-23 21:00 UTC", WindowErrorCode::badDay, "2026-12-23",
            form);
        row("not text", "\xff\xfe:\x01", WindowErrorCode::badDay, "\xff\xfe", "");
        row("only colons", ":::::", WindowErrorCode::badForm, ":::::", form);
    }
    void saysWhatIsWrong()
    {
        QFETCH(const QString, written);
        QFETCH(const WindowErrorCode, code);
        QFETCH(const QString, subject);
        QFETCH(const QString, firstExpected);
        const auto window = planner::readWindow(text(written), {"site.yaml", 7, 10});
        QVERIFY(!window.has_value());
        const planner::WindowError& error = window.error();
        QCOMPARE(static_cast<int>(error.code), static_cast<int>(code));
        QCOMPARE(QString::fromStdString(error.subject), subject);
        QCOMPARE(QString::fromStdString(error.place.file), QStringLiteral("site.yaml"));
        QCOMPARE(error.place.line, 7);
        if (!subject.isEmpty()) {
            QCOMPARE(error.place.column, 10 + static_cast<int>(text(written).find(text(subject))));
        }
        if (!firstExpected.isEmpty()) {
            QVERIFY2(!error.expected.empty(), "nothing is offered");
            QCOMPARE(QString::fromStdString(error.expected.front()), firstExpected);
        }
    }

    void everyWrongWindowIsTold()
    {
        const auto windows = planner::readWindows({"Sat 22:00-04:00 UTC", "Foo", "Sat 22:00-22:00 UTC"}, {"s", 0, 0});
        QVERIFY(!windows.has_value());
        QCOMPARE(windows.error().size(), std::size_t{2});
        QCOMPARE(windows.error()[0].window, std::size_t{1});
        QCOMPARE(windows.error()[1].window, std::size_t{2});
        QCOMPARE(windows.error()[1].place.column, 0);
        const auto none = planner::readWindows({});
        QVERIFY(!none.has_value());
        QVERIFY(none.error().front().code == WindowErrorCode::none);
    }

    void aHugeTextIsRefused()
    {
        const auto window = planner::readWindow(std::string(5'000'000, ','));
        QVERIFY(!window.has_value());
        QVERIFY(window.error().subject.size() <= 1000);
    }

    /// Real instants, from the zones' transitions as zdump shows them.
    void opensByTheClockOnTheWall_data()
    {
        QTest::addColumn<QString>("window");
        QTest::addColumn<QString>("date");
        QTest::addColumn<QString>("expected");
        const char* oslo = "Sat 22:00-04:00 Europe/Oslo";
        openingRow("Oslo: an ordinary night is six hours", oslo, "2026-01-10",
                   "2026-01-10T21:00:00Z 2026-01-11T03:00:00Z");
        openingRow("Oslo: five hours when summer time begins", oslo, "2026-03-28",
                   "2026-03-28T21:00:00Z 2026-03-29T02:00:00Z");
        openingRow("Oslo: seven hours when summer time ends", oslo, "2026-10-24",
                   "2026-10-24T20:00:00Z 2026-10-25T03:00:00Z");
        openingRow("Oslo: the rules are known in 2036", oslo, "2036-07-05",
                   "2036-07-05T20:00:00Z 2036-07-06T02:00:00Z");
        openingRow("Oslo: not on other days", oslo, "2026-01-11", "");
        openingRow("Oslo: the start is skipped, so the jump is the start", "Sun 02:30-04:00 Europe/Oslo", "2026-03-29",
                   "2026-03-29T01:00:00Z 2026-03-29T02:00:00Z");
        openingRow("Oslo: the end is skipped, so the jump is the end", "Sun 01:00-02:30 Europe/Oslo", "2026-03-29",
                   "2026-03-29T00:00:00Z 2026-03-29T01:00:00Z");
        openingRow("Oslo: all is skipped", "Sun 02:15-02:45 Europe/Oslo", "2026-03-29", "");
        openingRow("Oslo: the start comes twice, the later counts", "Sun 02:30-04:00 Europe/Oslo", "2026-10-25",
                   "2026-10-25T01:30:00Z 2026-10-25T03:00:00Z");
        openingRow("Oslo: the end comes twice, the earlier counts", "Sun 01:00-02:30 Europe/Oslo", "2026-10-25",
                   "2026-10-24T23:00:00Z 2026-10-25T00:30:00Z");
        openingRow("Oslo: all comes twice, the first counts", "Sun 02:15-02:45 Europe/Oslo", "2026-10-25",
                   "2026-10-25T00:15:00Z 2026-10-25T00:45:00Z");
        openingRow("Oslo: a weekend over the jump is an hour short", "Fri 22:00-Mon 04:00 Europe/Oslo", "2026-03-27",
                   "2026-03-27T21:00:00Z 2026-03-30T02:00:00Z");
        openingRow("New York: five hours in March", "Sat 22:00-04:00 America/New_York", "2026-03-07",
                   "2026-03-08T03:00:00Z 2026-03-08T08:00:00Z");
        openingRow("New York: seven hours in November", "Sat 22:00-04:00 America/New_York", "2026-10-31",
                   "2026-11-01T02:00:00Z 2026-11-01T09:00:00Z");
        openingRow("New York: not yet summer time when Oslo changes", "Sat 22:00-04:00 America/New_York", "2026-10-24",
                   "2026-10-25T02:00:00Z 2026-10-25T08:00:00Z");
        openingRow("Lord Howe: half an hour less in October", "Sat 22:00-04:00 Australia/Lord_Howe", "2026-10-03",
                   "2026-10-03T11:30:00Z 2026-10-03T17:00:00Z");
        openingRow("Lord Howe: half an hour more in April", "Sat 22:00-04:00 Australia/Lord_Howe", "2026-04-04",
                   "2026-04-04T11:00:00Z 2026-04-04T17:30:00Z");
        openingRow("Lord Howe: a start in the half hour that is skipped", "Sun 02:15-03:00 Australia/Lord_Howe",
                   "2026-10-04", "2026-10-03T15:30:00Z 2026-10-03T16:00:00Z");
        openingRow("Lord Howe: a start in the half hour that comes twice", "Sun 01:45-03:00 Australia/Lord_Howe",
                   "2026-04-05", "2026-04-04T15:15:00Z 2026-04-04T16:30:00Z");
        openingRow("Kathmandu: a quarter to, and never summer time", "Sat 22:00-04:00 Asia/Kathmandu", "2026-03-28",
                   "2026-03-28T16:15:00Z 2026-03-28T22:15:00Z");
        openingRow("Sydney: summer time begins in October", "Sat 22:00-04:00 Australia/Sydney", "2026-10-03",
                   "2026-10-03T12:00:00Z 2026-10-03T17:00:00Z");
        openingRow("Sydney: summer time ends in April", "Sat 22:00-04:00 Australia/Sydney", "2026-04-04",
                   "2026-04-04T11:00:00Z 2026-04-04T18:00:00Z");
        openingRow("Santiago: midnight is skipped", "Sun 00:00-03:00 America/Santiago", "2026-09-06",
                   "2026-09-06T04:00:00Z 2026-09-06T06:00:00Z");
        openingRow("Santiago: a night over the midnight that is skipped", "Sat 22:00-04:00 America/Santiago",
                   "2026-09-05", "2026-09-06T02:00:00Z 2026-09-06T07:00:00Z");
        openingRow("Apia: the day that was left out opens with the next", "Fri 22:00-04:00 Pacific/Apia", "2011-12-30",
                   "2011-12-30T10:00:00Z 2011-12-30T14:00:00Z");
        openingRow("UTC: a date", "2026-12-24 20:00-23:00 UTC", "2026-12-24",
                   "2026-12-24T20:00:00Z 2026-12-24T23:00:00Z");
        openingRow("UTC: a leap day", "Feb 29 20:00-23:00 UTC", "2028-02-29",
                   "2028-02-29T20:00:00Z 2028-02-29T23:00:00Z");
        openingRow("UTC: no leap day", "Feb 29 20:00-23:00 UTC", "2027-03-01", "");
    }
    void opensByTheClockOnTheWall()
    {
        QFETCH(const QString, window);
        QFETCH(const QString, date);
        QFETCH(const QString, expected);
        const auto read = planner::readWindow(text(window));
        QVERIFY(read.has_value());
        const auto opening = planner::openingOn(*read, day(date));
        QCOMPARE(opening ? shown(*opening) : QString(), expected);
    }

    void localTimesSayTheirOffset_data()
    {
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* zone, const char* expected) {
            QTest::newRow(zone) << QString::fromLatin1(zone) << QString::fromLatin1(expected);
        };
        row("Europe/Oslo", "2026-07-01T02:00:00+02:00");
        row("America/New_York", "2026-06-30T20:00:00-04:00");
        row("America/St_Johns", "2026-06-30T21:30:00-02:30");
        row("Australia/Lord_Howe", "2026-07-01T10:30:00+10:30");
        row("Asia/Kathmandu", "2026-07-01T05:45:00+05:45");
        row("UTC", "2026-07-01T00:00:00+00:00");
    }
    void localTimesSayTheirOffset()
    {
        QFETCH(const QString, zone);
        QFETCH(const QString, expected);
        const auto found = planner::Zone::find(text(zone));
        QVERIFY(found.has_value());
        QCOMPARE(QString::fromStdString(planner::to_string(found->at(day(QStringLiteral("2026-07-01"))))), expected);
    }

    void openingsAreInOrderAndWhole_data()
    {
        QTest::addColumn<Strings>("windows");
        QTest::addColumn<QString>("from");
        QTest::addColumn<int>("hours");
        QTest::addColumn<Strings>("expected");
        const auto row = [](const char* name, const Strings& windows, const char* from, int hours,
                            const Strings& expected) {
            QTest::newRow(name) << windows << QString::fromLatin1(from) << hours << expected;
        };
        row("recurring", {QStringLiteral("Sat 22:00-04:00 UTC")}, "2026-01-01", 24 * 14,
            {QStringLiteral("2026-01-03T22:00:00Z 2026-01-04T04:00:00Z"),
             QStringLiteral("2026-01-10T22:00:00Z 2026-01-11T04:00:00Z")});
        row("what has begun is cut", {QStringLiteral("Wed 22:00-04:00 UTC")}, "2026-01-01", 24,
            {QStringLiteral("2026-01-01T00:00:00Z 2026-01-01T04:00:00Z")});
        row("a long one that has begun long ago", {QStringLiteral("Fri 22:00-Fri 20:00 UTC")}, "2026-01-02", 24,
            {QStringLiteral("2026-01-02T00:00:00Z 2026-01-02T20:00:00Z"),
             QStringLiteral("2026-01-02T22:00:00Z 2026-01-03T00:00:00Z")});
        row("overlapping ones are one", {QStringLiteral("Sat 22:00-04:00 UTC"), QStringLiteral("Sun 03:00-06:00 UTC")},
            "2026-01-03", 48, {QStringLiteral("2026-01-03T22:00:00Z 2026-01-04T06:00:00Z")});
        row("touching ones are one", {QStringLiteral("Sat 22:00-24:00 UTC"), QStringLiteral("Sun 00:00-03:00 UTC")},
            "2026-01-03", 48, {QStringLiteral("2026-01-03T22:00:00Z 2026-01-04T03:00:00Z")});
        row("across zones", {QStringLiteral("Sat 22:00-23:00 Europe/Oslo"), QStringLiteral("Sat 22:00-23:00 UTC")},
            "2026-01-03", 48, {QStringLiteral("2026-01-03T21:00:00Z 2026-01-03T23:00:00Z")});
        row("all days are one", {QStringLiteral("daily 00:00-24:00 Europe/Oslo")}, "2026-03-28", 72,
            {QStringLiteral("2026-03-28T00:00:00Z 2026-03-31T00:00:00Z")});
        row("dates that are over", {QStringLiteral("2025-12-24 20:00-23:00 UTC")}, "2026-01-01", 24 * 400, {});
        row("beyond what is known of zones", {QStringLiteral("daily 20:00-23:00 UTC")}, "2038-01-01", 24 * 400, {});
    }
    void openingsAreInOrderAndWhole()
    {
        QFETCH(const Strings, windows);
        QFETCH(const QString, from);
        QFETCH(const int, hours);
        QFETCH(const Strings, expected);
        std::vector<std::string> texts;
        for (const QString& window : windows)
            texts.push_back(text(window));
        const auto read = planner::readWindows(texts);
        QVERIFY(read.has_value());
        Strings found;
        for (const planner::Opening& opening :
             planner::openings(*read, day(from), day(from) + std::chrono::hours(hours)))
            found << shown(opening);
        QCOMPARE(found, expected);
    }

    void lengthenedHoldsTheLength_data()
    {
        QTest::addColumn<QString>("window");
        QTest::addColumn<int>("minutes");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* window, int minutes, const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(window) << minutes << QString::fromLatin1(expected);
        };
        row("already long enough", "Sat 22:00-04:00 UTC", 60, "Sat 22:00-04:00 UTC");
        row("in quarters of an hour", "Sat 22:00-04:00 UTC", 361, "Sat 22:00-04:15 UTC");
        row("several days", "Fri,Sat 22:00-04:00 UTC", 420, "Fri,Sat 22:00-05:00 UTC");
        row("up to a day", "Sat 22:00-04:00 UTC", 24 * 60, "Sat 22:00-Sun 22:00 UTC");
        row("beyond a day", "Fri,Sat 22:00-04:00 UTC", 25 * 60, "Fri 22:00-Sat 23:00 UTC");
        row("to a midnight beyond a day", "Sat 22:00-04:00 UTC", 26 * 60, "Sat 22:00-Mon 00:00 UTC");
        row("a week", "Sat 22:00-04:00 UTC", 7 * 24 * 60, "Sat 22:00-Sat 22:00 UTC");
        row("beyond a week", "Sat 22:00-04:00 UTC", 8 * 24 * 60, "");
        row("daily beyond a day", "daily 22:00-04:00 UTC", 25 * 60, "daily 00:00-24:00 UTC");
        row("a date beyond a day", "2026-12-24 20:00-23:00 UTC", 28 * 60, "2026-12-24 20:00-2026-12-26 00:00 UTC");
        row("a day of the year", "Dec 24 20:00-23:00 UTC", 300, "Dec 24 20:00-01:00 UTC");
        row("a day of the year beyond a day", "Dec 24 20:00-23:00 UTC", 25 * 60, "");
    }
    void lengthenedHoldsTheLength()
    {
        QFETCH(const QString, window);
        QFETCH(const int, minutes);
        QFETCH(const QString, expected);
        const auto read = planner::readWindow(text(window));
        QVERIFY(read.has_value());
        const auto longer = planner::lengthened(*read, std::chrono::minutes(minutes));
        QCOMPARE(longer ? QString::fromStdString(planner::to_string(*longer)) : QString(), expected);
        if (!longer)
            return;
        const auto again = planner::readWindow(planner::to_string(*longer));
        QVERIFY(again.has_value());
        const auto opened =
            planner::openings({*again}, day(QStringLiteral("2026-12-01")), day(QStringLiteral("2027-01-31")));
        QVERIFY(!opened.empty());
        QVERIFY(opened.front().length() >= std::chrono::minutes(minutes));
    }
};

QTEST_GUILESS_MAIN(TestWindow)
#include "test_window.moc"
