#include "given.h"
#include "planner/json_write.h"
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
    void writesTextAsTheLibraryDoes_data();
    void writesTextAsTheLibraryDoes();
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

void TestPlanJson::writesTextAsTheLibraryDoes_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, const QByteArray& text) { QTest::newRow(name) << text; };
    row("nothing in it", R"({"a": {}, "b": [], "c": null, "": ""})");
    row("one in another", R"([[1, [2, {"a": [true, false, {"b": null}]}]], {"c": {"d": [[]]}}])");
    row("numbers", "[0, -1, 9223372036854775807, -9223372036854775808, 18446744073709551615, 1.5, -2e300, 0.1]");
    row("quotes and backslashes", R"({"a \"b\"": "c:\\d \" e"})");
    row("controls", R"(["\u0000\u001f\n\t\u007f"])");
    row("other scripts", QByteArrayLiteral("{\"\xc3\xbc\": \"\xe6\xbc\xa2 \xf0\x9f\x98\x80\"}"));
    row("no container", "\"text\"");
}

void TestPlanJson::writesTextAsTheLibraryDoes()
{
    QFETCH(const QByteArray, text);
    const auto json = nlohmann::ordered_json::parse(text.toStdString());
    const auto replace = nlohmann::ordered_json::error_handler_t::replace;
    for (const int indent : {-1, 0, 2})
        QCOMPARE(planner::textOf(json, indent), json.dump(indent, ' ', false, replace));
    auto broken = json;
    if (broken.is_object())
        broken["\xff"] = "\xe6\xbc no UTF-8";
    QCOMPARE(planner::textOf(broken), broken.dump(-1, ' ', false, replace));
}

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
