#include "installers/data/folder_data.h"
#include "installers/durable.h"
#include "tests/installers/backup_ground.h"

#include <QDir>
#include <QtTest/QtTest>
#include <SQLiteCpp/SQLiteCpp.h>

namespace {

using installers::Backup;
using installers::RunProblemCode;
using mini::BackupGround;
using mini::told;

const QString set = QStringLiteral("hop-1");
const QString version = QStringLiteral("1.0");

mini::SiteOptions optionsHere()
{
    static const int port = mini::freePort();
    mini::SiteOptions options;
    options.port = port;
    options.hops = 1;
    options.maintenance = planner::SiteMaintenance::Kind::flag;
    options.slowMilliseconds = 1;
    options.directory = true;
    return options;
}

/// What a hop that fails leaves of everything a backup covers.
bool spoil(const BackupGround& ground)
{
    SQLite::Database database(ground.paths.database.toStdString(), SQLite::OPEN_READWRITE);
    database.exec("UPDATE entry SET amount = 0; DROP TABLE old_note;");
    return QFile::remove(ground.path("attachments/a.txt")) && ground.put("attachments/c.txt", "new") &&
           ground.put("directory/entries.txt", "nobody");
}

}  // namespace

/// A set of a database, a folder and a command, cut off at every boundary.
class TestBackupSwap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void killedAnywhereWhileRestoring_data();
    void killedAnywhereWhileRestoring();
    void killedAnywhereWhileOriginalsAreKept();
    void foldersThatCannotBeExchangedInOneStep();
    void exchangeThatFailsSaysWhere();
    void setIsCompleteOnlyAsAWhole();
};

void TestBackupSwap::killedAnywhereWhileRestoring_data()
{
    QTest::addColumn<bool>("copy");
    QTest::newRow("from a set") << false;
    QTest::newRow("the originals that were kept") << true;
}

void TestBackupSwap::killedAnywhereWhileRestoring()
{
    QFETCH(bool, copy);
    mini::SiteOptions options = optionsHere();
    options.backup = copy ? planner::BackupKind::copy : planner::BackupKind::dump;
    BackupGround ground(options);
    QVERIFY(ground.made);
    const mini::Snapshot before = mini::dataOf(ground.folder.path());
    Backup backup(ground.context);
    int kills = 0;
    for (int at = 1;; ++at, ++kills) {
        QCOMPARE(
            told(copy ? backup.keepOriginals(set, version) : backup.take(set, Backup::Consistency::quiesced, version)),
            QStringLiteral("done"));
        QVERIFY(spoil(ground));
        QString first;
        if (mini::survives(ground.world, at, [&] { first = told(backup.restore(set)); })) {
            QCOMPARE(first, QStringLiteral("done"));
            break;
        }
        QCOMPARE(told(Backup(ground.context).restore(set)), QStringLiteral("done"));
        QCOMPARE(mini::difference(before, mini::dataOf(ground.folder.path())), QString());
        // What was exchanged already is not put back once more.
        if (ground.world.visited.contains(QStringLiteral("swap-begun")))
            QVERIFY(!ground.world.visited.mid(ground.world.visited.lastIndexOf(QStringLiteral("swap-begun")))
                         .contains(QStringLiteral("restoring")));
        QCOMPARE(told(backup.dropBeside()), QStringLiteral("done"));
        QVERIFY(QDir(ground.path("backups/r1")).entryList({QStringLiteral("*.swap")}).isEmpty());
        QVERIFY(backup.folder(set).size() > 0 && installers::durable::remove(backup.folder(set)).has_value());
    }
    QVERIFY2(kills >= 7, qPrintable(QString::number(kills)));
    QVERIFY(ground.world.visited.contains(QStringLiteral("swapped")));
}

void TestBackupSwap::killedAnywhereWhileOriginalsAreKept()
{
    mini::SiteOptions options = optionsHere();
    options.backup = planner::BackupKind::copy;
    int kills = 0;
    for (int at = 1;; ++at, ++kills) {
        BackupGround ground(options);
        QVERIFY(ground.made);
        const mini::Snapshot before = mini::dataOf(ground.folder.path());
        Backup backup(ground.context);
        QString first;
        if (mini::survives(ground.world, at, [&] { first = told(backup.keepOriginals(set, version)); })) {
            QCOMPARE(first, QStringLiteral("done"));
            break;
        }
        // Given up here, going back leaves what was there.
        if (at % 2 == 0) {
            QCOMPARE(told(backup.restore(set)), QStringLiteral("done"));
            QCOMPARE(told(backup.dropBeside()), QStringLiteral("done"));
            QCOMPARE(mini::difference(before, mini::dataOf(ground.folder.path())), QString());
            continue;
        }
        QCOMPARE(told(backup.keepOriginals(set, version)), QStringLiteral("done"));
        QCOMPARE(told(backup.verify(set)), QStringLiteral("done"));
        QVERIFY(spoil(ground));
        QCOMPARE(told(backup.restore(set)), QStringLiteral("done"));
        QCOMPARE(mini::difference(before, mini::dataOf(ground.folder.path())), QString());
    }
    QVERIFY2(kills >= 8, qPrintable(QString::number(kills)));
}

/// The three renames of such file systems, cut off after each of them.
void TestBackupSwap::foldersThatCannotBeExchangedInOneStep()
{
    for (int renames = 1; renames <= 3; ++renames) {
        BackupGround ground(optionsHere());
        QVERIFY(ground.made);
        installers::FolderData member(ground.context, QStringLiteral("attachments"), ground.path("attachments"));
        QCOMPARE(told(member.copyBeside()), QStringLiteral("done"));
        QVERIFY(ground.put("attachments/a.txt", "the original"));
        const auto fresh = member.identity(installers::DataMember::Place::beside);
        const auto old = member.identity(installers::DataMember::Place::live);
        installers::DataSwap swap(ground.path("backups/test.swap"), ground.world);
        const std::vector<installers::SwapItem> items{{&member, {}}};
        QCOMPARE(told(swap.begin(items)), QStringLiteral("done"));
        const QString aside = installers::durable::asideOf(member.beside());
        QVERIFY(QDir().rename(member.where(), aside));
        if (renames > 1)
            QVERIFY(QDir().rename(member.beside(), member.where()));
        if (renames > 2)
            QVERIFY(QDir().rename(aside, member.beside()));
        if (renames == 1) {
            // Given up here, the live one is where it was.
            QCOMPARE(told(member.settle()), QStringLiteral("done"));
            QCOMPARE(*member.identity(installers::DataMember::Place::live), *old);
            QVERIFY(QDir().rename(member.where(), aside));
        }
        QVERIFY(swap.isBegun(items).value_or(false));
        QCOMPARE(told(swap.finish(items)), QStringLiteral("done"));
        QCOMPARE(*member.identity(installers::DataMember::Place::live), *fresh);
        QCOMPARE(*member.identity(installers::DataMember::Place::beside), *old);
        QVERIFY(!QFileInfo::exists(aside));
    }
}

void TestBackupSwap::exchangeThatFailsSaysWhere()
{
    BackupGround ground(optionsHere());
    QVERIFY(ground.made);
    const mini::Snapshot before = mini::dataOf(ground.folder.path());
    Backup backup(ground.context);
    QVERIFY(backup.take(set, Backup::Consistency::quiesced, version).has_value());
    QVERIFY(spoil(ground));
    const std::vector<std::string> restore = ground.site.data.at(2).restore;
    ground.site.data.at(2).restore = {"/bin/sh", "-c", "echo the directory server does not answer; exit 7"};
    const auto stopped = backup.restore(set);
    QVERIFY(!stopped && stopped.error().code == RunProblemCode::dataSwapFailed);
    QCOMPARE(stopped.error().subject, QStringLiteral("directory"));
    const QStringList lines = stopped.error().detail.split(QLatin1Char('\n'));
    QCOMPARE(lines.value(0), QStringLiteral("data, attachments"));
    QCOMPARE(lines.value(1), QStringLiteral("directory"));
    QVERIFY(lines.value(2).contains(QStringLiteral("exit code 7: the directory server does not answer")));
    ground.site.data.at(2).restore = restore;
    ground.world.visited.clear();
    QCOMPARE(told(backup.restore(set)), QStringLiteral("done"));
    QCOMPARE(ground.world.visited.count(QStringLiteral("swapped")), 1);
    QCOMPARE(mini::difference(before, mini::dataOf(ground.folder.path())), QString());
}

void TestBackupSwap::setIsCompleteOnlyAsAWhole()
{
    for (int at = 1;; ++at) {
        BackupGround ground(optionsHere());
        QVERIFY(ground.made);
        Backup backup(ground.context);
        const bool whole = mini::survives(
            ground.world, at, [&] { QVERIFY(backup.take(set, Backup::Consistency::quiesced, version).has_value()); });
        QCOMPARE(installers::readManifest(backup.folder(set)).has_value(), whole);
        QCOMPARE(backup.verify(set).has_value(), whole);
        if (whole)
            break;
        QVERIFY(backup.take(set, Backup::Consistency::quiesced, version).has_value());
        QVERIFY(backup.verify(set).has_value());
        QVERIFY(QDir(ground.path("backups/r1")).entryList({QStringLiteral("*.partial")}).isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestBackupSwap)
#include "test_backup_swap.moc"
