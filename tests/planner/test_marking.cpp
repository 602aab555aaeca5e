#include "planner/marking.h"

#include <QRegularExpression>
#include <QtTest>
#include <map>

namespace {

using catalog::Catalog;
using catalog::Order;
using catalog::ReleaseIndex;
using planner::Marking;
using planner::StopCause;
using Strings = QStringList;

const catalog::Date today = *catalog::readDate("2026-11-20");

QString shown(const std::string& text) { return QString::fromStdString(text); }

Strings of(std::initializer_list<const char*> strings)
{
    Strings list;
    for (const char* string : strings)
        list << QString::fromUtf8(string);
    return list;
}

/// A catalog from short words. A line is "5@4.1: 5.0 5.1 …": its name, where it branches, and its releases; a release
/// is followed, without a space, by what it declares:
///   (utf8<6.0)  a data move until 6.0     [api<6.0]  a shim     {4.0}  scripts since 4.0     {}  no migrations
///   !  withdrawn     *  a checkpoint on itself     *5.*  a checkpoint with landing releases     ?5.*  a conditional
///   one *5.*~6.*  a checkpoint and what is beyond it
Catalog catalogOf(const Strings& lines)
{
    Catalog catalog;
    catalog.product.id = {"ledger"};
    std::map<QString, ReleaseIndex> byName;
    const auto range = [](const QString& text) {
        return *catalog::Range::read(catalog::VersionScheme::numeric, text.toStdString());
    };
    for (const QString& text : lines) {
        const QString head = text.section(QLatin1Char(':'), 0, 0);
        catalog::Line line;
        line.id = {head.section(QLatin1Char('@'), 0, 0).toStdString()};
        if (head.contains(QLatin1Char('@')))
            line.from = byName.at(head.section(QLatin1Char('@'), 1));
        for (const QString& word : text.section(QLatin1Char(':'), 1).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
            static const QRegularExpression versionForm(QStringLiteral("^[0-9.]+"));
            static const QRegularExpression declarationForm(
                QStringLiteral(R"(\((\w+)<([^)]*)\)|\[(\w+)<([^\]]*)\]|\{([^}]*)\}|(!)|([*?])([0-9.*]*)(~[0-9.*]+)?)"));
            catalog::Release release;
            const QString version = versionForm.match(word).captured();
            release.version = {version.toStdString()};
            release.line = static_cast<catalog::LineIndex>(catalog.lines.size());
            auto found = declarationForm.globalMatch(word.mid(version.size()));
            while (found.hasNext()) {
                const QRegularExpressionMatch match = found.next();
                const auto part = [&](int i) { return match.captured(i).toStdString(); };
                if (!part(1).empty()) {
                    release.moves.push_back(catalog::DataMove{part(1), {part(2)}, {}});
                } else if (!part(3).empty()) {
                    release.shims.push_back(catalog::Shim{part(3), {part(4)}, {}});
                } else if (match.captured(0) == QLatin1String("{}")) {
                    release.migrations.emplace();
                } else if (!part(5).empty()) {
                    release.scriptsSince = catalog::Version{part(5)};
                } else if (!part(6).empty()) {
                    release.state.value = catalog::ReleaseState::withdrawn;
                } else {
                    catalog::Checkpoint checkpoint;
                    checkpoint.id = {"at-" + release.version.text};
                    if (!part(8).empty())
                        checkpoint.landsOn = range(match.captured(8));
                    if (!part(9).empty())
                        checkpoint.beyond = range(match.captured(9).mid(1));
                    if (part(7) == "?")
                        checkpoint.when.anyOf.push_back({catalog::Match{{"edition"}, false, {{"x", {}}}}});
                    release.checkpoints.push_back(checkpoint);
                }
            }
            byName[version] = static_cast<ReleaseIndex>(catalog.releases.size());
            catalog.releases.push_back(release);
        }
        catalog.lines.push_back(line);
    }
    return catalog;
}

QString nameOf(const Catalog& catalog, ReleaseIndex release) { return shown(catalog.at(release).version.text); }

QString nameOf(const planner::StopInterval& interval)
{
    const char* causes[] = {"move", "shim", "scripts"};
    return QLatin1String(causes[static_cast<int>(interval.cause)]) + QLatin1Char(' ') + shown(interval.id);
}

/// "move utf8 [5.0,6.0) via 5.0..5.2"
Strings intervalsOf(const Catalog& catalog, const Marking& marking)
{
    Strings list;
    for (const planner::StopInterval& interval : marking.intervals)
        list << QStringLiteral("%1 [%2,%3) via %4..%5")
                    .arg(nameOf(interval), nameOf(catalog, interval.first), nameOf(catalog, interval.until),
                         nameOf(catalog, interval.earliest), nameOf(catalog, interval.latest));
    return list;
}

/// "5.2: move utf8, shim api"
Strings marksOf(const Catalog& catalog, const Marking& marking, const std::vector<planner::Mark>& marks)
{
    Strings list;
    for (const planner::Mark& mark : marks) {
        Strings causes;
        for (const std::size_t i : mark.intervals)
            causes << nameOf(marking.intervals[i]);
        list << nameOf(catalog, mark.release) + QStringLiteral(": ") + causes.join(QStringLiteral(", "));
    }
    return list;
}

Strings problemsOf(const Catalog& catalog, const Marking& marking)
{
    const char* kinds[] = {"unknown-release", "not-an-ancestor", "no-stop"};
    Strings list;
    for (const planner::MarkingProblem& problem : marking.problems)
        list << QStringLiteral("%1 %2 of %3: %4")
                    .arg(QLatin1String(kinds[static_cast<int>(problem.kind)]), shown(problem.id),
                         nameOf(catalog, problem.declaredBy), shown(problem.named.text));
    return list;
}

}  // namespace

class TestMarking : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void derivesStops_data()
    {
        QTest::addColumn<Strings>("lines");
        QTest::addColumn<Strings>("intervals");
        QTest::addColumn<Strings>("marks");
        QTest::addColumn<Strings>("problems");
        const auto row = [](const char* name, const Strings& lines, const Strings& intervals, const Strings& marks,
                            const Strings& problems = {}) {
            QTest::newRow(name) << lines << intervals << marks << problems;
        };
        row("a chain of scripts needs no stop", of({"m: 1 2 3 4 5"}), {}, {});
        row("a move needs a stop while its code is there", of({"m: 1 2(utf8<5) 3 4 5 6"}),
            of({"move utf8 [2,5) via 2..4"}), of({"4: move utf8"}));
        row("a shim likewise", of({"m: 1 2[api<4] 3 4"}), of({"shim api [2,4) via 2..3"}), of({"3: shim api"}));
        row("a move that ends with the next release", of({"m: 1 2(utf8<3) 3"}), of({"move utf8 [2,3) via 2..2"}),
            of({"2: move utf8"}));
        row("the last release that has the scripts", of({"m: 1 2 3 4 5{4} 6"}), of({"scripts 4 [3,5) via 3..4"}),
            of({"4: scripts 4"}));
        row("scripts of the release alone", of({"m: 1 2 3{3}"}), of({"scripts 3 [2,3) via 2..2"}),
            of({"2: scripts 3"}));
        row("releases without migrations need none shipped", of({"m: 0 1 2{} 3{} 4 5{4} 6"}),
            of({"scripts 4 [1,5) via 1..4"}), of({"4: scripts 4"}));
        row("all that is dropped lists no migrations", of({"a: 1", "b: 2{} 3 4{3}"}), {}, {});
        row("what a site from an unrelated line would lack", of({"a: 1", "b: 2 3 4{3}"}),
            of({"scripts 3 [2,4) via 2..3"}), of({"3: scripts 3"}));
        row("scripts from the first release on are all of them", of({"m: 1 2{1} 3{1}"}), {}, {});
        row("the same scripts again ask for nothing more", of({"m: 1 2 3{2} 4{2} 5{2}"}), {}, {});
        row("the same scripts again, dropped once", of({"m: 1 2 3 4{3} 5{3} 6{3}"}), of({"scripts 3 [2,4) via 2..3"}),
            of({"3: scripts 3"}));
        row("a release that says nothing between two that do", of({"m: 1 2 3 4{3} 5 6{3}"}),
            of({"scripts 3 [2,4) via 2..3"}), of({"3: scripts 3"}));
        row("scripts dropped again and again", of({"m: 1 2 3 4{3} 5 6{5} 7 8{7}"}),
            of({"scripts 3 [2,4) via 2..3", "scripts 5 [4,6) via 4..5", "scripts 7 [6,8) via 6..7"}),
            of({"3: scripts 3", "5: scripts 5", "7: scripts 7"}));
        row("one stop for what overlaps", of({"m: 1 2(a<5) 3(b<6) 4[c<7] 5 6 7"}),
            of({"move a [2,5) via 2..4", "move b [3,6) via 3..5", "shim c [4,7) via 4..6"}),
            of({"4: move a, move b, shim c"}));
        row("as late as it may be", of({"m: 1 2(a<4) 3(b<6) 4 5(c<8) 6 7 8"}),
            of({"move a [2,4) via 2..3", "move b [3,6) via 3..5", "move c [5,8) via 5..7"}),
            of({"3: move a, move b", "7: move c"}));
        row("a move of the first release needs no stop", of({"m: 1(utf8<3) 2 3"}), {}, {});
        row("a move of the first release of a line that others come to", of({"a: 1 2", "b: 3(utf8<5) 4 5"}),
            of({"move utf8 [3,5) via 3..4"}), of({"4: move utf8"}));
        // Lines.
        row("a move over a branch", of({"a: 1 2(utf8<5) 3 4", "b@3: 5 6"}), of({"move utf8 [2,5) via 2..3"}),
            of({"3: move utf8"}));
        row("a backport does as well, on its own line", of({"a: 1 2 3 4(utf8<6)", "b@2: 5(utf8<7) 6 7"}),
            of({"move utf8 [5,7) via 5..6"}), of({"6: move utf8"}), of({"not-an-ancestor utf8 of 4: 6"}));
        row("a backport with the same end", of({"a: 1 2 3(utf8<6)", "b@2: 4(utf8<6) 5 6"}),
            of({"move utf8 [4,6) via 4..5"}), of({"5: move utf8"}));
        row("one move that ends on each of two lines", of({"a: 1 2(utf8<5)(utf8<7) 3", "b@3: 4 5", "c@3: 6 7"}),
            of({"move utf8 [2,5) via 2..4", "move utf8 [2,7) via 2..6"}), of({"3: move utf8, move utf8"}));
        row("right ends alone would mark two", of({"a: 1 2(x<5)(y<8) 3", "b@3: 4 5", "c@3: 6 7 8"}),
            of({"move x [2,5) via 2..4", "move y [2,8) via 2..7"}), of({"3: move x, move y"}));
        row("a fork with its own stop behind", of({"a: 1 2(x<5) 3", "b@3: 4(y<6) 5 6", "c@3: 7 8"}),
            of({"move x [2,5) via 2..4", "move y [4,6) via 4..5"}), of({"4: move x, move y"}));
        row("scripts dropped on a branch", of({"a: 1 2 3 4", "b@3: 5 6{5}"}), of({"scripts 5 [3,6) via 3..5"}),
            of({"5: scripts 5"}));
        // What cannot be a stop.
        row("a withdrawn release is no stop", of({"m: 1 2(utf8<5) 3 4! 5"}), of({"move utf8 [2,5) via 2..3"}),
            of({"3: move utf8"}));
        row("a move that came with a withdrawn release", of({"m: 1 2!(utf8<5) 3 4 5"}),
            of({"move utf8 [2,5) via 3..4"}), of({"4: move utf8"}));
        row("no release is left to stop at", of({"m: 1 2!(utf8<4) 3! 4"}), {}, {}, of({"no-stop utf8 of 2: 4"}));
        row("nor for scripts", of({"m: 1 2! 3{3}"}), {}, {}, of({"no-stop 3 of 3: 3"}));
        row("an end that is no release", of({"m: 1 2(utf8<9) 3"}), {}, {}, of({"unknown-release utf8 of 2: 9"}));
        row("scripts since no release", of({"m: 1 2{7} 3"}), {}, {}, of({"unknown-release 7 of 2: 7"}));
        row("scripts since a later release", of({"m: 1 2{3} 3"}), {}, {}, of({"not-an-ancestor 3 of 2: 3"}));
        row("a move that ends before it begins", of({"m: 1 2 3(utf8<2)"}), {}, {},
            of({"not-an-ancestor utf8 of 3: 2"}));
        row("a move that ends where it begins", of({"m: 1 2(utf8<2) 3"}), {}, {}, of({"not-an-ancestor utf8 of 2: 2"}));
        row("a move that never ends", of({"m: 1 2(utf8<) 3"}), {}, {});
    }
    void derivesStops()
    {
        QFETCH(const Strings, lines);
        QFETCH(const Strings, intervals);
        QFETCH(const Strings, marks);
        QFETCH(const Strings, problems);
        const Catalog catalog = catalogOf(lines);
        const Marking marking = planner::mark(catalog, Order(catalog), today);
        QCOMPARE(intervalsOf(catalog, marking), intervals);
        QCOMPARE(marksOf(catalog, marking, marking.marks), marks);
        QCOMPARE(marksOf(catalog, marking, marking.missing), marks);
        QCOMPARE(problemsOf(catalog, marking), problems);
    }

    void comparesWithWhatIsDeclared_data()
    {
        QTest::addColumn<Strings>("lines");
        QTest::addColumn<Strings>("declared");  // "at-4 meets utf8" with "if" and the loose landing releases
        QTest::addColumn<Strings>("missing");
        const auto row = [](const char* name, const Strings& lines, const Strings& declared, const Strings& missing) {
            QTest::newRow(name) << lines << declared << missing;
        };
        row("the same release", of({"m: 1 2(utf8<5) 3 4* 5"}), of({"at-4 meets utf8"}), {});
        row("another release of the interval", of({"m: 1 2(utf8<5) 3* 4 5"}), of({"at-3 meets utf8"}), {});
        row("one too early", of({"m: 1* 2(utf8<5) 3 4 5"}), of({"at-1 meets nothing"}), of({"4: move utf8"}));
        row("one too late", of({"m: 1 2(utf8<5) 3 4 5* 6"}), of({"at-5 meets nothing"}), of({"4: move utf8"}));
        row("declared, but nothing is derived", of({"m: 1 2* 3"}), of({"at-2 meets nothing"}), {});
        row("a landing set inside", of({"m: 4.0 5.0(utf8<6.0) 5.1 5.2*5.* 6.0"}), of({"at-5.2 meets utf8"}), {});
        row("a landing set that begins too early", of({"m: 4.0 5.0 5.1(utf8<6.0) 5.2*5.* 6.0"}),
            of({"at-5.2 meets utf8 loose 5.0"}), {});
        row("a landing set that holds the end", of({"m: 4.9 5.0(utf8<5.2) 5.1*5.* 5.2 6.0"}),
            of({"at-5.1 meets nothing"}), of({"5.1: move utf8"}));
        row("a landing set that goes on beyond the end", of({"m: 3.9 4.0(utf8<5.0) 4.1*4.* 5.0 4.5"}),
            of({"at-4.1 meets utf8 loose 4.5"}), {});
        row("a condition is told", of({"m: 1 2(utf8<5) 3? 4 5"}), of({"at-3 meets utf8 if"}), {});
        row("only what is left is asked for", of({"m: 1 2(a<4) 3* 4(b<7) 5 6 7"}), of({"at-3 meets a"}),
            of({"6: move b"}));
        row("two intervals, one checkpoint", of({"m: 1 2(a<5) 3(b<6) 4* 5 6"}), of({"at-4 meets a b"}), {});
        row("a checkpoint on another branch does not bind the way", of({"a: 1 2(utf8<6) 3 4*", "b@3: 5 6"}),
            of({"at-4 meets nothing"}), of({"5: move utf8"}));
        row("a checkpoint on another branch with all that is beyond", of({"a: 1 2 3(utf8<6)*3~6", "b@2: 5 6"}),
            of({"at-3 meets off-path"}), {});
        row("landing on a backport is not loose", of({"a: 4.0 4.1 4.2(utf8<6.0)", "b@4.1: 5.0(utf8<6.0)*5.0 6.0"}),
            of({"at-5.0 meets utf8"}), {});
    }
    void comparesWithWhatIsDeclared()
    {
        QFETCH(const Strings, lines);
        QFETCH(const Strings, declared);
        QFETCH(const Strings, missing);
        const Catalog catalog = catalogOf(lines);
        const Marking marking = planner::mark(catalog, Order(catalog), today);
        Strings found;
        for (std::size_t i = 0; i < marking.declared.size(); ++i) {
            QString text = shown(marking.declared[i].id.text) + QStringLiteral(" meets");
            for (const std::size_t met : marking.declared[i].meets) {
                text += QLatin1Char(' ') + shown(marking.intervals[met].id);
                for (const planner::StopMet& by : marking.intervals[met].metBy) {
                    if (by.checkpoint != i)
                        continue;
                    text += by.conditional ? QStringLiteral(" if") : QString();
                    for (const ReleaseIndex loose : by.loose)
                        text += QStringLiteral(" loose ") + nameOf(catalog, loose);
                }
            }
            if (marking.declared[i].meets.empty())
                text += marking.intervals.empty() && lines.size() > 1 ? QStringLiteral(" off-path")
                                                                      : QStringLiteral(" nothing");
            found << text;
        }
        QCOMPARE(found, declared);
        QCOMPARE(marksOf(catalog, marking, marking.missing), missing);
        QVERIFY(marking.problems.empty());
    }

    void backportsAreNamed()
    {
        const Catalog catalog = catalogOf(of({"a: 1 2 3(utf8<6)", "b@2: 4(utf8<6) 5 6", "c@5: 7(utf8<8) 8"}));
        const Marking marking = planner::mark(catalog, Order(catalog), today);
        QCOMPARE(intervalsOf(catalog, marking), of({"move utf8 [4,6) via 4..5", "move utf8 [7,8) via 7..7"}));
        Strings elsewhere;
        for (const planner::StopInterval& interval : marking.intervals) {
            for (const ReleaseIndex release : interval.elsewhere)
                elsewhere << nameOf(catalog, release);
            elsewhere << QStringLiteral("|");
        }
        QCOMPARE(elsewhere, of({"3", "7", "|", "3", "4", "|"}));
    }

    void statesHoldOnTheirDays()
    {
        Catalog catalog = catalogOf(of({"m: 1 2(utf8<5) 3 4! 5"}));
        catalog.releases[3].state.validity.edit().until = *catalog::readDate("2020-01-01");
        const Order order(catalog);
        QCOMPARE(marksOf(catalog, planner::mark(catalog, order, today), planner::mark(catalog, order, today).marks),
                 of({"4: move utf8"}));
        const Marking then = planner::mark(catalog, order, *catalog::readDate("2019-06-01"));
        QCOMPARE(marksOf(catalog, then, then.marks), of({"3: move utf8"}));
    }

    void anEmptyCatalogHasNoMarks()
    {
        const Catalog catalog;
        QVERIFY(planner::mark(catalog, Order(catalog), today) == Marking());
    }
};

QTEST_GUILESS_MAIN(TestMarking)
#include "test_marking.moc"
