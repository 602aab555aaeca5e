#include "planner/fleet_paths.h"

#include <QTest>

using planner::FleetAnswer;
using planner::OutcomeKind;

/// What searches for fleets answer is what the planner answers.
class TestFleetPaths : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithThePlanner_data()
    {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QStringList>("facts");
        QTest::addColumn<int>("sites");
        const QString gitlab = QStringLiteral("gitlab");
        const QString ledger = QStringLiteral("ledger");
        const QString latest = QStringLiteral("latest");
        const QStringList known{QStringLiteral("web_nodes=1"), QStringLiteral("many_users=yes"),
                                QStringLiteral("large_pipeline_variables=no"), QStringLiteral("npm_packages=yes"),
                                QStringLiteral("large_ci_pipeline_messages=no")};
        QTest::newRow("every fact is known") << gitlab << latest << known << 12;
        QTest::newRow("an old target: downgrades, nothing to ask")
            << gitlab << QStringLiteral("13.x") << QStringList() << 12;
        QTest::newRow("one fact is unknown and decides") << gitlab << QStringLiteral("16.1") << known.mid(0, 3) << 6;
        QTest::newRow("an unknown target") << gitlab << QStringLiteral("99") << known << 3;
        QTest::newRow("components, states, channels, dates") << ledger << latest << QStringList() << 12;
        QTest::newRow("a channel") << ledger << latest << QStringList{QStringLiteral("channel=stable")} << 12;
    }

    void agreesWithThePlanner()
    {
        QFETCH(QString, sample);
        QFETCH(QString, target);
        QFETCH(QStringList, facts);
        QFETCH(int, sites);
        const QString folder = qEnvironmentVariable("CAIRN_SOURCE_DIR", QStringLiteral("."));
        const auto loaded = catalog::load((folder + QStringLiteral("/catalog/samples/") + sample).toStdString());
        QVERIFY(loaded);
        const planner::Planner made(*loaded);
        planner::PlannerSearch slow(made);
        planner::PathSearch fast(*loaded, made);
        planner::Goal goal;
        goal.target = target.toStdString();
        goal.asOf = *catalog::readDate("2026-11-20");
        const std::size_t step = loaded->catalog.releases.size() / static_cast<std::size_t>(sites) + 1;
        for (std::size_t i = 0; i < loaded->catalog.releases.size(); i += step) {
            planner::Site site;
            site.product = loaded->catalog.product.id;
            site.version = loaded->catalog.releases[i].version.text;
            for (const QString& fact : facts) {
                const catalog::FactName name{fact.section(QLatin1Char('='), 0, 0).toStdString()};
                site.facts[name] = {fact.section(QLatin1Char('='), 1).toStdString()};
            }
            const FleetAnswer wanted = slow.answer(site, goal);
            QVERIFY2(fast.answer(site, goal) == wanted, site.version.c_str());
            QVERIFY2(fast.answer(site, goal) == wanted, ("asked again: " + site.version).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestFleetPaths)
#include "test_fleet_paths.moc"
