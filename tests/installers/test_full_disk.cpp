#include "tests/installers/mini_postgres.h"
#include "tests/installers/own_mounts.h"
#include "tests/installers/runner_ground.h"

#include "installers/problem_names.h"

#include <QtTest/QtTest>

namespace {

QString whyNoMounts;

/// QtTest ends a function that takes more than five minutes, as the long variant may.
const bool isPatient = qputenv("QTEST_FUNCTION_TIMEOUT", "7200000");

/// A disk of its own for one part of the site, small enough to be filled in no time.
constexpr qint64 diskSize = 128 << 20;

struct Disk {
    const char* name;
    const char* below;  ///< of the site's folder; empty: the folder itself, with the data
};
constexpr Disk disks[]{{"state", ".cairn"}, {"backups", "backups"}, {"releases", "releases"}, {"data", ""}};

/// A run during which a disk is full from the beginning of a step on.
struct Ground {
    Ground(const Disk& disk, const mini::PostgresOptions& postgres, planner::BackupKind backup)
    {
        options.port = mini::freePort();
        options.hops = 3;
        options.slowMilliseconds = 1;
        options.maintenance = planner::SiteMaintenance::Kind::flag;
        options.postgres = postgres;
        options.backup = backup;
        ok = true;
        // The site's own folder holds data and the rest; the others lie on disks of their own then.
        for (const Disk& one : disks) {
            if (qstrcmp(one.name, disk.name) == 0)
                full = pathOf(one);
        }
        ok = mounts::mountMemory(folder.path(), diskSize) && ok;
        for (const Disk& one : disks) {
            if (*one.below != '\0')
                ok = mounts::mountMemory(pathOf(one), diskSize) && ok;
        }
        ok = ok && mini::makeSite(folder.path(), options);
        request = mini::requestIn(folder.path(), options);
        request.site.service->healthTimeout = catalog::Seconds(1);
    }
    ~Ground()
    {
        mini::stopService(folder.path());
        for (const Disk& one : disks) {
            if (*one.below != '\0')
                mounts::unmount(pathOf(one));
        }
        mounts::unmount(folder.path());
    }
    Ground(const Ground&) = delete;
    Ground& operator=(const Ground&) = delete;

    [[nodiscard]] QString pathOf(const Disk& disk) const
    {
        return *disk.below == '\0' ? folder.path() : folder.filePath(QLatin1String(disk.below));
    }
    /// Runs, and fills the disk when the step begins; empty: never.
    installers::RunReport run(const QString& step)
    {
        mini::Watcher watcher([&](const installers::RunEvent& event) {
            if (event.kind != installers::RunEvent::Kind::stepBegins)
                return;
            steps.append(event.step);
            if (event.step == step)
                filled = mounts::fill(full);
        });
        return installers::Runner(world, watcher).run(request);
    }
    installers::RunReport resume()
    {
        mini::Watcher watcher;
        return installers::Runner(world, watcher).resume(request.site);
    }

    QTemporaryDir folder{mini::scratchTemplate(QStringLiteral("full_disk"))};
    QString full;
    mini::SiteOptions options;
    installers::RunRequest request;
    installers::PosixWorld world{mini::withPage()};
    QStringList steps;
    bool filled = false;
    bool ok = false;
};

QString wordsOf(const installers::RunReport& report)
{
    QString words = installers::nameOf(report.end) + QLatin1Char('\n');
    for (const installers::RunProblem& problem : report.problems)
        words += installers::nameOf(problem.code) + QLatin1Char(' ') + problem.subject + QLatin1Char(' ') +
                 problem.detail + QLatin1Char('\n');
    return words;
}

/// Which disk is full, and how much is needed and free there.
bool tells(const installers::RunReport& report, const QString& disk)
{
    static const QRegularExpression numbers(QStringLiteral("^[0-9]+ [0-9]+$"));
    return std::any_of(report.problems.begin(), report.problems.end(), [&](const installers::RunProblem& problem) {
        return problem.code == installers::RunProblemCode::diskFull && problem.subject.startsWith(disk) &&
               numbers.match(problem.detail).hasMatch();
    });
}

/// Half-made backups and trial restores go with the next run or by hand.
mini::Snapshot withoutLeftovers(mini::Snapshot snapshot)
{
    snapshot.leftovers.clear();
    return snapshot;
}

}  // namespace

/// A disk is really full from some step on: the run rolls back or stops, says which disk, and loses nothing; with room
/// again it goes on.
class TestFullDisk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void losesNothing_data();
    void losesNothing();

private:
    std::unique_ptr<support::PostgresServer> m_server;
};

void TestFullDisk::initTestCase()
{
    if (!whyNoMounts.isEmpty())
        QSKIP(qPrintable(whyNoMounts));
    // In a user namespace of our own there is no other user that a server could run as.
    if (support::PostgresServer::missing().isEmpty() && QFile::exists(QStringLiteral("/proc/self/uid_map"))) {
        QFile map(QStringLiteral("/proc/self/uid_map"));
        if (map.open(QIODevice::ReadOnly) && map.readAll().simplified().startsWith("0 0 "))
            m_server = support::PostgresServer::start();
    }
}

void TestFullDisk::losesNothing_data()
{
    QTest::addColumn<int>("disk");
    QTest::addColumn<bool>("postgres");
    QTest::addColumn<bool>("copy");
    for (int i = 0; i < 4; ++i) {
        const QByteArray name = disks[i].name;
        QTest::newRow("SQLite, " + name) << i << false << false;
        QTest::newRow("SQLite, the original kept, " + name) << i << false << true;
        if (m_server)
            QTest::newRow("PostgreSQL, " + name) << i << true << false;
    }
}

void TestFullDisk::losesNothing()
{
    QFETCH(int, disk);
    QFETCH(bool, postgres);
    QFETCH(bool, copy);
    const mini::PostgresOptions database =
        postgres ? mini::optionsOf(*m_server, QStringLiteral("full_disk")) : mini::PostgresOptions();
    const planner::BackupKind backup = copy ? planner::BackupKind::copy : planner::BackupKind::dump;
    mini::Snapshot before;
    mini::Snapshot done;
    QStringList steps;
    {
        Ground ground(disks[disk], database, backup);
        QVERIFY(ground.ok);
        before = mini::snapshotOf(ground.folder.path(), ground.options);
        QCOMPARE(ground.run({}).end, installers::RunEnd::done);
        done = mini::snapshotOf(ground.folder.path(), ground.options);
        steps = ground.steps;
    }
    // Each step with CAIRN_TEST_LONG; else some, others for each disk.
    const bool all = qEnvironmentVariableIntValue("CAIRN_TEST_LONG") != 0;
    const qsizetype every = all ? 1 : postgres ? 34 : 16;
    QMap<QString, int> ends;
    for (qsizetype i = all ? 0 : 5 * disk; i < steps.size(); i += every) {
        Ground ground(disks[disk], database, backup);
        QVERIFY(ground.ok);
        installers::RunReport report = ground.run(steps[i]);
        QVERIFY(ground.filled);
        const QString where = steps[i] + QStringLiteral(": ");
        const QString problems = wordsOf(report);
        const bool told = report.end == installers::RunEnd::done || tells(report, ground.full);
        ++ends[installers::nameOf(report.end)];
        if (qEnvironmentVariableIsSet("CAIRN_DEBUG"))
            qInfo("%s %s\n%s", qPrintable(where), qPrintable(installers::nameOf(report.end)), qPrintable(problems));
        else
            QVERIFY2(told, qPrintable(where + installers::nameOf(report.end) + QLatin1Char('\n') + problems));
        if (report.end == installers::RunEnd::stuck) {
            // Without room a resume stops again, and says so again.
            const installers::RunReport again = ground.resume();
            if (again.end == installers::RunEnd::stuck || again.end == installers::RunEnd::blocked)
                QVERIFY2(tells(again, ground.full), qPrintable(where + wordsOf(again)));
            report.end = again.end == installers::RunEnd::blocked ? report.end : again.end;
        }
        mounts::makeRoom(ground.full);
        if (report.end == installers::RunEnd::stuck || report.end == installers::RunEnd::waiting)
            report = ground.resume();
        QVERIFY2(report.end == installers::RunEnd::done || report.end == installers::RunEnd::rolledBack ||
                     report.end == installers::RunEnd::blocked,
                 qPrintable(where + installers::nameOf(report.end) + QLatin1Char('\n') + problems));
        const mini::Snapshot left = mini::snapshotOf(ground.folder.path(), ground.options);
        if (report.end == installers::RunEnd::done) {
            const QString differs = mini::difference(done, left);
            QVERIFY2(differs.isEmpty(), qPrintable(where + differs));
            continue;
        }
        // Back where the hop began: some release serves, and a new run from there ends like the first.
        const QString version = left.recorded;
        QVERIFY2(left.served == QStringLiteral("200 mini ") + version && !left.pageUp && left.privatePort.isEmpty(),
                 qPrintable(where + left.served + problems));
        if (version == QLatin1String("1.0")) {
            const QString differs = mini::difference(withoutLeftovers(before), withoutLeftovers(left));
            QVERIFY2(differs.isEmpty(), qPrintable(where + differs));
            QVERIFY2(ground.run({}).end == installers::RunEnd::done, qPrintable(where));
            const QString other = mini::difference(
                withoutLeftovers(done), withoutLeftovers(mini::snapshotOf(ground.folder.path(), ground.options)));
            QVERIFY2(other.isEmpty(), qPrintable(where + other));
        }
    }
    QStringList words;
    for (auto it = ends.cbegin(); it != ends.cend(); ++it)
        words.append(QStringLiteral("%1 %2").arg(it.key()).arg(it.value()));
    qInfo("%d of %d steps: %s", static_cast<int>((steps.size() + every - 1) / every), static_cast<int>(steps.size()),
          qPrintable(words.join(QStringLiteral(", "))));
}

int main(int argc, char** argv)
{
    whyNoMounts = mounts::separate();
    QCoreApplication application(argc, argv);
    TestFullDisk test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_full_disk.moc"
