#include "app/shared/language.h"
#include "tests/app/call.h"
#include "tests/app/folder.h"
#include "tests/app/small_catalog.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

/// `cairn catalog import` and `cairn catalog diff`.
class TestCatalogChange : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        app::installLanguage(*QCoreApplication::instance());
        QDir::setCurrent(m_folder.path());
        m_folder.write(QStringLiteral("old.yaml"), smallCatalog());
        QByteArray text = smallCatalog();
        text.replace("sequence: 7", "sequence: 8");
        text.replace("state: withdrawn, reason: \"It loses messages.\"", "state: ok");
        m_folder.write(QStringLiteral("new.yaml"), text);
        m_folder.write(QStringLiteral("graph.json"),
                       R"({"version":1,"nodes":[{"version":"4.1.0"},{"version":"4.1.9"},{"version":"4.2.1"}],)"
                       R"("edges":[[0,1],[1,2]]})");
    }

    void graphsBecomeCatalogs_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("text") << QStringLiteral("shift.yaml");
        QTest::newRow("compiled") << QStringLiteral("shift.cairn");
    }
    void graphsBecomeCatalogs()
    {
        QFETCH(const QString, file);
        const Called called = call(words("catalog import cincinnati graph.json --product shift -o") << file);
        QVERIFY2(called.code == 0, qPrintable(called.err));
        const Called plan = call(QStringList{QStringLiteral("plan"), QStringLiteral("--catalog"), file} +
                                 words("--from 4.1.0 --format json"));
        QCOMPARE(plan.code, 0);
        const QJsonObject answer = QJsonDocument::fromJson(plan.out.toUtf8()).object();
        QCOMPARE(answer.value(QStringLiteral("product")).toString(), QStringLiteral("shift"));
        QCOMPARE(answer.value(QStringLiteral("hops")).toArray().size(), 2);
    }

    void anImportWithoutAFileIsPrinted()
    {
        const Called called = call(words("catalog import cincinnati graph.json"));
        QCOMPARE(called.code, 0);
        QVERIFY2(called.out.startsWith(QStringLiteral("cairn: 1")), qPrintable(called.out));
        QVERIFY(called.out.contains(QStringLiteral("graph")));
    }

    void formatsThatAreNotKnownAreAUsageError()
    {
        QCOMPARE(call(words("catalog import cincinati graph.json")).code, 2);
        QCOMPARE(call(words("catalog import")).code, 2);
        QCOMPARE(call(words("catalog diff old.yaml")).code, 2);
    }

    void equalCatalogsSayTheSame()
    {
        const Called called = call(words("catalog diff old.yaml old.yaml --strict"));
        QCOMPARE(called.code, 0);
        QVERIFY2(called.out.contains(QStringLiteral("The catalogs say the same")), qPrintable(called.out));
    }

    void whatChangedIsToldWithTheAnswers()
    {
        const Called called = call(words("catalog diff old.yaml new.yaml"));
        QCOMPARE(called.code, 0);
        for (const char* const text : {"What changed between two catalogs", "sequence", "2.2", "state",
                                       "Answers that changed", "Before: ", "After: "}) {
            QVERIFY2(called.out.contains(QString::fromUtf8(text)), qPrintable(called.out));
        }
        QCOMPARE(call(words("catalog diff old.yaml new.yaml --strict")).code, 3);
    }

    void diffsAreForProgramsToo()
    {
        const Called called = call(words("catalog diff old.yaml new.yaml --format json"));
        const QJsonObject diff = QJsonDocument::fromJson(called.out.toUtf8()).object();
        QCOMPARE(diff.value(QStringLiteral("format")).toString(), QStringLiteral("cairn-catalog-diff/1"));
        QCOMPARE(diff.value(QStringLiteral("same")).toBool(), false);
        QCOMPARE(diff.value(QStringLiteral("head")).toArray(), QJsonArray{QStringLiteral("sequence")});
        QCOMPARE(diff.value(QStringLiteral("changed")).toArray().first().toObject().value(QStringLiteral("release")),
                 QJsonValue(QStringLiteral("2.2")));
        QVERIFY(!diff.value(QStringLiteral("answers")).toArray().isEmpty());
    }

private:
    Folder m_folder;
};

QTEST_GUILESS_MAIN(TestCatalogChange)
#include "test_catalog_change.moc"
