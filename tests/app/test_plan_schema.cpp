#include "call.h"
#include "folder.h"
#include "json_schema.h"
#include "small_catalog.h"

#include <QtTest/QtTest>

/// Every JSON that `cairn plan` writes is what docs/plan.schema.json says, and the schema refuses what it should.
class TestPlanSchema : public QObject {
    Q_OBJECT

private:
    Folder m_folder;
    nlohmann::json m_schema;

    static QByteArray manyFacts()
    {
        return R"(cairn: 1
product: {id: fan}
components:
  php: {available: ["7.4", "8.1"]}
facts:
  rows: {type: number, ask: "How many rows?"}
  features: {type: set, values: [a, b], ask: "Which features?"}
  agent: {type: version, ask: "Which agent?"}
  big: {type: boolean, ask: "Is it big?"}
releases:
  - {version: "1.0"}
  - {version: "1.1", checkpoint: {id: c1, when: {rows: ">10000000"}}}
  - {version: "1.2", checkpoint: {id: c2, when: {features: a}}}
  - {version: "1.3", checkpoint: {id: c3, when: {agent: ">=2 <3"}}}
  - {version: "1.4", checkpoint: {id: c4, when: {edition: {not: trial}}}}
  - {version: "1.5", checkpoint: {id: c5, when: {channel: slow}}}
  - {version: "1.6", checkpoint: {id: c6, when: {big: true}}}
  - {version: "2.0", requires: {php: ">=8"}}
)";
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_folder.write(QStringLiteral("pump.yaml"), smallCatalog());
        m_folder.write(QStringLiteral("fan.yaml"), manyFacts());
        m_folder.write(QStringLiteral("site.yaml"), "cairn-site: 1\nproduct: pump\nname: Harbour\nversion: \"1.0\"\n"
                                                    "windows: [\"Sat 22:00-22:30 Europe/Oslo\"]\n");
        const QString schema = qEnvironmentVariable("CAIRN_SOURCE_DIR") + QStringLiteral("/docs/plan.schema.json");
        m_schema = nlohmann::json::parse(Folder::read(schema).toStdString(), nullptr, false);
        QVERIFY(!m_schema.is_discarded());
        QDir::setCurrent(m_folder.path());
    }

    void describesEveryOutcome_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("outcome");
        const auto row = [](const char* name, const char* line, const char* outcome) {
            QTest::newRow(name) << QString::fromUtf8(line) << QString::fromUtf8(outcome);
        };
        row("path", "--catalog pump.yaml --from 1.0 --to 2.1", "path");
        row("path with windows", "--catalog pump.yaml --site site.yaml --to 1.2", "path");
        row("accepted risk", "--catalog pump.yaml --from 2.1 --accept-risk SlowIndex", "path");
        row("nothing to do", "--catalog pump.yaml --from 3.0", "nothing-to-do");
        row("blocked", "--catalog pump.yaml --from 2.1", "blocked");
        row("a text decides, one way is blocked", "--catalog pump.yaml --from 1.0 --to 2.0", "needs-answers");
        row("facts of every type decide", "--catalog fan.yaml --from 1.0", "needs-answers");
        row("unknown release", "--catalog pump.yaml --from 9.9", "invalid-input");
        row("downgrade", "--catalog pump.yaml --from 2.1 --to 1.2", "downgrade");
        row("stops needed", "--require-direct --catalog pump.yaml --from 1.0 --to 2.1", "stops-needed");
    }

    void describesEveryOutcome()
    {
        QFETCH(const QString, line);
        QFETCH(const QString, outcome);
        const Called called = call(words(qPrintable(QStringLiteral("plan %1 --format json").arg(line))));
        const nlohmann::json answer = nlohmann::json::parse(called.out.toStdString(), nullptr, false);
        QVERIFY(answer.is_object());
        QCOMPARE(QString::fromStdString(answer.at("outcome").get<std::string>()), outcome);
        for (const std::string& problem : JsonSchema(m_schema).problems(answer))
            QFAIL(problem.c_str());
    }

    void refusesWhatIsNotDescribed_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char* name, const char* pointer, const char* json, const char* problem) {
            QTest::newRow(name) << QString::fromUtf8(pointer) << QString::fromUtf8(json) << QString::fromUtf8(problem);
        };
        row("a key nobody knows", "/more", "1", "$: more is not described");
        row("an answer of the wrong shape", "/questions/0/values/0", "\"<=1\"", "$.questions[0].values[0]");
        row("an answer without a value", "/questions/0/values/0", R"({"is": "<=1"})", "give is missing");
        row("a result nobody knows", "/answered/0/outcome", "\"perhaps\"", "$.answered[0].outcome");
        row("an outcome that needs more", "/outcome", "\"blocked\"", "$: farthest is missing");
        row("no results", "/results", "0", "breaks minimum");
    }

    void refusesWhatIsNotDescribed()
    {
        QFETCH(const QString, pointer);
        QFETCH(const QString, json);
        QFETCH(const QString, problem);
        const Called called = call(words("plan --catalog fan.yaml --from 1.0 --format json"));
        nlohmann::json answer = nlohmann::json::parse(called.out.toStdString(), nullptr, false);
        answer[nlohmann::json::json_pointer(pointer.toStdString())] = nlohmann::json::parse(json.toStdString());
        std::string all;
        for (const std::string& one : JsonSchema(m_schema).problems(answer))
            all += one + "\n";
        QVERIFY2(all.find(problem.toStdString()) != std::string::npos, all.c_str());
    }

    /// What stands under `give` can be given, and gives what is shown for it.
    void answersCanBeGiven()
    {
        const QStringList plan = words("plan --catalog fan.yaml --from 1.0 --format json");
        const nlohmann::json asked = nlohmann::json::parse(call(plan).out.toStdString(), nullptr, false);
        QCOMPARE(asked.at("questions").size(), std::size_t{7});
        for (const nlohmann::json& question : asked.at("questions")) {
            const QString fact = QString::fromStdString(question.at("fact").get<std::string>());
            const bool channel = question.at("subject") == "channel";
            QVERIFY(question.at("values").size() >= 2);
            for (const nlohmann::json& value : question.at("values")) {
                QStringList arguments = plan;
                for (const nlohmann::json& text :
                     value.at("give").empty() ? nlohmann::json::array({""}) : value.at("give")) {
                    const QString given = QString::fromStdString(text.get<std::string>());
                    arguments << QStringLiteral("--") +
                                     QString::fromStdString(question.at("subject").get<std::string>())
                              << (channel ? given : fact + QLatin1Char('=') + given);
                }
                const Called called = call(arguments);
                QVERIFY2(called.code == 4, qPrintable(arguments.join(QLatin1Char(' ')) + called.err));
                const nlohmann::json next = nlohmann::json::parse(called.out.toStdString(), nullptr, false);
                QCOMPARE(next.at("questions").size(), std::size_t{6});
                for (const nlohmann::json& other : next.at("questions"))
                    QVERIFY(other.at("fact") != question.at("fact"));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestPlanSchema)
#include "test_plan_schema.moc"
