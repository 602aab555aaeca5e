#include "planner/alternatives.h"

#include "given.h"
#include "random_request.h"
#include "reference_planner.h"

#include <QtTest/QtTest>
#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <random>

/// Plans beside each other: each the best by what it is named for, against the reference planner; no two the same, none
/// worse than another in every respect. CAIRN_TEST_LONG=1 takes many more catalogs.
class TestAlternatives : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachIsTheBestByItsName();
    void noneIsWorseInEveryRespect();
    void showsTheCorners();
};

namespace {

using planner::Alternative;
using planner::Alternatives;
using planner::PlanFigures;
using planner::Prefer;

constexpr std::array preferences{Prefer::hops, Prefer::downtime, Prefer::risk, Prefer::tested, Prefer::duration};

std::uint32_t catalogs() { return qEnvironmentVariableIntValue("CAIRN_TEST_LONG") > 0 ? 20000 : 700; }

/// A random request of the oldest release that says every fact, so that no answer is open, and may take its risks.
random_request::Request told(std::uint32_t seed)
{
    random_request::Request request = random_request::make(seed);
    request.site.version = "1.0.0";
    for (const random_request::Unknown& unknown : request.unknown)
        random_request::say(request.site, unknown, unknown.answers.front());
    request.unknown.clear();
    for (const char* risk : {"r1", "r2"})
        request.goal.acceptedRisks.insert(catalog::RiskId{risk});
    return request;
}

/// A request whose hops are all legal and differ in what they cost.
random_request::Request weighed(std::uint32_t seed)
{
    std::mt19937 random(seed);
    const auto pick = [&random](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
    const auto times = [&pick] {
        return "times: {downtime: " + std::to_string(pick(9)) + "m" +
               (pick(3) == 0 ? "}" : ", duration: " + std::to_string(pick(9)) + "m}");
    };
    random_request::Request request;
    request.yaml = "cairn: 1\nproduct: {id: p}\nreleases:\n  - {version: \"1\"}\n";
    const int releases = 4 + pick(3);
    for (int release = 2; release <= releases; ++release)
        request.yaml +=
            "  - {version: \"" + std::to_string(release) + "\"" + (pick(4) == 0 ? "" : ", " + times()) + "}\n";
    request.yaml += "rules:\n";
    for (int from = 1; from < releases; ++from) {
        for (int to = from + 1; to <= releases; ++to) {
            const std::string pair = "from: \"" + std::to_string(from) + "\", to: \"" + std::to_string(to) + "\"";
            request.yaml += "  - allow: {" + pair + (pick(2) == 0 ? ", grade: tested" : "") +
                            (pick(2) == 0 ? ", " + times() : "") + "}\n";
            if (pick(3) == 0)
                request.yaml += "  - risk: {id: r" + std::to_string(1 + pick(2)) + ", " + pair + "}\n";
        }
    }
    request.site = given::site("1");
    request.goal = given::goal();
    request.goal.acceptedRisks = {catalog::RiskId{"r1"}, catalog::RiskId{"r2"}};
    return request;
}

template <typename Function>
void forEachPath(const Function& check)
{
    for (std::uint32_t seed = 1; seed <= catalogs(); ++seed) {
        const random_request::Request request = seed % 2 == 0 ? told(seed) : weighed(seed);
        const catalog::Checked<catalog::Loaded> loaded = given::tryCatalog(request.yaml);
        if (!loaded)
            continue;
        const planner::Planner planner(*loaded);
        const Alternatives found = planner::alternatives(planner, request.site, request.goal);
        if (!found.plans.empty())
            check(seed, request, *loaded, found);
    }
}

/// Smaller is better, everywhere; missing times count before known ones.
std::vector<std::int64_t> termsOf(const PlanFigures& figures)
{
    return {static_cast<std::int64_t>(figures.hops),
            static_cast<std::int64_t>(figures.componentSteps),
            static_cast<std::int64_t>(figures.acceptedRisks),
            static_cast<std::int64_t>(figures.untestedHops),
            static_cast<std::int64_t>(figures.downtime.missing),
            figures.downtime.sum.count(),
            static_cast<std::int64_t>(figures.duration.missing),
            figures.duration.sum.count()};
}

bool dominates(const Alternative& one, const Alternative& other)
{
    const std::vector<std::int64_t> left = termsOf(one.figures);
    const std::vector<std::int64_t> right = termsOf(other.figures);
    return left != right && std::equal(left.begin(), left.end(), right.begin(), std::less_equal<>());
}

}  // namespace

void TestAlternatives::eachIsTheBestByItsName()
{
    int compared = 0;
    int several = 0;
    int wrong = 0;
    forEachPath([&](std::uint32_t seed, const random_request::Request& request, const catalog::Loaded& loaded,
                    const Alternatives& found) {
        ++compared;
        several += found.plans.size() > 1 ? 1 : 0;
        for (const Prefer prefer : preferences) {
            planner::Goal goal = request.goal;
            goal.prefer = prefer;
            const std::string expected = reference::answer(loaded.catalog, request.site, goal, request.site);
            const auto best = std::find_if(found.plans.begin(), found.plans.end(), [&](const Alternative& one) {
                return std::count(one.bestBy.begin(), one.bestBy.end(), prefer) == 1;
            });
            const std::string mine = best == found.plans.end() ? "none" : given::pathOf(best->plan);
            if (mine != expected && ++wrong <= 3)
                qWarning("seed %u, prefer %d: %s, reference %s\n%s", seed, static_cast<int>(prefer), mine.c_str(),
                         expected.c_str(), request.yaml.c_str());
        }
    });
    qInfo("%d paths compared, %d with several plans", compared, several);
    QCOMPARE(wrong, 0);
    QVERIFY(several > compared / 5);
}

void TestAlternatives::noneIsWorseInEveryRespect()
{
    int wrong = 0;
    forEachPath(
        [&](std::uint32_t seed, const random_request::Request&, const catalog::Loaded&, const Alternatives& found) {
            for (const Alternative& one : found.plans) {
                for (const Alternative& other : found.plans) {
                    const bool same = &one != &other && given::pathOf(one.plan) == given::pathOf(other.plan);
                    if ((same || dominates(one, other)) && ++wrong <= 3)
                        qWarning("seed %u: %s beside %s", seed, given::pathOf(one.plan).c_str(),
                                 given::pathOf(other.plan).c_str());
                }
            }
        });
    QCOMPARE(wrong, 0);
}

void TestAlternatives::showsTheCorners()
{
    const catalog::Checked<catalog::Loaded> loaded = given::tryCatalog(R"(
cairn: 1
product: {id: p}
releases:
  - {version: "1"}
  - {version: "2", times: {downtime: 1m, duration: 9m}}
  - {version: "3", times: {downtime: 2m, duration: 2m}}
  - {version: "4", times: {downtime: 9m, duration: 1m}}
rules:
  - allow: {from: "1", to: "3", grade: tested}
  - allow: {from: "3", to: "4", grade: tested, times: {downtime: 8m, duration: 9m}}
  - allow: {from: "2", to: "4", times: {downtime: 1m, duration: 9m}}
  - risk: {id: r, from: "1", to: "4"}
  - risk: {id: s, from: "3", to: "4"}
)");
    QVERIFY(loaded);
    const planner::Planner planner(*loaded);
    planner::Goal goal = given::goal();
    goal.acceptedRisks = {catalog::RiskId{"r"}, catalog::RiskId{"s"}};
    std::map<std::string, std::vector<Prefer>> best;
    for (const Alternative& one : planner::alternatives(planner, given::site("1"), goal).plans)
        best[given::pathOf(one.plan)] = one.bestBy;
    const std::map<std::string, std::vector<Prefer>> expected{
        {"1 > 4", {Prefer::hops, Prefer::duration}},
        {"1 > 2 > 4", {Prefer::downtime, Prefer::risk}},
        {"1 > 3 > 4", {Prefer::tested}},
    };
    QVERIFY(best == expected);
}

QTEST_GUILESS_MAIN(TestAlternatives)
#include "test_alternatives.moc"
