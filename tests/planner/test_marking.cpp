#include "planner/marking.h"

#include <QtTest>
#include <bit>
#include <map>
#include <random>
#include <set>

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
                    release.moves.push_back({part(1), {part(2)}, {}});
                } else if (!part(3).empty()) {
                    release.shims.push_back({part(3), {part(4)}, {}});
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
        catalog.releases[3].state.validity.until = *catalog::readDate("2020-01-01");
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

    /// Random small forests: what is derived is what the words of DESIGN say, read naively over parents, and the marks
    /// are a smallest hitting set, found by trying all sets.
    void marksAreASmallestHittingSet();

    /// 20,000 releases on a trunk and branches, each dropping old scripts: the time must not grow with the square.
    void isFastEnoughForDailyBuilds();
};

namespace {

/// Everything a naive reader needs, by walking up parents.
class Naive {
public:
    Naive(const Catalog& catalog, const Order& order) : m_catalog(catalog), m_order(order) {}

    bool isAbove(ReleaseIndex a, std::optional<ReleaseIndex> b) const  // a is b or an ancestor
    {
        for (; b; b = m_order.parent(*b)) {
            if (*b == a)
                return true;
        }
        return false;
    }

    std::vector<ReleaseIndex> properAncestors(ReleaseIndex release) const
    {
        std::vector<ReleaseIndex> all;
        for (auto next = m_order.parent(release); next; next = m_order.parent(*next))
            all.push_back(*next);
        return all;
    }

    std::optional<ReleaseIndex> find(const std::string& version) const
    {
        for (std::size_t i = 0; i < m_catalog.releases.size(); ++i) {
            if (m_catalog.releases[i].version.text == version)
                return static_cast<ReleaseIndex>(i);
        }
        return std::nullopt;
    }

    /// Sets of releases, one bit each, that each need a stop in them.
    std::multiset<unsigned> wanted() const
    {
        std::map<std::pair<std::string, ReleaseIndex>, unsigned> bridges;
        for (std::size_t i = 0; i < m_catalog.releases.size(); ++i) {
            const auto lister = static_cast<ReleaseIndex>(i);
            const auto add = [&](const std::string& key, const std::string& until) {
                const auto last = find(until);
                if (!last)
                    return;
                for (const ReleaseIndex release : properAncestors(*last)) {
                    if (isAbove(lister, release))
                        bridges[{key, *last}] |= bit(release);
                }
            };
            for (const auto& move : m_catalog.releases[i].moves)
                add("move " + move.id, move.until.text);
            for (const auto& shim : m_catalog.releases[i].shims)
                add("shim " + shim.id, shim.until.text);
        }
        std::multiset<unsigned> sets;
        for (const auto& [key, set] : bridges) {
            bool anyBefore = false;
            for (std::size_t i = 0; i < m_catalog.releases.size(); ++i) {
                const auto source = static_cast<ReleaseIndex>(i);
                bool inside = false;
                for (const ReleaseIndex release : properAncestors(key.second))
                    inside = inside || ((set & bit(release)) != 0 && isAbove(release, source));
                anyBefore = anyBefore || (!inside && m_order.after(key.second, source));
            }
            keep(sets, set, anyBefore);
        }
        for (std::size_t i = 0; i < m_catalog.releases.size(); ++i)
            addScripts(static_cast<ReleaseIndex>(i), sets);
        return sets;
    }

private:
    static unsigned bit(ReleaseIndex release) { return 1u << static_cast<unsigned>(release); }

    void addScripts(ReleaseIndex last, std::multiset<unsigned>& sets) const
    {
        const auto since = sinceOf(last);
        if (!since)
            return;
        for (const ReleaseIndex before : properAncestors(last)) {
            if (const auto other = sinceOf(before)) {
                if (isAbove(*since, *other))
                    return;  // it ships no less than was shipped before
                break;
            }
        }
        const auto isDropped = [&](ReleaseIndex needed) {
            const auto& migrations = m_catalog.at(needed).migrations;
            return !isAbove(*since, needed) && !(migrations && migrations->empty());
        };
        std::vector<ReleaseIndex> way = properAncestors(last);
        way.push_back(last);
        const auto lacksSome = [&](ReleaseIndex source) {
            return std::any_of(way.begin(), way.end(),
                               [&](ReleaseIndex needed) { return isDropped(needed) && !isAbove(needed, source); });
        };
        unsigned set = 0;
        bool anyBefore = false;
        for (std::size_t i = 0; i < m_catalog.releases.size(); ++i) {
            const auto source = static_cast<ReleaseIndex>(i);
            if (!m_order.after(last, source))
                continue;
            anyBefore = anyBefore || lacksSome(source);
            if (source != last && isAbove(source, last) && !lacksSome(source))
                set |= bit(source);
        }
        keep(sets, set, anyBefore);
    }

    std::optional<ReleaseIndex> sinceOf(ReleaseIndex release) const
    {
        const auto& since = m_catalog.at(release).scriptsSince;
        const auto found = since ? find(since->text) : std::nullopt;
        return found && isAbove(*found, release) ? found : std::nullopt;
    }

    /// Leaves out what no site needs, and releases that cannot be stops.
    void keep(std::multiset<unsigned>& sets, unsigned set, bool anyBefore) const
    {
        unsigned stops = 0;
        for (std::size_t i = 0; i < m_catalog.releases.size(); ++i) {
            if (m_catalog.releases[i].state.value == catalog::ReleaseState::ok)
                stops |= bit(static_cast<ReleaseIndex>(i));
        }
        if (anyBefore && (set & stops) != 0)
            sets.insert(set & stops);
    }

    const Catalog& m_catalog;
    const Order& m_order;
};

Catalog randomCatalog(std::mt19937& random)
{
    const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
    Catalog catalog;
    const std::size_t lines = 1 + below(4);
    std::vector<ReleaseIndex> before;
    for (std::size_t line = 0; line < lines; ++line) {
        catalog::Line entry;
        entry.id = {"l" + std::to_string(line)};
        if (!before.empty() && below(6) != 0)
            entry.from = before[below(before.size())];
        catalog.lines.push_back(entry);
        for (std::size_t i = 1 + below(line == 0 ? 8 : 4); i > 0 && catalog.releases.size() < 13; --i) {
            catalog::Release release;
            release.version = {std::to_string(catalog.releases.size())};
            release.line = static_cast<catalog::LineIndex>(line);
            if (below(8) == 0)
                release.state.value = catalog::ReleaseState::withdrawn;
            if (below(4) == 0)
                release.migrations.emplace();
            before.push_back(static_cast<ReleaseIndex>(catalog.releases.size()));
            catalog.releases.push_back(release);
        }
    }
    const std::size_t count = catalog.releases.size();
    const auto anyVersion = [&] { return catalog::Version{std::to_string(below(count))}; };
    for (std::size_t i = below(9); i > 0; --i)
        catalog.releases[below(count)].moves.push_back({"m" + std::to_string(below(3)), anyVersion(), {}});
    for (std::size_t i = below(4); i > 0; --i)
        catalog.releases[below(count)].shims.push_back({"s" + std::to_string(below(2)), anyVersion(), {}});
    for (std::size_t i = below(7); i > 0; --i)
        catalog.releases[below(count)].scriptsSince = anyVersion();
    return catalog;
}

unsigned bitsBetween(const Order& order, const planner::StopInterval& interval, const Catalog& catalog)
{
    unsigned bits = 0;
    for (std::optional<ReleaseIndex> release = interval.latest; release; release = order.parent(*release)) {
        if (catalog.at(*release).state.value == catalog::ReleaseState::ok)
            bits |= 1u << static_cast<unsigned>(*release);
        if (*release == interval.earliest)
            break;
    }
    return bits;
}

int smallestHittingSet(const std::multiset<unsigned>& sets, std::size_t count)
{
    int best = static_cast<int>(count);
    for (unsigned chosen = 0; chosen < (1u << count); ++chosen) {
        if (std::popcount(chosen) >= best)
            continue;
        if (std::all_of(sets.begin(), sets.end(), [&](unsigned set) { return (set & chosen) != 0; }))
            best = std::popcount(chosen);
    }
    return best;
}

/// The textbook's stabbing, for catalogs of one line: by right ends.
std::vector<ReleaseIndex> stabbedByRightEnds(const Order& order, std::vector<planner::StopInterval> intervals)
{
    std::sort(intervals.begin(), intervals.end(),
              [&](const auto& a, const auto& b) { return order.rank(a.latest) < order.rank(b.latest); });
    std::vector<ReleaseIndex> stops;
    for (const planner::StopInterval& interval : intervals) {
        if (stops.empty() || order.rank(stops.back()) < order.rank(interval.earliest))
            stops.push_back(interval.latest);
    }
    return stops;
}

}  // namespace

void TestMarking::marksAreASmallestHittingSet()
{
    std::mt19937 random(7);
    int withMarks = 0;
    int withSeveral = 0;
    int forked = 0;
    for (int round = 0; round < 3000; ++round) {
        const Catalog catalog = randomCatalog(random);
        const Order order(catalog);
        const Marking marking = planner::mark(catalog, order, today);
        const std::multiset<unsigned> wanted = Naive(catalog, order).wanted();
        std::multiset<unsigned> derived;
        for (const planner::StopInterval& interval : marking.intervals)
            derived.insert(bitsBetween(order, interval, catalog));
        QVERIFY2(derived == wanted, qPrintable(QString::number(round)));

        unsigned chosen = 0;
        std::vector<ReleaseIndex> stops;
        for (const planner::Mark& mark : marking.marks) {
            chosen |= 1u << static_cast<unsigned>(mark.release);
            stops.push_back(mark.release);
            QVERIFY(catalog.at(mark.release).state.value == catalog::ReleaseState::ok);
            std::vector<std::size_t> hit;
            for (std::size_t i = 0; i < marking.intervals.size(); ++i) {
                if ((bitsBetween(order, marking.intervals[i], catalog) >> static_cast<unsigned>(mark.release) & 1u) !=
                    0)
                    hit.push_back(i);
            }
            QVERIFY(mark.intervals == hit && !hit.empty());
        }
        for (const unsigned set : wanted)
            QVERIFY((set & chosen) != 0);
        QCOMPARE(static_cast<int>(stops.size()), smallestHittingSet(wanted, catalog.releases.size()));
        if (catalog.lines.size() == 1)
            QVERIFY(stops == stabbedByRightEnds(order, marking.intervals));
        withMarks += stops.empty() ? 0 : 1;
        withSeveral += stops.size() > 1 ? 1 : 0;
        forked += catalog.lines.size() > 1 && stops.size() > 1 ? 1 : 0;
    }
    // The catalogs are of use: many have marks, many several, on several lines too.
    QVERIFY2(withMarks > 1500 && withSeveral > 400 && forked > 200,
             qPrintable(QStringLiteral("%1 %2 %3").arg(withMarks).arg(withSeveral).arg(forked)));
}

void TestMarking::isFastEnoughForDailyBuilds()
{
    const auto secondsFor = [](std::size_t count) {
        Catalog catalog;
        catalog.lines.resize(1);
        for (std::size_t i = 0; i < count; ++i) {
            catalog::Release release;
            release.version = {std::to_string(i)};
            if (i >= 500)
                release.scriptsSince = catalog::Version{std::to_string(i - 400)};
            catalog.releases.push_back(release);
        }
        const Order order(catalog);
        QElapsedTimer timer;
        timer.start();
        const Marking marking = planner::mark(catalog, order, today);
        const double elapsed = static_cast<double>(timer.nsecsElapsed()) / 1e9;
        const bool plausible = marking.intervals.size() == count - 500 && marking.marks.size() >= (count - 500) / 410;
        return plausible ? elapsed : 1e9;
    };
    const double small = std::min(secondsFor(2500), secondsFor(2500));
    const double large = std::min(secondsFor(20000), secondsFor(20000));
    QVERIFY2(large < 24 * small + 0.05, qPrintable(QStringLiteral("%1 s, %2 s").arg(small).arg(large)));
}

QTEST_GUILESS_MAIN(TestMarking)
#include "test_marking.moc"
