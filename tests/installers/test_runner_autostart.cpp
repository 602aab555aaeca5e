#include "tests/installers/runner_ground.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QtTest/QtTest>

namespace {

using installers::RunEnd;
using installers::RunEvent;
using installers::RunReport;
using mini::Watcher;

class BoundaryWorld : public installers::PosixWorld {
public:
    explicit BoundaryWorld(std::function<void(const char*)> at) : PosixWorld(mini::withPage()), m_at(std::move(at)) {}
    void boundary(const char* name) override { m_at(name); }

private:
    std::function<void(const char*)> m_at;
};

/// A mini site whose service is a unit of a systemd that lives in the site's folder and does not run.
struct UnitGround : mini::RunGround {
    explicit UnitGround(bool compatible = false) : mini::RunGround(1, planner::SiteMaintenance::Kind::flag, compatible)
    {
        planner::SiteService& service = *request.site.service;
        const std::string systemctl = program().toStdString();
        service.autostartOff = {systemctl, "--quiet", "--root={site}/system", "disable", "mini.service"};
        service.autostartOn = {systemctl, "--quiet", "--root={site}/system", "enable", "mini.service"};
        const QString units = path("system/etc/systemd/system");
        made = made && QDir().mkpath(units) &&
               mini::put(units + QStringLiteral("/mini.service"),
                         "[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n") &&
               mini::put(units + QStringLiteral("/multi-user.target"), "[Unit]\n") && call("enable") == 0;
    }
    [[nodiscard]] static QString program() { return QStandardPaths::findExecutable(QStringLiteral("systemctl")); }
    [[nodiscard]] int call(const char* verb) const
    {
        return QProcess::execute(program(), {QStringLiteral("--quiet"), QStringLiteral("--root=") + path("system"),
                                             QLatin1String(verb), QStringLiteral("mini.service")});
    }
    [[nodiscard]] bool isEnabled() const { return call("is-enabled") == 0; }
    [[nodiscard]] bool isPageUp() const { return QFileInfo::exists(path("maintenance.flag")); }
    /// What a machine that starts again does: nothing runs any more but what is enabled.
    void reboot() const
    {
        mini::stopService(folder.path());
        if (isEnabled())
            QProcess::execute(path("releases/current/bin/ctl"),
                              {QStringLiteral("start"), QString::number(options.port)});
    }
};

QByteArray words(const RunReport& report)
{
    QString all = QString::number(installers::exitCode(report.end));
    for (const installers::RunProblem& problem : report.problems)
        all += QStringLiteral("; %1 %2: %3").arg(int(problem.code)).arg(problem.subject, problem.detail);
    return all.toUtf8();
}

}  // namespace

/// Whether a machine that starts again in the middle of a run would start the service, asked of the real systemctl.
class TestRunnerAutostart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void offFromStopToOpening_data();
    void offFromStopToOpening();
    void rebootInTheMiddle_data();
    void rebootInTheMiddle();
};

void TestRunnerAutostart::initTestCase()
{
    if (UnitGround::program().isEmpty())
        QSKIP("systemctl is not there: apt-get install systemd");
}

void TestRunnerAutostart::offFromStopToOpening_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<int>("end");
    QTest::newRow("a run") << "run" << int(RunEnd::done);
    QTest::newRow("a run that is rolled back") << "broken" << int(RunEnd::rolledBack);
    QTest::newRow("an opened hop that is taken back") << "back" << int(RunEnd::rolledBack);
}

/// Looks at each boundary at which a runner might be killed.
void TestRunnerAutostart::offFromStopToOpening()
{
    QFETCH(QString, how);
    QFETCH(int, end);
    UnitGround ground(how == QLatin1String("back"));
    QVERIFY(ground.made && ground.isEnabled());
    if (how == QLatin1String("back")) {
        Watcher first;
        QVERIFY(ground.run(first).end == RunEnd::done);
        QVERIFY(ground.isEnabled());
    }
    QString step;
    QStringList violations;
    int closed = 0;
    bool stopping = false;
    bool opening = false;
    Watcher watcher([&](const RunEvent& event) {
        if (event.kind != RunEvent::Kind::stepBegins)
            return;
        step = event.step;
        stopping = stopping || step.endsWith(QLatin1String("/stop"));
        opening = opening || step.endsWith(QLatin1String("/opened-intent")) || step.endsWith(QLatin1String("/open"));
        if (how == QLatin1String("broken") && step == QLatin1String("1/start-private"))
            QVERIFY(mini::put(ground.path("releases/2.0/fail-once-start"), {}));
    });
    BoundaryWorld world([&](const char* boundary) {
        if (!stopping || opening)
            return;
        ++closed;
        if (ground.isEnabled() || !ground.isPageUp())
            violations.append(step + QLatin1Char(' ') + QLatin1String(boundary));
    });
    installers::Runner runner(world, watcher);
    const RunReport report =
        how == QLatin1String("back") ? runner.rollBack(ground.request.site) : runner.run(ground.request);
    QVERIFY2(int(report.end) == end, words(report).constData());
    QVERIFY2(violations.isEmpty(), qPrintable(violations.join(QStringLiteral(", "))));
    QVERIFY(closed > 20);
    QVERIFY(ground.isEnabled() && !ground.isPageUp());
    QCOMPARE(ground.answer(ground.options.port), 200);
}

void TestRunnerAutostart::rebootInTheMiddle_data()
{
    QTest::addColumn<QByteArray>("after");
    for (const char* const step : {"1/autostart-off", "1/stop", "1/confirm-page", "1/backup-final",
                                   "1/backup-final-verify", "1/unpack", "1/m2", "1/start-private", "1/stop-private"})
        QTest::newRow(step) << QByteArray(step);
}

void TestRunnerAutostart::rebootInTheMiddle()
{
    QFETCH(QByteArray, after);
    UnitGround ground;
    QVERIFY(ground.made);
    const RunReport paused = ground.pauseAfter(after.constData());
    QVERIFY2(paused.end == RunEnd::waiting, words(paused).constData());
    ground.reboot();
    QCOMPARE(ground.answer(ground.options.port), 0);
    QCOMPARE(ground.answer(ground.options.port + 1), 0);
    QVERIFY(ground.isPageUp() && !ground.isEnabled());
    Watcher resumed;
    const RunReport report = ground.resume(resumed);
    QVERIFY2(report.end == RunEnd::done, words(report).constData());
    QVERIFY(ground.isEnabled());
    ground.reboot();
    QCOMPARE(ground.answer(ground.options.port), 200);
}

QTEST_GUILESS_MAIN(TestRunnerAutostart)
#include "test_runner_autostart.moc"
