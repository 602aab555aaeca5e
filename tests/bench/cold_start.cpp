#include "catalog/load.h"
#include "tests/bench/daily_builds.h"
#include "tests/bench/measures.h"
#include "tests/bench/program_time.h"

#include <QTemporaryDir>
#include <cstdlib>

namespace bench {

namespace {

constexpr double budget = 3;
constexpr int repeats = 20;

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
    const double bare = programTime(repeats, binaries + QStringLiteral("/tests/bench/bare_program"), {path});
    const double cairn =
        programTime(repeats, binaries + QStringLiteral("/app/cairn"),
                    {QStringLiteral("--plan-only"), QStringLiteral("--catalog"), path, QStringLiteral("--from"), from,
                     QStringLiteral("--format"), QStringLiteral("json")});
    table.row(QStringLiteral("cairn --plan-only, 5,500 releases, whole process"), milliseconds(cairn),
              milliseconds(bare), times(cairn / bare), QStringLiteral("at most 3x"), cairn <= budget * bare);
}

}  // namespace bench
