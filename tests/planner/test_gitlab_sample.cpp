#include "planner/planner.h"

#include <QTest>

#include <algorithm>
#include <memory>

using planner::OutcomeKind;

namespace {

QStringList stops(const planner::Plan& plan)
{
    QStringList path;
    for (const planner::Hop& hop : plan.hops)
        path << QString::fromStdString(hop.to.text);
    return path;
}

QStringList path(const char* text) { return QString::fromLatin1(text).split(QStringLiteral(" > ")); }

}  // namespace

/// Questions about GitLab whose answers are known. Answers are given as FACT=VALUE.
class TestGitlabSample : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<catalog::Loaded> m_loaded;
    std::unique_ptr<planner::Planner> m_planner;

    planner::Outcome plan(const QString& from, const QString& to, const QStringList& answers) const
    {
        planner::Site site;
        site.product = {"gitlab"};
        site.version = from.toStdString();
        for (const QString& answer : answers) {
            const catalog::FactName fact{answer.section(QLatin1Char('='), 0, 0).toStdString()};
            site.facts[fact] = {answer.section(QLatin1Char('='), 1).toStdString()};
        }
        planner::Goal goal;
        goal.target = to.toStdString();
        goal.asOf = *catalog::readDate("2026-11-20");
        return m_planner->plan(site, goal);
    }

    static QStringList allBut(const QStringList& given, const QString& value)
    {
        QStringList answers = given;
        for (const char* fact :
             {"many_users", "large_pipeline_variables", "npm_packages", "large_ci_pipeline_messages"}) {
            const QString name = QString::fromLatin1(fact);
            const bool isGiven = std::any_of(given.begin(), given.end(), [&](const QString& one) {
                return one.startsWith(name + QLatin1Char('='));
            });
            if (!isGiven)
                answers << name + QLatin1Char('=') + value;
        }
        return answers;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString folder = qEnvironmentVariable("CAIRN_SOURCE_DIR", QStringLiteral("."));
        auto loaded = catalog::load((folder + QStringLiteral("/catalog/samples/gitlab")).toStdString());
        if (!loaded) {
            const catalog::Error& error = loaded.error().front();
            QFAIL(qPrintable(QStringLiteral("%1:%2 %3")
                                 .arg(QString::fromStdString(error.place.file))
                                 .arg(error.place.line)
                                 .arg(QString::fromStdString(error.subject))));
        }
        m_loaded = std::make_unique<catalog::Loaded>(std::move(*loaded));
        m_planner = std::make_unique<planner::Planner>(*m_loaded);
    }

    void knowsAPath_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QStringList>("answers");
        QTest::addColumn<QStringList>("expected");

        const QStringList several{QStringLiteral("web_nodes=3")};
        const QStringList single{QStringLiteral("web_nodes=1")};
        const QString no = QStringLiteral("no");
        const auto at = [](const char* text) { return QString::fromLatin1(text); };
        const QStringList h01 = path("14.3.6 > 14.9.5 > 14.10.5 > 15.0.5 > 15.1.6 > 15.4.6 > 15.11.13 > 16.1.8");
        QTest::newRow("several web nodes stop at 15.1; a range as target (H01)")
            << at("14.0.12") << at("16.1.*") << allBut(several, no) << h01;
        QTest::newRow("a minor version as target is its newest release (H01)")
            << at("14.0.12") << at("16.1") << allBut(several, no) << h01;
        QTest::newRow("one web node does not stop at 15.1 (H02)")
            << at("14.0.12") << at("16.1.8") << allBut(single, no)
            << path("14.3.6 > 14.9.5 > 14.10.5 > 15.0.5 > 15.4.6 > 15.11.13 > 16.1.8");
        QTest::newRow("every condition is false (H03)")
            << at("15.11.13") << at("17.11.7") << allBut({}, no)
            << path("16.3.9 > 16.7.10 > 16.11.10 > 17.3.7 > 17.5.5 > 17.8.7 > 17.11.7");
        QTest::newRow("every condition is true (H04)")
            << at("15.11.13") << at("17.11.7") << allBut({}, QStringLiteral("yes"))
            << path("16.0.10 > 16.1.8 > 16.2.11 > 16.3.9 > 16.7.10 > 16.11.10 > 17.1.8 > 17.3.7 > 17.5.5 > 17.8.7 > "
                    "17.11.7");
        QTest::newRow("either condition of 16.0 is enough")
            << at("15.11.13") << at("16.3.9") << allBut({QStringLiteral("many_users=yes")}, no)
            << path("16.0.10 > 16.3.9");
        QTest::newRow("pipeline variables stop at 16.0 and 16.2")
            << at("15.11.13") << at("16.3.9") << allBut({QStringLiteral("large_pipeline_variables=yes")}, no)
            << path("16.0.10 > 16.2.11 > 16.3.9");
        QTest::newRow("an older patch of the stop satisfies it (H06)")
            << at("16.3.5") << at("16.7.10") << QStringList() << path("16.7.10");
        QTest::newRow("stops of old lines (H09)") << at("12.1.17") << at("13.12.15") << QStringList()
                                                  << path("12.10.14 > 13.0.14 > 13.1.11 > 13.8.8 > 13.12.15");
        QTest::newRow("from before the first stop")
            << at("6.0.0") << at("9.5.10") << QStringList() << path("8.11.11 > 8.12.13 > 8.17.8 > 9.5.10");
        QTest::newRow("a patch release of the same stop is one hop")
            << at("16.3.5") << at("16.3.9") << QStringList() << path("16.3.9");
        QTest::newRow("no question about stops that are behind")
            << at("17.1.0") << at("17.11.7") << QStringList() << path("17.3.7 > 17.5.5 > 17.8.7 > 17.11.7");
    }

    void knowsAPath()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QStringList, answers);
        QFETCH(QStringList, expected);
        const planner::Outcome outcome = plan(from, to, answers);
        QCOMPARE(outcome.kind, OutcomeKind::path);
        QCOMPARE(stops(*outcome.plan), expected);
    }

    /// H05: the four facts that decide, and plans from 7 to 11 hops.
    void asksExactlyWhatDecides()
    {
        const planner::Outcome outcome = plan(QStringLiteral("15.11.13"), QStringLiteral("17.11.7"), {});
        QCOMPARE(outcome.kind, OutcomeKind::needsAnswers);
        std::vector<std::string> facts;
        for (const planner::Question& question : outcome.questions) {
            facts.push_back(question.fact.text);
            QVERIFY(!question.ask.empty());
        }
        std::sort(facts.begin(), facts.end());
        QCOMPARE(facts, (std::vector<std::string>{"large_ci_pipeline_messages", "large_pipeline_variables",
                                                  "many_users", "npm_packages"}));
        std::size_t fewest = 100;
        std::size_t most = 0;
        for (const planner::Answered& answered : outcome.answered) {
            QVERIFY(answered.plan.has_value());
            fewest = std::min(fewest, answered.plan->hops.size());
            most = std::max(most, answered.plan->hops.size());
        }
        QCOMPARE(fewest, std::size_t{7});
        QCOMPARE(most, std::size_t{11});
        QVERIFY(outcome.whatever.has_value());
        QCOMPARE(outcome.whatever->hops.size(), std::size_t{11});
    }

    void aDowngradeIsItsOwnAnswer()
    {
        const planner::Outcome outcome = plan(QStringLiteral("16.3.9"), QStringLiteral("16.3.5"), {});
        QCOMPARE(outcome.kind, OutcomeKind::downgrade);
        QCOMPARE(outcome.to.text, std::string("16.3.5"));
        QVERIFY(!outcome.plan.has_value());
    }

    void asksNothingOnTheOldLines()
    {
        const planner::Outcome outcome = plan(QStringLiteral("8.11.0"), QStringLiteral("14.10.5"), {});
        QCOMPARE(outcome.kind, OutcomeKind::path);
        QCOMPARE(outcome.plan->hops.front().to.text, std::string("8.12.13"));
    }

    /// Of the five facts those that decide; and the plan that holds whatever the answers are.
    void fromALongTimeAgoToTheNewest()
    {
        const planner::Outcome outcome = plan(QStringLiteral("8.11.0"), QStringLiteral("latest"), {});
        QCOMPARE(outcome.kind, OutcomeKind::needsAnswers);
        QCOMPARE(outcome.questions.size(), std::size_t{5});
        QVERIFY(outcome.whatever.has_value());
    }
};

QTEST_GUILESS_MAIN(TestGitlabSample)
#include "test_gitlab_sample.moc"
