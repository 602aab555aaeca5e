#include "catalog/decode.h"
#include "catalog/document.h"
#include "catalog/import_cincinnati.h"
#include "planner/planner.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <nlohmann/json.hpp>

#include <memory>

using planner::OutcomeKind;

namespace {

const QStringList risks{QStringLiteral("AuthOAuthProxyLeakedConnections"),
                        QStringLiteral("VSphereHW14CrossNodeNetworkingError"),
                        QStringLiteral("VSphereNodeNameChanges")};

QString dataFolder()
{
    return qEnvironmentVariable("CAIRN_SOURCE_DIR", QStringLiteral(".")) + QStringLiteral("/../shared/data/openshift/");
}

QStringList pathOf(const planner::Outcome& outcome)
{
    QStringList path;
    if (!outcome.plan)
        return path;
    for (const planner::Hop& hop : outcome.plan->hops)
        path << QString::fromStdString(hop.to.text);
    return path;
}

}  // namespace

/// A real update graph: imported, and asked for every pair of its releases. The answers to compare with were found over
/// the same edges by another program.
class TestOpenshift : public QObject {
    Q_OBJECT

private:
    catalog::Loaded m_loaded;
    std::unique_ptr<planner::Planner> m_planner;
    std::set<std::pair<std::string, std::string>> m_edges;

    /// Risks are given as NAME=yes, NAME=no or NAME=accepted; others are unknown.
    planner::Outcome plan(const QString& from, const QString& to, const QStringList& given) const
    {
        planner::Site site;
        site.product = {"openshift"};
        site.version = from.toStdString();
        planner::Goal goal;
        goal.target = to.toStdString();
        goal.asOf = *catalog::readDate("2026-01-01");
        for (const QString& one : given) {
            const std::string name = one.section(QLatin1Char('='), 0, 0).toStdString();
            const QString how = one.section(QLatin1Char('='), 1);
            if (how == QStringLiteral("accepted"))
                goal.acceptedRisks.insert({name});
            else
                site.facts[{name}] = {how.toStdString()};
        }
        return m_planner->plan(site, goal);
    }

private Q_SLOTS:
    void initTestCase()
    {
        const std::string file = (dataFolder() + QStringLiteral("stable-4.7_amd64.json")).toStdString();
        if (!QFile::exists(QString::fromStdString(file)))
            QSKIP("the shared data are not on this machine");
        const auto text = catalog::readTextFile(file);
        QVERIFY(text);
        auto imported = catalog::importCincinnati(*text, file, {{"openshift"}, "OpenShift", {}, {}});
        QVERIFY(imported);
        m_loaded = {std::move(*imported), {}, file};
        m_loaded.digest = catalog::digestOf(m_loaded.catalog);
        m_planner = std::make_unique<planner::Planner>(m_loaded);

        const nlohmann::json graph = nlohmann::json::parse(*text);
        for (const auto& edge : graph["edges"])
            m_edges.emplace(graph["nodes"][edge[0].get<std::size_t>()]["version"],
                            graph["nodes"][edge[1].get<std::size_t>()]["version"]);
        QCOMPARE(m_loaded.catalog.releases.size(), std::size_t{102});
        QCOMPARE(m_edges.size(), std::size_t{3244});
    }

    void theImportedCatalogReadsBackEqual()
    {
        const auto again = catalog::readYaml(catalog::exportYaml(m_loaded.catalog), "export.yaml");
        QVERIFY(again);
        const auto decoded = catalog::decode(*again, [](const std::string& path, const catalog::Place& place) {
            return tl::make_unexpected(catalog::Error{catalog::ErrorCode::scriptMissing, place, path, {}, {}});
        });
        QVERIFY(decoded);
        QVERIFY(*decoded == m_loaded.catalog);
    }

    void cases_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QStringList>("given");
        QTest::addColumn<OutcomeKind>("kind");
        QTest::addColumn<QStringList>("path");   // without the installed release
        QTest::addColumn<QStringList>("names");  // of the risks that the outcome speaks of
        const auto all = [](const QString& how) {
            QStringList given;
            for (const QString& risk : risks)
                given << risk + QLatin1Char('=') + how;
            return given;
        };
        const QString first = QStringLiteral("4.6.15");
        const QString fourth = QStringLiteral("4.7.4");
        QTest::newRow("newest first among equally short paths (H33)")
            << QStringLiteral("4.6.1") << QStringLiteral("4.7.60") << all(QStringLiteral("yes")) << OutcomeKind::path
            << QStringList{QStringLiteral("4.6.62"), QStringLiteral("4.7.60")} << QStringList();
        QTest::newRow("all three risks match, none is accepted (H34)")
            << first << fourth << all(QStringLiteral("yes")) << OutcomeKind::blocked << QStringList() << risks;
        QTest::newRow("nothing is known of the risks (H34)")
            << first << fourth << QStringList() << OutcomeKind::needsAnswers << QStringList() << risks;
        QTest::newRow("all three risks are accepted (H35)")
            << first << fourth << all(QStringLiteral("yes")) + all(QStringLiteral("accepted")) << OutcomeKind::path
            << QStringList{fourth} << risks;
        QTest::newRow("no risk matches (H35)") << first << fourth << all(QStringLiteral("no")) << OutcomeKind::path
                                               << QStringList{fourth} << QStringList();
        QTest::newRow("one of three risks is accepted (H36)")
            << first << fourth << all(QStringLiteral("yes")) + QStringList{risks[2] + QStringLiteral("=accepted")}
            << OutcomeKind::blocked << QStringList() << QStringList{risks[0], risks[1]};
        QTest::newRow("the only risk does not match (H37)")
            << QStringLiteral("4.7.0") << fourth << QStringList{risks[2] + QStringLiteral("=no")} << OutcomeKind::path
            << QStringList{fourth} << QStringList();
        QTest::newRow("the only risk matches")
            << QStringLiteral("4.7.0") << fourth << QStringList{risks[2] + QStringLiteral("=yes")}
            << OutcomeKind::blocked << QStringList() << QStringList{risks[2]};
    }

    void cases()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QStringList, given);
        QFETCH(OutcomeKind, kind);
        QFETCH(QStringList, path);
        QFETCH(QStringList, names);
        const planner::Outcome outcome = plan(from, to, given);
        QCOMPARE(outcome.kind, kind);
        QCOMPARE(pathOf(outcome), path);
        std::set<QString> found;
        for (const planner::Question& question : outcome.questions)
            found.insert(QString::fromStdString(question.fact.text));
        for (const planner::Reason& reason : outcome.blockers) {
            if (reason.code == planner::ReasonCode::riskMatches)
                found.insert(QString::fromStdString(reason.id));
        }
        if (outcome.plan) {
            for (const planner::Hop& hop : outcome.plan->hops) {
                for (const catalog::RiskId& risk : hop.acceptedRisks)
                    found.insert(QString::fromStdString(risk.text));
            }
        }
        QCOMPARE(QStringList(found.begin(), found.end()), names);
    }

    /// Every 41st pair; all 10,302 with CAIRN_TEST_LONG=1.
    void everyPairAgrees()
    {
        QFile file(dataFolder() + QStringLiteral("stable-4.7_amd64.paths.tsv"));
        QVERIFY(file.open(QIODevice::ReadOnly | QIODevice::Text));
        const int stride = qEnvironmentVariableIsSet("CAIRN_TEST_LONG") ? 1 : 41;
        QStringList given;
        for (const QString& risk : risks)
            given << risk + QStringLiteral("=yes");
        int line = 0;
        int reachable = 0;
        int unreachable = 0;
        QElapsedTimer clock;
        clock.start();
        while (!file.atEnd()) {
            const QString text = QString::fromUtf8(file.readLine()).trimmed();
            if (text.isEmpty() || text.startsWith(QLatin1Char('#')) || line++ % stride != 0)
                continue;
            const QStringList cells = text.split(QLatin1Char('\t'));
            QCOMPARE(cells.size(), 3);
            const planner::Outcome outcome = plan(cells[0], cells[1], given);
            const QByteArray pair = text.toUtf8();
            if (cells[2] == QStringLiteral("NONE")) {
                ++unreachable;
                QVERIFY2(outcome.kind == OutcomeKind::blocked || outcome.kind == OutcomeKind::downgrade, pair.data());
                continue;
            }
            ++reachable;
            QVERIFY2(outcome.kind == OutcomeKind::path, pair.data());
            const auto wanted = cells[2].split(QStringLiteral("--")).size() - 1;
            QVERIFY2(static_cast<qsizetype>(outcome.plan->hops.size()) == wanted, pair.data());
            std::string at = cells[0].toStdString();
            for (const planner::Hop& hop : outcome.plan->hops) {
                QVERIFY2(hop.from.text == at && m_edges.count({hop.from.text, hop.to.text}) == 1, pair.data());
                at = hop.to.text;
            }
            QCOMPARE(at, cells[1].toStdString());
        }
        QVERIFY(reachable > 0 && unreachable > 0);
        qInfo("%d pairs with a path, %d without, of %d; %lld ms", reachable, unreachable, line, clock.elapsed());
        if (stride == 1)
            QCOMPARE(line, 102 * 101);
    }
};

QTEST_GUILESS_MAIN(TestOpenshift)
#include "test_openshift.moc"
