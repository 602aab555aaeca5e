#include "installers/backup_manifest.h"
#include "installers/backup_pruning.h"
#include "installers/disk_need.h"
#include "installers/durable.h"
#include "tests/installers/backup_ground.h"

#include <QDir>
#include <QtTest/QtTest>

namespace {

using installers::DataSize;
using installers::DiskNeed;
using installers::DiskUse;
using installers::RunBackups;

/// Folders of these tests are named DEVICE/NAME.
QString deviceOf(const QString& folder) { return folder.section(QLatin1Char('/'), 0, 0); }

DiskUse::Member member(qint64 bytes, const char* in, bool copied = false)
{
    return DiskUse::Member{DataSize{bytes, bytes, QString::fromLatin1(in), bytes, {}}, copied};
}

RunBackups run(const char* name, bool finished, int verifiedDay = 0)
{
    std::optional<QDateTime> verified;
    if (verifiedDay > 0)
        verified = QDateTime(QDate(2026, 11, verifiedDay), QTime(12, 0), Qt::UTC);
    return RunBackups{QString::fromLatin1(name), finished, verified};
}

}  // namespace

Q_DECLARE_METATYPE(DiskUse)
Q_DECLARE_METATYPE(std::vector<RunBackups>)

/// Which backups are removed, and how much room they need.
class TestBackupRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void room_data();
    void room();
    void pruning_data();
    void pruning();
    void prunedFolders();
    void aRunThatIsDonePrunes();
};

void TestBackupRules::room_data()
{
    QTest::addColumn<DiskUse>("use");
    QTest::addColumn<QString>("expected");  // DEVICE=BYTES …
    const auto row = [](const char* name, DiskUse use, const char* expected) {
        use.backups = use.backups.isEmpty() ? QStringLiteral("b/backups") : use.backups;
        use.releases = QStringLiteral("r/releases");
        QTest::newRow(name) << use << QString::fromLatin1(expected);
    };
    row("nothing", DiskUse{}, "r=0");
    // Two sets stay; while the second is proved a third lies beside them; going back needs one beside the live one.
    row("one folder, one hop", DiskUse{{member(10, "d/site")}, 1}, "b=30 d=10 r=0");
    row("three hops", DiskUse{{member(10, "d/site")}, 3}, "b=50 d=10 r=0");
    row("all on one disk", DiskUse{{member(10, "b/site"), member(4, "b/site")}, 1}, "b=42 r=0");
    row("only one member is tried at a time", DiskUse{{member(10, "d/x"), member(4, "e/y")}, 1}, "b=38 d=10 e=4 r=0");
    row("a copy is migrated", DiskUse{{member(10, "d/site", true)}, 3}, "b=20 d=10 r=0");
    row("a copy on the backups' disk", DiskUse{{member(10, "b/site", true)}, 3}, "b=30 r=0");
    row("archives", DiskUse{{}, 1, 7}, "r=14");
    DiskUse server{{DiskUse::Member{DataSize{10, 10, QStringLiteral("p/pg"), 10, QStringLiteral("p/pg")}, false}}, 1};
    row("a server that is tried on its own disk", server, "b=20 p=10 r=0");
    row("a command that is never beside", DiskUse{{DiskUse::Member{DataSize{0, 5, {}, 5, {}}, false}}, 2}, "b=20 r=0");
}

void TestBackupRules::room()
{
    QFETCH(DiskUse, use);
    QFETCH(QString, expected);
    QStringList found;
    for (const DiskNeed& need : installers::peakOf(use, deviceOf))
        found.append(deviceOf(need.folder) + QLatin1Char('=') + QString::number(need.bytes));
    QCOMPARE(found.join(QLatin1Char(' ')), expected);
}

void TestBackupRules::pruning_data()
{
    QTest::addColumn<std::vector<RunBackups>>("runs");
    QTest::addColumn<int>("keep");
    QTest::addColumn<QString>("gone");
    using Runs = std::vector<RunBackups>;
    QTest::newRow("none") << Runs{} << 1 << "";
    QTest::newRow("as many as are kept") << Runs{run("a", true, 1), run("b", true, 2)} << 2 << "";
    QTest::newRow("the oldest goes") << Runs{run("b", true, 2), run("a", true, 1), run("c", true, 3)} << 2 << "a";
    QTest::newRow("all but one") << Runs{run("a", true, 1), run("b", true, 2), run("c", true, 3)} << 1 << "a b";
    QTest::newRow("unfinished ones stay and do not count")
        << Runs{run("a", false, 1), run("b", true, 2), run("c", true, 3), run("d", false)} << 1 << "b";
    QTest::newRow("the last proved one stays") << Runs{run("a", true, 1), run("b", true), run("c", true)} << 1 << "b";
    QTest::newRow("nothing was ever proved") << Runs{run("a", true), run("b", true), run("c", true)} << 1 << "a b";
}

void TestBackupRules::pruning()
{
    QFETCH(std::vector<RunBackups>, runs);
    QFETCH(int, keep);
    QFETCH(QString, gone);
    QCOMPARE(installers::prunable(runs, keep).join(QLatin1Char(' ')), gone);
}

/// Only folders of runs that this site's journal knows as over, whatever else lies there.
void TestBackupRules::prunedFolders()
{
    QTemporaryDir folder;
    planner::Site site;
    site.folder = folder.path().toStdString();
    const installers::SitePaths paths(site);
    QVERIFY(QDir().mkpath(paths.state));
    auto journal = installers::Journal::open(paths.journal);
    QVERIFY(journal.has_value());
    const auto note = [&](const QString& name, installers::Entry::Kind kind, const char* outcome) {
        installers::Entry entry;
        entry.run = name;
        entry.kind = kind;
        entry.outcome = QString::fromLatin1(outcome);
        entry.at = QDateTime::currentDateTimeUtc();
        return (*journal)->append(entry).has_value();
    };
    const QStringList names{QStringLiteral("20260101T000000Z"), QStringLiteral("20260102T000000Z"),
                            QStringLiteral("20260103T000000Z"), QStringLiteral("20260104T000000Z")};
    for (const QString& name : names) {
        const QString set = paths.backups + QLatin1Char('/') + name + QStringLiteral("/hop-1");
        QVERIFY(QDir().mkpath(set));
        QVERIFY(installers::writeManifest(set, {name, QStringLiteral("1.0"), QDateTime::currentDateTimeUtc(), true, {}})
                    .has_value());
        QVERIFY(note(name, installers::Entry::Kind::run, ""));
        if (name != names.at(3))
            QVERIFY(note(name, installers::Entry::Kind::end, "done"));
    }
    QVERIFY(installers::markVerified(paths.backups + QLatin1Char('/') + names.at(0) + QStringLiteral("/hop-1"),
                                     QDateTime::currentDateTimeUtc())
                .has_value());
    for (const char* const other : {"by-hand", "20250101T000000Z", "20260102T000000Z.removing"})
        QVERIFY(QDir().mkpath(paths.backups + QLatin1Char('/') + QString::fromLatin1(other)));
    const auto gone = installers::pruneBackups(paths, 1, **journal);
    QVERIFY(gone.has_value());
    QCOMPARE(*gone, QStringList{names.at(1)});
    QCOMPARE(QDir(paths.backups).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name),
             (QStringList{QStringLiteral("20250101T000000Z"), names.at(0), names.at(2), names.at(3),
                          QStringLiteral("by-hand")}));
}

void TestBackupRules::aRunThatIsDonePrunes()
{
    mini::SiteOptions options;
    options.port = mini::freePort();
    options.hops = 1;
    options.maintenance = planner::SiteMaintenance::Kind::flag;
    options.slowMilliseconds = 1;
    QTemporaryDir folder(mini::scratchTemplate(QStringLiteral("prune")));
    const mini::SiteGuard guard(folder.path());
    QVERIFY(mini::makeSite(folder.path(), options));
    installers::RunRequest request = mini::requestIn(folder.path(), options);
    request.site.keepBackups = 1;
    const installers::SitePaths paths(request.site);
    const QString old = paths.backups + QStringLiteral("/20200101T000000Z");
    QVERIFY(QDir().mkpath(old + QStringLiteral("/hop-1")) && QDir().mkpath(paths.state));
    {
        auto journal = installers::Journal::open(paths.journal);
        QVERIFY(journal.has_value());
        for (const auto kind : {installers::Entry::Kind::run, installers::Entry::Kind::end}) {
            installers::Entry entry;
            entry.run = QFileInfo(old).fileName();
            entry.kind = kind;
            entry.outcome = kind == installers::Entry::Kind::end ? QStringLiteral("done") : QString();
            entry.at = QDateTime::currentDateTimeUtc();
            QVERIFY((*journal)->append(entry).has_value());
        }
    }
    class Silent : public installers::RunWatcher {
        void event(const installers::RunEvent&) override {}
    } silent;
    installers::PosixWorld world;
    const installers::RunReport report = installers::Runner(world, silent).run(request);
    QVERIFY(report.end == installers::RunEnd::done);
    QVERIFY(!QFileInfo::exists(old));
    QVERIFY(installers::verifiedAt(paths.backups + QLatin1Char('/') + report.run + QStringLiteral("/hop-1")));
}

QTEST_GUILESS_MAIN(TestBackupRules)
#include "test_backup_rules.moc"
