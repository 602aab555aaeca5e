#include "catalog/order.h"
#include "planner/marking.h"
#include "planner/planner.h"
#include "tests/bench/daily_builds.h"
#include "tests/bench/measures.h"
#include "tests/bench/stopwatch.h"

#include <QDir>
#include <QFile>
#include <cmath>
#include <vector>

namespace bench {

namespace {

struct Point {
    int releases = 0;
    double time = 0;
};

/// Linear would be 1; a square 2. What a sort adds from 1,000 to 100,000 is about 0.1, what memory adds about as much.
constexpr double steepest = 1.35;
constexpr double steepestMarking = 1.5;  ///< stops are searched among intervals that are sorted first

constexpr int width = 640;
constexpr int height = 420;
constexpr int margin = 60;

/// Both axes logarithmic: a straight line of slope one is linear growth.
QByteArray plotOf(const std::vector<Point>& points)
{
    const auto x = [&](double releases) { return margin + (std::log10(releases) - 3) / 2 * (width - 2 * margin); };
    const auto y = [&](double time) { return height - margin - (std::log10(time) + 1) / 5 * (height - 2 * margin); };
    QByteArray line;
    QByteArray marks;
    for (const Point& point : points) {
        const QByteArray px = QByteArray::number(x(point.releases), 'f', 1);
        const QByteArray py = QByteArray::number(y(point.time), 'f', 1);
        line += px + "," + py + " ";
        marks += "<circle cx=\"" + px + "\" cy=\"" + py + "\" r=\"4\"/><text x=\"" + px + "\" y=\"" + py +
                 "\" dy=\"-10\" text-anchor=\"middle\">" + QByteArray::number(point.releases) + ": " +
                 milliseconds(point.time).toUtf8() + "</text>\n";
    }
    const double first = points.front().time;
    const QByteArray linear = QByteArray::number(x(1000), 'f', 1) + "," + QByteArray::number(y(first), 'f', 1) + " " +
                              QByteArray::number(x(100000), 'f', 1) + "," + QByteArray::number(y(first * 100), 'f', 1);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"420\" font-family=\"sans-serif\" "
           "font-size=\"11\">\n<rect width=\"640\" height=\"420\" fill=\"white\"/>\n<text x=\"320\" y=\"24\" "
           "text-anchor=\"middle\" font-size=\"14\">Time of a plan by releases (both logarithmic; grey: "
           "linear)</text>\n<polyline fill=\"none\" stroke=\"#bbb\" stroke-dasharray=\"4\" points=\"" +
           linear + "\"/>\n<polyline fill=\"none\" stroke=\"#2060a0\" stroke-width=\"2\" points=\"" + line + "\"/>\n" +
           marks + "</svg>\n";
}

/// What is said about a target that was withdrawn: legal all the way but for that, over the stops of each line.
void blockedGrowth(Table& table)
{
    double first = 0;
    for (const int count : {1000, 5500, 20000}) {
        catalog::Loaded loaded;
        constexpr int stopEvery = 30;
        loaded.catalog = dailyBuilds(count, 12, stopEvery);
        loaded.catalog.releases.back().state.value = catalog::ReleaseState::withdrawn;
        planner::Site site;
        site.version = loaded.catalog.releases[50].version.text;
        planner::Goal goal;
        goal.asOf = *catalog::readDate("2999-11-01");
        goal.target = loaded.catalog.releases.back().version.text;
        std::size_t causes = 0;
        const double time = fastest(3, [&] {
            const planner::Planner planner(loaded);
            causes = planner.plan(site, goal).blockers.size();
        });
        first = count == 1000 ? time : first;
        const double slope = count == 1000 ? 1 : std::log(time / first) / std::log(count / 1000.0);
        table.row(QStringLiteral("blocked over %1 releases, %2 cause(s)").arg(count).arg(causes), milliseconds(time),
                  milliseconds(first), QStringLiteral("exponent %1").arg(slope, 0, 'f', 2),
                  QStringLiteral("close to linear (at most 1.35 at 20,000)"), count < 20000 || slope <= steepest);
    }
}

/// A site with several nodes: whether a hop is online, and so its downtime, depends on the pair of releases.
void growthOfPairTimes(Table& table)
{
    double first = 0;
    for (const int count : {1000, 5500, 20000}) {
        catalog::Loaded loaded;
        loaded.catalog = dailyBuilds(count, 12);
        planner::Site site;
        site.version = loaded.catalog.releases[50].version.text;
        site.nodes = {{"app1", {}}, {"app2", {}}};
        planner::Goal goal;
        goal.asOf = *catalog::readDate("2999-11-01");
        const double time = fastest(3, [&] {
            const planner::Planner planner(loaded);
            (void)planner.plan(site, goal);
        });
        first = count == 1000 ? time : first;
        const double slope = count == 1000 ? 1 : std::log(time / first) / std::log(count / 1000.0);
        table.row(QStringLiteral("a site of two nodes, %1 releases").arg(count), milliseconds(time),
                  milliseconds(first), QStringLiteral("exponent %1").arg(slope, 0, 'f', 2),
                  QStringLiteral("close to linear (at most 1.35 at 20,000)"), count < 20000 || slope <= steepest);
    }
}

/// Each release needs the scripts of the 400 before it.
void markingGrowth(Table& table)
{
    double first = 0;
    for (const int count : {2500, 20000}) {
        catalog::Catalog made;
        made.lines.resize(1);
        for (int i = 0; i < count; ++i) {
            catalog::Release release;
            release.version = {std::to_string(i)};
            if (i >= 500)
                release.scriptsSince = catalog::Version{std::to_string(i - 400)};
            made.releases.push_back(release);
        }
        const catalog::Order order(made);
        std::size_t marks = 0;
        const double time =
            fastest(3, [&] { marks = planner::mark(made, order, *catalog::readDate("2999-11-01")).marks.size(); });
        first = first == 0 ? time : first;
        const double slope = count == 2500 ? 1 : std::log(time / first) / std::log(count / 2500.0);
        table.row(QStringLiteral("marking %1 releases, %2 stops").arg(count).arg(marks), milliseconds(time),
                  milliseconds(first), QStringLiteral("exponent %1").arg(slope, 0, 'f', 2),
                  QStringLiteral("close to linear (at most 1.5)"), slope <= steepestMarking);
    }
}

}  // namespace

void growth(Table& table, const QString& binaries)
{
    std::vector<Point> points;
    for (const int count : {1000, 2000, 5000, 10000, 20000, 50000, 100000}) {
        catalog::Loaded loaded;
        loaded.catalog = dailyBuilds(count, 12);
        planner::Site site;
        site.version = loaded.catalog.releases[50].version.text;
        planner::Goal goal;
        goal.asOf = *catalog::readDate("2999-11-01");
        std::size_t hops = 0;
        const double time = fastest(3, [&] {
            const planner::Planner planner(loaded);
            const planner::Outcome outcome = planner.plan(site, goal);
            hops = outcome.plan ? outcome.plan->hops.size() : 0;
        });
        points.push_back({count, time});
        const Point& first = points.front();
        const double slope =
            count == first.releases ? 1 : std::log(time / first.time) / std::log(double(count) / first.releases);
        table.row(QStringLiteral("whole plan over %1 releases, %2 hops").arg(count).arg(hops), milliseconds(time),
                  milliseconds(first.time), QStringLiteral("exponent %1").arg(slope, 0, 'f', 2),
                  QStringLiteral("close to linear (at most 1.35 at 100,000)"), count < 100000 || slope <= steepest);
    }
    blockedGrowth(table);
    growthOfPairTimes(table);
    markingGrowth(table);
    QDir().mkpath(binaries + QStringLiteral("/../bench"));
    QFile plot(binaries + QStringLiteral("/../bench/growth.svg"));
    if (plot.open(QIODevice::WriteOnly))
        plot.write(plotOf(points));
}

}  // namespace bench
