// hop-bench: how long the SQL steps of a hop take by the runner, beside psql or sqlite3 with the same scripts on the
// same data, and, for information, the whole hop beside its scripts. Prints rows of the table of `./dev bench`; exit
// code 1 when the budget is missed.
#include "installers/journal.h"
#include "installers/paths.h"
#include "installers/world_posix.h"
#include "tests/installers/mini_postgres.h"
#include "tests/installers/mini_site.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>

namespace {

constexpr double budget = 1.05;
constexpr int rounds = 3;

class Silence : public installers::RunWatcher {
public:
    void event(const installers::RunEvent&) override {}
};

const char* const sqliteScript = "ALTER TABLE entry ADD COLUMN currency TEXT;\n"
                                 "UPDATE entry SET currency = 'NOK', amount = amount * 1.5 + id % 7;\n"
                                 "CREATE INDEX entry_account ON entry(account, amount);\n"
                                 "UPDATE entry SET currency = 'EUR' WHERE id % 3 = 0;\n"
                                 "UPDATE meta SET schema = 2;\n";
const char* const postgresScript = "ALTER TABLE entry ADD COLUMN currency text, ADD COLUMN cents bigint;\n"
                                   "UPDATE entry SET currency = 'NOK', cents = amount * 100 + id % 7;\n"
                                   "CREATE INDEX entry_account ON entry(account, amount);\n"
                                   "UPDATE meta SET schema = 2;\n";

double seconds(const QElapsedTimer& timer) { return static_cast<double>(timer.nsecsElapsed()) / 1e9; }

/// How long the program takes; below 0: it failed.
double timed(const QString& program, const QStringList& arguments, const QString& input = {})
{
    QProcess process;
    if (!input.isEmpty())
        process.setStandardInputFile(input);
    QElapsedTimer timer;
    timer.start();
    process.start(program, arguments);
    const bool ended = process.waitForFinished(-1) && process.exitStatus() == QProcess::NormalExit;
    return ended && process.exitCode() == 0 ? seconds(timer) : -1;
}

struct Measured {
    double steps = 0;  ///< the SQL steps by the journal
    double whole = 0;  ///< the whole run
    double raw = 0;
    bool ok = false;
};

/// What the journal says of the steps, in seconds.
double stepsOf(const installers::SitePaths& paths, const QStringList& steps)
{
    const auto journal = installers::Journal::openReadOnly(paths.journal);
    const auto run = journal ? journal->newestRun() : installers::Done<QString>();
    const auto entries = run ? journal->entries(*run) : installers::Done<std::vector<installers::Entry>>();
    double sum = 0;
    for (const installers::Entry& entry : entries.value_or(std::vector<installers::Entry>())) {
        if (entry.kind == installers::Entry::Kind::result && steps.contains(entry.step))
            sum += static_cast<double>(entry.tookMs) / 1e3;
    }
    return sum;
}

Measured measure(const support::PostgresServer* server)
{
    const QTemporaryDir folder(QDir::tempPath() + QStringLiteral("/hop-bench-XXXXXX"));
    const bool postgres = server != nullptr;
    mini::SiteOptions options;
    options.port = mini::freePort();
    options.hops = 1;
    options.maintenance = planner::SiteMaintenance::Kind::flag;
    options.scripts = {{"sql/m2.sql", sqliteScript},
                       {"sql/m2.pg.sql", postgresScript},
                       {"sql/fill.pg.sql", "SELECT cairn.advance(NULL);\n"}};
    if (postgres)
        options.postgres = mini::optionsOf(*server, QStringLiteral("hop"));
    const mini::SiteGuard guard(folder.path());
    Measured measured;
    if (!mini::makeSite(folder.path(), options))
        return measured;
    const QString database = folder.filePath(QStringLiteral("data/app.db"));
    const QString raw = folder.filePath(QStringLiteral("raw.db"));
    const QString script = folder.filePath(QStringLiteral("catalog/sql/m2%1.sql"));
    const QString rows = postgres
                             ? QStringLiteral("INSERT INTO entry SELECT i, 1 + i % 8, i / 7.0 FROM "
                                              "generate_series(201, 400000) i")
                             : QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 201 UNION ALL SELECT i+1 FROM n WHERE "
                                              "i<1000000) INSERT INTO entry SELECT i, 1 + i % 8, i / 7.0 FROM n; "
                                              "PRAGMA wal_checkpoint(TRUNCATE);");
    bool filled = false;
    if (postgres) {
        filled = mini::askPostgres(options.postgres, options.postgres.database, rows) &&
                 server->run(QStringLiteral("postgres"), QStringLiteral("DROP DATABASE IF EXISTS raw")) &&
                 server->run(QStringLiteral("postgres"), QStringLiteral("CREATE DATABASE raw TEMPLATE hop")) &&
                 server->run(QStringLiteral("postgres"), QStringLiteral("CHECKPOINT"));
    } else {
        // Both are copies, so that neither file lies more scattered on the disk than the other.
        const QString again = folder.filePath(QStringLiteral("again.db"));
        filled = QProcess::execute(QStringLiteral("sqlite3"), {database, rows}) == 0 && QFile::copy(database, raw) &&
                 QFile::copy(database, again) && QFile::remove(database) && QFile::rename(again, database);
    }
    if (!filled)
        return measured;
    QProcess::execute(QStringLiteral("sync"), {});
    if (postgres) {
        for (const char* const name : {"m2.pg.sql", "index.pg.sql"}) {
            // As the runner does: the migration is one transaction, the index is none.
            const QString one = qstrcmp(name, "m2.pg.sql") == 0 ? QStringLiteral("-1") : QStringLiteral("-q");
            const double took =
                timed(support::PostgresServer::programs() + QStringLiteral("/psql"),
                      {QStringLiteral("-Xq"), one, QStringLiteral("-v"), QStringLiteral("ON_ERROR_STOP=1"),
                       QStringLiteral("-d"), server->conninfo(QStringLiteral("raw")), QStringLiteral("-f"),
                       folder.filePath(QStringLiteral("catalog/sql/")) + QLatin1String(name)});
            if (took < 0)
                return measured;
            measured.raw += took;
        }
        if (!server->run(QStringLiteral("postgres"), QStringLiteral("CHECKPOINT")))
            return measured;
    } else {
        measured.raw = timed(QStringLiteral("sqlite3"),
                             {QStringLiteral("-bail"), QStringLiteral("-cmd"), QStringLiteral("BEGIN IMMEDIATE"), raw,
                              QStringLiteral(".read ") + script.arg(QString()), QStringLiteral("COMMIT")});
        if (measured.raw < 0)
            return measured;
    }
    QProcess::execute(QStringLiteral("sync"), {});
    installers::PosixWorld world;
    Silence silence;
    QElapsedTimer timer;
    timer.start();
    const installers::RunReport report =
        installers::Runner(world, silence).run(mini::requestIn(folder.path(), options));
    measured.whole = seconds(timer);
    const planner::Site site = mini::siteIn(folder.path(), options);
    measured.steps = stepsOf(installers::SitePaths(site), {QStringLiteral("1/m2"), QStringLiteral("1/index")});
    measured.ok = report.end == installers::RunEnd::done && measured.steps > 0;
    for (const installers::RunProblem& problem : report.problems)
        std::fprintf(stderr, "%s %s\n", qPrintable(problem.subject), qPrintable(problem.detail));
    return measured;
}

/// The best of some rounds: what disturbs a round only makes it longer.
bool row(const char* name, const support::PostgresServer* server)
{
    Measured best;
    for (int i = 0; i < rounds; ++i) {
        const Measured one = measure(server);
        if (!one.ok) {
            std::fprintf(stderr, "the hop on %s does not end well\n", name);
            return false;
        }
        best.steps = best.ok ? std::min(best.steps, one.steps) : one.steps;
        best.whole = best.ok ? std::min(best.whole, one.whole) : one.whole;
        best.raw = best.ok ? std::min(best.raw, one.raw) : one.raw;
        best.ok = true;
    }
    const double ratio = best.steps / best.raw;
    std::printf("| SQL of a hop on %s, beside its scripts alone | %.2f s | %.2f s | %.3f | at most 1.05 |\n", name,
                best.steps, best.raw, ratio);
    std::printf("| the whole hop: two verified backups, checks, service | %.2f s | %.2f s | %.2f | |\n", best.whole,
                best.raw, best.whole / best.raw);
    std::fflush(stdout);
    return ratio <= budget;
}

}  // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    bool held = row("SQLite", nullptr);
    if (const QString why = support::PostgresServer::missing(); !why.isEmpty()) {
        std::fprintf(stderr, "%s\n", qPrintable(why));
        return held ? 0 : 1;
    }
    const auto server = support::PostgresServer::start({true, {QStringLiteral("shared_buffers = 128MB")}});
    if (!server)
        return 2;
    held = row("PostgreSQL", server.get()) && held;
    return held ? 0 : 1;
}
