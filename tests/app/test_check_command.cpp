#include "tests/app/call.h"
#include "tests/app/folder.h"

namespace {

/// Sites with the full edition are stranded by a checkpoint that is withdrawn; two rules are misspelt.
const char* const badCatalog = R"(cairn: 1
product: {id: shop}
published: 2026-11-01
facts:
  edition: {values: [basic, full], ask: "Which edition?"}
lines:
  - {id: "1.x"}
  - {id: "2.x", from: "1.2"}
releases:
  - {version: "1.0", line: "1.x"}
  - {version: "1.1", line: "1.x"}
  - {version: "1.2", line: "1.x"}
  - {version: "2.0", line: "2.x", state: withdrawn, checkpoint: {id: mail, when: {edition: full}}}
  - {version: "2.1", line: "2.x"}
rules:
  - forbid: {from: "9.*"}
  - forbid: {to: "1.1", when: {editon: full}}
)";

}  // namespace

/// What a release engineer sees of a catalog that misleads.
class TestCheckCommand : public QObject {
    Q_OBJECT

private:
    Folder m_folder;

private Q_SLOTS:
    void initTestCase()
    {
        m_folder.write(QStringLiteral("bad.yaml"), badCatalog);
        m_folder.write(QStringLiteral("good.yaml"), "cairn: 1\nproduct: {id: shop}\nreleases: [{version: 1.0}]\n");
        QVERIFY(QDir::setCurrent(m_folder.path()));
    }

    void theWorstStandsFirst()
    {
        const Called called = call(words("catalog check bad.yaml"));
        QCOMPARE(called.err, QString());
        const QStringList lines = called.out.trimmed().split(QLatin1Char('\n'));
        const QStringList wanted{
            QStringLiteral(
                "bad.yaml:10:15: failure: From none of the 3 release(s) 1.0 to 1.2 does a path lead to 2.1 at "
                "sites where \"edition\" is \"full\"."),
            QStringLiteral("bad.yaml:13:15: reason: Release 2.0 is withdrawn. Publish a release in place of 2.0 at "
                           "which paths may "
                           "stop."),
            QStringLiteral("bad.yaml:13:15: failure: Checkpoint \"mail\" lands only on releases at which no path may "
                           "stop (2.0)"),
            QStringLiteral("bad.yaml:16:5: warning: No release lies in \"9.*\""),
            QStringLiteral("bad.yaml:17:5: warning: The fact \"editon\" is not declared; the nearest that is declared "
                           "is edition."),
            QStringLiteral("bad.yaml: 5 release(s), 4 finding(s).")};
        QCOMPARE(lines.size(), wanted.size());
        for (qsizetype i = 0; i < wanted.size(); ++i) {
            QVERIFY2(lines[i].startsWith(wanted[i]), qPrintable(lines[i]));
        }
    }

    void onlyStrictnessMakesFindingsAFailure_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<int>("code");
        QTest::newRow("findings") << QStringLiteral("catalog check bad.yaml") << 0;
        QTest::newRow("findings, strictly") << QStringLiteral("catalog check bad.yaml --strict") << 3;
        QTest::newRow("none") << QStringLiteral("catalog check good.yaml") << 0;
        QTest::newRow("none, strictly") << QStringLiteral("catalog check good.yaml --strict") << 0;
    }

    void onlyStrictnessMakesFindingsAFailure()
    {
        QFETCH(const QString, arguments);
        QFETCH(const int, code);
        const Called called = call(arguments.split(QLatin1Char(' ')));
        QVERIFY2(called.code == code, qPrintable(called.out));
    }
};

QTEST_GUILESS_MAIN(TestCheckCommand)
#include "test_check_command.moc"
