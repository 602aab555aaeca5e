#include "installers/drivers/sql_sqlite.h"
#include "tests/installers/runner_ground.h"
#include "tests/installers/write_client.h"

#include <QCoreApplication>
#include <QProcess>
#include <QSet>
#include <QtTest/QtTest>

namespace {

using installers::RunEnd;
using mini::Watcher;

struct Ended {
    bool killed = false;
    int code = -1;
    int visited = 0;
    QString output;
};

Ended runner(const mini::RunGround& ground, const char* verb, int killAt)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/crash-runner"),
                  {ground.folder.path(), QString::fromLatin1(verb), QString::number(killAt), QStringLiteral("-"),
                   mini::toText(ground.options)});
    constexpr int limit = 60'000;
    Ended ended;
    if (!process.waitForFinished(limit))
        return ended;
    ended.output = QString::fromUtf8(process.readAll());
    ended.killed = process.exitStatus() == QProcess::CrashExit;
    ended.code = ended.killed ? -1 : process.exitCode();
    ended.visited = ended.output.section(QLatin1Char('\n'), 0, 0).toInt();
    return ended;
}

/// What no acknowledged write may have met; empty: nothing.
QString violationIn(const mini::RunGround& ground, const mini::WriteClient::Log& log)
{
    const auto text = installers::askSqlite(ground.path("data/app.db"), "SELECT group_concat(id) FROM request");
    const QStringList numbers = text.value_or(QString()).split(QLatin1Char(','));
    const QSet<QString> stored(numbers.begin(), numbers.end());
    bool old = false;
    for (const mini::WriteClient::Acknowledged& one : log.acknowledged) {
        if (!stored.contains(QString::number(one.number)))
            return QStringLiteral("write %1, acknowledged by %2, is lost").arg(one.number).arg(one.version);
        if (old && one.version != QLatin1String("mini 1.0"))
            return QStringLiteral("write %1 was answered by %2 after the old release").arg(one.number).arg(one.version);
        old = one.version == QLatin1String("mini 1.0");
    }
    if (log.acknowledged.empty() || log.acknowledged.back().number != log.sent || !old)
        return QStringLiteral("the old release takes no writes at the end");
    return log.acknowledged.front().version == QLatin1String("mini 2.0") ? QString()
                                                                         : QStringLiteral("the new one took none");
}

/// Goes on until the hop is taken back. Killed before that was decided, the run is as done as it was, and going back
/// has to be asked for again.
Ended goOn(const mini::RunGround& ground, int killAgain)
{
    constexpr int blocked = 3;
    Ended ended = runner(ground, "resume", killAgain);
    if (ended.killed)
        ended = runner(ground, "resume", 0);
    if (ended.code != blocked)
        return ended;
    const auto report = installers::report(ground.request.site);
    if (report && report->end == RunEnd::done)
        return runner(ground, "rollback", 0);
    ended.code = report ? installers::exitCode(report->end) : -1;
    return ended;
}

}  // namespace

/// `cairn rollback` of an opened hop, killed at each boundary, with a client that writes all the time.
class TestRollbackKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endsAsIfNobodyHadKilledIt_data();
    void endsAsIfNobodyHadKilledIt();
};

void TestRollbackKill::endsAsIfNobodyHadKilledIt_data()
{
    QTest::addColumn<int>("page");
    QTest::newRow("behind a page on the service's own port") << int(planner::SiteMaintenance::Kind::page);
    QTest::newRow("behind a flag file") << int(planner::SiteMaintenance::Kind::flag);
}

void TestRollbackKill::endsAsIfNobodyHadKilledIt()
{
    QFETCH(int, page);
    int boundaries = 1;
    mini::Snapshot whole;
    // A step has four boundaries or more: each kind of them is met.
    const int every = qEnvironmentVariableIsSet("CAIRN_TEST_LONG") ? 1 : 3;
    for (int at = 0; at <= boundaries; at += at == 0 ? 1 : every) {
        mini::RunGround ground(1, static_cast<planner::SiteMaintenance::Kind>(page), true);
        QVERIFY(ground.made);
        Watcher watcher;
        QVERIFY(ground.run(watcher).end == RunEnd::done);
        mini::WriteClient client(ground.options.port);
        QTRY_VERIFY(installers::askSqlite(ground.path("data/app.db"), "SELECT count(*) FROM request") !=
                    QStringLiteral("0"));
        Ended ended = runner(ground, "rollback", at);
        QVERIFY2(ended.killed == (at > 0), qPrintable(ended.output));
        if (at == 0)
            boundaries = ended.visited;
        if (ended.killed)
            ended = goOn(ground, at % 3 == 0 ? 1 + at % 11 : 0);
        const mini::WriteClient::Log log = client.stop();
        const QByteArray where = QByteArray::number(at) + " of " + QByteArray::number(boundaries) + ": ";
        QVERIFY2(ended.code == installers::exitCode(RunEnd::rolledBack), (where + ended.output.toUtf8()).constData());
        const QString violation = violationIn(ground, log);
        QVERIFY2(violation.isEmpty(), (where + violation.toUtf8()).constData());
        const mini::Snapshot left = mini::snapshotOf(ground.folder.path(), ground.options);
        if (at == 0)
            whole = left;
        const QString differs = mini::difference(whole, left);
        QVERIFY2(differs.isEmpty(), (where + differs.toUtf8()).constData());
    }
    QCOMPARE(whole.served, QStringLiteral("200 mini 1.0"));
    QCOMPARE(whole.recorded, QStringLiteral("1.0"));
    QCOMPARE(whole.current, QStringLiteral("1.0"));
    QVERIFY(!whole.pageUp && whole.privatePort.isEmpty() && whole.leftovers.isEmpty());
    QCOMPARE(whole.applied, QStringList{QStringLiteral("m2")});
    qInfo("%d boundaries", boundaries);
    QVERIFY(boundaries > 30);
}

QTEST_GUILESS_MAIN(TestRollbackKill)
#include "test_rollback_kill.moc"
