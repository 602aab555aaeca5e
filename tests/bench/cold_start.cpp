#include "catalog/load.h"
#include "tests/bench/daily_builds.h"
#include "tests/bench/measures.h"
#include "tests/bench/stopwatch.h"

#include <QProcess>
#include <QTemporaryDir>
#include <cstdlib>

namespace bench {

namespace {

constexpr double budget = 3;
constexpr int repeats = 20;

double programTime(const QString& program, const QStringList& arguments)
{
    return fastest(repeats, [&] {
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

}  // namespace

void coldStart(Table& table, const QString& binaries)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("daily.cairn"));
    const catalog::Catalog made = dailyBuilds(5500, 12);
    if (!catalog::compile(made, path.toStdString())) {
        std::fprintf(stderr, "the catalog could not be compiled\n");
        std::exit(1);
    }
    const QString from = QString::fromStdString(made.releases[100].version.text);
    const double bare = programTime(binaries + QStringLiteral("/tests/bench/bare_program"), {path});
    const double cairn =
        programTime(binaries + QStringLiteral("/app/cairn"),
                    {QStringLiteral("--plan-only"), QStringLiteral("--catalog"), path, QStringLiteral("--from"), from,
                     QStringLiteral("--format"), QStringLiteral("json")});
    table.row(QStringLiteral("cairn --plan-only, 5,500 releases, whole process"), milliseconds(cairn),
              milliseconds(bare), times(cairn / bare), QStringLiteral("at most 3x"), cairn <= budget * bare);
}

}  // namespace bench
