#include "installers/data/folder_data.h"
#include "installers/durable.h"
#include "tests/installers/backup_ground.h"

#include <QDir>
#include <QtTest/QtTest>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <functional>
#include <sys/stat.h>
#include <unistd.h>

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

/// What a hop that fails leaves of everything a backup covers.
bool spoil(const BackupGround& ground)
{
    SQLite::Database database(ground.paths.database.toStdString(), SQLite::OPEN_READWRITE);
    database.exec("UPDATE entry SET amount = 0; DROP TABLE old_note;");
    return QFile::remove(ground.path("attachments/a.txt")) && ground.put("attachments/c.txt", "new") &&
           ground.put("directory/entries.txt", "nobody");
}

QStringList leftovers(const BackupGround& ground)
{
    return QDir(ground.folder.path())
        .entryList({QStringLiteral(".cairn-beside*")}, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

}  // namespace

Q_DECLARE_METATYPE(std::function<void(planner::Site&)>)

/// Databases, folders and what only programs can save, as one set.
class TestBackupSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBackEqual_data();
    void comesBackEqual();
    void damageIsFound_data();
    void damageIsFound();
    void ofAServiceInUse();
    void namesThatAreNoUtf8();
    void refusals_data();
    void refusals();
    void programsThatFail_data();
    void programsThatFail();
};

void TestBackupSet::comesBackEqual_data()
{
    QTest::addColumn<bool>("copy");
    QTest::newRow("from a set") << false;
    QTest::newRow("the originals that were kept") << true;
}

void TestBackupSet::comesBackEqual()
{
    QFETCH(bool, copy);
    mini::SiteOptions options = optionsHere();
    options.backup = copy ? planner::BackupKind::copy : planner::BackupKind::dump;
    BackupGround ground(options);
    QVERIFY(ground.made);
    const mini::Snapshot before = mini::dataOf(ground.folder.path());
    Backup backup(ground.context);
    const auto taken =
        copy ? backup.keepOriginals(set, version) : backup.take(set, Backup::Consistency::quiesced, version);
    QCOMPARE(told(taken), QStringLiteral("done"));
    QCOMPARE(told(backup.verify(set)), QStringLiteral("done"));
    QVERIFY(installers::verifiedAt(backup.folder(set)).has_value());
    QCOMPARE(mini::difference(before, mini::dataOf(ground.folder.path())), QString());
    QVERIFY(spoil(ground));
    // What a failed migration leaves: a WAL beside the database that must not come back into the restored one.
    QVERIFY(ground.put("data/app.db-wal", "stale"));
    QCOMPARE(told(backup.restore(set)), QStringLiteral("done"));
    QCOMPARE(mini::difference(before, mini::dataOf(ground.folder.path())), QString());
    QVERIFY(!QFileInfo::exists(ground.path("data/app.db-wal")));
    // What was replaced can be looked at until it is dropped.
    QVERIFY(QFileInfo::exists(ground.path(".cairn-beside-attachments/c.txt")));
    QCOMPARE(told(backup.restore(set)), QStringLiteral("done"));
    QCOMPARE(mini::difference(before, mini::dataOf(ground.folder.path())), QString());
    QCOMPARE(told(backup.dropBeside()), QStringLiteral("done"));
    QCOMPARE(leftovers(ground), QStringList());
}

void TestBackupSet::damageIsFound_data()
{
    QTest::addColumn<QString>("victim");
    QTest::addColumn<int>("fromEnd");
    QTest::newRow("a page of the database") << "/0/app.db" << 100;
    QTest::newRow("a file") << "/1/a.txt" << 100;
    QTest::newRow("what a program saved") << "/2/entries.txt" << 3;
    QTest::newRow("the manifest") << "/manifest.json" << 20;
}

void TestBackupSet::damageIsFound()
{
    QFETCH(QString, victim);
    QFETCH(int, fromEnd);
    BackupGround ground(optionsHere());
    QVERIFY(ground.made);
    const mini::Snapshot before = mini::dataOf(ground.folder.path());
    Backup backup(ground.context);
    QVERIFY(backup.take(set, Backup::Consistency::quiesced, version).has_value());
    flipByte(backup.folder(set) + victim, fromEnd);
    const auto verified = backup.verify(set);
    QVERIFY2(!verified && verified.error().code == RunProblemCode::backupDiffers, qPrintable(told(verified)));
    QVERIFY(!installers::verifiedAt(backup.folder(set)));
    const auto restored = backup.restore(set);
    QVERIFY2(!restored && restored.error().code == RunProblemCode::backupDiffers, qPrintable(told(restored)));
    QCOMPARE(mini::difference(before, mini::dataOf(ground.folder.path())), QString());
}

void TestBackupSet::ofAServiceInUse()
{
    BackupGround ground(optionsHere());
    QVERIFY(ground.made);
    SQLite::Database writer(ground.paths.database.toStdString(), SQLite::OPEN_READWRITE);
    writer.exec("INSERT INTO account VALUES(99, 'only in the wal so far')");
    Backup backup(ground.context);
    const QString online = QStringLiteral("online");
    QCOMPARE(told(backup.take(online, Backup::Consistency::online, version)), QStringLiteral("done"));
    writer.exec("INSERT INTO account VALUES(100, 'after the backup')");
    QCOMPARE(told(backup.verify(online)), QStringLiteral("done"));
    SQLite::Database copy((backup.folder(online) + QStringLiteral("/0/app.db")).toStdString());
    QCOMPARE(copy.execAndGet("SELECT max(id) FROM account").getInt(), 99);
}

void TestBackupSet::namesThatAreNoUtf8()
{
    BackupGround ground(optionsHere());
    QVERIFY(ground.made);
    const QByteArray folder = QFile::encodeName(ground.path("attachments"));
    const QByteArray name = folder + "/kvittering-bl\xe5"
                                     "b\xe6r.txt";
    const int descriptor = ::open(name.constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0640);
    QVERIFY(descriptor >= 0);
    QCOMPARE(::write(descriptor, "paid", 4), ssize_t(4));
    ::close(descriptor);
    QVERIFY(::symlink("kvittering-bl\xe5"
                      "b\xe6r.txt",
                      (folder + "/lenke-\xf8").constData()) == 0);
    Backup backup(ground.context);
    QVERIFY(backup.take(set, Backup::Consistency::quiesced, version).has_value());
    QVERIFY(backup.verify(set).has_value());
    QVERIFY(::unlink(name.constData()) == 0);
    QVERIFY(backup.restore(set).has_value());
    std::array<char, 16> bytes{};
    const int again = ::open((folder + "/lenke-\xf8").constData(), O_RDONLY | O_CLOEXEC);
    QVERIFY(again >= 0);
    QCOMPARE(::read(again, bytes.data(), bytes.size()), ssize_t(4));
    ::close(again);
    // QTemporaryDir cannot remove such names.
    for (const char* const below : {"attachments", "backups", ".cairn-beside-attachments"})
        QVERIFY(installers::durable::remove(ground.path(below)).has_value());
}

void TestBackupSet::refusals_data()
{
    using Change = std::function<void(planner::Site&)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("about");
    const auto row = [](const char* name, RunProblemCode code, const char* about, const Change& change) {
        QTest::newRow(name) << change << int(code) << QString::fromLatin1(about);
    };
    row("nothing", RunProblemCode::internal, "", [](planner::Site&) {});
    row("a folder that holds the site", RunProblemCode::dataNotCovered, "holds what is not data",
        [](planner::Site& site) { site.data.at(1).path = "."; });
    row("a folder that is not there", RunProblemCode::dataNotCovered, "nowhere",
        [](planner::Site& site) { site.data.at(1).path = "nowhere"; });
    row("a mount point", RunProblemCode::dataNotCovered, "mount point",
        [](planner::Site& site) { site.data.at(1).path = "/proc"; });
    row("a folder twice", RunProblemCode::dataNotCovered, "listed twice",
        [](planner::Site& site) { site.data.push_back(site.data.at(1)); });
    row("a folder within another", RunProblemCode::dataNotCovered, "listed twice", [](planner::Site& site) {
        site.data.push_back(site.data.at(1));
        site.data.back().path = "attachments/deep";
    });
    row("a name twice", RunProblemCode::dataNotCovered, "listed twice",
        [](planner::Site& site) { site.data.push_back(site.data.at(2)); });
    row("a database folder without one", RunProblemCode::dataNotCovered, "no database in it",
        [](planner::Site& site) { site.data.at(1).kind = planner::SiteData::Kind::database; });
    row("a database that nothing covers", RunProblemCode::dataNotCovered, "app.db",
        [](planner::Site& site) { site.data.erase(site.data.begin()); });
    row("a program that is missing", RunProblemCode::programMissing, "/bin/nothing-of-the-kind",
        [](planner::Site& site) { site.data.at(2).restore.at(0) = "/bin/nothing-of-the-kind"; });
    row("a placeholder nobody knows", RunProblemCode::placeholderUnknown, "bakup",
        [](planner::Site& site) { site.data.at(2).backup.back() = "{bakup}"; });
    row("a placeholder of another program", RunProblemCode::placeholderUnknown, "scratch",
        [](planner::Site& site) { site.data.at(2).restore.back() = "{scratch}"; });
}

void TestBackupSet::refusals()
{
    QFETCH(std::function<void(planner::Site&)>, change);
    QFETCH(int, code);
    QFETCH(QString, about);
    BackupGround ground(optionsHere());
    QVERIFY(ground.made);
    QVERIFY(QDir().mkpath(ground.path("attachments/deep")));
    change(ground.site);
    const std::vector<installers::RunProblem> problems = installers::checkMembers(ground.context);
    QCOMPARE(problems.empty(), about.isEmpty());
    if (problems.empty())
        return;
    QStringList found;
    for (const installers::RunProblem& problem : problems)
        found.append(QStringLiteral("%1 %2 %3").arg(int(problem.code)).arg(problem.subject, problem.detail));
    QVERIFY2(found.filter(about).filter(QString::number(code)).size() > 0, qPrintable(found.join(QLatin1Char('\n'))));
}

void TestBackupSet::programsThatFail_data()
{
    using Change = std::function<void(planner::Site&)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("takes");
    QTest::addColumn<QString>("verifies");
    const auto shell = [](const char* script) { return std::vector<std::string>{"/bin/sh", "-c", script}; };
    QTest::newRow("backup fails") << Change([shell](planner::Site& site) {
        site.data.at(2).backup = shell("echo no such tree; exit 3");
    }) << "exit code 3: no such tree"
                                  << "";
    QTest::newRow("backup is ended") << Change([shell](planner::Site& site) {
        site.data.at(2).backup = shell("kill -9 $$");
    }) << "signal 9"
                                     << "";
    QTest::newRow("backup takes too long") << Change([shell](planner::Site& site) {
        site.data.at(2).backup = shell("sleep 20");
        site.data.at(2).timeout = catalog::Seconds(1);
    }) << "timed out"
                                           << "";
    QTest::newRow("backup leaves nothing")
        << Change([shell](planner::Site& site) { site.data.at(2).backup = shell("true"); }) << "left nothing"
        << "";
    QTest::newRow("verify says no") << Change([shell](planner::Site& site) {
        site.data.at(2).verify = shell("echo entry 7 is missing; exit 1");
    }) << "done"
                                    << "entry 7 is missing";
    QTest::newRow("verify alters the backup") << Change([](planner::Site& site) {
        site.data.at(2).verify = {"/usr/bin/touch", "{backup}/mark"};
    }) << "done"
                                              << "directory|";
    QTest::newRow("verify tries it elsewhere") << Change([](planner::Site& site) {
        site.data.at(2).verify = {"/bin/cp", "{backup}/entries.txt", "{scratch}/entries.txt"};
    }) << "done"
                                               << "done";
    QTest::newRow("no verify") << Change([](planner::Site& site) { site.data.at(2).verify.clear(); }) << "done"
                               << "done";
}

void TestBackupSet::programsThatFail()
{
    QFETCH(std::function<void(planner::Site&)>, change);
    QFETCH(QString, takes);
    QFETCH(QString, verifies);
    BackupGround ground(optionsHere());
    QVERIFY(ground.made);
    change(ground.site);
    Backup backup(ground.context);
    const QString taken = told(backup.take(set, Backup::Consistency::quiesced, version));
    QVERIFY2(taken.contains(takes), qPrintable(taken));
    QCOMPARE(QFileInfo::exists(backup.folder(set)), takes == QLatin1String("done"));
    if (verifies.isEmpty())
        return;
    const QString verified = told(backup.verify(set));
    QVERIFY2(verified.contains(verifies), qPrintable(verified));
}

QTEST_GUILESS_MAIN(TestBackupSet)
#include "test_backup_set.moc"
