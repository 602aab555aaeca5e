#include "given.h"

#include <QtTest/QtTest>

using planner::Outcome;
using planner::OutcomeKind;

/// What a question offers as answers, and what is asked where many facts decide.
class TestQuestions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void offersTheClassesThatMatter_data()
    {
        QTest::addColumn<QString>("fact");
        QTest::addColumn<QString>("conditions");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* fact, const char* conditions, const char* expected) {
            QTest::newRow(name) << QString::fromUtf8(fact) << QString::fromUtf8(conditions)
                                << QString::fromUtf8(expected);
        };
        const char* number = "type: number";
        row("more than a number", number, "\">10000000\"", "<=10000000: 10000000 | >10000000: 10000001");
        row("a number or more", number, "\">=2\"", "<2: 1 | >=2: 2");
        row("less than a number between 0 and 1", number, "\"<0.5\"", "<0.5: 0 | >=0.5: 0.5");
        row("a number alone", number, "1", "<1 || >1: 0 | 1: 1");
        row("a span of numbers", number, "\">2 <=5\"", "<=2 || >5: 2 | >2 <=5: 5");
        row("two bounds", number, "\">10\"; \">=100\"", "<=10: 10 | >10 <100: 11 | >=100: 100");
        row("next to each other", number, "\">1\"; \"<2\"", "<=1: 1 | >1 <2: 1.5 | >=2: 2");
        row("negative", number, "\"<0\"", "<0: -1 | >=0: 0");
        const char* version = "type: version";
        row("a version or newer", version, "\">=2\"", "<2: 1 | >=2: 2");
        row("newer than a version", version, "\">2.5\"", "<=2.5: 2.5 | >2.5: 2.6");
        row("a line of versions", version, "\"2.*\"", "<2 || >=3: 3 | >=2 <3: 2");
        row("a span of versions", version, "\">=2.4 <3\"", "<2.4 || >=3: 3 | >=2.4 <3: 2.4");
        const char* text = "type: string";
        row("a text", text, "trial", "trial: trial | !=trial: other");
        row("any of two texts", text, "[a, b]", "a || b: a | !=a !=b: other");
        row("two texts", text, "a; b", "a: a | b: b | !=a !=b: other");
        const char* listed = "type: string, values: [community, enterprise, trial]";
        row("a text of a list", listed, "trial", "community || enterprise: community | trial: trial");
        row("all but a text of a list", listed, "{not: trial}", "community || enterprise: community | trial: trial");
        const char* set = "type: set";
        row("a member", set, "a", ":  | a: a");
        row("two members", set, "a; b", ":  | a: a | b: b | a, b: a b");
        row("either member", set, "[a, b]", ":  | a: a");
        row("a member of a list", "type: set, values: [a, b, c]", "{not: a}", ":  | a: a");
        row("a boolean", "type: boolean", "true", "true: true | false: false");
        row("a text nobody declared", "", "dmz", "dmz: dmz | !=dmz: other");
        row("yes or no that nobody declared", "", "true", "true: true | !=true: false");
        row("a range that nobody declared", "", "\"<=30\"", "<=30: 30 | >30: 31");
    }

    /// `conditions`: one checkpoint for each, so that every way to fall leads to another path.
    void offersTheClassesThatMatter()
    {
        QFETCH(const QString, fact);
        QFETCH(const QString, conditions);
        QFETCH(const QString, expected);
        std::string yaml = "cairn: 1\nproduct: {id: p}\n";
        if (!fact.isEmpty())
            yaml += "facts:\n  it: {" + fact.toStdString() + "}\n";
        yaml += "releases:\n  - {version: 1.0}\n";
        int number = 0;
        for (const QString& condition : conditions.split(QStringLiteral("; "))) {
            const std::string minor = std::to_string(++number);
            yaml += "  - {version: 1." + minor + ", checkpoint: {id: c" + minor +
                    ", when: {it: " + condition.toStdString() + "}}}\n";
        }
        yaml += "  - {version: 2.0}\n";
        const auto loaded = given::tryCatalog(yaml);
        QVERIFY2(loaded, yaml.c_str());
        const Outcome outcome = planner::Planner(*loaded).plan(given::site("1.0"), given::goal());
        QCOMPARE(outcome.kind, OutcomeKind::needsAnswers);
        QCOMPARE(outcome.questions.size(), std::size_t{1});
        QStringList found;
        for (const planner::FactClass& answer : outcome.questions.front().values) {
            QStringList example;
            for (const std::string& value : answer.example)
                example << QString::fromStdString(value);
            found << QStringLiteral("%1: %2").arg(QString::fromStdString(to_string(answer)),
                                                  example.join(QLatin1Char(' ')));
        }
        QCOMPARE(found.join(QStringLiteral(" | ")), expected);
    }

    /// Two bounds in the catalog, one of them on the way.
    void offersNoMoreClassesThanLeadToDifferentPlans()
    {
        const auto loaded = given::tryCatalog(
            "cairn: 1\nproduct: {id: p}\nfacts: {rows: {type: number}}\nreleases: [{version: 0.1}, {version: 0.2, "
            "checkpoint: {id: old, when: {rows: \">100\"}}}, {version: 1.0}, {version: 1.1, checkpoint: {id: c, when: "
            "{rows: \">=10\"}}}, {version: 2.0}]");
        QVERIFY(loaded);
        const Outcome outcome = planner::Planner(*loaded).plan(given::site("1.0"), given::goal());
        QCOMPARE(outcome.questions.size(), std::size_t{1});
        QCOMPARE(outcome.questions.front().values.size(), std::size_t{2});
        QCOMPARE(to_string(outcome.questions.front().values.front()), std::string("<10"));
        QCOMPARE(to_string(outcome.questions.front().values.back()), std::string(">=10"));
    }

    void offersComponentsAndChannels_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<int>("subject");
        QTest::addColumn<QString>("expected");
        using Subject = planner::Question::Subject;
        QTest::newRow("a component that is required: what is offered is the example")
            << QStringLiteral("components: {php: {available: [\"7.4\", \"8.1\"]}}\n"
                              "releases: [{version: 1.0}, {version: 2.0, requires: {php: \">=8\"}}]")
            << static_cast<int>(Subject::component) << QStringLiteral("<8: 7.4 | >=8: 8.1");
        QTest::newRow("a component that comes along: not newer, or newer")
            << QStringLiteral("components: {java: {available: [\"8\", \"11\"]}}\n"
                              "releases: [{version: 1.0}, {version: 2.0, provides: {java: \"11\"}}]")
            << static_cast<int>(Subject::component) << QStringLiteral("<=11: 8 | >11: 12");
        QTest::newRow("steps of one major version")
            << QStringLiteral("components: {db: {available: [\"1.0\", \"2.0\", \"3.0\"], max_step: major}}\n"
                              "releases: [{version: 1.0}, {version: 2.0, requires: {db: \">=3\"}}]")
            << static_cast<int>(Subject::component) << QStringLiteral("<2.0: 1.0 | >=2.0 <3.0: 2.0 | >=3.0: 3.0");
        QTest::newRow("channels") << QStringLiteral("releases: [{version: 1.0}, {version: 1.1, checkpoint: {id: c, "
                                                    "when: {channel: slow}}}, {version: 2.0}]")
                                  << static_cast<int>(Subject::channel) << QStringLiteral("none: none | slow: slow");
    }

    void offersComponentsAndChannels()
    {
        QFETCH(const QString, yaml);
        QFETCH(const int, subject);
        QFETCH(const QString, expected);
        const auto loaded = given::tryCatalog("cairn: 1\nproduct: {id: p}\n" + yaml.toStdString());
        QVERIFY(loaded);
        const Outcome outcome = planner::Planner(*loaded).plan(given::site("1.0"), given::goal());
        QCOMPARE(outcome.kind, OutcomeKind::needsAnswers);
        QCOMPARE(outcome.questions.size(), std::size_t{1});
        QCOMPARE(static_cast<int>(outcome.questions.front().subject), subject);
        QStringList found;
        for (const planner::FactClass& answer : outcome.questions.front().values)
            found << QString::fromStdString(to_string(answer) + ": " + answer.example.front());
        QCOMPARE(found.join(QStringLiteral(" | ")), expected);
    }

    void aComponentOfTheInstalledReleaseIsKnown()
    {
        const auto loaded = given::tryCatalog(
            "cairn: 1\nproduct: {id: p}\nreleases: [{version: 1.0, provides: {java: \"8\"}}, {version: 2.0, "
            "provides: {java: \"11\"}}]");
        QVERIFY(loaded);
        const planner::Planner planner(*loaded);
        QCOMPARE(planner.plan(given::site("1.0"), given::goal()).kind, OutcomeKind::path);
        planner::Site newer = given::site("1.0");
        newer.components[catalog::ComponentName{"java"}].version.text = "17";
        QCOMPARE(planner.plan(newer, given::goal()).kind, OutcomeKind::blocked);
    }

    /// What the site has not said about its own release opens no way back.
    void aDowngradeThatNoAnswerAllowsIsToldWithoutQuestions_data()
    {
        QTest::addColumn<QString>("rest");
        QTest::newRow("no rule opens a way back") << QString();
        QTest::newRow("one does, for sites that cannot run their release")
            << QStringLiteral("  - {version: \"3.0\", schema: 3, compat: 3}\n"
                              "rules: [{allow: {from: \"3.0\", to: \"1.0\", when: {f1: false}}}]\n");
    }
    void aDowngradeThatNoAnswerAllowsIsToldWithoutQuestions()
    {
        QFETCH(const QString, rest);
        const auto loaded = given::tryCatalog(R"(
cairn: 1
product: {id: p}
facts: {f1: {type: boolean, ask: "?"}}
releases:
  - {version: "1.0", schema: 1}
  - {version: "2.0", schema: 2, compat: 2, requires: {f1: true}}
)" + rest.toStdString());
        QVERIFY(loaded);
        planner::Goal goal = given::goal("1.0");
        goal.allowDowngrade = true;
        const Outcome outcome = planner::Planner(*loaded).plan(given::site("2.0"), goal);
        QCOMPARE(planner::to_string(outcome.kind), std::string("downgrade"));
        QVERIFY(outcome.questions.empty());
    }

    /// Twenty facts, each of which adds a stop: over a million ways, of which a bounded number is tried.
    void staysBoundedWhereManyFactsDecide()
    {
        constexpr std::size_t facts = 20;
        std::string yaml = "cairn: 1\nproduct: {id: p}\nfacts:\n";
        for (std::size_t i = 1; i <= facts; ++i)
            yaml += "  q" + std::to_string(i) + ": {type: boolean}\n";
        yaml += "releases:\n  - {version: 1.0}\n";
        for (std::size_t i = 1; i <= facts; ++i)
            yaml += "  - {version: 1." + std::to_string(i) + ", checkpoint: {id: c" + std::to_string(i) + ", when: {q" +
                    std::to_string(i) + ": true}}}\n";
        yaml += "  - {version: 2.0}\n";
        const auto loaded = given::tryCatalog(yaml);
        QVERIFY(loaded);
        const Outcome outcome = planner::Planner(*loaded).plan(given::site("1.0"), given::goal());
        QCOMPARE(outcome.kind, OutcomeKind::needsAnswers);
        QVERIFY(!outcome.allTried);
        QCOMPARE(outcome.questions.size(), facts);
        QCOMPARE(outcome.answered.size(), std::size_t{16});
        QVERIFY(outcome.results > 16);
        QCOMPARE(outcome.answered.front().plan->hops.size(), std::size_t{1});
        QCOMPARE(outcome.answered.back().plan->hops.size(), facts + 1);
        QCOMPARE(outcome.whatever->hops.size(), facts + 1);
    }

    /// Either of two facts stops at the same release: three of four combinations lead to one plan.
    void combinationsThatLeadToOnePlanAreToldTogether()
    {
        const auto loaded = given::tryCatalog(
            "cairn: 1\nproduct: {id: p}\nfacts: {a: {type: boolean}, b: {type: boolean}}\nreleases: [{version: 1.0}, "
            "{version: 1.1, checkpoint: {id: c, when: [{a: true}, {b: true}]}}, {version: 2.0}]");
        QVERIFY(loaded);
        const Outcome outcome = planner::Planner(*loaded).plan(given::site("1.0"), given::goal());
        QVERIFY(outcome.allTried);
        QCOMPARE(outcome.answered.size(), std::size_t{2});
        QStringList ways;
        for (const std::vector<planner::Fall>& falls : outcome.answered.back().ways) {
            QStringList way;
            for (const planner::Fall& fall : falls)
                way << QString::fromStdString(fall.fact.text + "=" + to_string(fall.classes.front()));
            ways << way.join(QLatin1Char(' '));
        }
        QCOMPARE(ways, (QStringList{QStringLiteral("a=true"), QStringLiteral("a=false b=true")}));
    }
};

QTEST_GUILESS_MAIN(TestQuestions)
#include "test_questions.moc"
