#include "given.h"
#include "random_request.h"
#include "reference_planner.h"

#include <QtTest/QtTest>
#include <algorithm>
#include <map>
#include <set>

/// The planner against a reference that works out all hops of all states, on random catalogs with every kind of rule.
/// Unknown facts are tried every way they can fall: the planner must ask exactly when the result depends on them.
/// CAIRN_REFERENCE_CATALOGS sets how many (the default is for every build; many more belong to the long tests).
class TestPlannerReference : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesOnRandomCatalogs();
};

namespace {

constexpr std::uint32_t usualCount = 2000;

std::string shortForm(const planner::Outcome& outcome)
{
    if (outcome.kind == planner::OutcomeKind::path)
        return given::pathOf(*outcome.plan);
    return planner::to_string(outcome.kind);
}

/// The distinct results of all ways the unknown facts can fall, those that contradict the site left out.
std::set<std::string> allWays(const catalog::Catalog& catalog, const random_request::Request& request)
{
    std::set<std::string> results;
    for (const planner::Site& site : random_request::completions(request))
        results.insert(reference::answer(catalog, site, request.goal, request.site));
    return results;
}

/// A request to go back is one whatever the site still has to say about its own release.
std::string expectedOf(const std::set<std::string>& results)
{
    if (results == std::set<std::string>{"downgrade", "invalid-input"})
        return "downgrade";
    return results.size() == 1 ? *results.begin() : std::string("needs-answers");
}

}  // namespace

void TestPlannerReference::agreesOnRandomCatalogs()
{
    bool given = false;
    const int asked = qEnvironmentVariableIntValue("CAIRN_REFERENCE_CATALOGS", &given);
    const std::uint32_t count = given ? static_cast<std::uint32_t>(asked) : usualCount;
    std::map<std::string, int> kinds;
    int compared = 0;
    int multiHop = 0;
    int disagreements = 0;
    for (std::uint32_t seed = 1; seed <= count; ++seed) {
        const random_request::Request request = random_request::make(seed);
        const catalog::Checked<catalog::Loaded> loaded = given::tryCatalog(request.yaml);
        if (!loaded)
            continue;
        // Naming a channel or a component changes more than what is unknown; test_questions_random knows how.
        if (std::any_of(request.unknown.begin(), request.unknown.end(), [](const random_request::Unknown& unknown) {
                return unknown.kind != random_request::Unknown::Kind::fact;
            }))
            continue;
        const planner::Planner planner(*loaded);
        const planner::Outcome outcome = planner.plan(request.site, request.goal);
        const std::string mine = shortForm(outcome);
        const std::set<std::string> theirs = allWays(loaded->catalog, request);
        const std::string expected = expectedOf(theirs);
        ++compared;
        ++kinds[planner::to_string(outcome.kind)];
        multiHop += outcome.plan && outcome.plan->hops.size() > 1 ? 1 : 0;
        if (mine == expected)
            continue;
        if (++disagreements <= 3) {
            std::string all;
            for (const std::string& one : theirs)
                all += one + "; ";
            std::string asksFor;
            for (const random_request::Unknown& unknown : request.unknown)
                asksFor += unknown.name + " ";
            qWarning("seed %u: planner says %s, reference %s\nfrom %s to %s prefer %d unknown %s\n%s", seed,
                     mine.c_str(), all.c_str(), request.site.version.c_str(), request.goal.target.c_str(),
                     static_cast<int>(request.goal.prefer), asksFor.c_str(), request.yaml.c_str());
        }
    }
    for (const auto& [kind, times] : kinds)
        qInfo("%s: %d", kind.c_str(), times);
    qInfo("%d catalogs compared, %d with several hops", compared, multiHop);
    QCOMPARE(disagreements, 0);
    QVERIFY(compared >= static_cast<int>(count) / 2);
    QVERIFY(kinds.size() >= (count >= 500 ? 5u : 1u));
}

QTEST_GUILESS_MAIN(TestPlannerReference)
#include "test_planner_reference.moc"
