#include "planner/ical.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>
#include <random>
#include <set>

namespace {

using planner::CalendarEvent;
using std::chrono::minutes;
using std::chrono::sys_seconds;

sys_seconds at(const char* day, int hour) { return *catalog::readDate(day) + std::chrono::hours(hour); }

const sys_seconds stamp = at("2026-11-20", 10);

QByteArray written(const std::vector<CalendarEvent>& events)
{
    const auto text = planner::toIcal(events, stamp);
    return text ? QByteArray::fromStdString(*text) : QByteArray();
}

CalendarEvent eventWith(const QByteArray& summary, const QByteArray& description = {})
{
    return {"one@cairn", at("2026-12-24", 19), at("2026-12-24", 22), summary.toStdString(), description.toStdString()};
}

/// RFC 5545 section 3.1, read strictly: CRLF alone ends lines, none is longer than 75 octets, each is UTF-8 by itself.
/// Gives the unfolded lines; an error is appended to `wrong`.
QList<QByteArray> contentLines(const QByteArray& text, QStringList& wrong)
{
    QList<QByteArray> lines;
    if (!text.endsWith("\r\n"))
        wrong << QStringLiteral("no line end at the end");
    QList<QByteArray> physical;
    qsizetype start = 0;
    for (qsizetype end = text.indexOf("\r\n"); end >= 0; end = text.indexOf("\r\n", start)) {
        physical << text.mid(start, end - start);
        start = end + 2;
    }
    for (const QByteArray& line : physical) {
        if (line.contains('\r') || line.contains('\n'))
            wrong << QStringLiteral("a bare CR or LF");
        if (line.size() > 75)
            wrong << QStringLiteral("%1 octets").arg(line.size());
        if (line.isEmpty())
            wrong << QStringLiteral("an empty line");
        if (QString::fromUtf8(line).toUtf8() != line ||
            QString::fromUtf8(line).contains(QChar(0xFFFD)) != line.contains("\xEF\xBF\xBD"))
            wrong << QStringLiteral("a line cut inside a character");
        for (const char c : line) {
            if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F)
                wrong << QStringLiteral("a control character");
        }
        if (line.startsWith(' ') || line.startsWith('\t')) {
            if (lines.isEmpty())
                wrong << QStringLiteral("a continuation of nothing");
            else
                lines.last() += line.mid(1);
        } else {
            lines << line;
        }
    }
    return lines;
}

/// A TEXT value read back, section 3.3.11; an escape that is none is appended to `wrong`.
QByteArray unescaped(const QByteArray& value, QStringList& wrong)
{
    QByteArray text;
    for (qsizetype i = 0; i < value.size(); ++i) {
        const char c = value[i];
        if (c == ';' || c == ',') {
            wrong << QStringLiteral("a separator that is not escaped");
        } else if (c != '\\') {
            text += c;
            continue;
        }
        const char next = ++i < value.size() ? value[i] : '\0';
        if (next == 'n' || next == 'N')
            text += '\n';
        else if (next == '\\' || next == ';' || next == ',')
            text += next;
        else
            wrong << QStringLiteral("an escape that is none");
    }
    return text;
}

struct ReadEvent {
    QMap<QByteArray, QByteArray> properties;
};

/// The grammar of section 3.6, for what we write: each property once, the required ones there, nothing unknown.
QList<ReadEvent> readStrictly(const QByteArray& text, QStringList& wrong)
{
    const QList<QByteArray> lines = contentLines(text, wrong);
    QList<ReadEvent> events;
    QMap<QByteArray, QByteArray> calendar;
    QList<QByteArray> open;
    for (const QByteArray& line : lines) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.left(colon);
        const QByteArray value = line.mid(colon + 1);
        if (colon <= 0 || !QRegularExpression(QStringLiteral("^[A-Z-]+$")).match(QString::fromUtf8(name)).hasMatch()) {
            wrong << QStringLiteral("no content line: ") + QString::fromUtf8(line);
        } else if (name == "BEGIN") {
            if (value != (open.isEmpty() ? "VCALENDAR" : "VEVENT"))
                wrong << QStringLiteral("begins what it may not");
            if (!open.isEmpty())
                events << ReadEvent();
            open << value;
        } else if (name == "END") {
            if (open.isEmpty() || open.takeLast() != value)
                wrong << QStringLiteral("ends what was not begun");
        } else if (open.isEmpty()) {
            wrong << QStringLiteral("a property of nothing");
        } else {
            QMap<QByteArray, QByteArray>& properties = open.size() == 2 ? events.last().properties : calendar;
            if (properties.contains(name))
                wrong << QStringLiteral("twice: ") + QString::fromUtf8(name);
            properties[name] = value;
        }
    }
    if (!open.isEmpty())
        wrong << QStringLiteral("not ended");
    if (calendar.value("VERSION") != "2.0" || calendar.value("PRODID").isEmpty())
        wrong << QStringLiteral("VERSION and PRODID are required");
    if (events.isEmpty())
        wrong << QStringLiteral("a calendar has a component");
    std::set<QByteArray> uids;
    for (ReadEvent& event : events) {
        for (const char* name : {"DTSTAMP", "DTSTART", "DTEND"}) {
            if (!QRegularExpression(QStringLiteral("^\\d{8}T\\d{6}Z$"))
                     .match(QString::fromUtf8(event.properties.value(name)))
                     .hasMatch())
                wrong << QStringLiteral("no UTC time: ") + QString::fromLatin1(name);
        }
        if (event.properties.value("DTEND") <= event.properties.value("DTSTART"))
            wrong << QStringLiteral("DTEND is not later");
        if (event.properties.value("UID").isEmpty() || !uids.insert(event.properties.value("UID")).second)
            wrong << QStringLiteral("UID is missing or not unique");
        for (const char* name : {"UID", "SUMMARY", "DESCRIPTION"})
            event.properties[name] = unescaped(event.properties.value(name), wrong);
    }
    return events;
}

planner::Plan ledgerPlan()
{
    planner::Plan plan;
    plan.product = {"ledger"};
    plan.site = "Harbour Trading, Bergen";
    plan.from = {"3.2.1"};
    plan.to = {"9.1.0"};
    const char* versions[] = {"3.2.1", "5.0.7", "7.4.0", "9.1.0"};
    for (int i = 0; i < 3; ++i) {
        planner::Hop hop;
        hop.from = {versions[i]};
        hop.to = {versions[i + 1]};
        hop.downtime = minutes(100);
        hop.restore = minutes(30);
        plan.hops.push_back(hop);
    }
    planner::PlannedStep step;
    step.kind = planner::PlannedStep::Kind::component;
    step.hop = 1;
    step.component = planner::ComponentChange{{"php"}, {"7.4"}, {"8.1"}, {"5.0.7"}, minutes(20)};
    plan.steps.push_back(step);
    plan.digest = catalog::Digest::of("a plan");
    return plan;
}

planner::Schedule scheduleOf(const planner::Plan& plan, const char* window, sys_seconds earliest)
{
    return *planner::schedule(plan, {window}, {earliest, minutes(10), {}});
}

}  // namespace

class TestIcal : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textsComeBack_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const QByteArray& text, const QByteArray& expected) {
            QTest::newRow(name) << text << expected;
        };
        const auto same = [&](const char* name, const QByteArray& text) { row(name, text, text); };
        same("words", "Upgrade of Ledger");
        same("nothing", "");
        same("separators", "a, b; c: d \"e\"");
        same("backslashes", "C:\\new\\;\\\\n");
        same("line breaks", "one\ntwo\n\nthree\n");
        row("CRLF and CR are line breaks", "one\r\ntwo\rthree", "one\ntwo\nthree");
        same("what looks like a property", "x\nEND:VEVENT\nBEGIN:VEVENT");
        row("control characters",
            QByteArray("a\0b\x07"
                       "c\x7f"
                       "d\te",
                       9),
            "a b c d\te");
        same("two octets", QByteArray("æøå").repeated(60));
        same("three octets", QByteArray("計画").repeated(40));
        same("four octets", QByteArray("\xF0\x9F\x9B\xA0").repeated(50));
        same("a long word", QByteArray(1000, 'x'));
        same("escapes at the fold", QByteArray(66, 'x') + ",,,,;;;;\\\\\\\\\n\n\n");
        same("blanks at the fold", QByteArray(200, ' '));
        row("bytes that are not UTF-8", "a\xff\xc3(b\xe2\x82", "a\xEF\xBF\xBD\xEF\xBF\xBD(b\xEF\xBF\xBD\xEF\xBF\xBD");
        row("overlong and surrogate", "\xc0\xaf\xed\xa0\x80",
            "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    }
    void textsComeBack()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, expected);
        QStringList wrong;
        const QList<ReadEvent> events = readStrictly(written({eventWith(text, text)}), wrong);
        QCOMPARE(wrong, QStringList());
        QCOMPARE(events.size(), 1);
        QCOMPARE(events[0].properties.value("SUMMARY"), expected);
        QCOMPARE(events[0].properties.value("DESCRIPTION"), expected);
    }

    /// Every length near the folds, with characters of one to four octets in the way.
    void foldsNeverCutACharacter()
    {
        const QByteArray characters[] = {"x", "ø", "画", "\xF0\x9F\x9B\xA0", ",", "\\", "\n"};
        std::mt19937 random(5545);
        for (int round = 0; round < 500; ++round) {
            QByteArray text(static_cast<qsizetype>(random() % 80), 'a');
            for (unsigned long i = random() % 60; i > 0; --i)
                text += characters[random() % std::size(characters)];
            QStringList wrong;
            const QList<ReadEvent> events = readStrictly(written({eventWith(text)}), wrong);
            QCOMPARE(wrong, QStringList());
            QCOMPARE(events[0].properties.value("SUMMARY"), text);
        }
    }

    void linesAreAsLongAsAllowed()
    {
        // "SUMMARY:" and 67 characters are 75 octets; one more is folded.
        QVERIFY(written({eventWith(QByteArray(67, 'x'))}).contains("SUMMARY:" + QByteArray(67, 'x') + "\r\n"));
        QVERIFY(written({eventWith(QByteArray(68, 'x'))}).contains("SUMMARY:" + QByteArray(67, 'x') + "\r\n x\r\n"));
    }

    void timesAreInUtc()
    {
        QStringList wrong;
        const QList<ReadEvent> events = readStrictly(written({eventWith("x")}), wrong);
        QCOMPARE(wrong, QStringList());
        QCOMPARE(events[0].properties.value("DTSTAMP"), QByteArray("20261120T100000Z"));
        QCOMPARE(events[0].properties.value("DTSTART"), QByteArray("20261224T190000Z"));
        QCOMPARE(events[0].properties.value("DTEND"), QByteArray("20261224T220000Z"));
    }

    void withoutEventsThereIsNoCalendar() { QVERIFY(!planner::toIcal({}, stamp)); }

    void anEventWithoutLengthHasNoEnd()
    {
        CalendarEvent event = eventWith("x");
        event.ends = event.starts;
        QVERIFY(!written({event}).contains("DTEND"));
    }

    void eachNightIsAnEvent()
    {
        const planner::Plan plan = ledgerPlan();
        const planner::Schedule schedule = scheduleOf(plan, "Sat 22:00-02:30 Europe/Oslo", at("2026-10-20", 0));
        QCOMPARE(schedule.nights.size(), std::size_t{2});
        QStringList wrong;
        const QList<ReadEvent> events = readStrictly(written(planner::eventsOf(schedule, plan)), wrong);
        QCOMPARE(wrong, QStringList());
        QCOMPARE(events.size(), 2);
        QCOMPARE(events[0].properties.value("SUMMARY"), QByteArray("ledger 3.2.1 > 5.0.7, php 7.4 > 8.1"));
        QCOMPARE(events[0].properties.value("DESCRIPTION"), QByteArray("Harbour Trading, Bergen"));
        QCOMPARE(events[0].properties.value("DTSTART"), QByteArray("20261024T200000Z"));
        QCOMPARE(events[0].properties.value("DTEND"), QByteArray("20261024T222000Z"));
        QCOMPARE(events[1].properties.value("SUMMARY"), QByteArray("ledger 5.0.7 > 7.4.0 > 9.1.0"));
    }

    void theSamePlanHasTheSameNames()
    {
        const planner::Plan plan = ledgerPlan();
        const auto uids = [](const planner::Schedule& schedule, const planner::Plan& of) {
            QStringList names;
            for (const CalendarEvent& event : planner::eventsOf(schedule, of))
                names << QString::fromStdString(event.uid);
            return names;
        };
        const auto october = uids(scheduleOf(plan, "Sat 22:00-02:30 Europe/Oslo", at("2026-10-20", 0)), plan);
        const auto january = uids(scheduleOf(plan, "Fri 21:00-01:30 UTC", at("2027-01-01", 0)), plan);
        QCOMPARE(october, january);
        QCOMPARE(std::set<QString>(october.begin(), october.end()).size(), std::size_t{2});
        planner::Plan other = plan;
        other.digest = catalog::Digest::of("another plan");
        QVERIFY(uids(scheduleOf(other, "Fri 21:00-01:30 UTC", at("2027-01-01", 0)), other) != january);
        other.digest = {};
        const auto undigested = uids(scheduleOf(other, "Fri 21:00-01:30 UTC", at("2027-01-01", 0)), other);
        QVERIFY(undigested != january && undigested[0].size() == january[0].size());
    }

    void wordsComeFromOutside()
    {
        const planner::Plan plan = ledgerPlan();
        const planner::Schedule schedule = scheduleOf(plan, "Sat 22:00-04:00 Europe/Oslo", at("2026-10-20", 0));
        const auto events = planner::eventsOf(schedule, plan, [](const planner::Night& night) {
            return planner::CalendarText{std::to_string(night.work.size()) + " pieces", "Ring Kari"};
        });
        QCOMPARE(events.front().summary, std::string("4 pieces"));
        QCOMPARE(events.front().description, std::string("Ring Kari"));
    }

    /// A reader that is not ours. Version 4 of it takes an escaped backslash before an n for a line break.
    void anotherReaderAgrees()
    {
        // The system's own interpreter: the package is not seen by others that may come first in PATH.
        const QString python = QStringLiteral("/usr/bin/python3");
        QProcess there;
        there.start(python, {QStringLiteral("-c"), QStringLiteral("import icalendar")});
        if (!there.waitForFinished() || there.exitCode() != 0)
            QSKIP("python3-icalendar is not installed");
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("plan.ics")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray summary = "Ledger, Bergen; \"æøå\" " + QByteArray("計画").repeated(30) + "\nsecond line";
        file.write(written({eventWith(summary, "C:\\data")}));
        file.close();
        QProcess reader;
        reader.start(python, {QStringLiteral("-c"), QStringLiteral(R"(
import sys, icalendar
calendar = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
assert not calendar.errors, calendar.errors
for event in calendar.walk('VEVENT'):
    assert not event.errors, event.errors
    sys.stdout.buffer.write('|'.join([event['UID'], event['DTSTAMP'].dt.isoformat(), event['DTSTART'].dt.isoformat(),
        event['DTEND'].dt.isoformat(), event['SUMMARY'], event['DESCRIPTION']]).encode())
)"),
                              file.fileName()});
        QVERIFY(reader.waitForFinished());
        QCOMPARE(reader.readAllStandardError(), QByteArray());
        QCOMPARE(reader.readAllStandardOutput(),
                 "one@cairn|2026-11-20T10:00:00+00:00|2026-12-24T19:00:00+00:00|2026-12-24T22:00:00+00:00|" + summary +
                     "|C:\\data");
    }
};

QTEST_GUILESS_MAIN(TestIcal)
#include "test_ical.moc"
