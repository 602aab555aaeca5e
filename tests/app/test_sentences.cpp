#include "app/shared/demo_text.h"
#include "app/shared/error_text.h"
#include "app/shared/finding_text.h"
#include "app/shared/language.h"
#include "app/shared/list_text.h"
#include "app/shared/quantity_text.h"
#include "app/shared/reason_text.h"
#include "app/shared/remedy_text.h"
#include "app/shared/run_text.h"
#include "app/shared/step_text.h"
#include "app/shared/window_text.h"
#include "tests/app/enumerators.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QtTest>

namespace {

/// A sentence that a person can read: there, ended, without what only a program understands.
void checkSentence(const QString& sentence)
{
    QVERIFY2(!sentence.isEmpty(), "no sentence");
    QVERIFY2(!sentence.contains(QRegularExpression(QStringLiteral("%[0-9n]"))), qPrintable(sentence));
    QVERIFY2(!sentence.contains(QStringLiteral("(s)")), qPrintable(sentence));
    QVERIFY2(sentence.at(0).isUpper() || sentence.at(0) == QLatin1Char('"'), qPrintable(sentence));
    QVERIFY2(sentence.endsWith(QLatin1Char('.')), qPrintable(sentence));
}

enum class Filled { nothing, everything };

/// One row for each enumerator, with an empty value and a full one.
template <typename Enum>
void rowsFor()
{
    QTest::addColumn<int>("value");
    QTest::addColumn<Filled>("filled");
    for (const auto& [value, name] : enumeratorsOf<Enum>()) {
        const std::string text(name);
        QTest::newRow((text + " bare").c_str()) << static_cast<int>(value) << Filled::nothing;
        QTest::newRow((text + " full").c_str()) << static_cast<int>(value) << Filled::everything;
    }
}

}  // namespace

class TestSentences : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { app::installLanguage(*QCoreApplication::instance()); }

    void enumeratorsAreFound()
    {
        const auto all = enumeratorsOf<catalog::ErrorCode>();
        QVERIFY(all.size() > 30);
        QCOMPARE(QByteArray(all.front().name.data(), static_cast<qsizetype>(all.front().name.size())),
                 QByteArray("fileMissing"));
    }

    void everyErrorHasASentence_data() { rowsFor<catalog::ErrorCode>(); }
    void everyErrorHasASentence()
    {
        QFETCH(const int, value);
        QFETCH(const Filled, filled);
        catalog::Error error;
        error.code = static_cast<catalog::ErrorCode>(value);
        if (filled == Filled::everything) {
            error = {error.code, {"a.yaml", 3, 4}, "subject", {"first", "second"}, {"b.yaml", 5, 6}};
        }
        checkSentence(app::sentence(error));
    }

    void everyWindowErrorHasASentence_data() { rowsFor<planner::WindowErrorCode>(); }
    void everyWindowErrorHasASentence()
    {
        QFETCH(const int, value);
        QFETCH(const Filled, filled);
        planner::WindowError error;
        error.code = static_cast<planner::WindowErrorCode>(value);
        if (filled == Filled::everything) {
            error = {error.code, 1, {"site.yaml", 3, 4}, "subject", {"first", "second"}};
        }
        checkSentence(app::sentence(error));
    }

    void everyMisfitHasASentence_data() { rowsFor<planner::MisfitReason>(); }
    void everyMisfitHasASentence()
    {
        QFETCH(const int, value);
        QFETCH(const Filled, filled);
        planner::Misfit misfit;
        misfit.work.from.text = "1.0";
        misfit.work.to.text = "2.0";
        misfit.reason = static_cast<planner::MisfitReason>(value);
        if (filled == Filled::everything) {
            misfit.needed = catalog::Seconds(3600);
            misfit.longest = catalog::Seconds(1800);
            misfit.wouldDo = catalog::Seconds(4500);
            misfit.nearest = 0;
            misfit.nearestWouldBe = "Sat 22:00-23:15 Europe/Oslo";
        }
        const QString text = app::sentence(misfit, {"Sat 22:00-22:30 Europe/Oslo"});
        QVERIFY2(text.startsWith(QStringLiteral("1.0 > 2.0 ")) && text.endsWith(QLatin1Char('.')), qPrintable(text));
        QVERIFY2(!text.contains(QLatin1Char('%')), qPrintable(text));
    }

    void stepsAreNamed_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* id, const char* text) {
            QTest::newRow(id) << QString::fromUtf8(id) << QString::fromUtf8(text);
        };
        row("7/open", "hop 7, opening");
        row("12/convert-utf8", "hop 12, convert-utf8");
        row("2/stop#2", "hop 2, stopping the service (no. 2)");
        row("rollback/3/restore", "way back of hop 3, restoring the backup");
        row("open", "open");
        row("x/open", "x/open");
        row("", "");
    }
    void stepsAreNamed()
    {
        QFETCH(const QString, id);
        QFETCH(const QString, text);
        QCOMPARE(app::stepText(id), text);
    }

    void consecutiveNamesAreRuns_data()
    {
        QTest::addColumn<QString>("names");
        QTest::addColumn<QString>("runs");
        const auto row = [](const char* name, const char* names, const char* runs) {
            QTest::newRow(name) << QString::fromUtf8(names) << QString::fromUtf8(runs);
        };
        row("nothing", "", "");
        row("two are two", "4.2.0;4.2.1", "4.2.0;4.2.1");
        row("three are a run", "4.2.0;4.2.1;4.2.2", "4.2.0 to 4.2.2");
        row("a gap ends a run", "4.2.0;4.2.1;4.2.2;4.2.4", "4.2.0 to 4.2.2;4.2.4");
        row("another line ends a run", "4.2.8;4.2.9;4.2.10;4.3.11", "4.2.8 to 4.2.10;4.3.11");
        row("numbers alone", "1;2;3;4;5;7", "1 to 5;7");
        row("letters are no numbers", "a;b;c", "a;b;c");
        row("leading zeros are texts", "2.01;2.02;2.03", "2.01;2.02;2.03");
        row("backwards is no run", "3;2;1", "3;2;1");
        row("numbers too large to count", "99999999999999999999;99999999999999999999;99999999999999999999",
            "99999999999999999999;99999999999999999999;99999999999999999999");
    }
    void consecutiveNamesAreRuns()
    {
        QFETCH(const QString, names);
        QFETCH(const QString, runs);
        const auto split = [](const QString& text) { return text.split(QLatin1Char(';'), Qt::SkipEmptyParts); };
        QCOMPARE(app::inRuns(split(names)), split(runs));
    }

    void everyReasonHasASentence_data() { rowsFor<planner::ReasonCode>(); }
    void everyReasonHasASentence()
    {
        QFETCH(const int, value);
        QFETCH(const Filled, filled);
        planner::Reason reason;
        reason.code = static_cast<planner::ReasonCode>(value);
        if (filled == Filled::everything) {
            reason.from.text = "1.0";
            reason.to.text = "2.0";
            reason.id = "utf8";
            reason.releases = {catalog::Version{"1.5"}, catalog::Version{"1.6"}};
            reason.facts = {catalog::FactName{"edition"}};
            reason.names = {"one", "two"};
            reason.numbers = {3, 2};
            reason.text = ">=2";
        }
        checkSentence(app::sentence(reason));
    }

    void everyFindingHasASentence_data() { rowsFor<catalog::FindingCode>(); }
    void everyFindingHasASentence()
    {
        QFETCH(const int, value);
        QFETCH(const Filled, filled);
        catalog::Finding finding;
        finding.code = static_cast<catalog::FindingCode>(value);
        if (filled == Filled::everything) {
            finding.subject = "subject";
            finding.related = {"first", "second"};
        }
        checkSentence(app::sentence(finding));
    }

    void everyRunProblemHasASentence_data() { rowsFor<installers::RunProblemCode>(); }
    void everyRunProblemHasASentence()
    {
        QFETCH(const int, value);
        QFETCH(const Filled, filled);
        installers::RunProblem problem;
        problem.code = static_cast<installers::RunProblemCode>(value);
        if (filled == Filled::everything) {
            problem.subject = QStringLiteral("subject");
            problem.detail = QStringLiteral("100 50");
            problem.step = QStringLiteral("unpack");
        }
        checkSentence(app::sentence(problem));
    }

    void everyRunEndHasASentence_data() { rowsFor<installers::RunEnd>(); }
    void everyRunEndHasASentence()
    {
        QFETCH(const int, value);
        installers::RunReport report;
        report.end = static_cast<installers::RunEnd>(value);
        report.to = QStringLiteral("9.1.0");
        checkSentence(app::endSentence(report));
    }

    void everyDemoProblemHasASentence_data() { rowsFor<demo::ProblemCode>(); }
    void everyDemoProblemHasASentence()
    {
        QFETCH(const int, value);
        checkSentence(app::sentence({static_cast<demo::ProblemCode>(value), QStringLiteral("subject")}));
    }

    void everyRemedyIsSaid_data() { rowsFor<planner::Remedy::Kind>(); }
    void everyRemedyIsSaid()
    {
        QFETCH(const int, value);
        QFETCH(const Filled, filled);
        planner::Remedy remedy;
        remedy.kind = static_cast<planner::Remedy::Kind>(value);
        if (filled == Filled::everything) {
            remedy.subject = "subject";
            remedy.value = "8.0";
        }
        const QString text = app::sentence(remedy);
        QVERIFY(!text.isEmpty());
        QVERIFY2(!text.contains(QRegularExpression(QStringLiteral("%[0-9n]"))), qPrintable(text));
    }

    void everyRuleHasATitle()
    {
        for (const auto& [value, name] : enumeratorsOf<planner::RuleKind>()) {
            QVERIFY2(!app::ruleTitle(value).isEmpty(), std::string(name).c_str());
        }
    }

    void errorsSayTheirPlace_data()
    {
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("expected");
        QTest::newRow("whole file") << 0 << 0 << QStringLiteral("a.yaml");
        QTest::newRow("line") << 3 << 0 << QStringLiteral("a.yaml:3");
        QTest::newRow("line and column") << 3 << 7 << QStringLiteral("a.yaml:3:7");
    }
    void errorsSayTheirPlace()
    {
        QFETCH(const int, line);
        QFETCH(const int, column);
        QFETCH(const QString, expected);
        const catalog::Error error{catalog::ErrorCode::fileEmpty, {"a.yaml", line, column}, {}, {}, {}};
        QVERIFY(app::placedSentence(error).startsWith(expected + QStringLiteral(": ")));
    }

    /// What looks like a place for another argument is a text like any other.
    void argumentsInNamesStayThere()
    {
        const catalog::Error error{catalog::ErrorCode::unknownName, {}, "100%2", {"%1"}, {}};
        QCOMPARE(app::sentence(error), QStringLiteral("Nothing is called \"100%2\"; right would be \"%1\"."));
    }

    void durationsAreReadable_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<QString>("expected");
        QTest::newRow("none") << 0 << QStringLiteral("0 s");
        QTest::newRow("seconds") << 59 << QStringLiteral("59 s");
        QTest::newRow("whole minutes") << 60 << QStringLiteral("1 min");
        QTest::newRow("minutes and seconds") << 90 << QStringLiteral("1 min 30 s");
        QTest::newRow("whole hours") << 7200 << QStringLiteral("2 h");
        QTest::newRow("hours drop seconds") << 5430 << QStringLiteral("1 h 30 min");
        QTest::newRow("days") << 90000 << QStringLiteral("1 d 1 h");
        QTest::newRow("whole days") << 172800 << QStringLiteral("2 d");
    }
    void durationsAreReadable()
    {
        QFETCH(const int, seconds);
        QFETCH(const QString, expected);
        QCOMPARE(app::durationText(catalog::Seconds(seconds)), expected);
    }

    void sizesAreReadable_data()
    {
        QTest::addColumn<quint64>("bytes");
        QTest::addColumn<QString>("expected");
        QTest::newRow("one byte") << quint64{1} << QStringLiteral("1 byte");
        QTest::newRow("bytes") << quint64{512} << QStringLiteral("512 bytes");
        QTest::newRow("kilobytes") << quint64{1536} << QStringLiteral("1.5 KB");
        QTest::newRow("whole megabytes") << quint64{40} * 1024 * 1024 << QStringLiteral("40 MB");
        QTest::newRow("gigabytes") << quint64{3} * 512 * 1024 * 1024 << QStringLiteral("1.5 GB");
    }
    void sizesAreReadable()
    {
        QFETCH(const quint64, bytes);
        QFETCH(const QString, expected);
        QCOMPARE(app::sizeText(bytes), expected);
    }

    void listsAreJoinedByWords_data()
    {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QString>("expected");
        QTest::newRow("none") << QStringList() << QString();
        QTest::newRow("one") << QStringList{QStringLiteral("a")} << QStringLiteral("a");
        QTest::newRow("two") << QStringList{QStringLiteral("a"), QStringLiteral("b")} << QStringLiteral("a or b");
        QTest::newRow("three") << QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}
                               << QStringLiteral("a, b or c");
    }
    void listsAreJoinedByWords()
    {
        QFETCH(const QStringList, names);
        QFETCH(const QString, expected);
        QCOMPARE(app::either(names), expected);
    }

    /// English has a file of its own so that "1 hops" is never printed: no plural may be missing there.
    void everyPluralIsTranslated()
    {
        const QString root = qEnvironmentVariable("CAIRN_SOURCE_DIR");
        QFile file(root + QStringLiteral("/i18n/cairn_en.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString translations = QString::fromUtf8(file.readAll());
        QVERIFY(!translations.contains(QStringLiteral("unfinished")));
        QVERIFY(!translations.contains(QStringLiteral("<numerusform></numerusform>")));
        static const QRegularExpression plural(QStringLiteral("\"([^\"\\\\]*\\(s\\)[^\"\\\\]*)\""));
        int found = 0;
        for (const char* const folder : {"/app/shared", "/app/cli"}) {
            QDirIterator sources(root + QLatin1String(folder), {QStringLiteral("*.cpp")}, QDir::Files);
            while (sources.hasNext()) {
                QFile source(sources.next());
                QVERIFY(source.open(QIODevice::ReadOnly));
                auto matches = plural.globalMatch(QString::fromUtf8(source.readAll()));
                while (matches.hasNext()) {
                    const QString text = matches.next().captured(1).toHtmlEscaped();
                    QVERIFY2(translations.contains(text), qPrintable(source.fileName() + QStringLiteral(": ") + text));
                    ++found;
                }
            }
        }
        QVERIFY(found > 5);
    }
};

QTEST_GUILESS_MAIN(TestSentences)
#include "test_sentences.moc"
