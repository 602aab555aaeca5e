#include "given.h"

#include <QtTest/QtTest>

/// One table row per behaviour: a catalog, a site and a goal, and what comes of it. A path as given::pathOf writes it,
/// or the outcome's name, and the codes of the blockers.
class TestPlannerRules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void plans_data();
    void plans();
    void explains_data();
    void explains();
    void asksOnlyWhatDecides();
    void offersRemedies_data();
    void offersRemedies();
    void blockedNamesTheFarthestRelease();
    void tellsStepsInOrder();
    void tellsModeAndRollback();
};

namespace {

/// "4.1 --to=5.0 --down --failed --fixed=php php=8 fact=x": a site and a goal in one line.
struct Words {
    planner::Site site;
    planner::Goal goal = given::goal();
};

Words read(const QString& line)
{
    Words words;
    const QStringList parts = line.split(QLatin1Char(' '));
    words.site.version = parts.first().toStdString();
    for (const QString& part : parts.mid(1)) {
        const std::string name = part.section(QLatin1Char('='), 0, 0).toStdString();
        const std::string value = part.section(QLatin1Char('='), 1).toStdString();
        if (name == "--to")
            words.goal.target = value;
        else if (name == "--down")
            words.goal.allowDowngrade = true;
        else if (name == "--direct")
            words.goal.requireDirect = true;
        else if (name == "--failed")
            words.site.failed = true;
        else if (name == "--as-of")
            words.goal.asOf = *catalog::readDate(value);
        else if (name == "--risk")
            words.goal.acceptedRisks.insert(catalog::RiskId{value});
        else if (name == "--channel")
            words.site.channels.insert(catalog::Channel{value});
        else if (name == "--prefer")
            words.goal.prefer = value == "risk"       ? planner::Prefer::risk
                                : value == "tested"   ? planner::Prefer::tested
                                : value == "downtime" ? planner::Prefer::downtime
                                                      : planner::Prefer::duration;
        else if (name == "--fixed")
            words.site.components[catalog::ComponentName{value}].fixed = true;
        else if (name.starts_with("+"))
            words.site.components[catalog::ComponentName{name.substr(1)}].version.text = value;
        else
            words.site.facts[catalog::FactName{name}].push_back(value);
    }
    return words;
}

catalog::Loaded catalogOf(const QString& body)
{
    catalog::Checked<catalog::Loaded> loaded =
        given::tryCatalog("cairn: 1\nproduct: {id: p}\n" + body.toStdString() + "\n");
    if (!loaded)
        qFatal("catalog does not read: code %d line %d %s", static_cast<int>(loaded.error().front().code),
               loaded.error().front().place.line, loaded.error().front().subject.c_str());
    return std::move(*loaded);
}

QString shortForm(const planner::Outcome& outcome)
{
    const std::string kind = planner::to_string(outcome.kind);
    if (outcome.kind == planner::OutcomeKind::path)
        return QString::fromStdString(given::pathOf(*outcome.plan));
    if (outcome.plan)
        return QString::fromStdString(kind + ": " + given::pathOf(*outcome.plan));
    return QString::fromStdString(kind);
}

const char* const chain = "releases: [{version: 1.0}, {version: 1.1}, {version: 2.0}, {version: 2.1}]";
const char* const postgres = R"(
components:
  postgresql: {available: ["9.6", "11.0", "12.17", "13.3", "15.5"]}
releases:
  - {version: 1.0, requires: {postgresql: "<10"}}
  - {version: 1.1, requires: {postgresql: ">=9.6 <16"}, checkpoint: {id: c}}
  - {version: 2.0, requires: {postgresql: ">=13"}}
)";
const char* const twoLines = R"(
lines: [{id: 4.x}, {id: 5.x, from: 4.1}]
releases:
  - {version: 4.0, line: 4.x, date: 2020-01-01, schema: 40}
  - {version: 4.1, line: 4.x, date: 2020-02-01, schema: 41}
  - {version: 4.2, line: 4.x, date: 2020-06-01, schema: 41}
  - {version: 5.0, line: 5.x, date: 2020-03-01, schema: 50}
  - {version: 5.1, line: 5.x, date: 2020-07-01, schema: 51}
)";
const char* const ghes = R"(
lines: [{id: "2.3"}, {id: "2.4", from: 2.3.0}, {id: "2.5", from: 2.4.0}, {id: "2.6", from: 2.5.0}]
releases:
  - {version: 2.3.0, line: "2.3"}
  - {version: 2.4.0, line: "2.4"}
  - {version: 2.5.0, line: "2.5"}
  - {version: 2.6.0, line: "2.6"}
rules: [{reach: {lines: 2}}]
)";
const char* const kots = R"(
releases: [{version: 1.5.0}, {version: 2.0.0, checkpoint: {id: required}}, {version: 2.1.0}])";
const char* const extension = R"(
policy: closed
releases: [{version: "5"}, {version: "6"}, {version: "7"}, {version: "8"}, {version: "20"}]
rules:
  - allow: {from: "5", to: "6"}
  - allow: {from: "6", to: ["5", "7"]}
  - allow: {from: "7", to: "8"}
  - allow: {from: "8", to: "20"}
  - allow: {from: "5", to: "20"}
)";
const char* const coreos = R"(
releases: [{version: 38.20230310.1.0, date: 2023-03-14}, {version: 37.20230303.1.1, date: 2023-03-21}])";
const char* const weighed = R"(
releases:
  - {version: "1", times: {downtime: 9m}}
  - {version: "2", times: {downtime: 1m, duration: 9m}}
  - {version: "3", times: {downtime: 2m, duration: 1m}}
  - {version: "4", times: {downtime: 2m, duration: 2m}}
rules:
  - forbid: {from: "1", to: "4", when: {direct: "no"}}
  - allow: {from: "1", to: "2", grade: tested}
  - allow: {from: "2", to: "4", grade: tested, times: {downtime: 0s, duration: 0s}}
  - risk: {id: r, from: "1", to: ["3", "4"]}
)";

}  // namespace

void TestPlannerRules::plans_data()
{
    QTest::addColumn<QString>("catalog");
    QTest::addColumn<QString>("request");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* catalog, const char* request, const char* expected) {
        QTest::newRow(name) << QString::fromUtf8(catalog) << QString::fromUtf8(request) << QString::fromUtf8(expected);
    };
    row("straight to the newest", chain, "1.0", "1.0 > 2.1");
    row("a version", chain, "1.0 --to=2.0", "1.0 > 2.0");
    row("a prefix means its newest", chain, "1.0 --to=2", "1.0 > 2.1");
    row("a range means its newest", chain, "1.0 --to=<2.1", "1.0 > 2.0");
    row("a line means its newest", twoLines, "4.0 --to=4.x", "4.0 > 4.2");
    row("an unknown target", chain, "1.0 --to=7.7", "invalid-input");
    row("an unknown source", chain, "7.7", "invalid-input");
    row("the newest is installed", chain, "2.1", "nothing-to-do");
    row("installed and withdrawn", "releases: [{version: 1.0, state: withdrawn}]", "1.0", "blocked");
    row("an older target", chain, "2.0 --to=1.0", "downgrade");

    row("avoid only at the end",
        "releases: [{version: 1.0}, {version: 1.1, state: avoid, checkpoint: {id: c}}, "
        "{version: 1.2}]",
        "1.0", "blocked");
    row("avoid at the end", "releases: [{version: 1.0}, {version: 1.1, state: avoid}]", "1.0 --to=1.1", "1.0 > 1.1");
    row("only releases to avoid match",
        "releases: [{version: 1.0}, {version: 1.1.0, state: avoid}, "
        "{version: 1.1.1, state: avoid}]",
        "1.0 --to=1.1", "blocked");
    row("withdrawn is a source", "releases: [{version: 1.0, state: withdrawn}, {version: 1.1}]", "1.0", "1.0 > 1.1");
    row("nothing leaves a dead end", "releases: [{version: 1.0, state: dead-end}, {version: 1.1}]", "1.0", "blocked");
    row("a state that has ended",
        "releases: [{version: 1.0}, {version: 1.1, state: {value: withdrawn, until: 2020-01-01}}]", "1.0", "1.0 > 1.1");
    row("another channel", "releases: [{version: 1.0}, {version: 1.1, channels: [fast]}]", "1.0 --channel=stable",
        "nothing-to-do");
    row("no channel is unrestricted", "releases: [{version: 1.0}, {version: 1.1, channels: [fast]}]", "1.0",
        "1.0 > 1.1");

    row("backport newer than the target", twoLines, "4.2 --to=5.0", "blocked");
    row("backport waits for a newer release", twoLines, "4.2", "4.2 > 5.1");
    row("release order is not version order", coreos, "38.20230310.1.0", "38.20230310.1.0 > 37.20230303.1.1");
    row("as of a day", twoLines, "4.1 --as-of=2020-06-15", "4.1 > 5.0");

    row("a checkpoint stops", kots, "1.5.0", "1.5.0 > 2.0.0 > 2.1.0");
    row("a checkpoint is not undone", kots, "2.0.0 --to=1.5.0 --down", "downgrade");
    row("a failed checkpoint allows nothing else", kots, "2.0.0 --failed", "blocked");
    row("a failed checkpoint is retried", kots, "2.0.0 --failed --to=2.0.0", "2.0.0 > 2.0.0");
    row("failed on an ordinary release", kots, "1.5.0 --failed", "1.5.0 > 2.0.0 > 2.1.0");
    row("standing on a landing release",
        "releases: [{version: 1.0.1, checkpoint: {id: c, lands_on: \"1.0.*\"}}, "
        "{version: 1.0.2}, {version: 1.1}]",
        "1.0.1", "1.0.1 > 1.1");

    row("the other environment first", postgres, "1.0 +postgresql=9.6", "1.0 > 1.1 [postgresql 9.6 > 15.5] > 2.0");
    row("no step where none is needed", postgres, "1.1 +postgresql=13.3", "1.1 > 2.0");
    row("a fixed component", postgres, "1.0 +postgresql=9.6 --fixed=postgresql", "blocked");
    row("outside its own requirements", postgres, "1.0 +postgresql=12.17", "invalid-input");
    row("its own requirement unsaid", postgres, "1.0", "needs-answers");
    row("one minor at a time", R"(
components: {k: {available: ["1.24", "1.25", "1.26"], max_step: minor}}
releases: [{version: "1"}, {version: "2", requires: {k: ">=1.26"}}])",
        "1 +k=1.24", "1 [k 1.24 > 1.25] [k 1.25 > 1.26] > 2");
    row("a release brings it along",
        "releases: [{version: \"1\"}, {version: \"2\", provides: {java: \"11\"}, "
        "requires: {java: \"11\"}}]",
        "1 +java=8", "1 > 2");
    row("a release would take it back", "releases: [{version: \"1\"}, {version: \"2\", provides: {java: \"11\"}}]",
        "1 +java=17", "blocked");

    row("at most two lines", ghes, "2.3.0", "2.3.0 > 2.5.0 > 2.6.0");
    row("edges only", extension, "6", "6 > 7 > 8 > 20");
    row("edges backward on request", extension, "6 --down", "6 > 5 > 20");
    row("left from its newest",
        "lines: [{id: a}, {id: b, from: 1.0}]\nreleases: [{version: 1.0, line: a}, "
        "{version: 1.1, line: a}, {version: 2.0, line: b}]\nrules: [{leave: {line: a, from: latest}}]",
        "1.0", "1.0 > 1.1 > 2.0");
    row("only code goes back", "releases: [{version: 1.0, schema: 10}, {version: 1.1, schema: 11, compat: 10}]",
        "1.1 --to=1.0 --down", "1.1 > 1.0");
    row("the database would not fit", "releases: [{version: 1.0, schema: 10}, {version: 1.1, schema: 11, compat: 11}]",
        "1.1 --to=1.0 --down", "downgrade");

    row("a risk blocks", weighed, "1 direct=yes --to=3", "1 > 2 > 3");
    row("an accepted risk is shortest", weighed, "1 direct=yes --risk=r", "1 > 4");
    row("prefer less risk", weighed, "1 direct=yes --risk=r --prefer=risk", "1 > 2 > 4");
    row("prefer tested", weighed, "1 direct=yes --risk=r --prefer=tested", "1 > 2 > 4");
    row("prefer less downtime", weighed, "1 direct=yes --risk=r --prefer=downtime", "1 > 2 > 4");
    row("prefer less duration", weighed, "1 direct=yes --risk=r --prefer=duration", "1 > 4");
    row("equally many hops, fewer risks first", weighed, "1 direct=no --risk=r", "1 > 2 > 4");

    row("stops when only the direct way will do", kots, "1.5.0 --direct", "stops-needed: 1.5.0 > 2.0.0 > 2.1.0");
    row("the direct way", kots, "2.0.0 --direct", "2.0.0 > 2.1.0");
}

void TestPlannerRules::plans()
{
    QFETCH(QString, catalog);
    QFETCH(QString, request);
    QFETCH(QString, expected);
    const catalog::Loaded loaded = catalogOf(catalog);
    const planner::Planner planner(loaded);
    const Words words = read(request);
    const planner::Outcome outcome = planner.plan(words.site, words.goal);
    QCOMPARE(shortForm(outcome), expected);
    QVERIFY(outcome == planner.plan(words.site, words.goal));
    if (outcome.plan)
        QCOMPARE(planner::digestOf(*outcome.plan).text(), outcome.plan->digest.text());
}

void TestPlannerRules::explains_data()
{
    using planner::ReasonCode;
    using planner::RuleKind;
    QTest::addColumn<QString>("catalog");
    QTest::addColumn<QString>("request");
    QTest::addColumn<int>("rule");
    QTest::addColumn<int>("truth");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("facts");
    const auto row = [](const char* name, const char* catalog, const char* request, RuleKind rule, catalog::Truth truth,
                        ReasonCode code = {}, const char* facts = "") {
        QTest::newRow(name) << QString::fromUtf8(catalog) << QString::fromUtf8(request) << static_cast<int>(rule)
                            << static_cast<int>(truth) << static_cast<int>(code) << QString::fromUtf8(facts);
    };
    using catalog::Truth;
    const char* offer = "releases: [{version: 1.0}, {version: 1.1, offer: {cohort: \"<=30\"}}]";
    row("offered", offer, "1.0 --to=1.1 cohort=5", RuleKind::available, Truth::yes);
    row("not offered", offer, "1.0 --to=1.1 cohort=50", RuleKind::available, Truth::no, ReasonCode::notOffered);
    row("perhaps offered", offer, "1.0 --to=1.1", RuleKind::available, Truth::unknown, ReasonCode::notOffered,
        "cohort");
    row("forward", chain, "1.0", RuleKind::forward, Truth::yes);
    row("not forward", chain, "1.1 --to=1.0", RuleKind::forward, Truth::no, ReasonCode::notAfter);
    row("older across lines", twoLines, "4.2 --to=5.0", RuleKind::schema, Truth::no, ReasonCode::olderAcrossLines);
    row("newer across lines", twoLines, "4.2 --to=5.1", RuleKind::schema, Truth::yes);
    const char* migrations =
        "lines: [{id: a}, {id: b, from: 1.0}]\nreleases: [{version: 1.0, line: a, migrations: [m1]}, "
        "{version: 1.1, line: a, migrations: [m9]}, {version: 2.0, line: b, migrations: [m2]}, "
        "{version: 2.1, line: b, migrations: [m9]}]";
    row("migrations missing", migrations, "1.1 --to=2.0", RuleKind::schema, Truth::no, ReasonCode::migrationsMissing);
    row("migrations caught up", migrations, "1.1 --to=2.1", RuleKind::schema, Truth::yes);
    const char* checkpoint = "releases: [{version: 1.0}, {version: 1.1, checkpoint: {id: c, when: {big: yes}}}, "
                             "{version: 1.2}]";
    row("checkpoint skipped", checkpoint, "1.0 big=yes", RuleKind::checkpoint, Truth::no,
        ReasonCode::checkpointSkipped);
    row("checkpoint not needed", checkpoint, "1.0 big=no", RuleKind::checkpoint, Truth::yes);
    row("checkpoint undecided", checkpoint, "1.0", RuleKind::checkpoint, Truth::unknown, ReasonCode::checkpointSkipped,
        "big");
    row("no edge", extension, "6 --to=20", RuleKind::policy, Truth::no, ReasonCode::noAllow);
    row("an edge", extension, "6 --to=7", RuleKind::policy, Truth::yes);
    const char* forbid = "releases: [{version: 1.0}, {version: 1.1}]\nrules: [{forbid: {to: 1.1, when: {e: x}}}]";
    row("forbidden", forbid, "1.0 e=x", RuleKind::forbid, Truth::no, ReasonCode::forbidden);
    row("not forbidden", forbid, "1.0 e=y", RuleKind::forbid, Truth::yes);
    row("perhaps forbidden", forbid, "1.0", RuleKind::forbid, Truth::unknown, ReasonCode::forbidden, "e");
    row("too far", ghes, "2.3.0", RuleKind::reach, Truth::no, ReasonCode::reachExceeded);
    row("within reach", ghes, "2.3.0 --to=2.5.0", RuleKind::reach, Truth::yes);
    const char* risk = "releases: [{version: 1.0}, {version: 1.1}, {version: 1.2}]\n"
                       "rules: [{risk: {id: r, to: \"*\", when: {rows: \">10\"}, fixed_in: 1.2}}]";
    row("risk", risk, "1.0 --to=1.1 rows=11", RuleKind::risk, Truth::no, ReasonCode::riskMatches);
    row("risk fixed", risk, "1.0 --to=1.2 rows=11", RuleKind::risk, Truth::yes);
    row("risk undecided", risk, "1.0 --to=1.1", RuleKind::risk, Truth::unknown, ReasonCode::riskMatches, "rows");
    row("risk accepted", risk, "1.0 --to=1.1 --risk=r", RuleKind::risk, Truth::yes);
    const char* php = "releases: [{version: 1.0}, {version: 1.1, requires: {php: \">=8\", disk_free: \">=2 GB\"}}]";
    row("component too old", php, "1.0 +php=7 disk_free=3GB", RuleKind::environment, Truth::no,
        ReasonCode::componentTooOld);
    row("component unsaid", php, "1.0 disk_free=3GB", RuleKind::environment, Truth::unknown, ReasonCode::factRequired,
        "php");
    row("not enough room", php, "1.0 +php=8 disk_free=1GB", RuleKind::environment, Truth::no, ReasonCode::factRequired);
    row("enough of all", php, "1.0 +php=8 disk_free=3GB", RuleKind::environment, Truth::yes);
    row("failed here", kots, "2.0.0 --failed", RuleKind::siteState, Truth::no, ReasonCode::failedCheckpoint);
}

void TestPlannerRules::explains()
{
    QFETCH(QString, catalog);
    QFETCH(QString, request);
    QFETCH(int, rule);
    QFETCH(int, truth);
    QFETCH(int, code);
    QFETCH(QString, facts);
    const catalog::Loaded loaded = catalogOf(catalog);
    const planner::Planner planner(loaded);
    const Words words = read(request);
    const planner::Explanation explanation = planner.explain(words.site, words.goal);
    QCOMPARE(explanation.findings.size(), std::size_t{11});
    const planner::Finding& finding = explanation.findings[static_cast<std::size_t>(rule)];
    QCOMPARE(static_cast<int>(finding.rule), rule);
    QCOMPARE(static_cast<int>(finding.legal), truth);
    QCOMPARE(finding.reasons.empty(), finding.legal == catalog::Truth::yes);
    if (finding.reasons.empty())
        return;
    QCOMPARE(static_cast<int>(finding.reasons.front().code), code);
    QStringList names;
    for (const catalog::FactName& fact : finding.reasons.front().facts)
        names << QString::fromStdString(fact.text);
    QCOMPARE(names.join(QLatin1Char(' ')), facts);
}

void TestPlannerRules::asksOnlyWhatDecides()
{
    const catalog::Loaded loaded = catalogOf(QStringLiteral(R"(
facts:
  big: {type: boolean, ask: "Is it big?"}
  red: {type: boolean, ask: "Is it red?"}
  odd: {type: boolean, ask: "Is it odd?"}
releases:
  - {version: 1.0}
  - {version: 1.1, checkpoint: {id: c, when: {big: true}}}
  - {version: 1.2}
  - {version: 1.3, checkpoint: {id: d}}
  - {version: 1.4}
rules:
  - forbid: {from: 1.0, to: 1.2, when: {red: true}}
  - risk: {id: r, from: 1.1, to: 1.3, when: {odd: true}}
)"));
    const planner::Planner planner(loaded);
    const planner::Outcome outcome = planner.plan(given::site("1.0"), given::goal());
    QCOMPARE(shortForm(outcome), QStringLiteral("needs-answers"));
    QCOMPARE(outcome.questions.size(), std::size_t{2});
    QCOMPARE(outcome.questions[0].fact.text, std::string("big"));
    QCOMPARE(outcome.questions[0].ask, std::string("Is it big?"));
    QCOMPARE(outcome.questions[1].fact.text, std::string("odd"));
    QCOMPARE(outcome.answered.size(), std::size_t{3});
    for (const planner::Answered& answered : outcome.answered) {
        planner::Site site = given::site("1.0");
        for (const planner::Fall& fall : answered.ways.front())
            site.facts[fall.fact] = fall.classes.front().example;
        const planner::Outcome told = planner.plan(site, given::goal());
        QVERIFY(told.plan && answered.plan);
        QCOMPARE(given::pathOf(*told.plan), given::pathOf(*answered.plan));
    }
    QVERIFY(outcome.whatever);
    QCOMPARE(given::pathOf(*outcome.whatever), std::string("1.0 > 1.1 > 1.2 > 1.3 > 1.4"));
}

void TestPlannerRules::offersRemedies_data()
{
    QTest::addColumn<QString>("catalog");
    QTest::addColumn<QString>("request");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("subject");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("opens");
    const auto row = [](const char* name, const char* catalog, const char* request, planner::Remedy::Kind kind,
                        const char* subject, const char* value, const char* opens) {
        QTest::newRow(name) << QString::fromUtf8(catalog) << QString::fromUtf8(request) << static_cast<int>(kind)
                            << QString::fromUtf8(subject) << QString::fromUtf8(value) << QString::fromUtf8(opens);
    };
    using Kind = planner::Remedy::Kind;
    row("accept the risk", "releases: [{version: 1.0}, {version: 1.1}]\nrules: [{risk: {id: r, to: 1.1}}]", "1.0",
        Kind::acceptRisk, "r", "", "1.0 > 1.1");
    row("raise the component", "releases: [{version: 1.0}, {version: 1.1, requires: {php: \">=8.0\"}}]", "1.0 +php=7.4",
        Kind::raiseComponent, "php", "8.0", "1.0 [php 7.4 > 8.0] > 1.1");
    row("let the component change", postgres, "1.0 +postgresql=9.6 --fixed=postgresql", Kind::unfixComponent,
        "postgresql", "15.5", "1.0 > 1.1 [postgresql 9.6 > 15.5] > 2.0");
    row("join the channel", "releases: [{version: 1.0}, {version: 1.1, channels: [fast]}]",
        "1.0 --channel=slow --to=1.1", Kind::joinChannel, "fast", "", "1.0 > 1.1");
    row("retry the checkpoint", kots, "2.0.0 --failed", Kind::retryCheckpoint, "2.0.0", "", "2.0.0 > 2.0.0");
    row("only the vendor can", "releases: [{version: 1.0}, {version: 1.1}]\nrules: [{forbid: {to: 1.1}}]", "1.0",
        Kind::vendor, "forbid", "", "");
    row("allow going back", "releases: [{version: 1.0, schema: 10}, {version: 1.1, schema: 11, compat: 10}]",
        "1.1 --to=1.0", Kind::allowDowngrade, "1.0", "", "1.1 > 1.0");
    row("restore a backup", kots, "2.1.0 --to=1.5.0", Kind::restoreBackup, "1.5.0", "", "");
}

void TestPlannerRules::offersRemedies()
{
    QFETCH(QString, catalog);
    QFETCH(QString, request);
    QFETCH(int, kind);
    QFETCH(QString, subject);
    QFETCH(QString, value);
    QFETCH(QString, opens);
    const catalog::Loaded loaded = catalogOf(catalog);
    const planner::Planner planner(loaded);
    const Words words = read(request);
    const planner::Outcome outcome = planner.plan(words.site, words.goal);
    QVERIFY(!outcome.plan);
    QVERIFY(!outcome.blockers.empty());
    QVERIFY(!outcome.remedies.empty());
    const planner::Remedy& remedy = outcome.remedies.front();
    QCOMPARE(static_cast<int>(remedy.kind), kind);
    QCOMPARE(QString::fromStdString(remedy.subject), subject);
    QCOMPARE(QString::fromStdString(remedy.value), value);
    QCOMPARE(remedy.plan ? QString::fromStdString(given::pathOf(*remedy.plan)) : QString(), opens);
}

void TestPlannerRules::blockedNamesTheFarthestRelease()
{
    const catalog::Loaded loaded = catalogOf(
        QStringLiteral("releases: [{version: 1.0}, {version: 1.1}, {version: 1.2, requires: {php: \">=8\"}}]"));
    const planner::Planner planner(loaded);
    const Words words = read(QStringLiteral("1.0 +php=7"));
    const planner::Outcome outcome = planner.plan(words.site, words.goal);
    QCOMPARE(shortForm(outcome), QStringLiteral("blocked"));
    QVERIFY(outcome.farthest);
    QCOMPARE(given::pathOf(*outcome.farthest), std::string("1.0 > 1.1"));
    QCOMPARE(static_cast<int>(outcome.blockers.front().code), static_cast<int>(planner::ReasonCode::componentTooOld));
}

void TestPlannerRules::tellsStepsInOrder()
{
    const catalog::Loaded loaded = catalogOf(QStringLiteral(R"(
lines: [{id: a}, {id: b, from: 1.0}]
releases:
  - {version: 1.0, line: a, migrations: [m1]}
  - {version: 1.1, line: a, migrations: [back]}
  - {version: 2.0, line: b, migrations: [{id: m2, phase: contract}, back]}
  - version: 2.1
    line: b
    migrations: [{id: m4, phase: contract}, {id: m3, phase: expand}]
    install:
      preflight: [{id: look, driver: manual, text: look, probe: {exists: x}}]
      migrate: [{id: convert, driver: manual, text: convert, probe: {exists: x}}]
      verify: [{id: check, driver: manual, text: check, probe: {exists: x}}]
)"));
    const planner::Planner planner(loaded);
    const planner::Outcome outcome = planner.plan(given::site("1.1"), given::goal());
    QVERIFY(outcome.plan);
    QStringList steps;
    for (const planner::PlannedStep& step : outcome.plan->steps)
        steps << QString::fromStdString(step.release.text + ":" + step.id);
    QCOMPARE(steps.join(QLatin1Char(' ')), QStringLiteral("2.1:look 2.0:m2 2.1:m3 2.1:convert 2.1:check 2.1:m4"));
}

void TestPlannerRules::tellsModeAndRollback()
{
    const catalog::Loaded loaded = catalogOf(QStringLiteral(R"(
releases:
  - {version: 1.0, schema: 10, compat: 10}
  - {version: 1.1, schema: 11, compat: 11, compat_expanded: 10, migrations: [wide, {id: narrow, phase: contract}]}
  - {version: 1.2, schema: 12, compat: 11, checkpoint: {id: c}}
)"));
    const planner::Planner planner(loaded);
    planner::Site site = given::site("1.0");
    QCOMPARE(planner.plan(site, given::goal("1.1")).plan->hops.front().pointOfNoReturn, std::string());
    site.nodes = {{"one", ""}, {"two", ""}};
    const planner::Outcome first = planner.plan(site, given::goal("1.1"));
    QVERIFY(first.plan);
    QCOMPARE(static_cast<int>(first.plan->hops.front().mode), static_cast<int>(planner::Mode::online));
    QCOMPARE(static_cast<int>(first.plan->hops.front().rollback), static_cast<int>(planner::Rollback::restore));
    QCOMPARE(first.plan->hops.front().pointOfNoReturn, std::string("narrow"));
    site.version = "1.1";
    const planner::Outcome second = planner.plan(site, given::goal("1.2"));
    QCOMPARE(static_cast<int>(second.plan->hops.front().rollback), static_cast<int>(planner::Rollback::restore));
    site.nodes.clear();
    const planner::Outcome third = planner.plan(site, given::goal("1.2"));
    QCOMPARE(static_cast<int>(third.plan->hops.front().mode), static_cast<int>(planner::Mode::maintenance));
    QCOMPARE(static_cast<int>(third.plan->hops.front().modeReasons.front().code),
             static_cast<int>(planner::ReasonCode::singleNode));
}

QTEST_GUILESS_MAIN(TestPlannerRules)
#include "test_planner_rules.moc"
