#include "given.h"

#include <QtTest/QtTest>

using planner::OutcomeKind;

/// What a plan takes for granted instead of asking, and what it leaves unsaid.
class TestAssumptions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roomOnDisk_data()
    {
        QTest::addColumn<QString>("requirement");
        QTest::addColumn<QString>("free");
        QTest::addColumn<int>("megabytes");
        QTest::addColumn<bool>("path");
        QTest::addColumn<QStringList>("assumed");
        const QString size = QStringLiteral(">=2 GB");
        const QString times = QStringLiteral(">=2x database");
        const QString none;
        const QStringList nothing;
        const QStringList free{QStringLiteral("disk_free")};
        QTest::newRow("a size, not measured") << size << none << 0 << true << free;
        QTest::newRow("a size, enough") << size << QStringLiteral("3 GB") << 0 << true << nothing;
        QTest::newRow("a size, not enough") << size << QStringLiteral("1 GB") << 0 << false << nothing;
        QTest::newRow("a multiple, nothing measured")
            << times << none << 0 << true << QStringList{free.front(), QStringLiteral("database_size")};
        QTest::newRow("a multiple, the site file has the size") << times << none << 40 << true << free;
        QTest::newRow("a multiple, only the room measured")
            << times << QStringLiteral("3 GB") << 0 << true << QStringList{QStringLiteral("database_size")};
        QTest::newRow("a multiple, enough") << times << QStringLiteral("80 MB") << 40 << true << nothing;
        QTest::newRow("a multiple, not enough") << times << QStringLiteral("79 MB") << 40 << false << nothing;
    }

    void roomOnDisk()
    {
        QFETCH(QString, requirement);
        QFETCH(QString, free);
        QFETCH(int, megabytes);
        QFETCH(bool, path);
        QFETCH(QStringList, assumed);
        const auto loaded = given::tryCatalog("cairn: 1\nproduct: {id: p}\nreleases: [{version: 1.0}, {version: 2.0, "
                                              "requires: {disk_free: \"" +
                                              requirement.toStdString() + "\"}}]");
        QVERIFY(loaded);
        planner::Site site = given::site("1.0");
        if (!free.isEmpty())
            site.facts[catalog::FactName{"disk_free"}] = {free.toStdString()};
        if (megabytes > 0) {
            site.database.emplace();
            site.database->size = static_cast<std::uint64_t>(megabytes) << 20;
        }
        const planner::Outcome outcome = planner::Planner(*loaded).plan(site, given::goal());
        QCOMPARE(outcome.kind, path ? OutcomeKind::path : OutcomeKind::blocked);
        QVERIFY(outcome.questions.empty());
        QStringList found;
        for (const planner::Reason& reason :
             outcome.plan ? outcome.plan->assumptions : std::vector<planner::Reason>{}) {
            for (const catalog::FactName& fact : reason.facts)
                found << QString::fromStdString(fact.text);
        }
        QCOMPARE(found, assumed);
    }

    /// An offer to a cohort that nobody was asked about is no reason beside a checkpoint that refuses for certain.
    void unaskedFactsExplainNothing()
    {
        const auto loaded = given::tryCatalog(
            "cairn: 1\nproduct: {id: p}\nreleases: [{version: 1.0}, {version: 2.0, checkpoint: {id: c}}, "
            "{version: 2.1, offer: {cohort: \"<=30\"}}, {version: 3.0}]");
        QVERIFY(loaded);
        const planner::Outcome outcome = planner::Planner(*loaded).plan(given::site("1.0"), given::goal());
        QVERIFY(outcome.plan);
        QCOMPARE(given::pathOf(*outcome.plan), std::string("1.0 > 2.0 > 3.0"));
        const std::vector<planner::Reason>& reasons = outcome.plan->hops.front().whyNotLater;
        QCOMPARE(reasons.size(), std::size_t{1});
        QCOMPARE(reasons.front().code, planner::ReasonCode::checkpointSkipped);
    }
};

QTEST_GUILESS_MAIN(TestAssumptions)
#include "test_assumptions.moc"
