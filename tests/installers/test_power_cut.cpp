#include "tests/installers/power_cuts.h"

#include <QtTest/QtTest>

using power::Loss;

namespace {

/// QtTest ends a function that takes more than five minutes, as the long variant may.
const bool isPatient = qputenv("QTEST_FUNCTION_TIMEOUT", "7200000");

}  // namespace

/// Runs are recorded write by write, and go on from what a power cut at some moment leaves of the disk.
class TestPowerCut : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDiskForgetsWhatNothingFlushed();
    void nothingIsLost_data();
    void nothingIsLost();
};

/// That the model loses what a disk may lose: else it would prove nothing.
void TestPowerCut::theDiskForgetsWhatNothingFlushed()
{
    using power::Operation;
    using Kind = Operation::Kind;
    const QTemporaryDir folder(mini::scratchTemplate(QStringLiteral("disk")));
    const QString file = folder.filePath(QStringLiteral("file"));
    const QString fresh = file + QStringLiteral(".new");
    QFile before(file);
    QVERIFY(before.open(QIODevice::WriteOnly) && before.write("old") == 3);
    before.close();
    power::DiskModel disk(folder.path());
    const auto bytes = [&](Loss loss) {
        QFile found(file);
        const bool opened = disk.cutPower(loss, 1) && found.open(QIODevice::ReadOnly);
        return opened ? found.readAll() : QByteArray("?");
    };
    disk.apply({Kind::open, fresh, {}, {}, -1, 0644, true, true});
    disk.apply({Kind::write, fresh, {}, "new"});
    disk.apply({Kind::rename, fresh, file});
    QCOMPARE(bytes(Loss::all), "old");
    QCOMPARE(bytes(Loss::bytes), "");
    disk.apply({Kind::flush, file});
    QCOMPARE(bytes(Loss::all), "old");
    QCOMPARE(bytes(Loss::bytes), "new");
    disk.apply({Kind::flush, folder.path()});
    QCOMPARE(bytes(Loss::all), "new");
    QCOMPARE(disk.pending(), 0);
    for (const char* const name : {"/a", "/b"}) {
        const QString made = folder.path() + QLatin1String(name);
        disk.apply({Kind::open, made + QStringLiteral(".new"), {}, {}, -1, 0644, true, true});
        disk.apply({Kind::write, made + QStringLiteral(".new"), {}, "x"});
        disk.apply({Kind::rename, made + QStringLiteral(".new"), made});
    }
    QVERIFY(disk.cutPower(Loss::all, 1));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{QStringLiteral("file")});
    disk.apply({Kind::flushAll});
    QCOMPARE(disk.pending(), 0);
    QVERIFY(disk.cutPower(Loss::all, 1));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).join(QLatin1Char(' ')), QStringLiteral("a b file"));
}

void TestPowerCut::nothingIsLost_data()
{
    QTest::addColumn<bool>("copy");
    QTest::addColumn<bool>("rollbackJournal");
    QTest::addColumn<int>("code");
    constexpr int rolledBack = 20;
    QTest::newRow("a dump, WAL") << false << false << 0;
    QTest::newRow("the original, a rollback journal") << true << true << 0;
    QTest::newRow("a dump, a rollback journal, the last hop fails") << false << true << rolledBack;
    QTest::newRow("the original, WAL, the last hop fails") << true << false << rolledBack;
}

void TestPowerCut::nothingIsLost()
{
    if (const QString why = power::PowerCuts::missing(); !why.isEmpty())
        QSKIP(qPrintable(why));
    QFETCH(bool, copy);
    QFETCH(bool, rollbackJournal);
    QFETCH(int, code);
    mini::KillSeries series;
    series.code = code;
    series.options.port = mini::freePort();
    series.options.rollbackJournal = rollbackJournal;
    series.options.badCheck = code != 0;
    series.options.slowMilliseconds = 1;
    series.options.backup = copy ? planner::BackupKind::copy : planner::BackupKind::dump;
    series.options.maintenance = planner::SiteMaintenance::Kind::flag;
    power::PowerCuts cuts(series);
    const QString wrong = cuts.record();
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    std::vector<int> moments;
    for (int at = cuts.nextMoment(1); at < cuts.operations(); at = cuts.nextMoment(at + 1))
        moments.push_back(at);
    QVERIFY(moments.size() > 100);
    // All of them with CAIRN_TEST_LONG; else CAIRN_POWER_CUTS or some, spread over the run, each with another kind of
    // loss.
    const int wanted = qEnvironmentVariableIntValue("CAIRN_POWER_CUTS");
    const std::size_t some = wanted > 0 ? std::min(static_cast<std::size_t>(wanted), moments.size()) : 9;
    const bool all = qEnvironmentVariableIntValue("CAIRN_TEST_LONG") != 0;
    const std::size_t every = all ? 1 : moments.size() / some;
    int done = 0;
    for (std::size_t i = every / 2; i < moments.size(); i += every) {
        for (const Loss loss : {Loss::all, Loss::bytes, Loss::part}) {
            if (!all && static_cast<int>(loss) != done % 3)
                continue;
            const QString violated = cuts.cut(moments[i], loss, static_cast<unsigned>(i));
            if (!violated.isEmpty() && qEnvironmentVariableIsSet("CAIRN_KEEP_VIOLATIONS"))
                cuts.keep();
            QVERIFY2(violated.isEmpty(), qPrintable(violated));
        }
        ++done;
    }
    qInfo("%d operations, %d moments, %d power cuts", cuts.operations(), static_cast<int>(moments.size()),
          all ? 3 * done : done);
}

QTEST_GUILESS_MAIN(TestPowerCut)
#include "test_power_cut.moc"
