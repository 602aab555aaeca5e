#include "tests/installers/runner_ground.h"
#include "tests/support/free_port.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QtTest/QtTest>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using installers::RunEnd;
using installers::RunEvent;
using installers::RunProblemCode;
using installers::RunReport;
using mini::Watcher;

/// What the port answers to a visitor from that address; 0: nothing.
int statusFor(const char* visitor, int port)
{
    const auto addressOf = [](const char* text, int number) {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(number));
        ::inet_pton(AF_INET, text, &address.sin_addr);
        return address;
    };
    const sockaddr_in from = addressOf(visitor, 0);
    const sockaddr_in to = addressOf("127.0.0.1", port);
    const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{5, 0};
    ::setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const QByteArray request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    QByteArray answer;
    if (::bind(client, reinterpret_cast<const sockaddr*>(&from), sizeof from) == 0 &&
        ::connect(client, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 &&
        ::send(client, request.constData(), static_cast<std::size_t>(request.size()), MSG_NOSIGNAL) == request.size()) {
        char bytes[1024];
        for (ssize_t got = ::read(client, bytes, sizeof bytes); got > 0; got = ::read(client, bytes, sizeof bytes))
            answer.append(bytes, got);
    }
    ::close(client);
    return answer.split(' ').value(1).toInt();
}

/// A real nginx with the server that docs/running.md shows, in front of a mini site.
class WebServer {
public:
    WebServer(const QString& folder, int servicePort) : m_folder(folder + QStringLiteral("/nginx"))
    {
        QFile document(QStringLiteral(CAIRN_DOCS "/running.md"));
        if (!document.open(QIODevice::ReadOnly))
            return;
        QByteArray shown = document.readAll();
        shown = shown.mid(shown.indexOf("```nginx\n") + 9);
        shown = shown.left(shown.indexOf("\n```"));
        shown.replace("/srv/ledger", folder.toLocal8Bit()).replace("listen 80;", "listen " + number(port) + ";");
        shown.replace("127.0.0.1:8080", "127.0.0.1:" + number(servicePort));
        shown.replace("127.0.0.1:8081", "127.0.0.1:" + number(servicePort + 1));
        QByteArray text = "daemon off;\nworker_processes 1;\npid nginx.pid;\nevents {}\nhttp {\naccess_log off;\n";
        for (const char* const kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
            text += QByteArray(kind) + "_temp_path " + kind + ";\n";
        QDir().mkpath(m_folder);
        // Workers of a server that root starts are nobody.
        if (::chmod(QFile::encodeName(folder).constData(), 0755) != 0 ||
            !mini::put(m_folder + QStringLiteral("/nginx.conf"), text + shown + "\n}\n"))
            return;
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(program(), {QStringLiteral("-p"), m_folder + QLatin1Char('/'), QStringLiteral("-c"),
                                    QStringLiteral("nginx.conf"), QStringLiteral("-e"), QStringLiteral("stderr")});
    }
    ~WebServer()
    {
        m_process.terminate();
        m_process.waitForFinished();
    }
    WebServer(const WebServer&) = delete;
    WebServer& operator=(const WebServer&) = delete;
    [[nodiscard]] static QString program()
    {
        return QStandardPaths::findExecutable(QStringLiteral("nginx"),
                                              {QStringLiteral("/usr/sbin"), QStringLiteral("/usr/bin")});
    }
    [[nodiscard]] QByteArray words() { return m_process.readAll(); }
    const int port = support::freePort();

private:
    static QByteArray number(int port) { return QByteArray::number(port); }
    QString m_folder;
    QProcess m_process;
};

QByteArray words(const RunReport& report)
{
    QString all = QString::number(installers::exitCode(report.end));
    for (const installers::RunProblem& problem : report.problems)
        all += QStringLiteral("; %1 %2: %3").arg(int(problem.code)).arg(problem.subject, problem.detail);
    return all.toUtf8();
}

}  // namespace

/// A run that waits before the opening, and who gets through meanwhile.
class TestMaintenanceHold : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyTheAllowListGetsThrough_data();
    void onlyTheAllowListGetsThrough();
    void machineRestartsWhileItHolds();
    void killedBeforeItsWordItStillHolds();
    void holdsOnlyBeforeTheLastOpening();
    void siteFileMayNotChangeIt();
    void refusals_data();
    void refusals();
};

void TestMaintenanceHold::onlyTheAllowListGetsThrough_data()
{
    QTest::addColumn<bool>("back");
    QTest::newRow("and then it is opened") << false;
    QTest::newRow("and then it is rolled back") << true;
}

void TestMaintenanceHold::onlyTheAllowListGetsThrough()
{
    QFETCH(bool, back);
    if (WebServer::program().isEmpty())
        QSKIP("nginx is not there: ./dev setup");
    mini::RunGround ground;
    QVERIFY(ground.made);
    const mini::Snapshot before = mini::dataOf(ground.folder.path());
    WebServer server(ground.folder.path(), ground.options.port);
    QVERIFY2(QTest::qWaitFor([&] { return statusFor("127.0.0.1", server.port) == 200; }, 10'000),
             server.words().constData());
    planner::SiteMaintenance& maintenance = ground.request.site.maintenance;
    maintenance.allow = {"127.0.0.2"};
    maintenance.hold = true;
    const auto engineer = [&] { return statusFor("127.0.0.2", server.port); };
    const auto visitor = [&] { return statusFor("127.0.0.1", server.port); };
    QMap<QString, QPair<int, int>> seen;
    const auto look = [&](const RunEvent& event) {
        if (event.kind == RunEvent::Kind::stepBegins)
            seen[event.step] = {engineer(), visitor()};
    };
    Watcher watcher(look);
    const RunReport held = ground.run(watcher);
    QVERIFY2(held.end == RunEnd::waiting && held.isHeld, words(held).constData());
    QCOMPARE(installers::exitCode(held.end), 22);
    QCOMPARE(seen.value(QStringLiteral("1/page-up")), qMakePair(200, 200));
    for (const char* const step : {"1/stop", "1/unpack", "1/m2", "1/start-private", "1/let-in"})
        QCOMPARE(seen.value(QLatin1String(step)), qMakePair(503, 503));
    QCOMPARE(engineer(), 200);
    QCOMPARE(visitor(), 503);
    QCOMPARE(statusFor("127.0.0.3", server.port), 503);
    seen.clear();
    Watcher second(look);
    const RunReport ended = back ? ground.rollBack(second) : ground.resume(second);
    QVERIFY2(ended.end == (back ? RunEnd::rolledBack : RunEnd::done), words(ended).constData());
    const QStringList stillIn{QStringLiteral("again/1/page-up"), QStringLiteral("rollback/again/1/page-up"),
                              QStringLiteral("1/hold"), QStringLiteral("1/shut-out")};
    const QStringList opened{QStringLiteral("1/record"), QStringLiteral("rollback/1/drop-replaced")};
    for (auto step = seen.cbegin(); step != seen.cend(); ++step) {
        const int everybody = opened.contains(step.key()) ? 200 : 503;
        const QPair<int, int> right{stillIn.contains(step.key()) ? 200 : everybody, everybody};
        QVERIFY2(*step == right, qPrintable(step.key()));
    }
    QCOMPARE(engineer(), 200);
    QCOMPARE(visitor(), 200);
    QCOMPARE(ground.answer(ground.options.port), 200);
    QVERIFY(!QFileInfo::exists(ground.path("maintenance.flag.allow")));
    if (back)
        QCOMPARE(mini::difference(before, mini::dataOf(ground.folder.path())), QString());
}

/// The release is started and the list let in again once somebody resumes a run that has not said that it holds.
void TestMaintenanceHold::machineRestartsWhileItHolds()
{
    mini::RunGround ground;
    QVERIFY(ground.made);
    ground.request.site.maintenance.allow = {"127.0.0.2", "::1"};
    ground.request.holdBeforeOpening = true;
    Watcher watcher;
    QVERIFY(ground.run(watcher).isHeld);
    QVERIFY(QFileInfo::exists(ground.path("maintenance.flag.allow/127.0.0.2")));
    QVERIFY(QFileInfo::exists(ground.path("maintenance.flag.allow/::1")));
    QCOMPARE(ground.answer(ground.options.port + 1), 200);
    mini::stopService(ground.folder.path());
    QVERIFY(QFile::remove(ground.path("maintenance.flag")));
    Watcher resumed;
    const RunReport report = ground.resume(resumed);
    QVERIFY2(report.end == RunEnd::done, words(report).constData());
    QVERIFY(resumed.begun.contains(QStringLiteral("again/1/page-up")));
    const mini::Snapshot found = mini::snapshotOf(ground.folder.path(), ground.options);
    QCOMPARE(found.served, QStringLiteral("200 mini 2.0"));
    QVERIFY(!found.pageUp && !QFileInfo::exists(ground.path("maintenance.flag.allow")));
}

/// Nobody has been told that it holds: whoever resumes then wants to go on up to it, not past it.
void TestMaintenanceHold::killedBeforeItsWordItStillHolds()
{
    mini::RunGround ground;
    QVERIFY(ground.made);
    ground.request.site.maintenance.allow = {"127.0.0.2"};
    ground.request.holdBeforeOpening = true;
    Watcher pausing([&](const RunEvent& event) {
        if (event.kind == RunEvent::Kind::stepBegins && event.step == QLatin1String("1/let-in"))
            QVERIFY(installers::Runner::requestPause(ground.request.site));
    });
    const RunReport paused = ground.run(pausing);
    QVERIFY(paused.end == RunEnd::waiting && !paused.isHeld);
    Watcher resumed;
    const RunReport held = ground.resume(resumed);
    QVERIFY2(held.end == RunEnd::waiting && held.isHeld, words(held).constData());
    QVERIFY(resumed.begun.contains(QStringLiteral("again/1/let-in")));
    QVERIFY(QFileInfo::exists(ground.path("maintenance.flag.allow/127.0.0.2")));
    Watcher opened;
    QVERIFY(ground.resume(opened).end == RunEnd::done);
}

void TestMaintenanceHold::holdsOnlyBeforeTheLastOpening()
{
    mini::RunGround ground(2, planner::SiteMaintenance::Kind::page);
    QVERIFY(ground.made);
    ground.request.site.maintenance.hold = true;
    Watcher watcher;
    const RunReport held = ground.run(watcher);
    QVERIFY2(held.isHeld, words(held).constData());
    QVERIFY(watcher.begun.contains(QStringLiteral("2/hold")) && !watcher.begun.contains(QStringLiteral("1/hold")));
    QCOMPARE(ground.answer(ground.options.port), 503);
    QCOMPARE(ground.answer(ground.options.port + 1), 200);
    Watcher resumed;
    QVERIFY(ground.resume(resumed).end == RunEnd::done);
    QCOMPARE(ground.answer(ground.options.port), 200);
}

/// A run that has begun without a hold does not get one, nor loses it.
void TestMaintenanceHold::siteFileMayNotChangeIt()
{
    mini::RunGround ground;
    QVERIFY(ground.made);
    ground.request.site.maintenance.hold = true;
    QVERIFY(ground.pauseAfter("1/unpack").end == RunEnd::waiting);
    ground.request.site.maintenance.hold = false;
    Watcher resumed;
    QVERIFY(ground.resume(resumed).isHeld);
    ground.request.site.maintenance.allow = {"127.0.0.2"};
    Watcher changed;
    const RunReport report = ground.resume(changed);
    QVERIFY(report.problems.back().code == RunProblemCode::siteChanged);
    QCOMPARE(report.problems.back().subject, QStringLiteral("maintenance.allow"));
    QVERIFY(changed.begun.isEmpty());
}

void TestMaintenanceHold::refusals_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("allow");
    QTest::addColumn<int>("problem");
    using Kind = planner::SiteMaintenance::Kind;
    QTest::newRow("an allow-list of the built-in page")
        << int(Kind::page) << true << int(RunProblemCode::allowListUnsupported);
    QTest::newRow("an allow-list of no page") << int(Kind::none) << true << int(RunProblemCode::allowListUnsupported);
    QTest::newRow("a hold without page and private port")
        << int(Kind::none) << false << int(RunProblemCode::holdUnsupported);
}

void TestMaintenanceHold::refusals()
{
    QFETCH(int, kind);
    QFETCH(bool, allow);
    QFETCH(int, problem);
    mini::RunGround ground;
    QVERIFY(ground.made);
    ground.request.site.maintenance.kind = static_cast<planner::SiteMaintenance::Kind>(kind);
    ground.request.site.maintenance.hold = true;
    if (allow)
        ground.request.site.maintenance.allow = {"127.0.0.2"};
    else
        ground.request.site.service->privatePort = 0;
    Watcher watcher;
    const RunReport report = ground.run(watcher);
    QVERIFY2(report.end == RunEnd::blocked && int(report.problems.front().code) == problem, words(report).constData());
    QVERIFY(watcher.begun.isEmpty());
}

QTEST_GUILESS_MAIN(TestMaintenanceHold)
#include "test_maintenance_hold.moc"
