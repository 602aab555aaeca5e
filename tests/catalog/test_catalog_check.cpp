#include "catalog/check.h"
#include "catalog/load.h"

#include <QtTest/QtTest>

using namespace catalog;

class TestCatalogCheck : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::string path() const { return m_folder.filePath(QStringLiteral("catalog.yaml")).toStdString(); }

private Q_SLOTS:
    void findings_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<int>("code");  ///< -1: none at all
        QTest::addColumn<QString>("subject");
        QTest::addColumn<int>("line");
        const QByteArray head = "cairn: 1\nproduct: {id: p}\n";
        const auto row = [&head](const char* name, const QByteArray& document, int code, const char* subject,
                                 int line) {
            QTest::newRow(name) << head + document << code << QString::fromLatin1(subject) << line;
        };
        const auto code = [](FindingCode one) { return int(one); };
        row("nothing to say", "releases: [{version: 1.0, schema: 1, compat: 1}]\n", -1, "", 0);
        row("a checkpoint that lands nowhere", "releases: [{version: 1.0, checkpoint: {id: c, lands_on: 2.*}}]\n",
            code(FindingCode::checkpointLandsNowhere), "c", 3);
        row("a checkpoint that is withdrawn", "releases: [{version: 1.0, state: withdrawn, checkpoint: {id: c}}]\n",
            code(FindingCode::checkpointWithdrawn), "c", 3);
        row("a checkpoint that was withdrawn once",
            "releases: [{version: 1.0, state: {value: withdrawn, until: 2020-01-01}, checkpoint: {id: c}}]\n", -1, "",
            0);
        row("a rule that matches nothing", "releases: [{version: 1.0}]\nrules: [{forbid: {from: 2.0}}]\n",
            code(FindingCode::ruleMatchesNothing), "2.0", 4);
        row("a rule whose time is over", "rules: [{forbid: {until: 2020-01-01}}]\n", code(FindingCode::ruleExpired),
            "2020-01-01", 3);
        row("a misspelt fact", "facts: {edition: {}}\nrules: [{forbid: {when: {editon: x}}}]\n",
            code(FindingCode::factUndeclared), "editon", 4);
        row("a range of words", "facts: {edition: {values: [a, b]}}\nrules: [{forbid: {when: {edition: \">3\"}}}]\n",
            code(FindingCode::conditionNeverHolds), "edition", 4);
        row("all words but those that there are",
            "facts: {edition: {values: [a, b]}}\nrules: [{forbid: {when: {edition: {not: [a, b]}}}}]\n",
            code(FindingCode::conditionNeverHolds), "edition", 4);
        row("some of the words", "facts: {edition: {values: [a, b]}}\nrules: [{forbid: {when: {edition: {not: a}}}}]\n",
            -1, "", 0);
        row("a database that nobody has", "rules: [{forbid: {when: {database: oracle}}}]\n",
            code(FindingCode::conditionNeverHolds), "database", 3);
        row("a requirement that nothing meets",
            "components: {php: {available: [7.4]}}\nreleases: [{version: 1.0, requires: {php: \">=8\"}}]\n",
            code(FindingCode::requirementNeverMet), "php", 4);
        row("a requirement that the release brings along",
            "components: {php: {available: [7.4]}}\n"
            "releases: [{version: 1.0, requires: {php: \">=8\"}, provides: {php: 8.1}}]\n",
            -1, "", 0);
        row("a script that nothing names", "scripts: {a.sql: SELECT 1}\n", code(FindingCode::scriptUnreferenced),
            "a.sql", 0);
        row("dates against the order of the file",
            "releases: [{version: 1.1, date: 2020-02-01}, {version: 1.0, date: 2020-01-01}]\n",
            code(FindingCode::datesAgainstOrder), "1.0", 3);
        row("a line that is dated in part", "releases: [{version: 1.0, date: 2020-02-01}, {version: 1.1}]\n",
            code(FindingCode::lineUndatedInPart), "main", 0);
        row("a release after its line's end",
            "lines: [{id: a, end_of_life: 2019-01-01}]\nreleases: [{version: 1.0, date: 2020-02-01}]\n",
            code(FindingCode::endedLineGrows), "1.0", 4);
        row("expired", "expires: 2026-10-31\n", code(FindingCode::expired), "2026-10-31", 0);
        row("expires today", "expires: 2026-11-01\n", -1, "", 0);
        row("published tomorrow", "published: 2026-11-02\n", code(FindingCode::notYetPublished), "2026-11-02", 0);
        row("no compat", "releases: [{version: 1.0, schema: 1}]\n", code(FindingCode::compatMissing), "main", 0);
        row("two meanings of a migration",
            "releases: [{version: 1.0, migrations: [m]}, {version: 1.1, migrations: [{id: m, phase: expand}]}]\n",
            code(FindingCode::migrationDiffers), "m", 3);
        row("a checkpoint at which no path may stop", "releases: [{version: 1.0, state: avoid, checkpoint: {id: c}}]\n",
            code(FindingCode::checkpointWithdrawn), "c", 3);
        const QByteArray four = "releases: [{version: 1.0}, {version: 1.1}, {version: 2.0}, {version: 2.1}]\n";
        const QByteArray two =
            "releases:\n- {version: 1.0}\n- {version: 1.1, checkpoint: {id: a, lands_on: \"<2.1\"}}\n"
            "- {version: 2.0, checkpoint: {id: b, lands_on: ";
        row("checkpoints whose landing sets overlap in part", two + "\">1.0\"}}\n- {version: 2.1}\n",
            code(FindingCode::checkpointsOverlap), "b", 6);
        row("a checkpoint within another one's landing set", two + "\">1.0 <2.1\"}}\n- {version: 2.1}\n", -1, "", 0);
        row("checkpoints apart", two + "2.1}}\n- {version: 2.1}\n", -1, "", 0);
        row("an allow that a forbid covers",
            four + "rules:\n- allow: {from: 1.*, to: 2.0}\n- forbid: {from: \"<2\", to: 2.*}\n",
            code(FindingCode::allowForbidden), (path() + ":6").c_str(), 5);
        row("an allow that a forbid narrows", four + "rules:\n- allow: {from: 1.*, to: 2.*}\n- forbid: {to: 2.1}\n",
            code(FindingCode::allowForbiddenInPart), (path() + ":6").c_str(), 5);
        row("an allow that a forbid narrows at some sites",
            four + "facts: {edition: {}}\nrules:\n- allow: {from: 1.*, to: 2.*}\n"
                   "- forbid: {to: 2.1, when: {edition: x}}\n",
            -1, "", 0);
        row("a forbid only of hops back",
            four + "rules:\n- allow: {from: 1.*, to: 2.*}\n- forbid: {from: 2.*, to: 1.*}\n", -1, "", 0);
        row("a rule that stands twice", four + "rules:\n- forbid: {to: 2.1, reason: one}\n- forbid: {to: 2.1}\n",
            code(FindingCode::ruleRepeated), (path() + ":5").c_str(), 6);
        row("published long ago", "published: 2025-10-01\n", code(FindingCode::stale), "2025-10-01", 0);
        row("a release from after the catalog", "published: 2026-10-01\nreleases: [{version: 1.0, date: 2026-10-02}]\n",
            code(FindingCode::releaseAfterPublished), "1.0", 4);
    }
    void findings()
    {
        QFETCH(QByteArray, document);
        QFETCH(int, code);
        QFETCH(QString, subject);
        QFETCH(int, line);
        const QString path = m_folder.filePath(QStringLiteral("catalog.yaml"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(document) == document.size());
        file.close();
        const auto loaded = load(path.toStdString());
        QVERIFY(loaded.has_value());
        const auto found = check(loaded->catalog, *readDate("2026-11-01"));
        QCOMPARE(found.size(), std::size_t(code < 0 ? 0 : 1));
        if (found.empty())
            return;
        QCOMPARE(int(found.front().code), code);
        QCOMPARE(QString::fromStdString(found.front().subject), subject);
        QCOMPARE(found.front().place.line, line);
    }

    void aMisspeltFactNamesTheNearest()
    {
        const QString path = m_folder.filePath(QStringLiteral("catalog.yaml"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("cairn: 1\nproduct: {id: p}\nfacts: {edition: {}}\nrules: [{forbid: {when: {editon: x}}}]\n");
        file.close();
        const auto found = check(load(path.toStdString())->catalog, Date());
        QCOMPARE(found.front().expected, std::vector<std::string>{"edition"});
        QCOMPARE(found.front().severity, Severity::warning);
    }
};

QTEST_GUILESS_MAIN(TestCatalogCheck)
#include "test_catalog_check.moc"
