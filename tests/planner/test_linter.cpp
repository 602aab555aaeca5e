#include "given.h"
#include "planner/lint_causes.h"
#include "planner/linter.h"

#include <QTest>

using catalog::FindingCode;

namespace {

const char* head = "cairn: 1\nproduct: {id: p}\n";

QString joined(const std::vector<std::string>& texts)
{
    QStringList list;
    for (const std::string& text : texts)
        list << QString::fromStdString(text);
    return list.join(QLatin1Char(' '));
}

}  // namespace

/// Each row is a catalog in which exactly one thing is wrong; code -1: nothing.
class TestLinter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findings_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QString>("related");
        QTest::addColumn<int>("line");
        const auto row = [](const char* name, const QByteArray& document, std::optional<FindingCode> code,
                            const char* subject, const char* related, int line) {
            QTest::newRow(name) << head + document << (code ? int(*code) : -1) << QString::fromLatin1(subject)
                                << QString::fromLatin1(related) << line;
        };
        const QByteArray three = "releases: [{version: 1.0}, {version: 1.1}, {version: 2.0}]\n";
        row("a plain line", three, {}, "", "", 0);
        row("no release at all", "", {}, "", "", 0);
        row("a forbid that leaves no way on", three + "rules: [{forbid: {from: 1.0}}]\n", FindingCode::stranded, "1.0",
            "2.0 1.0 1", 3);
        row("a forbid with a way around it", three + "rules: [{forbid: {from: 1.0, to: 2.0}}]\n", {}, "", "", 0);
        row("several releases of a line are one finding",
            three + "rules: [{forbid: {to: 2.0}}, {forbid: {from: 3.0}}]\n", FindingCode::stranded, "1.0", "2.0 1.1 2",
            3);
        row("a dead end says so itself",
            "releases: [{version: 1.0}, {version: 1.1, state: dead-end}, {version: 2.0}]\n", {}, "", "", 0);
        row("a withdrawn release that cannot be left",
            "releases:\n- {version: 1.0, state: withdrawn}\n- {version: 2.0}\n- {version: 2.1}\n"
            "rules: [{forbid: {from: 1.0}}]\n",
            FindingCode::stranded, "1.0", "2.1 1.0 1", 4);
        row("stranded at one edition",
            "facts: {edition: {values: [basic, full]}}\n" + three +
                "rules: [{forbid: {from: 1.0, when: {edition: full}}}]\n",
            FindingCode::stranded, "1.0", "2.0 1.0 1 edition full", 4);
        row("stranded at an edition that only a condition names",
            three + "rules: [{forbid: {from: 1.0, when: {edition: full}}}]\n", FindingCode::stranded, "1.0",
            "2.0 1.0 1 edition full", 3);
        row("stranded with one kind of database", three + "rules: [{forbid: {from: 1.0, when: {database: sqlite}}}]\n",
            FindingCode::stranded, "1.0", "2.0 1.0 1 database sqlite", 3);
        row("stranded on one channel",
            "releases:\n- {version: 1.0, channels: [old, new]}\n- {version: 2.0, channels: [old]}\n"
            "- {version: 3.0, channels: [new]}\nrules: [{forbid: {from: 1.0, to: 3.0}}]\n",
            FindingCode::stranded, "1.0", "3.0 1.0 1 channel new", 4);
        row("a risk can be accepted", three + "rules: [{risk: {id: r}}]\n", {}, "", "", 0);
        row("a component that can be raised on the way",
            "components: {php: {available: [7.4, 8.1]}}\nreleases:\n"
            "- {version: 1.0, requires: {php: \"<8\"}}\n- {version: 1.5, requires: {php: \">=7\"}}\n"
            "- {version: 2.0, requires: {php: \">=8\"}}\n",
            {}, "", "", 0);
        row("a component that no release takes over",
            "components: {php: {available: [7.4, 8.1]}}\nreleases:\n"
            "- {version: 1.0, requires: {php: \"<8\"}}\n- {version: 2.0, requires: {php: \">=8\"}}\n",
            FindingCode::stranded, "1.0", "2.0 1.0 1 php 7.4", 5);
        row("nothing to reach", "releases: [{version: 1.0, state: withdrawn}]\n", FindingCode::nothingToReach, "", "",
            0);
        row("a release that no hop leads to",
            "releases:\n- {version: 1.0}\n- {version: 1.1}\n- {version: 2.0}\nrules: [{forbid: {to: 1.1}}]\n",
            FindingCode::releaseUnreachable, "main", "1.1", 5);
        row("a checkpoint that is withdrawn closes the way",
            "releases:\n- {version: 1.0}\n- {version: 2.0, state: withdrawn, checkpoint: {id: c}}\n- {version: 3.0}\n"
            "- {version: 3.1}\n",
            FindingCode::stranded, "1.0", "3.1 1.0 1", 4);
        row("a move without a stop",
            "releases:\n- {version: 1.0}\n- {version: 2.0, moves: [{id: utf8, until: 4.0}]}\n- {version: 3.0}\n"
            "- {version: 4.0}\n",
            FindingCode::stopMissing, "3.0", "2.0 4.0 utf8", 6);
        row("a move with its checkpoint",
            "releases:\n- {version: 1.0}\n"
            "- {version: 2.0, moves: [{id: utf8, until: 4.0}], checkpoint: {id: c, lands_on: \">=2.0 <4.0\"}}\n"
            "- {version: 3.0}\n- {version: 4.0}\n",
            {}, "", "", 0);
        row("a checkpoint under a condition",
            "releases:\n- {version: 1.0}\n"
            "- {version: 2.0, moves: [{id: utf8, until: 4.0}], checkpoint: {id: c, when: {edition: full}}}\n"
            "- {version: 3.0}\n- {version: 4.0}\n",
            FindingCode::stopConditional, "c", "utf8 4.0", 5);
        row("a checkpoint that nothing asks for",
            "releases:\n- {version: 1.0}\n"
            "- {version: 2.0, moves: [{id: utf8, until: 4.0}], checkpoint: {id: c}}\n"
            "- {version: 3.0}\n- {version: 4.0}\n- {version: 5.0, checkpoint: {id: d}}\n- {version: 6.0}\n",
            FindingCode::stopNotDerived, "d", "5.0", 8);
        row("checkpoints where nothing is declared",
            "releases: [{version: 1.0}, {version: 2.0, checkpoint: {id: c}}, {version: 3.0}]\n", {}, "", "", 0);
        row("a move until a release that is none",
            "releases:\n- {version: 1.0}\n- {version: 2.0, moves: [{id: utf8, until: 9.9}]}\n",
            FindingCode::moveUnknownRelease, "utf8", "2.0 9.9", 5);
        row("a move until an older release",
            "releases:\n- {version: 1.0}\n- {version: 2.0, moves: [{id: utf8, until: 1.0}]}\n",
            FindingCode::moveOffTheWay, "utf8", "2.0 1.0", 5);
    }

    void findings()
    {
        QFETCH(const QByteArray, document);
        QFETCH(const int, code);
        QFETCH(const QString, subject);
        QFETCH(const QString, related);
        QFETCH(const int, line);
        const auto loaded = given::tryCatalog(document.toStdString());
        QVERIFY2(loaded.has_value(), document.constData());
        const std::vector<catalog::Finding> found = planner::lint(*loaded, *catalog::readDate("2026-11-20"));
        QStringList told;
        for (const catalog::Finding& one : found)
            told << QStringLiteral("%1 %2: %3")
                        .arg(int(one.code))
                        .arg(QString::fromStdString(one.subject), joined(one.related));
        if (code < 0) {
            QCOMPARE(told, QStringList());
            return;
        }
        QVERIFY2(!found.empty(), "nothing was found");
        const auto wanted = std::find_if(found.begin(), found.end(),
                                         [code](const catalog::Finding& one) { return int(one.code) == code; });
        QVERIFY2(wanted != found.end(), qPrintable(told.join(QLatin1Char('\n'))));
        QCOMPARE(QString::fromStdString(wanted->subject), subject);
        QCOMPARE(joined(wanted->related), related);
        QCOMPARE(wanted->place.line, line);
        if (line > 0)
            QCOMPARE(QString::fromStdString(wanted->place.file), QStringLiteral("test.yaml"));
        QVERIFY2(found.size() <= 2, qPrintable(told.join(QLatin1Char('\n'))));
    }

    void whatStrandsIsNamed_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<int>("reason");
        QTest::addColumn<int>("line");
        using planner::ReasonCode;
        const auto row = [](const char* name, const QByteArray& document, ReasonCode reason, int line) {
            QTest::newRow(name) << head + document << int(reason) << line;
        };
        const QByteArray three = "releases: [{version: 1.0}, {version: 1.1}, {version: 2.0}]\n";
        row("a forbid", three + "rules:\n- forbid: {from: 1.0}\n", ReasonCode::forbidden, 5);
        row("a forbid for one edition", three + "rules:\n- forbid: {from: 1.0, when: {edition: full}}\n",
            ReasonCode::forbidden, 5);
        row("a forbid for one database", three + "rules:\n- forbid: {from: 1.0, when: {database: sqlite}}\n",
            ReasonCode::forbidden, 5);
        row("a release of another channel on the way",
            "releases:\n- {version: 1.0, channels: [old, new]}\n- {version: 2.0, channels: [old]}\n"
            "- {version: 3.0, channels: [new]}\nrules:\n- forbid: {from: 1.0, to: 3.0}\n",
            ReasonCode::notInChannel, 5);
        row("nothing that is allowed", "policy: closed\n" + three, ReasonCode::noAllow, 0);
        row("a checkpoint that is withdrawn",
            "releases:\n- {version: 1.0}\n- {version: 2.0, state: withdrawn, checkpoint: {id: c}}\n- {version: 3.0}\n"
            "- {version: 3.1}\n",
            ReasonCode::targetWithdrawn, 5);
        row("a line that is left from a withdrawn release",
            "lines: [{id: a}, {id: b, from: 1.0}]\nreleases:\n- {version: 1.0, line: a}\n"
            "- {version: 1.1, line: a, state: withdrawn}\n- {version: 2.0, line: b}\nrules:\n"
            "- leave: {line: a, from: 1.1}\n",
            ReasonCode::leaveNotLatest, 9);
        row("a component that no release takes over",
            "components: {php: {available: [7.4, 8.1]}}\nreleases:\n"
            "- {version: 1.0, requires: {php: \"<8\"}}\n- {version: 2.0, requires: {php: \">=8\"}}\n",
            ReasonCode::componentTooOld, 6);
        row("an accepted risk is none", three + "rules:\n- risk: {id: r}\n- forbid: {from: 1.0}\n",
            ReasonCode::forbidden, 6);
    }

    void whatStrandsIsNamed()
    {
        QFETCH(const QByteArray, document);
        QFETCH(const int, reason);
        QFETCH(const int, line);
        const auto loaded = given::tryCatalog(document.toStdString());
        QVERIFY2(loaded.has_value(), document.constData());
        const catalog::Date today = *catalog::readDate("2026-11-20");
        const std::vector<catalog::Finding> found = planner::lint(*loaded, today);
        const auto stranded =
            std::find_if(found.begin(), found.end(), [](const auto& one) { return one.code == FindingCode::stranded; });
        QVERIFY(stranded != found.end());
        const planner::Planner planner(*loaded);
        const std::vector<planner::Reason> reasons = planner::strandedBy(*stranded, loaded->catalog, planner, today);
        QVERIFY(!reasons.empty());
        QCOMPARE(int(reasons.front().code), reason);
        QCOMPARE(reasons.front().place.line, line);
    }

    void whatDoesNotStrandHasNoReasons()
    {
        const auto loaded = given::tryCatalog((head + QByteArray("releases: [{version: 1.0}]\n")).toStdString());
        const catalog::Finding finding{catalog::Severity::warning, FindingCode::ruleExpired, {}, "a", {"b", "c"}, {}};
        const planner::Planner planner(*loaded);
        QVERIFY(planner::strandedBy(finding, loaded->catalog, planner, *catalog::readDate("2026-11-20")).empty());
    }

    void theSamplesLeaveNobodyStranded_data()
    {
        QTest::addColumn<QString>("sample");
        QTest::addRow("ledger") << QStringLiteral("ledger");
        QTest::addRow("gitlab") << QStringLiteral("gitlab");
    }

    void theSamplesLeaveNobodyStranded()
    {
        QFETCH(const QString, sample);
        const QString folder = qEnvironmentVariable("CAIRN_SOURCE_DIR", QStringLiteral("."));
        const auto loaded = catalog::load((folder + QStringLiteral("/catalog/samples/") + sample).toStdString());
        QVERIFY(loaded.has_value());
        for (const catalog::Finding& one : planner::lint(*loaded, *catalog::readDate("2026-11-20")))
            QVERIFY2(one.code != FindingCode::stranded && one.code != FindingCode::nothingToReach,
                     (one.subject + " " + joined(one.related).toStdString()).c_str());
    }
};

QTEST_GUILESS_MAIN(TestLinter)
#include "test_linter.moc"
