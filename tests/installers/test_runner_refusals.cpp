#include "installers/maintenance/page.h"
#include "installers/maintenance/page_lock.h"
#include "tests/installers/runner_ground.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTcpServer>
#include <QtTest/QtTest>

namespace {

using Ground = mini::SiteGround;
using installers::RunEvent;
using installers::RunProblemCode;
using installers::RunReport;
using mini::Watcher;

RunReport run(const installers::RunRequest& request, Watcher& watcher)
{
    installers::PosixWorld world(mini::withPage());
    return installers::Runner(world, watcher).run(request);
}

/// What a machine knows about vendors, in the site's own folder.
catalog::TrustStore storeIn(const std::string& folder)
{
    const catalog::TrustPlace place{folder + "/keys", folder + "/sequences"};
    return catalog::TrustStore({{place}, place});
}

}  // namespace

Q_DECLARE_METATYPE(std::function<void(installers::RunRequest&)>)

/// What is refused before anything is touched, and the page that stands in front meanwhile.
class TestRunnerRefusals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pageTakesThePortOver();
    void refusals_data();
    void refusals();
    void signedCatalogsRunAndAreRemembered();
};

void TestRunnerRefusals::pageTakesThePortOver()
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

void TestRunnerRefusals::refusals_data()
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
    row("a catalog signed by nobody knows whom", RunProblemCode::catalogUnsigned, 6, [](auto& r) {
        r.allowUnsigned = false;
        r.trust = catalog::TrustState::unknownKey;
    });
    row("a signed catalog that has expired since it was read", RunProblemCode::catalogExpired, 6, [](auto& r) {
        r.trust = catalog::TrustState::isSigned;
        r.trustStore = catalog::TrustStore({});
        r.catalog.catalog.expires = catalog::readDate("2020-02-29");
    });
    row("a signed catalog older than one that was seen since", RunProblemCode::catalogOlder, 6, [](auto& r) {
        r.trust = catalog::TrustState::isSigned;
        r.trustStore = storeIn(r.site.folder);
        r.catalog.catalog.sequence = 7;
        QVERIFY(r.trustStore->remember(r.catalog.catalog.product.id, 8));
    });
    row("a seen sequence that cannot be read", RunProblemCode::trustUnreadable, 6, [in](auto& r) {
        r.trustStore = storeIn(r.site.folder);
        QVERIFY(r.trustStore->remember(r.catalog.catalog.product.id, 8));
        QFile file(in(r, "sequences/mini"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("eight\n") == 6);
    });
    row("an artefact that is missing", RunProblemCode::artefactMissing, 3,
        [in](auto& r) { QFile::remove(in(r, "artefacts/mini-2.0.tar")); });
    row("an artefact that differs", RunProblemCode::artefactDiffers, 6,
        [in](auto& r) { mini::flipByte(in(r, "artefacts/mini-2.0.tar"), 2000); });
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

void TestRunnerRefusals::refusals()
{
    QFETCH(std::function<void(installers::RunRequest&)>, change);
    QFETCH(int, code);
    QFETCH(int, exit);
    Ground ground;
    QVERIFY(mini::makeSite(ground.folder.path(), mini::oneHop()));
    installers::RunRequest request = mini::requestIn(ground.folder.path(), mini::oneHop());
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
        ground.world.get(QStringLiteral("http://127.0.0.1:%1/").arg(mini::oneHop().port), std::chrono::seconds(2));
    QCOMPARE(answer.body, QByteArray("mini 1.0\n"));
    QVERIFY(!installers::report(request.site));
    QVERIFY(!QFileInfo::exists(ground.paths.state));
}

/// Nobody has to allow it, and from then on no older one will do.
void TestRunnerRefusals::signedCatalogsRunAndAreRemembered()
{
    Ground ground;
    QVERIFY(mini::makeSite(ground.folder.path(), mini::oneHop()));
    installers::RunRequest request = mini::requestIn(ground.folder.path(), mini::oneHop());
    request.allowUnsigned = false;
    request.trust = catalog::TrustState::isSigned;
    request.trustStore = storeIn(request.site.folder);
    request.catalog.catalog.sequence = 7;
    Watcher watcher;
    const RunReport report = run(request, watcher);
    QVERIFY2(report.problems.empty(), report.problems.empty() ? "" : qPrintable(report.problems.front().subject));
    QCOMPARE(report.end, installers::RunEnd::done);
    const auto highest = request.trustStore->highest(request.catalog.catalog.product.id);
    QVERIFY(highest.has_value());
    QCOMPARE(highest->value_or(0), std::int64_t{7});
}

QTEST_GUILESS_MAIN(TestRunnerRefusals)
#include "test_runner_refusals.moc"
