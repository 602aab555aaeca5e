#include "catalog/load.h"
#include "planner/plan_json.h"
#include "planner/planner.h"

#include <QTemporaryDir>
#include <QTest>

using catalog::LoadScope;

namespace {

std::string sampleFolder()
{
    return (qEnvironmentVariable("CAIRN_SOURCE_DIR", QStringLiteral(".")) + QStringLiteral("/catalog/samples/ledger"))
        .toStdString();
}

planner::Outcome planOver(const catalog::Loaded& loaded, const QString& from, const QString& to, int nodes)
{
    planner::Site site;
    site.product = loaded.catalog.product.id;
    site.version = from.toStdString();
    site.facts[catalog::FactName{"edition"}] = {"enterprise"};
    site.facts[catalog::FactName{"rows"}] = {"1000"};
    for (int i = 0; i < nodes; ++i)
        site.nodes.emplace_back().name = "app" + std::to_string(i);
    planner::Goal goal;
    goal.target = to.toStdString();
    goal.asOf = *catalog::readDate("2026-11-20");
    return planner::Planner(loaded).plan(site, goal);
}

}  // namespace

/// However a catalog was stored and however much of it was read, a plan is the same.
class TestPlanScopes : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    catalog::Loaded m_authored;
    catalog::Loaded m_everything;
    catalog::Loaded m_planning;

private Q_SLOTS:
    void initTestCase()
    {
        auto authored = catalog::load(sampleFolder());
        QVERIFY(authored.has_value());
        m_authored = std::move(*authored);
        const std::string compiled = m_folder.filePath(QStringLiteral("ledger.cairn")).toStdString();
        QVERIFY(catalog::compile(m_authored.catalog, compiled).has_value());
        m_everything = catalog::load(compiled).value();
        m_planning = catalog::load(compiled, LoadScope::planning).value();
        // A plan names the file that its catalog came from.
        m_everything.path = m_planning.path = m_authored.path;
        QVERIFY(m_planning.catalog.scripts.empty());
        QVERIFY(!m_everything.catalog.scripts.empty());
    }

    void aPlanIsTheSame_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<int>("nodes");
        QTest::addRow("over all lines") << QStringLiteral("3.2.1") << QStringLiteral("latest") << 1;
        QTest::addRow("over all lines, several nodes") << QStringLiteral("3.2.1") << QStringLiteral("latest") << 3;
        QTest::addRow("from the fifth line") << QStringLiteral("5.0.0") << QStringLiteral("latest") << 1;
        QTest::addRow("one hop") << QStringLiteral("8.0.0") << QStringLiteral("latest") << 1;
    }

    void aPlanIsTheSame()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        QFETCH(const int, nodes);
        const planner::Outcome wanted = planOver(m_authored, from, to, nodes);
        QVERIFY2(wanted.plan.has_value(), planner::toJson(wanted).c_str());
        const bool installs = std::any_of(wanted.plan->steps.begin(), wanted.plan->steps.end(), [](const auto& step) {
            return step.kind == planner::PlannedStep::Kind::install;
        });
        QVERIFY(installs);
        for (const catalog::Loaded* loaded : {&m_everything, &m_planning}) {
            const planner::Outcome found = planOver(*loaded, from, to, nodes);
            QVERIFY(found.plan.has_value());
            QCOMPARE(found.plan->digest, wanted.plan->digest);
            QCOMPARE(planner::toJson(found), planner::toJson(wanted));
        }
    }
};

QTEST_GUILESS_MAIN(TestPlanScopes)
#include "test_plan_scopes.moc"
