#include "planner/paths_to.h"

#include "given.h"
#include "planner/request.h"
#include "random_request.h"

#include <QtTest/QtTest>

using planner::Unknowns;

/// The search backwards from a target finds for every release what the search forwards from it finds: the same hops and
/// component steps, on random catalogs with every kind of rule, in every order of preference, unknown facts read both
/// ways. CAIRN_REFERENCE_CATALOGS sets how many.
class TestPathsTo : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsTheSearchForwardsOnRandomCatalogs();
};

namespace {

struct Count {
    int searches = 0;
    int paths = 0;
    int severalHops = 0;
    int componentSteps = 0;
    int none = 0;
};

std::unique_ptr<planner::Situation> standingOn(const planner::Model& model, planner::Rank rank,
                                               const planner::Site& site, const planner::Goal& goal)
{
    const auto facts = planner::Facts::read(model.catalog, site);
    return facts ? std::make_unique<planner::Situation>(std::make_shared<const planner::Day>(model, goal.asOf, rank),
                                                        site, goal, *facts)
                 : nullptr;
}

std::string movesOf(const planner::Situation& situation, const std::optional<planner::Path>& path)
{
    if (!path)
        return "none";
    planner::Answer answer;
    answer.kind = planner::Answer::Kind::path;
    answer.path = *path;
    return planner::signature(situation, answer);
}

/// What differs first, or nothing.
QString difference(const planner::Model& model, planner::Rank target, const planner::Site& site,
                   const planner::Goal& goal, Unknowns unknowns, Count& count)
{
    const planner::SearchRequest request{target, unknowns, goal.prefer, nullptr};
    const auto shared = standingOn(model, target, site, goal);
    if (!shared || !shared->released(target))
        return {};
    const std::optional<planner::PathsTo> backwards = planner::PathsTo::search(*shared, request);
    if (!backwards)
        return {};
    ++count.searches;
    for (planner::Rank rank = 0; rank < target; ++rank) {
        const auto own = standingOn(model, rank, site, goal);
        if (!own->released(rank))
            continue;
        const std::optional<planner::Path> path = planner::findPath(*own, request);
        const std::string wanted = movesOf(*own, path);
        const std::string found = movesOf(*shared, backwards->from(rank, shared->environments));
        if (found != wanted)
            return QStringLiteral("%1 to %2: forwards %3, backwards %4")
                .arg(QString::fromStdString(model.version(rank).text),
                     QString::fromStdString(model.version(target).text), QString::fromStdString(wanted),
                     QString::fromStdString(found));
        count.none += path ? 0 : 1;
        count.paths += path ? 1 : 0;
        count.severalHops += path && path->size() > 1 ? 1 : 0;
        for (const planner::Move& move : path.value_or(planner::Path()))
            count.componentSteps += move.kind == planner::Move::Kind::component ? 1 : 0;
    }
    return {};
}

}  // namespace

void TestPathsTo::equalsTheSearchForwardsOnRandomCatalogs()
{
    bool given = false;
    const int asked = qEnvironmentVariableIntValue("CAIRN_REFERENCE_CATALOGS", &given);
    const std::uint32_t seeds = given ? static_cast<std::uint32_t>(asked) : 1500;
    Count count;
    int disagreements = 0;
    for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
        random_request::Request request = random_request::make(seed);
        request.goal.allowDowngrade = false;
        request.site.failed = false;
        // A component that a release brings along differs from release to release while the site does not name it.
        for (const random_request::Unknown& unknown : request.unknown) {
            if (unknown.kind == random_request::Unknown::Kind::component)
                random_request::say(request.site, unknown, unknown.answers.front());
        }
        const catalog::Checked<catalog::Loaded> loaded = given::tryCatalog(request.yaml);
        if (!loaded)
            continue;
        const planner::Model model(*loaded);
        const planner::Rank newest = static_cast<planner::Rank>(model.size() - 1);
        for (const Unknowns unknowns : {Unknowns::legal, Unknowns::refused}) {
            for (const planner::Rank target : {newest, newest / 2}) {
                const QString found = difference(model, target, request.site, request.goal, unknowns, count);
                if (found.isEmpty() || ++disagreements > 3)
                    continue;
                qWarning("seed %u: %s\nprefer %d\n%s", seed, qPrintable(found), static_cast<int>(request.goal.prefer),
                         request.yaml.c_str());
            }
        }
    }
    qInfo("%d searches: %d paths, %d of several moves, %d component steps, %d releases without a path", count.searches,
          count.paths, count.severalHops, count.componentSteps, count.none);
    QCOMPARE(disagreements, 0);
    QVERIFY(count.searches > static_cast<int>(seeds) / 4);
    QVERIFY(count.severalHops > static_cast<int>(seeds) / 2);
    QVERIFY(count.componentSteps > static_cast<int>(seeds) / 20);
}

QTEST_GUILESS_MAIN(TestPathsTo)
#include "test_paths_to.moc"
