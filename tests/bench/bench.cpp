// Measures what has a budget and prints each as a ratio against a baseline of the same run.
#include "catalog/load.h"
#include "planner/planner.h"
#include "tests/bench/daily_builds.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

namespace {

/// The fastest of `times` runs in milliseconds: the one that was disturbed least.
double fastest(int times, const std::function<void()>& work)
{
    double best = 1e12;
    for (int i = 0; i < times; ++i) {
        QElapsedTimer timer;
        timer.start();
        work();
        best = std::min(best, static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    return best;
}

double programTime(int times, const QString& program, const QStringList& arguments)
{
    return fastest(times, [&] {
        QProcess process;
        process.setStandardOutputFile(QProcess::nullDevice());
        process.start(program, arguments);
        process.waitForFinished();
        if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
            std::fprintf(stderr, "%s failed: %s\n", qPrintable(program), process.readAllStandardError().constData());
            std::exit(1);
        }
    });
}

void coldStart(const QString& binaries, const QString& folder)
{
    const std::string path = (folder + QStringLiteral("/daily.cairn")).toStdString();
    const catalog::Catalog made = bench::dailyBuilds(5500, 12);
    if (const auto compiled = catalog::compile(made, path); !compiled) {
        std::fprintf(stderr, "the catalog could not be compiled\n");
        std::exit(1);
    }
    const QString from = QString::fromStdString(made.releases[100].version.text);
    const double bare =
        programTime(20, binaries + QStringLiteral("/tests/bench/bare_program"), {QString::fromStdString(path)});
    const double cairn =
        programTime(20, binaries + QStringLiteral("/app/cairn"),
                    {QStringLiteral("--plan-only"), QStringLiteral("--catalog"), QString::fromStdString(path),
                     QStringLiteral("--from"), from, QStringLiteral("--format"), QStringLiteral("json")});
    std::printf("| cairn --plan-only, 5,500 releases, whole process | %.1f ms | %.1f ms | %.1fx | at most 3x |\n",
                cairn, bare, cairn / bare);
}

void growth()
{
    double before = 0;
    for (const int count : {1000, 2000, 5500}) {
        catalog::Loaded loaded;
        loaded.catalog = bench::dailyBuilds(count, 12);
        planner::Site site;
        site.version = loaded.catalog.releases[50].version.text;
        planner::Goal goal;
        goal.asOf = *catalog::readDate("2026-11-01");
        std::size_t hops = 0;
        const double time = fastest(3, [&] {
            const planner::Planner planner(loaded);
            const planner::Outcome outcome = planner.plan(site, goal);
            hops = outcome.plan ? outcome.plan->hops.size() : 0;
        });
        std::printf("| plan over %d releases, %zu hops | %.1f ms | %.1f ms | %.1fx | close to linear |\n", count, hops,
                    time, before, before > 0 ? time / before : 0.0);
        before = time;
    }
}

}  // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "Usage: cairn_bench BUILD-FOLDER\n");
        return 2;
    }
    const QTemporaryDir folder;
    std::printf("| work | measured | baseline | ratio | budget |\n|---|---|---|---|---|\n");
    coldStart(QString::fromLocal8Bit(argv[1]), folder.path());
    growth();
    return 0;
}
