#include "installers/drivers/sql_sqlite.h"
#include "tests/installers/mini_postgres.h"
#include "tests/installers/runner_ground.h"
#include "tests/support/postgres_server.h"

#include <QDir>
#include <QtTest/QtTest>

namespace {

using Ground = mini::RunGround;
using Kind = installers::WayBack::Kind;
using installers::RunEnd;
using installers::RunProblemCode;
using installers::RunReport;
using mini::Watcher;

QByteArray words(const RunReport& report)
{
    QString all = QString::number(installers::exitCode(report.end));
    for (const installers::RunProblem& problem : report.problems)
        all += QStringLiteral("; %1 %2: %3").arg(int(problem.code)).arg(problem.subject, problem.detail);
    return all.toUtf8();
}

}  // namespace

/// A person goes back: before the opening as after a failure, afterwards without losing a write.
class TestRunnerRollback : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void openedHopGoesBackWithItsWrites();
    void openedHopGoesBackOnPostgresql();
    void onlyTheLastHopGoesBack();
    void forwardAgainAfterwards();
    void refusedWhereARestoreWouldBeNeeded();
    void refusals_data();
    void refusals();
    void unfinishedHopIsRolledBack_data();
    void unfinishedHopIsRolledBack();
    void goingBackIsPausedAndResumed();
    void contractStepsCount();
};

void TestRunnerRollback::openedHopGoesBackWithItsWrites()
{
    Ground ground(1, planner::SiteMaintenance::Kind::page, true);
    QVERIFY(ground.made);
    Watcher watcher;
    QVERIFY(ground.run(watcher).end == RunEnd::done);
    const auto written = ground.world.get(QStringLiteral("http://127.0.0.1:%1/write/77").arg(ground.options.port),
                                          std::chrono::milliseconds(2000));
    QCOMPARE(written.body.trimmed(), QByteArray("mini 2.0"));
    const auto before = installers::report(ground.request.site);
    QVERIFY(before && before->wayBack && before->wayBack->isOpen() && before->wayBack->kind == Kind::opened);
    QCOMPARE(before->wayBack->from, QStringLiteral("1.0"));
    QVERIFY(before->wayBackCommand.startsWith(QStringLiteral("cairn rollback --site ")));
    Watcher back;
    const RunReport report = ground.rollBack(back);
    QVERIFY2(report.end == RunEnd::rolledBack, words(report).constData());
    QCOMPARE(back.begun, (QStringList{QStringLiteral("back/1/page-up"), QStringLiteral("back/1/stop"),
                                      QStringLiteral("back/1/confirm-page"), QStringLiteral("back/1/switch-back"),
                                      QStringLiteral("back/1/start-private"), QStringLiteral("back/1/stop-private"),
                                      QStringLiteral("back/1/page-down"), QStringLiteral("back/1/open")}));
    const mini::Snapshot left = mini::snapshotOf(ground.folder.path(), ground.options);
    QCOMPARE(left.served, QStringLiteral("200 mini 1.0"));
    QCOMPARE(left.recorded, QStringLiteral("1.0"));
    QVERIFY(!left.pageUp && left.leftovers.isEmpty());
    QCOMPARE(installers::askSqlite(ground.path("data/app.db"), "SELECT id FROM request").value_or(QString()),
             QStringLiteral("77"));
    QCOMPARE(report.hops.front().result, QStringLiteral("taken-back"));
    // Twice is told.
    Watcher twice;
    const RunReport again = ground.rollBack(twice);
    QVERIFY2(again.end == RunEnd::blocked && again.problems.front().code == RunProblemCode::rollbackNothing,
             words(again).constData());
    QVERIFY(twice.begun.isEmpty());
}

void TestRunnerRollback::openedHopGoesBackOnPostgresql()
{
    if (const QString missing = support::PostgresServer::missing(); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    const auto server = support::PostgresServer::start();
    QVERIFY(server);
    mini::SiteOptions options;
    options.port = mini::freePort();
    options.hops = 1;
    options.compatible = true;
    options.postgres = mini::optionsOf(*server, QStringLiteral("mini"));
    QTemporaryDir folder(mini::scratchTemplate(QStringLiteral("back")));
    const mini::SiteGuard guard(folder.path());
    QVERIFY(mini::makeSite(folder.path(), options));
    const installers::RunRequest request = mini::requestIn(folder.path(), options);
    installers::PosixWorld world(mini::withPage());
    Watcher watcher;
    const RunReport done = installers::Runner(world, watcher).run(request);
    QVERIFY2(done.end == RunEnd::done, words(done).constData());
    const auto written =
        world.get(QStringLiteral("http://127.0.0.1:%1/write/77").arg(options.port), std::chrono::milliseconds(5000));
    QCOMPARE(written.body.trimmed(), QByteArray("mini 2.0"));
    const RunReport report = installers::Runner(world, watcher).rollBack(request.site);
    QVERIFY2(report.end == RunEnd::rolledBack, words(report).constData());
    QCOMPARE(mini::snapshotOf(folder.path(), options).served, QStringLiteral("200 mini 1.0"));
    QCOMPARE(mini::askPostgres(options.postgres, options.postgres.database, QStringLiteral("SELECT id FROM request"))
                 .value_or(QString()),
             QStringLiteral("77"));
}

void TestRunnerRollback::onlyTheLastHopGoesBack()
{
    Ground ground(2, planner::SiteMaintenance::Kind::flag, true);
    QVERIFY(ground.made);
    Watcher watcher;
    const RunReport done = ground.run(watcher);
    QVERIFY2(done.end == RunEnd::done, words(done).constData());
    Watcher back;
    const RunReport report = ground.rollBack(back);
    QVERIFY2(report.end == RunEnd::rolledBack, words(report).constData());
    const mini::Snapshot left = mini::snapshotOf(ground.folder.path(), ground.options);
    QCOMPARE(left.served, QStringLiteral("200 mini 2.0"));
    QCOMPARE(left.current, QStringLiteral("2.0"));
    QCOMPARE(left.recorded, QStringLiteral("2.0"));
    QCOMPARE(report.hops.front().result, QStringLiteral("done"));
    QCOMPARE(report.hops.back().result, QStringLiteral("taken-back"));
}

/// The release that was taken back is installed again: what it had applied is found, not applied twice.
void TestRunnerRollback::forwardAgainAfterwards()
{
    Ground ground(1, planner::SiteMaintenance::Kind::flag, true);
    QVERIFY(ground.made);
    Watcher watcher;
    QVERIFY(ground.run(watcher).end == RunEnd::done);
    QVERIFY(ground.rollBack(watcher).end == RunEnd::rolledBack);
    const RunReport again = ground.run(watcher);
    QVERIFY2(again.end == RunEnd::done, words(again).constData());
    QCOMPARE(mini::snapshotOf(ground.folder.path(), ground.options).served, QStringLiteral("200 mini 2.0"));
}

void TestRunnerRollback::refusedWhereARestoreWouldBeNeeded()
{
    Ground ground(2);
    QVERIFY(ground.made);
    Watcher watcher;
    const RunReport done = ground.run(watcher);
    QVERIFY(done.end == RunEnd::done);
    const mini::Snapshot before = mini::snapshotOf(ground.folder.path(), ground.options);
    Watcher back;
    const RunReport report = ground.rollBack(back);
    QCOMPARE(installers::exitCode(report.end), 3);
    QVERIFY(report.problems.front().code == RunProblemCode::rollbackNeedsRestore);
    const QStringList parts = report.problems.front().detail.split(QLatin1Char('\n'));
    QCOMPARE(parts.value(0), QStringLiteral("compat-unknown"));
    QCOMPARE(parts.value(1), QStringLiteral("3.0"));
    QCOMPARE(parts.value(2), ground.path("backups/") + done.run + QStringLiteral("/hop-2"));
    QVERIFY(QDateTime::fromString(parts.value(3), Qt::ISODate) <= QDateTime::fromString(parts.value(4), Qt::ISODate));
    QVERIFY(back.begun.isEmpty() && report.nextCommand.isEmpty());
    QCOMPARE(mini::difference(before, mini::snapshotOf(ground.folder.path(), ground.options)), QString());
    QVERIFY(installers::report(ground.request.site)->end == RunEnd::done);
}

void TestRunnerRollback::refusals_data()
{
    using Change = std::function<void(Ground&)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<int>("problem");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, RunProblemCode problem, int code, const Change& change) {
        QTest::newRow(name) << change << int(problem) << code;
    };
    row("the old release is gone", RunProblemCode::oldReleaseMissing, 3,
        [](Ground& ground) { QVERIFY(QDir(ground.path("releases/1.0")).removeRecursively()); });
    row("another release is installed", RunProblemCode::rollbackOtherVersion, 5, [](Ground& ground) {
        QVERIFY(mini::put(ground.path(".cairn/state.json"),
                          "{\"format\":\"cairn-state/1\",\"product\":\"mini\",\"site\":\"Test bench\","
                          "\"version\":\"2.5\"}"));
    });
    row("a byte of the run's copies has changed", RunProblemCode::copyChanged, 6, [](Ground& ground) {
        const QString runs = ground.path(".cairn/runs/");
        const QString run = QDir(runs).entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0);
        mini::flipByte(runs + run + QStringLiteral("/scripts/sql/m2.sql"), 5);
    });
    row("a program of the service is gone", RunProblemCode::programMissing, 3,
        [](Ground& ground) { ground.request.site.service->start = {"{site}/no-such-program"}; });
    row("no run", RunProblemCode::rollbackNothing, 3,
        [](Ground& ground) { QVERIFY(QDir(ground.path(".cairn")).removeRecursively()); });
}

void TestRunnerRollback::refusals()
{
    QFETCH(std::function<void(Ground&)>, change);
    QFETCH(int, problem);
    QFETCH(int, code);
    Ground ground(1, planner::SiteMaintenance::Kind::flag, true);
    QVERIFY(ground.made);
    Watcher watcher;
    QVERIFY(ground.run(watcher).end == RunEnd::done);
    change(ground);
    Watcher back;
    const RunReport report = ground.rollBack(back);
    QVERIFY2(int(report.problems.front().code) == problem, words(report).constData());
    QCOMPARE(installers::exitCode(report.end), code);
    QVERIFY(back.begun.isEmpty());
    QCOMPARE(ground.answer(ground.options.port), 200);
}

void TestRunnerRollback::unfinishedHopIsRolledBack_data()
{
    QTest::addColumn<int>("hops");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("served");
    QTest::addColumn<bool>("restores");
    QTest::newRow("before anything was touched") << 1 << QByteArray("1/backup") << "200 mini 1.0" << false;
    QTest::newRow("stopped") << 1 << QByteArray("1/stop") << "200 mini 1.0" << false;
    QTest::newRow("migrated") << 1 << QByteArray("1/m2") << "200 mini 1.0" << true;
    QTest::newRow("verified") << 1 << QByteArray("1/stop-private") << "200 mini 1.0" << true;
    QTest::newRow("between two hops") << 2 << QByteArray("1/record") << "200 mini 2.0" << false;
    QTest::newRow("in the second hop") << 2 << QByteArray("2/m3") << "200 mini 2.0" << true;
}

void TestRunnerRollback::unfinishedHopIsRolledBack()
{
    QFETCH(int, hops);
    QFETCH(QByteArray, after);
    QFETCH(QString, served);
    QFETCH(bool, restores);
    Ground ground(hops, planner::SiteMaintenance::Kind::page);
    QVERIFY(ground.made);
    const mini::Snapshot before = mini::dataOf(ground.folder.path());
    QVERIFY(ground.pauseAfter(after.constData()).end == RunEnd::waiting);
    const auto waiting = installers::report(ground.request.site);
    QVERIFY(waiting && waiting->wayBack && waiting->wayBack->isOpen());
    QVERIFY(waiting->wayBack->kind == Kind::unfinished && waiting->wayBack->restores == restores);
    Watcher back;
    const RunReport report = ground.rollBack(back);
    QVERIFY2(report.end == RunEnd::rolledBack, words(report).constData());
    QCOMPARE(back.begun.contains(QStringLiteral("rollback/%1/restore").arg(hops)), restores);
    const mini::Snapshot left = mini::snapshotOf(ground.folder.path(), ground.options);
    QCOMPARE(left.served, served);
    QVERIFY(!left.pageUp && left.leftovers.isEmpty());
    if (hops == 1)
        QCOMPARE(mini::difference(before, mini::dataOf(ground.folder.path())), QString());
    Watcher resumed;
    QVERIFY(ground.resume(resumed).problems.front().code == RunProblemCode::noRun);
}

void TestRunnerRollback::goingBackIsPausedAndResumed()
{
    Ground ground(1, planner::SiteMaintenance::Kind::page, true);
    QVERIFY(ground.made);
    Watcher watcher;
    QVERIFY(ground.run(watcher).end == RunEnd::done);
    Watcher pausing([&](const installers::RunEvent& event) {
        if (event.step == QLatin1String("back/1/switch-back"))
            QVERIFY(installers::Runner::requestPause(ground.request.site));
    });
    const RunReport paused = ground.rollBack(pausing);
    QVERIFY2(paused.end == RunEnd::waiting, words(paused).constData());
    QCOMPARE(paused.state, QStringLiteral("going-back"));
    QCOMPARE(ground.answer(ground.options.port), 503);
    // Nobody begins another run meanwhile. The machine starts again, and the page is gone.
    Watcher other;
    QVERIFY(ground.run(other).problems.front().code == RunProblemCode::unfinishedRun);
    mini::stopService(ground.folder.path());
    QTRY_COMPARE(ground.answer(ground.options.port), 0);
    Watcher resumed;
    const RunReport report = ground.resume(resumed);
    QVERIFY2(report.end == RunEnd::rolledBack, words(report).constData());
    QVERIFY(resumed.begun.contains(QStringLiteral("back/again/1/page-up")));
    QCOMPARE(ground.answer(ground.options.port), 200);
}

/// The last hop's contract step drops a table that the old release reads: once it has run there is no way back.
void TestRunnerRollback::contractStepsCount()
{
    Ground ground(3, planner::SiteMaintenance::Kind::flag);
    QVERIFY(ground.made);
    QFile catalog(ground.path("catalog/catalog.yaml"));
    QVERIFY(catalog.open(QIODevice::ReadOnly));
    QByteArray yaml = catalog.readAll();
    catalog.close();
    yaml.replace("schema: 4\n", "schema: 4\n    compat: 4\n    compat_expanded: 3\n");
    QVERIFY(mini::put(catalog.fileName(), yaml));
    ground.request = mini::requestIn(ground.folder.path(), ground.options);
    QVERIFY(ground.pauseAfter("3/record").end == RunEnd::waiting);
    const auto open = installers::report(ground.request.site);
    QVERIFY(open && open->wayBack && open->wayBack->kind == Kind::opened && open->wayBack->isOpen());
    Watcher watcher;
    QVERIFY(ground.resume(watcher).end == RunEnd::done);
    const auto shut = installers::report(ground.request.site);
    QVERIFY(shut && shut->wayBack && !shut->wayBack->isOpen());
    QVERIFY(shut->wayBack->problems.front().detail.startsWith(QStringLiteral("compat-above-schema 4 3")));
}

QTEST_GUILESS_MAIN(TestRunnerRollback)
#include "test_runner_rollback.moc"
