#include "given.h"
#include "planner/plan_json.h"

#include <QTest>
#include <functional>

using planner::Outcome;
using planner::OutcomeKind;
using planner::ReasonCode;

namespace {

/// What a case says about the site and what is wanted, besides the two releases.
struct Wish {
    planner::Site site;
    planner::Goal goal;
};
using Change = std::function<void(Wish&)>;

Change onChannel(const char* channel)
{
    return [channel](Wish& wish) { wish.site.channels = {{channel}}; };
}
void downgradeAllowed(Wish& wish) { wish.goal.allowDowngrade = true; }
void checkpointFailed(Wish& wish) { wish.site.failed = true; }
void asItIs(Wish&) {}

/// 37.20230303.1.1 was rolled out a week after 38.20230310.1.0.
const char* const coreosNext = R"(
releases:
  - {version: 38.20230310.1.0, date: 2023-03-14}
  - {version: 37.20230303.1.1, date: 2023-03-21}
)";

/// Scripts lead from each version to both its neighbours, and one from 5 to 20.
std::string extension()
{
    std::string releases;
    std::string rules;
    for (int version = 5; version <= 20; ++version) {
        const std::string name = std::to_string(version);
        releases += "  - {version: \"" + name + "\"}\n";
        if (version < 20)
            rules += "  - allow: {from: \"" + name + "\", to: \"" + std::to_string(version + 1) + "\"}\n";
        if (version > 5)
            rules += "  - allow: {from: \"" + name + "\", to: \"" + std::to_string(version - 1) + "\"}\n";
    }
    return "policy: closed\nreleases:\n" + releases + "rules:\n" + rules + "  - allow: {from: \"5\", to: \"20\"}\n";
}

/// GitHub Enterprise Server: every feature release is a line, and at most two are crossed.
std::string featureReleases(int first, int last)
{
    std::string lines;
    std::string releases;
    for (int minor = first; minor <= last; ++minor) {
        const std::string name = "2." + std::to_string(minor);
        lines += "  - {id: \"" + name + "\"" +
                 (minor == first ? std::string() : ", from: 2." + std::to_string(minor - 1) + ".0") + "}\n";
        releases += "  - {version: " + name + ".0, line: \"" + name + "\"}\n";
    }
    return "lines:\n" + lines + "releases:\n" + releases + "rules:\n  - reach: {lines: 2}\n";
}

const char* const kots = R"(
releases:
  - {version: 1.5.0}
  - {version: 2.0.0, checkpoint: {id: required}}
  - {version: 2.1.0}
)";

/// 2.0.0 is required by channel A, and a site that has switched to channel B never sees it.
const char* const kotsChannels = R"(
releases:
  - {version: 1.5.0, channels: [A, B]}
  - {version: 2.0.0, channels: [A], checkpoint: {id: required, when: {channel: A}}}
  - {version: 2.1.0, channels: [A, B]}
)";

/// The same where each channel has a sequence of its own, whose version numbers say nothing about the other's.
const char* const kotsSequences = R"(
lines:
  - {id: A}
  - {id: B, from: 1.5.0}
releases:
  - {version: 1.5.0, line: A}
  - {version: 2.0.0, line: A, channels: [A], checkpoint: {id: required}}
  - {version: 3.0.0, line: A, channels: [A]}
  - {version: 2.1.0, line: B, channels: [B]}
)";

const char* const gitlab = "releases: [{version: 16.3.5}, {version: 16.3.9}]\n";

}  // namespace

Q_DECLARE_METATYPE(Change)

/// Upgrade questions of other products whose answers are known. GitLab's and OpenShift's own are asked of their
/// catalogs in test_gitlab_sample and test_openshift.
class TestKnownCases : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answers_data()
    {
        QTest::addColumn<QByteArray>("catalog");
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<Change>("change");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const std::string& catalog, const char* from, const char* to,
                            const Change& change, const char* expected) {
            QTest::newRow(name) << QByteArray::fromStdString(catalog) << QByteArray(from) << QByteArray(to) << change
                                << QByteArray(expected);
        };
        row("H07 GitLab: back is a downgrade", gitlab, "16.3.9", "16.3.5", asItIs, "downgrade");
        row("H47 CoreOS: order is that of releases, not of numbers", coreosNext, "38.20230310.1.0", "latest", asItIs,
            "38.20230310.1.0 > 37.20230303.1.1");
        row("H47 CoreOS: the greater number is the older release", coreosNext, "37.20230303.1.1", "38.20230310.1.0",
            asItIs, "downgrade");
        row("H53 extension: the shortest way is not safe", extension(), "6", "20", asItIs,
            "6 > 7 > 8 > 9 > 10 > 11 > 12 > 13 > 14 > 15 > 16 > 17 > 18 > 19 > 20");
        row("H53 extension: over an older version when that is allowed", extension(), "6", "20", downgradeAllowed,
            "6 > 5 > 20");
        row("H63 GHES: as far as one hop goes", featureReleases(7, 10), "2.7.0", "2.10.0", asItIs,
            "2.7.0 > 2.9.0 > 2.10.0");
        row("H64 GHES: two hops over 2.5", featureReleases(3, 6), "2.3.0", "2.6.0", asItIs, "2.3.0 > 2.5.0 > 2.6.0");
        row("H90 KOTS: a required release", kots, "1.5.0", "2.1.0", asItIs, "1.5.0 > 2.0.0 > 2.1.0");
        row("H91 KOTS: not back over a required release", kots, "2.0.0", "1.5.0", downgradeAllowed, "downgrade");
        row("H92 KOTS: a required release that failed", kots, "2.0.0", "2.1.0", checkpointFailed, "blocked");
        row("H92 KOTS: its retry", kots, "2.0.0", "2.0.0", checkpointFailed, "2.0.0 > 2.0.0");
        row("H93 KOTS: required on the site's channel", kotsChannels, "1.5.0", "2.1.0", onChannel("A"),
            "1.5.0 > 2.0.0 > 2.1.0");
        row("H93 KOTS: not required after the switch", kotsChannels, "1.5.0", "2.1.0", onChannel("B"), "1.5.0 > 2.1.0");
        row("H93 KOTS: a sequence of its own", kotsSequences, "1.5.0", "latest", onChannel("B"), "1.5.0 > 2.1.0");
        row("H93 KOTS: the sequence that requires it", kotsSequences, "1.5.0", "latest", onChannel("A"),
            "1.5.0 > 2.0.0 > 3.0.0");
    }
    void answers()
    {
        QFETCH(const QByteArray, catalog);
        QFETCH(const QByteArray, from);
        QFETCH(const QByteArray, to);
        QFETCH(const Change, change);
        QFETCH(const QByteArray, expected);
        const Outcome outcome = ask(catalog, from, to, change);
        const std::string text =
            outcome.plan ? given::pathOf(*outcome.plan) : std::string(planner::to_string(outcome.kind));
        QCOMPARE(QByteArray::fromStdString(text), expected);
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("catalog");
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<Change>("change");
        QTest::addColumn<int>("reason");
        QTest::addColumn<QByteArray>("remedy");
        const auto row = [](const char* name, const std::string& catalog, const char* from, const char* to,
                            const Change& change, ReasonCode reason, const char* remedy) {
            QTest::newRow(name) << QByteArray::fromStdString(catalog) << QByteArray(from) << QByteArray(to) << change
                                << int(reason) << QByteArray(remedy);
        };
        row("H07 GitLab: a backup of the older release", gitlab, "16.3.9", "16.3.5", asItIs, ReasonCode::notAfter,
            "16.3.5");
        row("H91 KOTS: what was required is not undone", kots, "2.0.0", "1.5.0", downgradeAllowed,
            ReasonCode::checkpointUndone, "1.5.0");
        row("H92 KOTS: retry first", kots, "2.0.0", "2.1.0", checkpointFailed, ReasonCode::failedCheckpoint, "2.0.0");
    }
    void refusals()
    {
        QFETCH(const QByteArray, catalog);
        QFETCH(const QByteArray, from);
        QFETCH(const QByteArray, to);
        QFETCH(const Change, change);
        QFETCH(const int, reason);
        QFETCH(const QByteArray, remedy);
        const Outcome outcome = ask(catalog, from, to, change);
        QVERIFY(std::any_of(outcome.blockers.begin(), outcome.blockers.end(),
                            [reason](const planner::Reason& blocker) { return int(blocker.code) == reason; }));
        QVERIFY(std::any_of(outcome.remedies.begin(), outcome.remedies.end(),
                            [&](const planner::Remedy& one) { return one.subject == remedy.toStdString(); }));
    }

    /// H64: one hop from 2.3 to 2.6 crosses three feature releases.
    void theDirectHopIsTooFar()
    {
        const Outcome outcome = ask(QByteArray::fromStdString(featureReleases(3, 6)), "2.3.0", "2.6.0",
                                    [](Wish& direct) { direct.goal.requireDirect = true; });
        QCOMPARE(outcome.kind, OutcomeKind::stopsNeeded);
        QCOMPARE(int(outcome.blockers.front().code), int(ReasonCode::reachExceeded));
    }

private:
    static Outcome ask(const QByteArray& catalog, const QByteArray& from, const QByteArray& to, const Change& change)
    {
        const auto loaded = given::tryCatalog("cairn: 1\nproduct: {id: p}\n" + catalog.toStdString());
        if (!loaded)
            qFatal("the catalog does not read: %s", loaded.error().front().subject.c_str());
        Wish wish{given::site(from.toStdString()), given::goal(to.toStdString())};
        change(wish);
        const planner::Planner planner(*loaded);
        return planner.plan(wish.site, wish.goal);
    }
};

QTEST_GUILESS_MAIN(TestKnownCases)
#include "test_known_cases.moc"
