#include "app/demo/demo_site.h"
#include "planner/planner.h"
#include "planner/site.h"
#include "tests/ledger/trial.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

class TestLedgerPlans : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void stopsWhereTheCheckpointsSay_data();
    void stopsWhereTheCheckpointsSay();
    void demoSiteAsksNothing();
    void directHopIsRefusedWithReasons();

private:
    planner::Site site(const QString& version, const QString& facts) const;
    planner::Goal goal(const QString& target) const;
    static QString shown(const planner::Outcome& outcome);

    QTemporaryDir m_folder{ledger::scratchTemplate()};
    std::unique_ptr<ledger::Trial> m_trial;
};

void TestLedgerPlans::initTestCase()
{
    auto trial = ledger::Trial::make(m_folder.path());
    QVERIFY2(trial, qPrintable(trial ? QString() : trial.error()));
    m_trial = *std::move(trial);
}

planner::Site TestLedgerPlans::site(const QString& version, const QString& facts) const
{
    planner::Site site;
    site.product = m_trial->loaded().catalog.product.id;
    site.version = version.toStdString();
    const QStringList pairs = facts.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& pair : pairs) {
        site.facts[{pair.section(QLatin1Char('='), 0, 0).toStdString()}] = {
            pair.section(QLatin1Char('='), 1).toStdString()};
    }
    return site;
}

planner::Goal TestLedgerPlans::goal(const QString& target) const
{
    planner::Goal goal;
    goal.target = target.toStdString();
    goal.asOf = *m_trial->loaded().catalog.published;
    return goal;
}

QString TestLedgerPlans::shown(const planner::Outcome& outcome)
{
    if (outcome.kind != planner::OutcomeKind::path) {
        QString text = QString::fromStdString(planner::to_string(outcome.kind));
        for (const planner::Question& question : outcome.questions) {
            text += QLatin1Char(' ') + QString::fromStdString(question.fact.text);
        }
        return text;
    }
    QStringList stops;
    for (const planner::Hop& hop : outcome.plan->hops) {
        stops.append(QString::fromStdString(hop.to.text));
    }
    return stops.join(QLatin1Char(' '));
}

void TestLedgerPlans::stopsWhereTheCheckpointsSay_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("facts");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* from, const char* to, const char* facts, const char* expected) {
        QTest::newRow(name) << QString::fromLatin1(from) << QString::fromLatin1(to) << QString::fromLatin1(facts)
                            << QString::fromLatin1(expected);
    };
    row("the whole way", "3.2.1", "latest", "", "3.4.2 4.2.7 5.2.4 6.2.4 7.2.4 8.4.2 9.6.1");
    row("by aliases", "2011 R1 SP1", "2013 LTS", "", "3.4.2 4.2.0");
    row("several currencies", "3.2.1", "latest", "multi_currency=true", "3.4.2 4.2.7 5.2.4 6.2.4 7.2.4 8.1.3 9.6.1");
    row("a group in several currencies", "7.2.4", "latest", "multi_currency=true edition=group", "8.1.3 8.4.2 9.6.1");
    row("fast channel, early group", "9.5.2", "9.6.0", "channel=fast cohort=7", "9.6.0");
    row("withdrawn release may be left", "5.0.2", "5.x", "", "5.2.4");
    row("long-lived line with the backport", "4.2.7", "6.2.4", "", "5.2.4 6.2.4");
    row("backport is missing in the target", "4.2.7", "5.2.3", "", "blocked");
    row("dead end", "7.1.1", "latest", "", "blocked");
    row("withdrawn target", "4.2.6", "5.0.2", "", "blocked");
    row("release to avoid, asked for by name", "9.2.1", "9.3.0", "", "9.3.0");
    row("risk that depends on an answer", "6.2.4", "7.2.0", "", "needs-answers rows");
    row("risk that does not apply", "6.2.4", "7.2.0", "rows=1000", "7.2.0");
    row("risk that applies", "6.2.4", "7.2.1", "rows=9000000", "blocked");
    row("risk that was fixed", "6.2.4", "7.2.4", "rows=9000000", "7.2.4");
    row("runtime of the site's own", "5.2.1", "6.1.1", "", "needs-answers runtime");
}

void TestLedgerPlans::stopsWhereTheCheckpointsSay()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, facts);
    QFETCH(QString, expected);
    const planner::Planner planner(m_trial->loaded());
    QCOMPARE(shown(planner.plan(site(from, facts), goal(to))), expected);
}

void TestLedgerPlans::demoSiteAsksNothing()
{
    demo::SiteRequest request;
    request.folder = m_folder.filePath(QStringLiteral("site"));
    request.entries = 200;
    request.server = ledger::serverProgram();
    request.service = demo::ServiceState::stopped;
    const auto made = demo::makeSite(request);
    QVERIFY2(made, qPrintable(made ? QString() : made.error().subject));
    const auto read = planner::readSite(made->file.toStdString());
    QVERIFY2(read, qPrintable(read ? QString() : QString::fromStdString(read.error().front().subject)));
    const planner::Planner planner(m_trial->loaded());
    const planner::Outcome outcome = planner.plan(*read, goal(QStringLiteral("latest")));
    QCOMPARE(shown(outcome), QStringLiteral("3.4.2 4.2.7 5.2.4 6.2.4 7.2.4 8.1.3 9.6.1"));
    QVERIFY(outcome.plan->risks.empty());
}

void TestLedgerPlans::directHopIsRefusedWithReasons()
{
    const planner::Planner planner(m_trial->loaded());
    const planner::Explanation explanation =
        planner.explain(site(QStringLiteral("3.2.1"), {}), goal(QStringLiteral("latest")));
    QVERIFY(explanation.legal == catalog::Truth::no);
    QMap<int, qsizetype> refused;
    for (const planner::Finding& finding : explanation.findings) {
        if (finding.legal == catalog::Truth::no) {
            refused[static_cast<int>(finding.rule)] = static_cast<qsizetype>(finding.reasons.size());
        }
    }
    QCOMPARE(refused.value(static_cast<int>(planner::RuleKind::checkpoint)), 5);
    QCOMPARE(refused.value(static_cast<int>(planner::RuleKind::reach)), 1);
    QCOMPARE(refused.value(static_cast<int>(planner::RuleKind::leave)), 1);
    QCOMPARE(refused.size(), 3);
}

QTEST_GUILESS_MAIN(TestLedgerPlans)
#include "test_ledger_plans.moc"
