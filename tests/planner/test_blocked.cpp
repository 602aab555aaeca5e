#include "given.h"

#include "planner/spelling.h"

#include <QtTest/QtTest>
#include <map>

/// Blocked requests, one row each: the causes named, the options offered, the farthest release. A cause is written as
/// its code and what it is about; an option as its remedies, joined by " and ", with the path that it opens.
class TestBlocked : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void names_data();
    void names();
    void saysWhatElseARuleIsAbout();
    void saysWhereAComponentHasToRise();
};

namespace {

using planner::Reason;
using planner::Remedy;

catalog::Loaded catalogOf(const QString& body)
{
    catalog::Checked<catalog::Loaded> loaded =
        given::tryCatalog("cairn: 1\nproduct: {id: p}\n" + body.toStdString() + "\n");
    if (!loaded)
        qFatal("catalog does not read: line %d %s", loaded.error().front().place.line,
               loaded.error().front().subject.c_str());
    return std::move(*loaded);
}

/// "1.0 to=2.0 channel=stable failed php=7 fixed=php": versions of components, and facts, by name.
struct Asked {
    planner::Site site;
    planner::Goal goal = given::goal();
};

Asked read(const QString& line)
{
    Asked asked;
    const QStringList parts = line.split(QLatin1Char(' '));
    asked.site.version = parts.first().toStdString();
    for (const QString& part : parts.mid(1)) {
        const std::string name = part.section(QLatin1Char('='), 0, 0).toStdString();
        const std::string value = part.section(QLatin1Char('='), 1).toStdString();
        if (name == "to")
            asked.goal.target = value;
        else if (name == "channel")
            asked.site.channels.insert(catalog::Channel{value});
        else if (name == "failed")
            asked.site.failed = true;
        else if (name == "fixed")
            asked.site.components[catalog::ComponentName{value}].fixed = true;
        else if (name == "php" || name == "db")
            asked.site.components[catalog::ComponentName{name}].version.text = value;
        else
            asked.site.facts[catalog::FactName{name}] = {value};
    }
    return asked;
}

/// "forbidden 1.0 > 1.1", "risk-matches r", "target-withdrawn 1.1".
std::string shortOf(const Reason& reason)
{
    const std::string code = planner::spelled(reason.code);
    switch (reason.rule) {
    case planner::RuleKind::available:
        return code + " " + (reason.to.text.empty() ? reason.from.text : reason.to.text);
    case planner::RuleKind::checkpoint:
    case planner::RuleKind::risk:
    case planner::RuleKind::siteState:
        return code + " " + reason.id;
    case planner::RuleKind::environment:
        return code + " " + reason.to.text + " " + reason.id;
    default:
        return code + " " + reason.from.text + " > " + reason.to.text;
    }
}

QString causesOf(const planner::Outcome& outcome)
{
    QStringList causes;
    for (const Reason& reason : outcome.blockers)
        causes << QString::fromStdString(shortOf(reason));
    return causes.join(QLatin1String("; "));
}

QString optionsOf(const planner::Outcome& outcome)
{
    std::map<int, QStringList> options;
    std::map<int, std::string> paths;
    for (const Remedy& remedy : outcome.remedies) {
        options[remedy.option] << QString::fromStdString(planner::spelled(remedy.kind) + " " + remedy.subject +
                                                         (remedy.value.empty() ? "" : "=" + remedy.value));
        if (remedy.plan)
            paths[remedy.option] = ": " + given::pathOf(*remedy.plan);
    }
    QStringList all;
    for (const auto& [option, remedies] : options)
        all << remedies.join(QLatin1String(" and ")) + QString::fromStdString(paths[option]);
    return all.join(QLatin1String("; "));
}

QString farthestOf(const planner::Outcome& outcome)
{
    return outcome.farthest ? QString::fromStdString(given::pathOf(*outcome.farthest)) : QString();
}

const char* const stops = R"(
lines: [{id: a}, {id: b, from: 1.2}]
releases:
  - {version: 1.0, line: a}
  - {version: 1.1, line: a, checkpoint: {id: utf8}}
  - {version: 1.2, line: a}
  - {version: 2.0, line: b, checkpoint: {id: chart}}
  - {version: 2.1, line: b, state: withdrawn}
  - {version: 2.2, line: b}
rules: [{leave: {line: a, from: latest}}]
)";
const char* const php = R"(
releases:
  - {version: 1.0, requires: {php: "<8"}}
  - {version: 1.1, requires: {php: ">=7"}, checkpoint: {id: c}}
  - {version: 1.2, requires: {php: ">=8.1"}}
)";
const char* const offeredPhp = R"(
components: {php: {available: ["7.4", "8.2"]}}
releases:
  - {version: 1.0}
  - {version: 1.1, requires: {php: ">=8"}}
  - {version: 1.2, requires: {php: ">=8"}}
)";
const char* const closed = R"(
policy: closed
releases: [{version: 1.0}, {version: 1.1}, {version: 1.2}, {version: 1.3}]
rules:
  - allow: {from: 1.0, to: 1.1}
  - allow: {from: 1.2, to: 1.3}
)";
const char* const channels = R"(
releases:
  - {version: 1.0}
  - {version: 1.1, channels: [fast, beta], checkpoint: {id: c}}
  - {version: 1.2, channels: [stable, fast]}
)";
const char* const memory = R"(
facts: {memory: {type: number, ask: "GB?"}, red: {type: boolean, ask: "Red?"}}
releases:
  - {version: 1.0}
  - {version: 1.1, requires: {memory: ">=4"}, checkpoint: {id: c}}
  - {version: 1.2, requires: {memory: ">=8"}}
)";
const char* const shutting = R"(
facts: {memory: {type: number, ask: "GB?"}}
releases:
  - {version: 1.0}
  - {version: 1.1, requires: {memory: ">=8"}}
rules: [{forbid: {to: 1.1, when: {memory: ">=8"}}}, {risk: {id: r, to: 1.1}}]
)";
const char* const several = R"(
releases:
  - {version: 1.0}
  - {version: 1.1, checkpoint: {id: c}, channels: [fast]}
  - {version: 1.2, requires: {php: ">=8"}}
rules: [{risk: {id: r, to: 1.2}}]
)";
const char* const dated = R"(
lines: [{id: a}, {id: b, from: 1.0}]
releases:
  - {version: 1.0, line: a, date: 2020-01-01}
  - {version: 1.1, line: a, date: 2020-06-01}
  - {version: 2.0, line: b, date: 2020-03-01}
)";

}  // namespace

void TestBlocked::names_data()
{
    QTest::addColumn<QString>("catalog");
    QTest::addColumn<QString>("request");
    QTest::addColumn<QString>("causes");
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("farthest");
    const auto row = [](const char* name, const char* catalog, const char* request, const char* causes,
                        const char* options, const char* farthest) {
        QTest::newRow(name) << QString::fromUtf8(catalog) << QString::fromUtf8(request) << QString::fromUtf8(causes)
                            << QString::fromUtf8(options) << QString::fromUtf8(farthest);
    };
    row("a withdrawn target, behind stops that are legal", stops, "1.0 to=2.1", "target-withdrawn 2.1",
        "choose-target 2.2: 1.0 > 1.1 > 1.2 > 2.0 > 2.2", "1.0 > 1.1 > 1.2 > 2.0");
    row("a withdrawn target with none after it", "releases: [{version: 1.0}, {version: 1.1, state: withdrawn}]",
        "1.0 to=1.1", "target-withdrawn 1.1", "newer-catalog 1.1", "");
    row("an unavailable stop",
        "releases: [{version: 1.0}, {version: 1.1, state: unavailable, checkpoint: {id: c}}, {version: 1.2}]", "1.0",
        "target-unavailable 1.1", "newer-catalog 1.1", "");
    row("a stop to avoid",
        "releases: [{version: 1.0}, {version: 1.1, state: avoid, checkpoint: {id: c}}, {version: 1.2}]", "1.0",
        "avoid-on-the-way 1.1", "newer-catalog 1.1", "");
    row("a dead end is installed", "releases: [{version: 1.0, state: dead-end}, {version: 1.1}]", "1.0",
        "leaves-dead-end 1.1", "vendor available", "");
    row("a forbidden hop", "releases: [{version: 1.0}, {version: 1.1}]\nrules: [{forbid: {to: 1.1}}]", "1.0",
        "forbidden 1.0 > 1.1", "vendor forbid", "");
    row("two rules forbid it",
        "releases: [{version: 1.0}, {version: 1.1}]\n"
        "rules: [{forbid: {to: 1.1}}, {forbid: {from: 1.0, to: \"*\", reason: other}}]",
        "1.0", "forbidden 1.0 > 1.1; forbidden 1.0 > 1.1", "vendor forbid", "");
    row("a requirement without available", php, "1.0 php=7.4", "component-too-old 1.2 php",
        "raise-component php=8.1: 1.0 > 1.1 [php 7.4 > 8.1] > 1.2", "1.0 > 1.1");
    row("a fixed component", offeredPhp, "1.0 php=7.4 fixed=php", "component-fixed 1.2 php",
        "unfix-component php=8.2: 1.0 [php 7.4 > 8.2] > 1.2", "");
    row("a component too new", "releases: [{version: 1.0}, {version: 1.1, requires: {php: \"<8\"}}]", "1.0 php=8.1",
        "component-too-new 1.1 php", "vendor php", "");
    row("what a release brings is too old", "releases: [{version: 1.0}, {version: 1.1, provides: {php: \"7.4\"}}]",
        "1.0 php=8.1", "component-goes-back 1.1 php", "vendor php", "");
    row("a missing allow", closed, "1.0", "no-allow 1.0 > 1.3", "vendor policy", "1.0 > 1.1");
    row("another channel", channels, "1.0 channel=stable", "not-in-channel 1.1",
        "join-channel fast: 1.0 > 1.1 > 1.2; join-channel beta: 1.0 > 1.1 > 1.2", "");
    row("a failed checkpoint", "releases: [{version: 1.0, checkpoint: {id: c}}, {version: 1.1}]", "1.0 failed",
        "failed-checkpoint c", "retry-checkpoint 1.0: 1.0 > 1.0", "");
    row("a failed checkpoint that is withdrawn",
        "releases: [{version: 1.0, state: withdrawn, checkpoint: {id: c}}, {version: 1.1}]", "1.0 failed",
        "failed-checkpoint c", "vendor c", "");
    row("a failed checkpoint and more",
        "releases: [{version: 1.0, checkpoint: {id: c}}, {version: 1.1}]\nrules: [{risk: {id: r, to: 1.1}}]",
        "1.0 failed", "risk-matches r; failed-checkpoint c", "accept-risk r and retry-checkpoint 1.0: 1.0 > 1.0", "");
    row("a fact, twice required", memory, "1.0 memory=2", "fact-required 1.1 memory; fact-required 1.2 memory",
        "answer-fact memory=8: 1.0 > 1.1 > 1.2", "");
    row("a fact that shuts what it opens", shutting, "1.0 memory=2", "risk-matches r; fact-required 1.1 memory",
        "vendor memory and accept-risk r", "");
    row("a risk", "releases: [{version: 1.0}, {version: 1.1}]\nrules: [{risk: {id: r, to: 1.1}}]", "1.0",
        "risk-matches r", "accept-risk r: 1.0 > 1.1", "");
    row("a way round each of two risks",
        "releases: [{version: 1.0}, {version: 1.1}, {version: 1.2}]\n"
        "rules: [{risk: {id: r, from: 1.0, to: 1.2}}, {risk: {id: s, to: 1.1}}]",
        "1.0", "risk-matches r", "accept-risk r: 1.0 > 1.2; accept-risk s: 1.0 > 1.1 > 1.2", "");
    row("three at once", several, "1.0 channel=stable php=7",
        "not-in-channel 1.1; risk-matches r; component-too-old 1.2 php",
        "raise-component php=8 and join-channel fast and accept-risk r: 1.0 > 1.1 [php 7 > 8] > 1.2", "");
    row("an older release of another line", dated, "1.1 to=2.0", "older-across-lines 1.1 > 2.0", "newer-catalog 2.0",
        "");
    row("a schema that falls",
        "lines: [{id: a}, {id: b, from: 1.0}]\nreleases: [{version: 1.0, line: a, schema: 1}, "
        "{version: 1.1, line: a, schema: 9}, {version: 2.0, line: b, schema: 5}]",
        "1.1 to=2.0", "schema-behind 1.1 > 2.0", "newer-catalog 2.0", "");
    row("too many lines with none between",
        "lines: [{id: a}, {id: b, from: 1.0}, {id: c, from: 2.0}]\nreleases: "
        "[{version: 1.0, line: a}, {version: 2.0, line: b, state: withdrawn}, {version: 3.0, line: c}]\n"
        "rules: [{reach: {lines: 1}}]",
        "1.0", "reach-exceeded 1.0 > 3.0", "vendor reach", "");
    row("a line left from elsewhere",
        "lines: [{id: a}, {id: b, from: 1.0}]\nreleases: [{version: 1.0, line: a}, "
        "{version: 1.1, line: a}, {version: 2.0, line: b}]\nrules: [{leave: {line: a, from: \"1.0\"}}]",
        "1.1", "leave-not-latest 1.1 > 2.0", "vendor leave", "");
    row("a line left from a release of another channel",
        "lines: [{id: a}, {id: b, from: 1.0}]\nreleases: "
        "[{version: 1.0, line: a}, {version: 1.1, line: a, channels: [fast]}, {version: 2.0, line: b}]\n"
        "rules: [{leave: {from: latest}}]",
        "1.1 channel=stable", "leave-not-latest 1.1 > 2.0", "join-channel fast: 1.1 > 2.0", "");
    row("nothing that is meant is fit",
        "releases: [{version: 1.0}, {version: 1.1.0, state: avoid}, "
        "{version: 1.1.1, channels: [fast]}]",
        "1.0 to=1.1 channel=stable", "no-suitable-release ; avoid-on-the-way 1.1.0; not-in-channel 1.1.1",
        "join-channel fast: 1.0 > 1.1.1", "");
    row("blocked whichever way a fact falls",
        "facts: {red: {type: boolean, ask: \"?\"}}\nreleases: [{version: 1.0}, "
        "{version: 1.1}]\nrules: [{risk: {id: r, to: 1.1, when: {red: true}}}, "
        "{forbid: {to: 1.1, when: {red: false}}}]",
        "1.0", "risk-matches r", "accept-risk r", "");
}

void TestBlocked::names()
{
    QFETCH(QString, catalog);
    QFETCH(QString, request);
    QFETCH(QString, causes);
    QFETCH(QString, options);
    QFETCH(QString, farthest);
    const catalog::Loaded loaded = catalogOf(catalog);
    const Asked asked = read(request);
    const planner::Outcome outcome = planner::Planner(loaded).plan(asked.site, asked.goal);
    QCOMPARE(QString::fromStdString(planner::to_string(outcome.kind)), QStringLiteral("blocked"));
    QCOMPARE(causesOf(outcome), causes);
    QCOMPARE(optionsOf(outcome), options);
    QCOMPARE(farthestOf(outcome), farthest);
}

void TestBlocked::saysWhatElseARuleIsAbout()
{
    const catalog::Loaded loaded = catalogOf(
        QStringLiteral("releases: [{version: 1.0}, {version: 1.1}, {version: 2.0}, {version: 2.1, date: 2099-01-01}]\n"
                       "rules: [{forbid: {from: \"1.*\", to: \">=2\"}}]"));
    const planner::Outcome outcome = planner::Planner(loaded).plan(given::site("1.0"), given::goal());
    QCOMPARE(outcome.blockers.size(), std::size_t{1});
    const Reason& reason = outcome.blockers.front();
    QVERIFY((reason.sources == std::vector<catalog::Version>{{"1.0"}, {"1.1"}}));
    QVERIFY((reason.releases == std::vector<catalog::Version>{{"2.0"}}));
}

void TestBlocked::saysWhereAComponentHasToRise()
{
    const catalog::Loaded loaded = catalogOf(QString::fromUtf8(php));
    const planner::Planner planner(loaded);
    Asked asked = read(QStringLiteral("1.0 php=7.4"));
    const planner::Outcome first = planner.plan(asked.site, asked.goal);
    QCOMPARE(first.remedies.front().at.text, std::string("1.1"));
    asked.site.version = "1.1";
    const planner::Outcome there = planner.plan(asked.site, asked.goal);
    QVERIFY(there.remedies.front().at.text.empty());
    asked.site.components[catalog::ComponentName{"php"}].version.text = there.remedies.front().value;
    QCOMPARE(planner::to_string(planner.plan(asked.site, asked.goal).kind), std::string("path"));
}

QTEST_GUILESS_MAIN(TestBlocked)
#include "test_blocked.moc"
