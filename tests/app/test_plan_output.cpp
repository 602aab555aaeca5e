#include "app/shared/language.h"
#include "tests/app/call.h"
#include "tests/app/folder.h"
#include "tests/app/small_catalog.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

namespace {

QString expectedFile(const QString& name)
{
    return qEnvironmentVariable("CAIRN_SOURCE_DIR") + QStringLiteral("/tests/app/expected/") + name;
}

/// Says where two texts part, which a whole page in one line does not show.
QString firstDifference(const QString& actual, const QString& expected)
{
    const QStringList is = actual.split(QLatin1Char('\n'));
    const QStringList should = expected.split(QLatin1Char('\n'));
    for (qsizetype i = 0; i < std::max(is.size(), should.size()); ++i) {
        if (is.value(i, QStringLiteral("(end)")) != should.value(i, QStringLiteral("(end)"))) {
            return QStringLiteral("line %1\n  is:     %2\n  should: %3")
                .arg(QString::number(i + 1), is.value(i, QStringLiteral("(end)")),
                     should.value(i, QStringLiteral("(end)")));
        }
    }
    return {};
}

}  // namespace

/// What people and programs read for every outcome of the planner. The texts are compared whole, so that a change shows
/// in the diff as a person would see it. `CAIRN_ACCEPT=1` writes them anew.
class TestPlanOutput : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        app::installLanguage(*QCoreApplication::instance());
        m_folder.write(QStringLiteral("pump.yaml"), smallCatalog());
        m_folder.write(QStringLiteral("site.yaml"), siteFile());
        m_folder.write(QStringLiteral("fan.yaml"), fanCatalog());
        m_folder.write(QStringLiteral("nights.yaml"), siteFile() + "windows: [\"Sat 22:00-22:30 Europe/Oslo\"]\n");
        m_folder.write(QStringLiteral("days.yaml"), siteFile() + "windows: [\"Fri 22:00-Mon 04:00 Europe/Oslo\"]\n");
        m_folder.write(QStringLiteral("moves.yaml"), movesCatalog());
        m_folder.write(QStringLiteral("short.yaml"), siteFile() + "windows: [\"Sat 22:00-22:20 Europe/Oslo\"]\n");
        QDir::setCurrent(m_folder.path());
    }

    void textIsWhatAPersonReads_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("file");
        const auto row = [](const char* name, const char* line, int code, const char* file) {
            QTest::newRow(name) << words(line) << code << QString::fromUtf8(file);
        };
        row("path", "plan --catalog pump.yaml --from 1.0 --to 2.1", 0, "path.txt");
        row("path of a site", "plan --catalog pump.yaml --site site.yaml --to 2.1", 0, "site.txt");
        row("path as Markdown", "plan --catalog pump.yaml --from 1.0 --to 2.1 --format markdown", 0, "path.md");
        row("path as HTML", "plan --catalog pump.yaml --from 1.0 --to 2.1 --format html", 0, "path.html");
        row("path as a graph", "plan --catalog pump.yaml --from 1.0 --to 2.1 --format dot", 0, "path.dot");
        row("nothing to do", "plan --catalog pump.yaml --from 3.0", 0, "nothing.txt");
        row("blocked by a risk", "plan --catalog pump.yaml --from 2.1", 3, "blocked.txt");
        row("risk accepted", "plan --catalog pump.yaml --from 2.1 --accept-risk SlowIndex", 0, "accepted.txt");
        row("withdrawn target", "plan --catalog pump.yaml --from 2.0 --to 2.2", 3, "withdrawn.txt");
        row("a fact decides", "plan --catalog pump.yaml --from 1.0 --to 2.0", 4, "questions.txt");
        row("the fact given", "plan --catalog pump.yaml --from 1.0 --to 2.0 --fact edition=enterprise", 0,
            "answered.txt");
        row("downgrade", "plan --catalog pump.yaml --from 2.1 --to 1.2", 7, "downgrade.txt");
        row("stops needed", "--plan-only --require-direct --catalog pump.yaml --from 1.0 --to 2.1", 10, "stops.txt");
        row("explanation", "explain --catalog pump.yaml --from 1.0 --to 3.0", 3, "explain.txt");
        row("explanation of no hop", "explain --catalog pump.yaml --from 1.0 --to 1.0", 0, "nohop.txt");
        row("windows", "plan --catalog pump.yaml --site nights.yaml --to 2.0 --fact edition=enterprise", 0,
            "nights.txt");
        row("windows, begun later",
            "plan --catalog pump.yaml --site nights.yaml --to 1.2 --earliest 2026-12-01T22:00 --format markdown", 0,
            "later.md");
        row("windows that are too short", "plan --catalog pump.yaml --site short.yaml --to 1.2", 0, "short.txt");
        row("windows as a calendar",
            "plan --catalog pump.yaml --site nights.yaml --to 2.0 --fact edition=enterprise --format ical", 0,
            "nights.ics");
        row("alternatives", "plan --catalog pump.yaml --from 1.0 --to 2.1 --alternatives", 0, "alternatives.txt");
        row("alternatives that differ", "plan --catalog fan.yaml --from 1.0 --alternatives", 0, "differ.txt");
        row("alternatives where there is no way", "plan --catalog pump.yaml --from 2.1 --alternatives", 3,
            "blocked.txt");
        row("catalog", "catalog show pump.yaml", 0, "catalog.txt");
        row("release", "catalog show pump.yaml 1.2", 0, "release.txt");
        row("derived stops", "catalog show moves.yaml", 0, "moves.txt");
        row("window of several days", "plan --catalog pump.yaml --site days.yaml --to 1.2", 0, "days.txt");
    }
    void textIsWhatAPersonReads()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, code);
        QFETCH(const QString, file);
        const Called called = call(arguments);
        if (qEnvironmentVariableIsSet("CAIRN_ACCEPT")) {
            QFile accepted(expectedFile(file));
            QVERIFY(accepted.open(QIODevice::WriteOnly));
            accepted.write(called.out.toUtf8());
        }
        const QString difference = firstDifference(called.out, QString::fromUtf8(Folder::read(expectedFile(file))));
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
        QCOMPARE(called.code, code);
        for (const QString& line : called.out.split(QLatin1Char('\n'))) {
            QVERIFY2(line.size() <= 100 || !file.endsWith(QStringLiteral(".txt")), qPrintable(line));
        }
    }

    void jsonIsForPrograms_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("outcome");
        const auto row = [](const char* name, const char* line, int code, const char* outcome) {
            QTest::newRow(name) << (words(line) << QStringLiteral("--format") << QStringLiteral("json")) << code
                                << QString::fromUtf8(outcome);
        };
        row("path", "plan --catalog pump.yaml --from 1.0 --to 2.1", 0, "path");
        row("plan-only", "--plan-only --catalog pump.yaml --from 1.0 --to 2.1", 0, "path");
        row("nothing to do", "plan --catalog pump.yaml --from 3.0", 0, "nothing-to-do");
        row("blocked", "plan --catalog pump.yaml --from 2.1", 3, "blocked");
        row("needs answers", "plan --catalog pump.yaml --from 1.0 --to 2.0", 4, "needs-answers");
        row("unknown release", "plan --catalog pump.yaml --from 9.9", 5, "invalid-input");
        row("missing catalog", "plan --catalog none.yaml --from 1.0", 5, "invalid-input");
        row("downgrade", "plan --catalog pump.yaml --from 2.1 --to 1.2", 7, "downgrade");
        row("stops needed", "plan --require-direct --catalog pump.yaml --from 1.0 --to 2.1", 10, "stops-needed");
        row("windows", "plan --catalog pump.yaml --site nights.yaml --to 1.2", 0, "path");
    }
    void jsonIsForPrograms()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, code);
        QFETCH(const QString, outcome);
        const Called called = call(arguments);
        QCOMPARE(called.code, code);
        QJsonParseError error;
        const QJsonObject answer = QJsonDocument::fromJson(called.out.toUtf8(), &error).object();
        QCOMPARE(error.error, QJsonParseError::NoError);
        QCOMPARE(answer.value(QStringLiteral("format")).toString(), QStringLiteral("cairn-plan/1"));
        QCOMPARE(answer.value(QStringLiteral("outcome")).toString(), outcome);
        QCOMPARE(call(arguments).out, called.out);
    }

    void jsonHasTheKeysOfTheDesign()
    {
        const Called called = call(words("plan --catalog pump.yaml --site site.yaml --to 2.1 --format json"));
        const QJsonObject plan = QJsonDocument::fromJson(called.out.toUtf8()).object();
        for (const char* const key : {"format", "outcome", "product", "site", "from", "to", "catalog", "hops", "steps",
                                      "risks", "questions", "blockers", "remedies", "digest"}) {
            QVERIFY2(plan.contains(QLatin1String(key)), key);
        }
        QCOMPARE(plan.value(QStringLiteral("site")).toString(), QStringLiteral("Harbour"));
        const QJsonObject hop = plan.value(QStringLiteral("hops")).toArray().first().toObject();
        for (const char* const key : {"from", "to", "mode", "why", "downtime_s"}) {
            QVERIFY2(hop.contains(QLatin1String(key)), key);
        }
    }

    void schedulesAreInTheJson()
    {
        const QStringList arguments = words("plan --catalog pump.yaml --site nights.yaml --to 1.2 --format json");
        const QJsonObject plan = QJsonDocument::fromJson(call(arguments).out.toUtf8()).object();
        const QJsonObject schedule = plan.value(QStringLiteral("schedule")).toObject();
        QCOMPARE(schedule.value(QStringLiteral("format")).toString(), QStringLiteral("cairn-schedule/1"));
        QCOMPARE(schedule.value(QStringLiteral("nights")).toArray().size(), 1);
        // The windows are no part of the plan: its digest is the same without them.
        const QJsonObject without =
            QJsonDocument::fromJson(
                call(words("plan --catalog pump.yaml --site site.yaml --to 1.2 --format json")).out.toUtf8())
                .object();
        QVERIFY(!without.contains(QStringLiteral("schedule")));
        QCOMPARE(plan.value(QStringLiteral("digest")), without.value(QStringLiteral("digest")));
    }

    void calendarsNeedAPlanAndARoom()
    {
        const Called blocked = call(words("plan --catalog pump.yaml --from 2.1 --format ical"));
        QCOMPARE(blocked.code, 3);
        QCOMPARE(blocked.out, QString());
        QVERIFY2(blocked.err.contains(QStringLiteral("There is no plan to put into a calendar.")),
                 qPrintable(blocked.err));
        const Called crowded = call(words("plan --catalog pump.yaml --site short.yaml --to 1.2 --format ical"));
        QCOMPARE(crowded.code, 3);
        QCOMPARE(crowded.out, QString());
        QVERIFY2(crowded.err.contains(QStringLiteral("would do as \"Sat 22:00-22:30 Europe/Oslo\"")),
                 qPrintable(crowded.err));
    }

    void explanationsAreForProgramsToo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("legal");
        const auto row = [](const char* name, const char* line, int code, const char* legal) {
            QTest::newRow(name) << words(line) << code << QString::fromUtf8(legal);
        };
        row("legal", "explain --catalog pump.yaml --from 1.0 --to 1.1 --format json", 0, "yes");
        row("refused", "explain --catalog pump.yaml --from 1.0 --to 3.0 --format json", 3, "no");
        row("depends", "explain --catalog pump.yaml --from 1.2 --to 2.0 --format json", 4, "unknown");
    }
    void explanationsAreForProgramsToo()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, code);
        QFETCH(const QString, legal);
        const Called called = call(arguments);
        QCOMPARE(called.code, code);
        const QJsonObject explanation = QJsonDocument::fromJson(called.out.toUtf8()).object();
        QCOMPARE(explanation.value(QStringLiteral("format")).toString(), QStringLiteral("cairn-explanation/1"));
        QCOMPARE(explanation.value(QStringLiteral("legal")).toString(), legal);
        const QJsonArray rules = explanation.value(QStringLiteral("rules")).toArray();
        QCOMPARE(rules.size(), 11);
        const auto refuses = [](const QJsonValue& rule) {
            return rule.toObject().value(QStringLiteral("legal")).toString() != QStringLiteral("yes");
        };
        QCOMPARE(std::any_of(rules.begin(), rules.end(), refuses), code != 0);
        for (const QJsonValue& rule : rules) {
            QCOMPARE(rule.toObject().value(QStringLiteral("reasons")).toArray().isEmpty(), !refuses(rule));
        }
    }

    void alternativesAreForProgramsToo()
    {
        const Called called = call(words("plan --catalog pump.yaml --from 1.0 --to 2.1 --alternatives --format json"));
        QCOMPARE(called.code, 0);
        const QJsonObject answer = QJsonDocument::fromJson(called.out.toUtf8()).object();
        QCOMPARE(answer.value(QStringLiteral("format")).toString(), QStringLiteral("cairn-alternatives/1"));
        const QJsonArray ways = answer.value(QStringLiteral("alternatives")).toArray();
        QVERIFY(!ways.isEmpty());
        const QJsonObject first = ways.first().toObject();
        QCOMPARE(first.value(QStringLiteral("prefer")).toArray().first().toString(), QStringLiteral("hops"));
        QCOMPARE(first.value(QStringLiteral("hops")).toInt(),
                 static_cast<int>(
                     first.value(QStringLiteral("plan")).toObject().value(QStringLiteral("hops")).toArray().size()));
    }

    void samplesAreFoundByName()
    {
        for (const char* const line : {"plan --catalog ledger --from 3.2.1", "plan --catalog gitlab --from 8.11.0",
                                       "catalog show ledger 5.0.0", "explain --catalog ledger --from 3.2.1"}) {
            const Called called = call(words(line));
            QVERIFY2(called.code != 5 && !called.out.isEmpty(), qPrintable(called.err));
        }
        // A path of that name counts more.
        m_folder.write(QStringLiteral("gitlab"), smallCatalog());
        QVERIFY(call(words("catalog show gitlab")).out.contains(QStringLiteral("Pump")));
        QFile::remove(m_folder.path(QStringLiteral("gitlab")));
    }

    void unsignedCatalogsAreToldOfOnStderrAlone()
    {
        const Called called = call(words("plan --catalog pump.yaml --from 1.0 --to 2.1 --format json"));
        QCOMPARE(called.err,
                 QStringLiteral("cairn: warning: The catalog pump.yaml is not signed: nobody vouches for what it "
                                "says.\n"));
        QVERIFY(!QJsonDocument::fromJson(called.out.toUtf8()).isNull());
    }

    void answersGoToTheFileThatIsNamed()
    {
        const QStringList arguments = words("plan --catalog pump.yaml --from 1.0 --to 2.1 --format json");
        const Called direct = call(arguments);
        const Called called = call(arguments + words("-o plan.json"));
        QCOMPARE(called.code, 0);
        QCOMPARE(called.out, QString());
        QCOMPARE(QString::fromUtf8(Folder::read(m_folder.path(QStringLiteral("plan.json")))), direct.out);
    }

    void filesThatCannotBeWrittenAreSaid_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("folder that is missing") << QStringLiteral("none/plan.json");
        QTest::newRow("a folder") << m_folder.path();
        QTest::newRow("a full disk") << QStringLiteral("/dev/full");
    }
    void filesThatCannotBeWrittenAreSaid()
    {
        QFETCH(const QString, file);
        const auto before = m_folder.picture();
        const Called called = call(words("plan --catalog pump.yaml --from 1.0 --to 2.1 -o") << file);
        QCOMPARE(called.code, 1);
        QVERIFY2(called.err.contains(QStringLiteral("Cannot write: ") + file), qPrintable(called.err));
        QCOMPARE(called.out, QString());
        QCOMPARE(m_folder.picture(), before);
    }

    void anInvalidQuestionLeavesTheFileAsItWas()
    {
        const QString file = m_folder.write(QStringLiteral("old.json"), "old");
        const Called called = call(words("plan --catalog pump.yaml --from 9.9 --format json -o old.json"));
        QCOMPARE(called.code, 5);
        QCOMPARE(Folder::read(file), QByteArray("old"));
    }

    void narrowTerminalsAreFilledToTheirWidth()
    {
        CallSettings settings;
        settings.screen = cli::Screen::terminal;
        settings.width = 60;
        const Called called = call(words("explain --catalog pump.yaml --from 1.0 --to 3.0"), settings);
        QCOMPARE(called.code, 3);
        for (const QString& line : called.out.split(QLatin1Char('\n'))) {
            QVERIFY2(line.size() <= 60, qPrintable(line));
        }
    }

    void aTerminalIsToldWhatComesNext()
    {
        const QStringList arguments =
            words("plan --catalog pump.yaml --site site.yaml --to 2.1 --format json -o p.json");
        QVERIFY(!call(arguments).err.contains(QStringLiteral("cairn run")));
        CallSettings settings;
        settings.screen = cli::Screen::terminal;
        QVERIFY(call(arguments, settings).err.contains(QStringLiteral("cairn run --plan p.json --site site.yaml")));
    }

    void compiledCatalogsGiveTheSamePlan()
    {
        QCOMPARE(call(words("catalog compile pump.yaml -o pump.cairn")).code, 0);
        const auto planOf = [](const char* line) {
            return QJsonDocument::fromJson(call(words(line)).out.toUtf8()).object().value(QStringLiteral("digest"));
        };
        const QJsonValue fromText = planOf("plan --catalog pump.yaml --from 1.0 --to 2.1 --format json");
        QVERIFY(!fromText.toString().isEmpty());
        QCOMPARE(planOf("plan --catalog pump.cairn --from 1.0 --to 2.1 --format json"), fromText);
    }

    void exportsGiveTheSameCatalog()
    {
        QCOMPARE(call(words("catalog export pump.yaml -o exported.yaml")).code, 0);
        QCOMPARE(call(words("catalog show exported.yaml")).out, call(words("catalog show pump.yaml")).out);
    }

private:
    /// The direct hop is the shortest path, the one over 1.1 is quick and tested.
    static QByteArray fanCatalog()
    {
        return R"(cairn: 1
product: {id: fan, name: Fan}
releases:
  - {version: "1.0", times: {downtime: 1m, duration: 2m}}
  - {version: "1.1", times: {downtime: 2m, duration: 4m}}
  - {version: "2.0", times: {downtime: 20m, duration: 25m}}
rules:
  - allow: {from: "1.0", to: "1.1", grade: tested}
  - allow: {from: "1.1", to: "2.0", grade: tested, times: {downtime: 3m, duration: 30m}}
)";
    }
    /// Stops that a checkpoint meets, that one meets in part, and that none meets; of a move, a shim and scripts.
    static QByteArray movesCatalog()
    {
        return R"(cairn: 1
product: {id: fan, name: Fan}
releases:
  - {version: "1.0", migrations: [a]}
  - {version: "1.1", migrations: [b]}
  - version: "2.0"
    moves: [{id: utf8, until: "3.0", reason: "3.0 reads UTF-8 alone."}]
    checkpoint: {id: texts}
  - {version: "3.0", shims: [{id: old-api, until: "4.0"}], checkpoint: {id: clients, when: {edition: full}}}
  - {version: "4.0"}
  - {version: "5.0", scripts_since: "5.0"}
)";
    }
    static QByteArray siteFile()
    {
        return "cairn-site: 1\nproduct: pump\nname: Harbour\nversion: \"1.0\"\n"
               "database: {kind: sqlite, path: data/pump.db, schema: 1, size: 40 MB}\n"
               "facts: {edition: community}\nnodes: [app1]\n";
    }
    Folder m_folder;
};

QTEST_GUILESS_MAIN(TestPlanOutput)
#include "test_plan_output.moc"
