#include "installers/dpkg.h"
#include "installers/problem_names.h"
#include "tests/installers/step_site.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QtTest/QtTest>
#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using installers::RunEnd;
using installers::RunProblemCode;
using installers::RunReport;

struct Deb {
    const char* package;
    const char* version;
    QByteArray postinst = {};
    QByteArray fields = {};
    const char* architecture = "all";
};

bool program(const QString& name, const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(name, arguments);
    if (process.waitForFinished() && process.exitCode() == 0)
        return true;
    qWarning("%s: %s", qPrintable(name), process.readAll().constData());
    return false;
}

/// A folder with a dpkg database of its own, and a site whose packages live there.
class PackageSite : public steps::Site {
public:
    PackageSite()
    {
        site.packages.root = "system";
        site.packages.lockWait = catalog::Seconds(0);
        for (const char* const below : {"info", "updates", "triggers"})
            QDir(folder.path()).mkpath(QStringLiteral("system/var/lib/dpkg/") + QLatin1String(below));
        QDir(folder.path()).mkpath(QStringLiteral("system/var/log"));
        made = write("system/var/lib/dpkg/status", "");
    }
    /// Builds artefacts/PACKAGE_VERSION.deb.
    [[nodiscard]] bool build(const Deb& deb)
    {
        const QByteArray name = QByteArray(deb.package) + "_" + deb.version;
        const QByteArray tree = "build/" + name;
        QByteArray control = QByteArray("Package: ") + deb.package + "\nVersion: " + deb.version +
                             "\nArchitecture: " + deb.architecture +
                             "\nMaintainer: Test <test@example.com>\nDescription: test\n" + deb.fields;
        QByteArray script = "#!/bin/sh\nset -e\nsite=" + folder.path().toLocal8Bit() + "\n" + deb.postinst;
        const bool written = write((tree + "/DEBIAN/control").constData(), control) &&
                             write((tree + "/opt/" + deb.package + "/version").constData(), deb.version) &&
                             (deb.postinst.isEmpty() || write((tree + "/DEBIAN/postinst").constData(), script, true));
        return written && program(QStringLiteral("dpkg-deb"),
                                  {QStringLiteral("--root-owner-group"), QStringLiteral("--build"),
                                   path(tree.constData()), path(("artefacts/" + name + ".deb").constData())});
    }
    /// Puts a package in as an administrator would have.
    [[nodiscard]] bool install(const char* file)
    {
        QStringList arguments{QStringLiteral("--root=") + path("system"),
                              QStringLiteral("--force-script-chrootless"),
                              QStringLiteral("--force-not-root"),
                              QStringLiteral("--log=/dev/null"),
                              QStringLiteral("--install"),
                              path(file)};
        qputenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        return program(QStringLiteral("dpkg"), arguments);
    }
    /// One release after the other, each with the packages of one line: "app_1.0 base_1.0".
    [[nodiscard]] bool planReleases(const QList<QByteArray>& packages, const char* more = "", const char* to = "2.0")
    {
        QByteArray yaml;
        int number = 0;
        for (const QByteArray& line : packages) {
            yaml += "  - version: \"" + QByteArray::number(++number) + ".0\"\n";
            QByteArray artefacts;
            QByteArray list;
            for (const QByteArray& name : line.split(' ')) {
                if (name.isEmpty())
                    continue;
                artefacts += "        - " + artefact((name + ".deb").constData()) + "\n";
                list += "        - {id: " + name.split('_').front() + ", driver: deb, artefact: " + name + ".deb" +
                        (number > 1 ? more : "") + "}\n";
            }
            if (!list.isEmpty())
                yaml += "    install:\n      artefacts:\n" + artefacts + "      install:\n" + list;
        }
        return plan(yaml, to);
    }
    [[nodiscard]] QString state(const char* package)
    {
        QProcess query;
        query.start(QStringLiteral("dpkg-query"),
                    {QStringLiteral("--root=") + path("system"), QStringLiteral("--show"),
                     QStringLiteral("--showformat=${Version} ${db:Status-Status}"), QLatin1String(package)});
        query.waitForFinished();
        return QString::fromUtf8(query.readAllStandardOutput());
    }
    bool made = false;
};

}  // namespace

/// Steps of the driver deb, with real packages and a dpkg database of the test's own.
class TestRunnerPackages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void packageIsUpgraded();
    void packageThatIsThereIsLeftAlone();
    void refusals_data();
    void refusals();
    void dependenciesMayComeWithTheRelease();
    void oldPackageHasToBeKnown();
    void failureBringsTheOldPackagesBack();
    void laterHopGoesBackToTheOneBefore();
    void undoTakesThePlaceOfTheOldPackage();
    void hangingScriptIsEnded();
    void killedInTheMiddle();
    void scriptOutlivesItsDpkg();
    void somebodyElseHoldsTheLock();
    void changedConfigurationStays();
    void secretsStayOutOfTheLog();
};

void TestRunnerPackages::initTestCase()
{
    if (QStandardPaths::findExecutable(QStringLiteral("dpkg-deb")).isEmpty())
        QSKIP("dpkg-deb is not there: apt-get install dpkg");
}

void TestRunnerPackages::packageIsUpgraded()
{
    PackageSite site;
    QVERIFY(site.made && site.build({"app", "1.0"}) && site.build({"app", "2.0"}));
    QVERIFY(site.install("artefacts/app_1.0.deb"));
    QVERIFY(site.planReleases({"app_1.0", "app_2.0"}));
    const RunReport report = site.run();
    QVERIFY2(report.end == RunEnd::done, steps::words(report).constData());
    QCOMPARE(site.state("app"), QStringLiteral("2.0 installed"));
    QCOMPARE(site.read("system/opt/app/version"), QByteArray("2.0"));
    QCOMPARE(site.journal("SELECT subject FROM entry WHERE kind='intent' AND step='1/app'"), QStringLiteral("app 1.0"));
    QVERIFY(site.read(qPrintable(QStringLiteral(".cairn/runs/%1/output/app.log").arg(report.run)))
                .contains("Setting up app (2.0)"));
}

void TestRunnerPackages::packageThatIsThereIsLeftAlone()
{
    PackageSite site;
    QVERIFY(site.build({"app", "2.0", "echo again >> $site/ran\n"}));
    QVERIFY(site.install("artefacts/app_2.0.deb"));
    QVERIFY(site.planReleases({"", "app_2.0"}));
    const RunReport report = site.run();
    QVERIFY2(report.end == RunEnd::done, steps::words(report).constData());
    QCOMPARE(site.read("ran"), QByteArray("again\n"));
}

void TestRunnerPackages::refusals_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("problem");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* what, RunProblemCode code, const char* words) {
        QTest::newRow(what) << QString::fromLatin1(what) << int(code) << QString::fromLatin1(words);
    };
    row("another architecture", RunProblemCode::packageUnfit, "does not match system");
    row("a dependency that is not there", RunProblemCode::packageUnfit, "app depends on base (>= 2); however:");
    row("a conflict", RunProblemCode::packageUnfit, "conflicting packages");
    row("no package at all", RunProblemCode::packageUnfit, "dpkg-deb: error:");
    row("half-configured from before", RunProblemCode::packageBroken, "half-configured");
    row("no dpkg database", RunProblemCode::packageUnfit, "system/var/lib/dpkg/status cannot be read");
    row("no right", RunProblemCode::packageRights, "exit code 1");
}

void TestRunnerPackages::refusals()
{
    QFETCH(QString, what);
    QFETCH(int, problem);
    QFETCH(QString, words);
    PackageSite site;
    Deb deb{"app", "2.0"};
    if (what.startsWith(QLatin1String("another")))
        deb.architecture = "s390x";
    if (what.startsWith(QLatin1String("a dependency")))
        deb.fields = "Depends: base (>= 2)\n";
    if (what.startsWith(QLatin1String("a conflict"))) {
        QVERIFY(site.build({"base", "1.0"}) && site.install("artefacts/base_1.0.deb"));
        deb.fields = "Conflicts: base\n";
    }
    QVERIFY(site.build(deb));
    if (what.startsWith(QLatin1String("no package")))
        QVERIFY(site.write("artefacts/app_2.0.deb", "nonsense from beginning to end"));
    if (what.startsWith(QLatin1String("half"))) {
        QVERIFY(site.build({"app", "1.0", "exit 1\n"}));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("^dpkg: ")));
        QVERIFY(!site.install("artefacts/app_1.0.deb"));
    }
    if (what.startsWith(QLatin1String("no dpkg")))
        QVERIFY(QFile::remove(site.path("system/var/lib/dpkg/status")));
    if (what.startsWith(QLatin1String("no right")))
        site.site.packages.as = {"/bin/false"};
    QVERIFY(site.planReleases({"", "app_2.0"}));
    const RunReport report = site.run();
    QVERIFY2(report.end == RunEnd::blocked, steps::words(report).constData());
    QCOMPARE(int(report.problems.front().code), problem);
    QVERIFY2(report.problems.front().detail.contains(words), steps::words(report).constData());
    QVERIFY(site.begun.isEmpty());
}

void TestRunnerPackages::dependenciesMayComeWithTheRelease()
{
    PackageSite site;
    QVERIFY(site.build({"base", "2.0", {}, "Provides: ground (= 2)\n"}) &&
            site.build({"app", "2.0", {}, "Depends: base (>= 2), nothing | ground\n"}));
    QVERIFY(site.planReleases({"", "base_2.0 app_2.0"}));
    const RunReport report = site.run();
    QVERIFY2(report.end == RunEnd::done, steps::words(report).constData());
    // In the wrong order dpkg would refuse it at night: preflight does.
    PackageSite wrong;
    QVERIFY(wrong.build({"base", "2.0"}) && wrong.build({"app", "2.0", {}, "Depends: base (>= 2)\n"}));
    QVERIFY(wrong.planReleases({"", "app_2.0 base_2.0"}));
    const RunReport refused = wrong.run();
    QVERIFY2(refused.end == RunEnd::blocked && refused.problems.front().code == RunProblemCode::packageUnfit,
             steps::words(refused).constData());
}

void TestRunnerPackages::oldPackageHasToBeKnown()
{
    PackageSite site;
    QVERIFY(site.build({"app", "1.0"}) && site.build({"app", "1.5"}) && site.build({"app", "2.0"}));
    QVERIFY(site.install("artefacts/app_1.5.deb"));
    // The catalog knows 1.0 of the installed release, but 1.5 is what is there.
    QVERIFY(site.planReleases({"app_1.0", "app_2.0"}));
    const RunReport other = site.run();
    QVERIFY2(other.end == RunEnd::blocked, steps::words(other).constData());
    QVERIFY(other.problems.front().code == RunProblemCode::oldPackageMissing);
    QCOMPARE(other.problems.front().subject, QStringLiteral("app 1.5"));
    // It knows the right one, whose file is not there.
    QVERIFY(site.install("artefacts/app_1.0.deb"));
    QVERIFY(QFile::rename(site.path("artefacts/app_1.0.deb"), site.path("app_1.0.deb")));
    const RunReport away = site.run();
    QVERIFY2(away.end == RunEnd::blocked, steps::words(away).constData());
    QCOMPARE(away.problems.front().subject, QStringLiteral("app 1.0"));
    QVERIFY(QFile::rename(site.path("app_1.0.deb"), site.path("artefacts/app_1.0.deb")));
    QVERIFY(site.run().end == RunEnd::done);
}

void TestRunnerPackages::failureBringsTheOldPackagesBack()
{
    PackageSite site;
    QVERIFY(site.build({"app", "1.0"}) && site.build({"app", "2.0", "echo upside down >&2; exit 7\n"}) &&
            site.build({"extra", "2.0"}));
    QVERIFY(site.install("artefacts/app_1.0.deb"));
    QVERIFY(site.planReleases({"app_1.0", "extra_2.0 app_2.0"}));
    const RunReport report = site.run();
    QVERIFY2(report.end == RunEnd::rolledBack, steps::words(report).constData());
    QVERIFY(report.problems.front().code == RunProblemCode::stepFailed);
    QVERIFY2(report.problems.front().detail.contains(QStringLiteral("upside down")), steps::words(report).constData());
    QCOMPARE(site.state("app"), QStringLiteral("1.0 installed"));
    QCOMPARE(site.read("system/opt/app/version"), QByteArray("1.0"));
    // What was not there before is gone.
    QVERIFY2(!site.state("extra").contains(QStringLiteral(" installed")), qPrintable(site.state("extra")));
    QVERIFY(!QFile::exists(site.path("system/opt/extra/version")));
}

void TestRunnerPackages::laterHopGoesBackToTheOneBefore()
{
    PackageSite site;
    QVERIFY(site.build({"app", "1.0"}) && site.build({"app", "2.0"}) && site.build({"app", "3.0", "exit 7\n"}));
    QVERIFY(site.install("artefacts/app_1.0.deb"));
    QByteArray yaml = "  - version: \"1.0\"\n";
    for (const char* const version : {"2.0", "3.0"}) {
        const QByteArray name = QByteArray("app_") + version + ".deb";
        yaml += QByteArray("  - version: \"") + version + "\"\n" +
                (qstrcmp(version, "2.0") == 0 ? "    checkpoint: {id: stop}\n" : "") +
                "    install:\n      artefacts: [" + site.artefact(name.constData()) +
                "]\n      install: [{id: app, driver: deb, artefact: " + name +
                (qstrcmp(version, "2.0") == 0 ? ", undo: {run: [/bin/false]}" : "") + "}]\n";
    }
    QVERIFY(site.plan(yaml, "3.0"));
    QCOMPARE(site.request.plan.hops.size(), std::size_t(2));
    const RunReport report = site.run();
    QVERIFY2(report.end == RunEnd::rolledBack, steps::words(report).constData());
    QCOMPARE(site.state("app"), QStringLiteral("2.0 installed"));
    QCOMPARE(site.installed(), QStringLiteral("2.0"));
}

void TestRunnerPackages::undoTakesThePlaceOfTheOldPackage()
{
    PackageSite site;
    QVERIFY(site.build({"app", "1.0"}) && site.build({"app", "2.0", "exit 7\n"}));
    QVERIFY(site.install("artefacts/app_1.0.deb"));
    QVERIFY(QFile::rename(site.path("artefacts/app_1.0.deb"), site.path("elsewhere.deb")));
    QVERIFY(site.write("bring-back",
                       "#!/bin/sh\nPATH=/usr/sbin:/usr/bin:/sbin:/bin\ncd \"$(dirname \"$0\")\"\n"
                       "exec dpkg --root=$PWD/system --force-script-chrootless --force-not-root --log=/dev/null "
                       "--install elsewhere.deb\n",
                       true));
    QVERIFY(site.planReleases({"", "app_2.0"}, ", undo: {run: [\"{site}/bring-back\"]}"));
    const RunReport report = site.run();
    QVERIFY2(report.end == RunEnd::rolledBack, steps::words(report).constData());
    QCOMPARE(site.state("app"), QStringLiteral("1.0 installed"));
}

void TestRunnerPackages::hangingScriptIsEnded()
{
    PackageSite site;
    QVERIFY(site.build({"app", "1.0"}) && site.build({"app", "2.0", "echo $$ > $site/pid\nexec sleep 600\n"}));
    QVERIFY(site.install("artefacts/app_1.0.deb"));
    QVERIFY(site.planReleases({"app_1.0", "app_2.0"}, ", timeout: 1s"));
    const RunReport report = site.run();
    QVERIFY2(report.end == RunEnd::rolledBack, steps::words(report).constData());
    QVERIFY2(report.problems.front().detail.startsWith(QStringLiteral("timed out")), steps::words(report).constData());
    installers::ProcessIdentity script = site.world.self();
    script.pid = site.read("pid").trimmed().toLongLong();
    script.started.clear();
    QVERIFY(script.pid > 1 && !site.world.isAlive(script));
    QCOMPARE(site.state("app"), QStringLiteral("1.0 installed"));
}

/// Killed with all its children at each of these places: the next runner ends it well.
void TestRunnerPackages::killedInTheMiddle()
{
    PackageSite site;
    QVERIFY(site.build({"app", "1.0"}) &&
            site.build({"app", "2.0",
                        "if [ ! -e $site/again ]; then touch $site/again; kill -9 $PPID; sleep 0.2; exit 1; fi\n"}));
    QVERIFY(site.install("artefacts/app_1.0.deb"));
    QVERIFY(site.planReleases({"app_1.0", "app_2.0"}));
    site.world.atBoundary = [&](const char* name) {
        if (qstrcmp(name, "after-act") == 0 && QFile::exists(site.path("again")))
            throw steps::Crash();
    };
    QVERIFY_EXCEPTION_THROWN(static_cast<void>(site.run()), steps::Crash);
    site.world.atBoundary = [](const char*) {};
    QCOMPARE(site.state("app"), QStringLiteral("2.0 half-configured"));
    const RunReport report = site.resume();
    QVERIFY2(report.end == RunEnd::done, steps::words(report).constData());
    QCOMPARE(site.state("app"), QStringLiteral("2.0 installed"));
}

/// Neither fence nor dpkg's lock tell of it, as below sudo: its own name does.
void TestRunnerPackages::scriptOutlivesItsDpkg()
{
    PackageSite site;
    QVERIFY(site.build({"app", "1.0"}) && site.build({"app", "2.0"}));
    QVERIFY(site.install("artefacts/app_1.0.deb"));
    QVERIFY(site.planReleases({"app_1.0", "app_2.0"}));
    site.world.atBoundary = [&](const char* name) {
        if (qstrcmp(name, "after-intent") == 0 && site.begun.isEmpty())
            return;
        if (qstrcmp(name, "after-intent") == 0 && site.begun.size() >= 4)
            throw steps::Crash();
    };
    QVERIFY_EXCEPTION_THROWN(static_cast<void>(site.run()), steps::Crash);
    site.world.atBoundary = [](const char*) {};
    QVERIFY(site.write("system/var/lib/dpkg/info/app.postinst", "#!/bin/sh\nread end\n", true));
    QProcess orphan;
    orphan.start(site.path("system/var/lib/dpkg/info/app.postinst"),
                 {QStringLiteral("configure"), QStringLiteral("1.0")});
    QVERIFY(orphan.waitForStarted());
    const RunReport stuck = site.resume();
    QVERIFY2(stuck.end == RunEnd::stuck, steps::words(stuck).constData());
    QVERIFY(stuck.problems.front().code == RunProblemCode::stepRunning);
    orphan.closeWriteChannel();
    QVERIFY(orphan.waitForFinished());
    QVERIFY(QFile::remove(site.path("system/var/lib/dpkg/info/app.postinst")));
    const RunReport done = site.resume();
    QVERIFY2(done.end == RunEnd::done, steps::words(done).constData());
    QCOMPARE(site.state("app"), QStringLiteral("2.0 installed"));
}

void TestRunnerPackages::somebodyElseHoldsTheLock()
{
    PackageSite site;
    QVERIFY(site.build({"app", "1.0"}) && site.build({"app", "2.0"}));
    QVERIFY(site.install("artefacts/app_1.0.deb"));
    QVERIFY(site.planReleases({"app_1.0", "app_2.0"}));
    int ready[2];
    QCOMPARE(::pipe(ready), 0);
    const QByteArray lock = QFile::encodeName(site.path("system/var/lib/dpkg/lock-frontend"));
    const pid_t other = ::fork();
    if (other == 0) {
        const int file = ::open(lock.constData(), O_RDWR | O_CREAT, 0644);
        struct flock whole = {};
        whole.l_type = F_WRLCK;
        const bool held = ::fcntl(file, F_SETLK, &whole) == 0;
        static_cast<void>(::write(ready[1], held ? "y" : "n", 1));
        ::pause();
        ::_exit(0);
    }
    char held = 0;
    QCOMPARE(::read(ready[0], &held, 1), ssize_t(1));
    QCOMPARE(held, 'y');
    const RunReport report = site.run();
    QVERIFY2(report.end == RunEnd::rolledBack, steps::words(report).constData());
    QVERIFY(report.problems.front().code == RunProblemCode::packagesLocked);
    QVERIFY2(report.problems.front().subject.startsWith(QString::number(other)), steps::words(report).constData());
    QCOMPARE(site.state("app"), QStringLiteral("1.0 installed"));

    // One who lets go in time is waited for.
    site.site.packages.lockWait = catalog::Seconds(36000);
    site.atEvent = [&](const installers::RunEvent& event) {
        if (event.kind == installers::RunEvent::Kind::stepBegins && event.step == QLatin1String("1/app"))
            ::kill(other, SIGKILL);
    };
    const RunReport done = site.run();
    QVERIFY2(done.end == RunEnd::done, steps::words(done).constData());
    ::kill(other, SIGKILL);
    ::waitpid(other, nullptr, 0);
    ::close(ready[0]);
    ::close(ready[1]);
}

void TestRunnerPackages::changedConfigurationStays()
{
    PackageSite site;
    for (const char* const version : {"1.0", "2.0"}) {
        const QByteArray tree = QByteArray("build/app_") + version;
        QVERIFY(site.write((tree + "/DEBIAN/conffiles").constData(), "/etc/app.conf\n"));
        QVERIFY(site.write((tree + "/etc/app.conf").constData(), QByteArray("default of ") + version + "\n"));
        QVERIFY(site.build({"app", version}));
    }
    QVERIFY(site.install("artefacts/app_1.0.deb"));
    QVERIFY(site.write("system/etc/app.conf", "the site's own\n"));
    QVERIFY(site.planReleases({"app_1.0", "app_2.0"}));
    const RunReport report = site.run();
    QVERIFY2(report.end == RunEnd::done, steps::words(report).constData());
    QCOMPARE(site.read("system/etc/app.conf"), QByteArray("the site's own\n"));
}

void TestRunnerPackages::secretsStayOutOfTheLog()
{
    PackageSite site;
    qputenv("CAIRN_TEST_PASSWORD", "correct horse");
    QVERIFY(site.build({"app", "2.0", "echo \"it is $CAIRN_TEST_PASSWORD\"; exit 3\n"}));
    QVERIFY(site.planReleases({"", "app_2.0"}));
    const RunReport report = site.run();
    qunsetenv("CAIRN_TEST_PASSWORD");
    QVERIFY2(report.end == RunEnd::rolledBack, steps::words(report).constData());
    QVERIFY2(report.problems.front().detail.contains(QStringLiteral("it is ***")), steps::words(report).constData());
    const QByteArray log = site.read(qPrintable(QStringLiteral(".cairn/runs/%1/output/app.log").arg(report.run)));
    QVERIFY(log.contains("it is ***") && !log.contains("correct horse"));
    QVERIFY(!site.journal("SELECT detail FROM entry").contains(QStringLiteral("correct horse")));
}

QTEST_GUILESS_MAIN(TestRunnerPackages)
#include "test_runner_packages.moc"
