#include "given.h"
#include "planner/plan_json.h"

#include <QtTest/QtTest>

/// Plans written and read back, and what is noticed when one was changed.
class TestPlanJson : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void readsBackWhatItWrote();
    void writesTheSameTextAgain();
    void noticesAnEdit();
    void refuses_data();
    void refuses();

private:
    planner::Outcome m_outcome;
    std::string m_text;
};

void TestPlanJson::initTestCase()
{
    const catalog::Checked<catalog::Loaded> loaded = given::tryCatalog(R"(
cairn: 1
product: {id: p}
sequence: 118
components: {php: {available: ["8.1"], step: {downtime: 2m}}}
facts: {calm: {type: boolean, ask: "Calm?", default: true}}
releases:
  - {version: "1.0", requires: {php: ">=7"}}
  - {version: "1.10", migrations: [a, b], checkpoint: {id: c, reason: "a \"quoted\" reason: ü", when: {calm: true}}}
  - {version: "2.0", requires: {php: ">=8"}, times: {downtime: 5m, downtime_per_gb: 30s}}
rules:
  - risk: {id: r, to: "2.0", reason: slow}
)");
    QVERIFY(loaded);
    planner::Site site = given::site("1.0");
    site.name = "Harbour: \"null\"";
    site.components[catalog::ComponentName{"php"}] = {catalog::Version{"7.4"}, false};
    planner::Goal goal = given::goal();
    goal.acceptedRisks.insert(catalog::RiskId{"r"});
    goal.asOfGiven = true;
    m_outcome = planner::Planner(*loaded).plan(site, goal);
    QVERIFY(m_outcome.plan);
    QCOMPARE(given::pathOf(*m_outcome.plan), std::string("1.0 > 1.10 [php 7.4 > 8.1] > 2.0"));
    QCOMPARE(m_outcome.plan->risks.size(), std::size_t{1});
    QCOMPARE(m_outcome.plan->assumptions.size(), std::size_t{1});
    m_text = planner::toJson(m_outcome);
}

void TestPlanJson::readsBackWhatItWrote()
{
    const catalog::Checked<planner::Plan> read = planner::readPlan(m_text, "plan.json");
    QVERIFY(read);
    QVERIFY(*read == *m_outcome.plan);
    QCOMPARE(planner::digestOf(*read).text(), read->digest.text());
}

void TestPlanJson::writesTheSameTextAgain() { QCOMPARE(planner::toJson(m_outcome), m_text); }

void TestPlanJson::noticesAnEdit()
{
    std::string edited = m_text;
    const std::size_t place = edited.find("\"to\": \"1.10\"");
    QVERIFY(place != std::string::npos);
    edited.replace(place, 12, "\"to\": \"1.11\"");
    const catalog::Checked<planner::Plan> read = planner::readPlan(edited, "plan.json");
    QVERIFY(read);
    QVERIFY(planner::digestOf(*read) != read->digest);
    planner::Plan moved = *m_outcome.plan;
    moved.catalog.path = "elsewhere";
    QCOMPARE(planner::digestOf(moved).text(), moved.digest.text());
}

void TestPlanJson::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const char* text, catalog::ErrorCode code) {
        QTest::newRow(name) << QString::fromUtf8(text) << static_cast<int>(code);
    };
    row("no JSON", "{\"format\": ", catalog::ErrorCode::yamlSyntax);
    row("a list", "[]", catalog::ErrorCode::wrongKind);
    row("nothing in it", "{\"format\": \"cairn-plan/1\"}", catalog::ErrorCode::missingKey);
    row("another format", "{\"format\": \"cairn-plan/9\"}", catalog::ErrorCode::formatVersion);
    row("no plan in it", "{\"format\": \"cairn-plan/1\", \"outcome\": \"blocked\"}", catalog::ErrorCode::badValue);
}

void TestPlanJson::refuses()
{
    QFETCH(QString, text);
    QFETCH(int, code);
    const catalog::Checked<planner::Plan> read = planner::readPlan(text.toStdString(), "plan.json");
    QVERIFY(!read);
    QCOMPARE(static_cast<int>(read.error().front().code), code);
    QCOMPARE(read.error().front().place.file, std::string("plan.json"));
}

QTEST_GUILESS_MAIN(TestPlanJson)
#include "test_plan_json.moc"
