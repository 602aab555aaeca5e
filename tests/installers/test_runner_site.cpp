#include "installers/fence.h"
#include "installers/journal.h"
#include "installers/maintenance/page.h"
#include "installers/maintenance/page_lock.h"
#include "installers/paths.h"
#include "installers/run_context.h"
#include "installers/world_posix.h"
#include "tests/installers/mini_site.h"

#include <QDir>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <functional>

namespace {

using installers::RunEnd;
using installers::RunEvent;
using installers::RunProblemCode;
using installers::RunReport;
using mini::SiteOptions;

int servicePort()
{
    static const int port = mini::freePort();
    return port;
}

SiteOptions optionsHere()
{
    SiteOptions options;
    options.port = servicePort();
    options.hops = 1;
    options.maintenance = planner::SiteMaintenance::Kind::flag;
    options.slowMilliseconds = 1;
    return options;
}

class Watcher : public installers::RunWatcher {
public:
    explicit Watcher(std::function<void(const RunEvent&)> call = [](const RunEvent&) {}) : m_call(std::move(call)) {}
    void event(const RunEvent& event) override
    {
        events.push_back(event);
        m_call(event);
    }
    std::vector<RunEvent> events;

private:
    std::function<void(const RunEvent&)> m_call;
};

RunReport run(const installers::RunRequest& request, Watcher& watcher)
{
    installers::PosixWorldOptions options;
    options.pageProgram = mini::pageProgram();
    installers::PosixWorld world(options);
    return installers::Runner(world, watcher).run(request);
}

RunReport resume(const planner::Site& site)
{
    installers::PosixWorldOptions options;
    options.pageProgram = mini::pageProgram();
    installers::PosixWorld world(options);
    Watcher watcher;
    return installers::Runner(world, watcher).resume(site);
}

/// A site's folder and the context that backups and pages want.
struct Ground {
    QTemporaryDir folder{mini::scratchTemplate(QStringLiteral("site"))};
    mini::SiteGuard guard{folder.path()};
    installers::PosixWorld world{[] {
        installers::PosixWorldOptions options;
        options.pageProgram = mini::pageProgram();
        return options;
    }()};
    planner::Site site = mini::siteIn(folder.path(), optionsHere());
    installers::SitePaths paths{site};
    planner::Plan plan;
    installers::RunContext context{
        world, site, paths, plan, QStringLiteral("Mini <1>"), QStringLiteral("r1"), paths.run(QStringLiteral("r1"))};
};

void flipByte(const QString& path, qint64 fromEnd)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite))
        return;
    file.seek(file.size() - fromEnd);
    const QByteArray byte = file.read(1);
    file.seek(file.size() - fromEnd);
    file.write(byte == "x" ? "y" : "x");
}

}  // namespace

Q_DECLARE_METATYPE(std::function<void(installers::RunRequest&)>)

class TestRunnerSite : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pageTakesThePortOver();
    void refusals_data();
    void refusals();
    void pauseAndResume();
    void pauseNeverLeavesVisitorsOutside();
    void pageIsBackWhileTheServiceDoesNotOpen();
    void busySite();
    void unfinishedRun();
    void changedCopyStopsTheRun();
    void resumeWithoutARun();
    void reportIsReadWhileItRuns();
    void dataStaysWhereCompatAllowsIt();
    void eventsCountHonestly();
};

void TestRunnerSite::pageTakesThePortOver()
{
    const int pagePort = mini::freePort();
    Ground ground;
    QVERIFY(QDir().mkpath(ground.paths.state));
    ground.site.maintenance.kind = planner::SiteMaintenance::Kind::page;
    ground.site.maintenance.listen = "127.0.0.1:" + std::to_string(pagePort);
    QTcpServer service;
    QVERIFY(service.listen(QHostAddress(QHostAddress::LocalHost), static_cast<quint16>(pagePort)));
    installers::PageMaintenance page(ground.context, ground.world.now().addSecs(600));
    QVERIFY(page.check().has_value());
    QVERIFY(page.up().has_value());
    QVERIFY(page.isUp());
    const qint64 process = installers::PageLock::owner(ground.paths.state + QStringLiteral("/page.pid"));
    service.close();
    QVERIFY(page.confirm().has_value());
    QVERIFY(page.up().has_value());
    QCOMPARE(installers::PageLock::owner(ground.paths.state + QStringLiteral("/page.pid")), process);

    QNetworkAccessManager manager;
    const auto ask = [&](const QByteArray& verb, const char* path, const QByteArray& accept) {
        QNetworkRequest request(QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(pagePort).arg(QLatin1String(path))));
        request.setRawHeader("Accept", accept);
        std::unique_ptr<QNetworkReply> reply(manager.sendCustomRequest(request, verb));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        finished.wait(5000);
        return reply;
    };
    for (const char* const path : {"/", "/any/path?x=1", "/health"}) {
        const auto reply = ask("GET", path, "text/html");
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 503);
        QCOMPARE(reply->rawHeader("Cache-Control"), QByteArray("no-store"));
        const int retry = reply->rawHeader("Retry-After").toInt();
        QVERIFY(retry > 500 && retry <= 600);
        const QByteArray body = reply->readAll();
        QVERIFY(body.contains("Mini &lt;1&gt; is being upgraded") && body.contains("<time datetime="));
        QVERIFY(!body.contains("http://") && !body.contains("https://"));
    }
    const auto post = ask("POST", "/orders", "text/html");
    QCOMPARE(post->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 503);
    const auto json = ask("GET", "/api", "application/json");
    const QJsonObject object = QJsonDocument::fromJson(json->readAll()).object();
    QCOMPARE(object.value(QStringLiteral("status")).toString(), QStringLiteral("upgrading"));
    QCOMPARE(object.value(QStringLiteral("product")).toString(), QStringLiteral("Mini <1>"));
    const auto head = ask("HEAD", "/", "text/html");
    QCOMPARE(head->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 503);
    QCOMPARE(head->readAll(), QByteArray());

    QVERIFY(page.down().has_value());
    QVERIFY(!page.isUp());
    QVERIFY(service.listen(QHostAddress(QHostAddress::LocalHost), static_cast<quint16>(pagePort)));
    QVERIFY(page.down().has_value());
}

void TestRunnerSite::refusals_data()
{
    using Change = std::function<void(installers::RunRequest&)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("exit");
    const auto row = [](const char* name, RunProblemCode code, int exit, const Change& change) {
        QTest::newRow(name) << change << int(code) << exit;
    };
    const auto sign = [](installers::RunRequest& request) { request.plan.digest = planner::digestOf(request.plan); };
    const auto in = [](installers::RunRequest& request, const char* name) {
        return QString::fromStdString(request.site.folder) + QLatin1Char('/') + QLatin1String(name);
    };
    row("a plan for another site", RunProblemCode::planForOtherSite, 5, [](auto& r) { r.site.name = "Elsewhere"; });
    row("a plan for another product", RunProblemCode::planForOtherProduct, 5,
        [](auto& r) { r.site.product.text = "other"; });
    row("an edited plan", RunProblemCode::planEdited, 6, [](auto& r) { r.plan.hops.at(0).downgrade = true; });
    row("a plan from another release", RunProblemCode::planForOtherVersion, 5, [](auto& r) { r.site.version = "2.0"; });
    row("another catalog", RunProblemCode::catalogChanged, 6,
        [](auto& r) { r.catalog.digest = catalog::Digest::of("x"); });
    row("an unsigned catalog", RunProblemCode::catalogUnsigned, 6, [](auto& r) { r.allowUnsigned = false; });
    row("an artefact that is missing", RunProblemCode::artefactMissing, 3,
        [in](auto& r) { QFile::remove(in(r, "artefacts/mini-2.0.tar")); });
    row("an artefact that differs", RunProblemCode::artefactDiffers, 6,
        [in](auto& r) { flipByte(in(r, "artefacts/mini-2.0.tar"), 2000); });
    row("an artefact that is cut", RunProblemCode::artefactDiffers, 6,
        [in](auto& r) { QFile(in(r, "artefacts/mini-2.0.tar")).resize(100); });
    // Root hides missing permissions: a folder below a file cannot be written by anybody.
    row("a state folder that cannot be written", RunProblemCode::stateNotWritable, 3,
        [](auto& r) { r.site.stateFolder = "mini-service/state"; });
    row("a backup folder that cannot be written", RunProblemCode::backupNotWritable, 3,
        [](auto& r) { r.site.backupFolder = "mini-service/backups"; });
    row("a component step", RunProblemCode::notSupported, 3, [sign](auto& r) {
        r.plan.steps.at(0).kind = planner::PlannedStep::Kind::component;
        sign(r);
    });
    row("a PostgreSQL database that is not named", RunProblemCode::connectionInvalid, 3,
        [](auto& r) { r.site.database->kind = catalog::DatabaseKind::postgresql; });
    row("a PostgreSQL database that no data covers", RunProblemCode::dataNotCovered, 3, [](auto& r) {
        r.site.database->kind = catalog::DatabaseKind::postgresql;
        r.site.database->connection = "dbname=x";
        r.site.data.clear();
    });
    row("a service that is not healthy", RunProblemCode::serviceNotHealthy, 3,
        [](auto& r) { r.site.service->healthExpect = "something else"; });
    row("a control program that is missing", RunProblemCode::programMissing, 3,
        [](auto& r) { r.site.service->stop.at(0) = "{releases}/current/bin/nothing"; });
    row("a placeholder nobody knows", RunProblemCode::placeholderUnknown, 3,
        [](auto& r) { r.site.service->stop.at(0) = "{home}/ctl"; });
    row("an old release that is gone", RunProblemCode::oldReleaseMissing, 3, [in](auto& r) {
        QFile::remove(in(r, "releases/current"));
        QFile::link(QStringLiteral("9.9"), in(r, "releases/current"));
    });
    row("a damaged database", RunProblemCode::databaseDamaged, 3, [in](auto& r) {
        QFile file(in(r, "data/app.db"));
        if (file.open(QIODevice::ReadWrite))
            file.write("not a database any more");
    });
    row("data that no folder covers", RunProblemCode::dataNotCovered, 3, [](auto& r) { r.site.data.clear(); });
    row("a page that nobody can start", RunProblemCode::maintenanceNotUp, 3,
        [](auto& r) { r.site.maintenance.flagFile = "nowhere/flag"; });
}

void TestRunnerSite::refusals()
{
    QFETCH(std::function<void(installers::RunRequest&)>, change);
    QFETCH(int, code);
    QFETCH(int, exit);
    Ground ground;
    QVERIFY(mini::makeSite(ground.folder.path(), optionsHere()));
    installers::RunRequest request = mini::requestIn(ground.folder.path(), optionsHere());
    change(request);
    Watcher watcher;
    const RunReport report = run(request, watcher);
    QVERIFY(!report.problems.empty());
    QStringList found;
    for (const installers::RunProblem& problem : report.problems)
        found.append(QString::number(int(problem.code)) + QLatin1Char(' ') + problem.subject);
    QVERIFY2(std::any_of(report.problems.begin(), report.problems.end(),
                         [&](const auto& problem) { return int(problem.code) == code; }),
             qPrintable(found.join(QLatin1Char('\n'))));
    QCOMPARE(installers::exitCode(report.end), exit);
    for (const RunEvent& event : watcher.events)
        QVERIFY(event.kind != RunEvent::Kind::stepBegins);
    const installers::HttpAnswer answer =
        ground.world.get(QStringLiteral("http://127.0.0.1:%1/").arg(servicePort()), std::chrono::seconds(2));
    QCOMPARE(answer.body, QByteArray("mini 1.0\n"));
    QVERIFY(!installers::report(request.site));
    QVERIFY(!QFileInfo::exists(ground.paths.state));
}

void TestRunnerSite::pauseAndResume()
{
    Ground ground;
    QVERIFY(mini::makeSite(ground.folder.path(), optionsHere()));
    const installers::RunRequest request = mini::requestIn(ground.folder.path(), optionsHere());
    Watcher watcher([&](const RunEvent& event) {
        if (event.kind == RunEvent::Kind::stepBegins && event.step == QLatin1String("1/unpack"))
            QVERIFY(installers::Runner::requestPause(request.site));
    });
    const RunReport paused = run(request, watcher);
    QVERIFY(paused.end == RunEnd::waiting);
    QCOMPARE(installers::exitCode(paused.end), 22);
    QVERIFY(paused.nextCommand.startsWith(QStringLiteral("cairn resume --site ")));
    QCOMPARE(paused.state, QStringLiteral("install"));
    QVERIFY(QFileInfo::exists(ground.folder.filePath(QStringLiteral("maintenance.flag"))));
    const RunReport done = resume(request.site);
    QVERIFY(done.end == RunEnd::done);
    QCOMPARE(done.hops.at(0).result, QStringLiteral("done"));
    QVERIFY(done.hops.at(0).downtime.count() > 0);
    QCOMPARE(mini::snapshotOf(ground.folder.path(), optionsHere()).served, QStringLiteral("200 mini 2.0"));
}

void TestRunnerSite::pauseNeverLeavesVisitorsOutside()
{
    Ground ground;
    SiteOptions options = optionsHere();
    options.maintenance = planner::SiteMaintenance::Kind::page;
    QVERIFY(mini::makeSite(ground.folder.path(), options));
    const installers::RunRequest request = mini::requestIn(ground.folder.path(), options);
    Watcher watcher([&](const RunEvent& event) {
        if (event.step == QLatin1String("1/page-down"))
            QVERIFY(installers::Runner::requestPause(request.site));
    });
    const RunReport report = run(request, watcher);
    QVERIFY(report.end == RunEnd::done || report.end == RunEnd::waiting);
    QCOMPARE(mini::snapshotOf(ground.folder.path(), options).served, QStringLiteral("200 mini 2.0"));
}

void TestRunnerSite::pageIsBackWhileTheServiceDoesNotOpen()
{
    Ground ground;
    SiteOptions options = optionsHere();
    options.maintenance = planner::SiteMaintenance::Kind::page;
    QVERIFY(mini::makeSite(ground.folder.path(), options));
    const installers::RunRequest request = mini::requestIn(ground.folder.path(), options);
    Watcher watcher([&](const RunEvent& event) {
        QFile marker(ground.folder.filePath(QStringLiteral("releases/current/fail-once-start")));
        if (event.step == QLatin1String("1/open") && event.kind == RunEvent::Kind::stepBegins)
            QVERIFY(marker.open(QIODevice::WriteOnly));
    });
    const RunReport stuck = run(request, watcher);
    QVERIFY(stuck.end == RunEnd::stuck);
    QCOMPARE(installers::exitCode(stuck.end), 21);
    QVERIFY(stuck.nextCommand.startsWith(QStringLiteral("cairn resume")));
    QTRY_COMPARE(
        ground.world.get(QStringLiteral("http://127.0.0.1:%1/").arg(servicePort()), std::chrono::seconds(2)).status,
        503);
    const RunReport done = resume(request.site);
    QVERIFY(done.end == RunEnd::done);
    QVERIFY(done.problems.front().detail.contains(QStringLiteral("broken")));
    const mini::Snapshot found = mini::snapshotOf(ground.folder.path(), options);
    QCOMPARE(found.served, QStringLiteral("200 mini 2.0"));
    QCOMPARE(found.pageUp, false);
}

void TestRunnerSite::busySite()
{
    Ground ground;
    QVERIFY(mini::makeSite(ground.folder.path(), optionsHere()));
    const installers::RunRequest request = mini::requestIn(ground.folder.path(), optionsHere());
    QVERIFY(QDir().mkpath(ground.paths.state));
    const auto other = installers::Fence::take(ground.paths.fence, ground.world, std::chrono::seconds(0));
    QVERIFY(other.has_value());
    Watcher watcher;
    const RunReport report = run(request, watcher);
    QVERIFY(report.end == RunEnd::busy);
    QCOMPARE(installers::exitCode(report.end), 23);
    QVERIFY(report.problems.front().code == RunProblemCode::siteBusy);
    QVERIFY(!report.problems.front().subject.isEmpty() && !report.problems.front().detail.isEmpty());
}

void TestRunnerSite::unfinishedRun()
{
    Ground ground;
    QVERIFY(mini::makeSite(ground.folder.path(), optionsHere()));
    const installers::RunRequest request = mini::requestIn(ground.folder.path(), optionsHere());
    Watcher pausing([&](const RunEvent& event) {
        if (event.step == QLatin1String("1/backup"))
            QVERIFY(installers::Runner::requestPause(request.site));
    });
    QVERIFY(run(request, pausing).end == RunEnd::waiting);
    Watcher watcher;
    const RunReport second = run(request, watcher);
    QVERIFY(second.end == RunEnd::busy && second.problems.front().code == RunProblemCode::unfinishedRun);
    QVERIFY(second.nextCommand.startsWith(QStringLiteral("cairn resume")));
}

void TestRunnerSite::changedCopyStopsTheRun()
{
    Ground ground;
    QVERIFY(mini::makeSite(ground.folder.path(), optionsHere()));
    const installers::RunRequest request = mini::requestIn(ground.folder.path(), optionsHere());
    Watcher pausing([&](const RunEvent& event) {
        if (event.step == QLatin1String("1/unpack"))
            QVERIFY(installers::Runner::requestPause(request.site));
    });
    const RunReport paused = run(request, pausing);
    QVERIFY(paused.end == RunEnd::waiting);
    const QString script = ground.paths.run(paused.run) + QStringLiteral("/scripts/sql/m2.sql");
    flipByte(script, 5);
    const RunReport stuck = resume(request.site);
    QVERIFY(stuck.end == RunEnd::stuck);
    QVERIFY(stuck.problems.front().code == RunProblemCode::copyChanged);
    QCOMPARE(stuck.problems.front().subject, script);
    QVERIFY(QFileInfo::exists(ground.folder.filePath(QStringLiteral("maintenance.flag"))));
}

void TestRunnerSite::resumeWithoutARun()
{
    Ground ground;
    const RunReport report = resume(ground.site);
    QVERIFY(report.end == RunEnd::blocked && report.problems.front().code == RunProblemCode::noRun);
    QVERIFY(!QFileInfo::exists(ground.paths.state));
}

void TestRunnerSite::reportIsReadWhileItRuns()
{
    Ground ground;
    QVERIFY(mini::makeSite(ground.folder.path(), optionsHere()));
    const installers::RunRequest request = mini::requestIn(ground.folder.path(), optionsHere());
    QVERIFY(!installers::report(request.site));
    bool seen = false;
    Watcher watcher([&](const RunEvent& event) {
        if (event.step != QLatin1String("1/m2") || event.kind != RunEvent::Kind::stepBegins)
            return;
        const auto report = installers::report(request.site);
        seen = report && report->end == RunEnd::busy && report->state == QLatin1String("migrate") &&
               report->hops.size() == 1 && report->hops.front().result == QLatin1String("open");
    });
    QVERIFY(run(request, watcher).end == RunEnd::done);
    QVERIFY(seen);
    const auto report = installers::report(request.site);
    QVERIFY(report && report->end == RunEnd::done && report->nextCommand.isEmpty());
    QCOMPARE(report->to, QStringLiteral("2.0"));
}

void TestRunnerSite::dataStaysWhereCompatAllowsIt()
{
    SiteOptions options = optionsHere();
    options.rollback = planner::Rollback::withoutRestore;
    options.scripts["sql/m2.sql"] = "CREATE TABLE expanded(a);\n";
    Ground ground;
    QVERIFY(mini::makeSite(ground.folder.path(), options));
    Watcher watcher;
    // The new release wants schema 2, which the script does not bring: it cannot start.
    const RunReport report = run(mini::requestIn(ground.folder.path(), options), watcher);
    QVERIFY(report.end == RunEnd::rolledBack);
    for (const RunEvent& event : watcher.events)
        QVERIFY(!event.step.endsWith(QLatin1String("/restore")));
    const mini::Snapshot found = mini::snapshotOf(ground.folder.path(), options);
    QCOMPARE(found.served, QStringLiteral("200 mini 1.0"));
    QCOMPARE(found.applied, QStringList{QStringLiteral("m2")});
    // The next run finds what the first one applied.
    const installers::RunRequest again = mini::requestIn(ground.folder.path(), options);
    Watcher second;
    const RunReport repeated = run(again, second);
    QVERIFY(repeated.end == RunEnd::rolledBack);
    QVERIFY(repeated.problems.front().detail.contains(QStringLiteral("wants schema 2")));
}

void TestRunnerSite::eventsCountHonestly()
{
    Ground ground;
    QVERIFY(mini::makeSite(ground.folder.path(), optionsHere()));
    Watcher watcher;
    QVERIFY(run(mini::requestIn(ground.folder.path(), optionsHere()), watcher).end == RunEnd::done);
    int last = 0;
    int total = 0;
    for (const RunEvent& event : watcher.events) {
        if (event.kind != RunEvent::Kind::stepBegins)
            continue;
        QCOMPARE(event.position, last + 1);
        QVERIFY(total == 0 || total == event.total);
        last = event.position;
        total = event.total;
    }
    QCOMPARE(last, total);
    QVERIFY(total > 10);
}

QTEST_GUILESS_MAIN(TestRunnerSite)
#include "test_runner_site.moc"
