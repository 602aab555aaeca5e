#include "app/shared/language.h"
#include "tests/app/call.h"
#include "tests/app/folder.h"
#include "tests/app/small_catalog.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

/// `cairn fleet`: a table of sites in, a table of paths out; broken rows are told, and the rest is planned.
class TestFleetOutput : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        app::installLanguage(*QCoreApplication::instance());
        QDir::setCurrent(m_folder.path());
        m_folder.write(QStringLiteral("pump.yaml"), smallCatalog());
        m_folder.write(QStringLiteral("good.csv"), "site,version\nBergen,1.0\n\"Oslo, east\",1.2\nStavanger,2.1\n");
        m_folder.write(QStringLiteral("mixed.csv"), "site,version,target,edition\n"
                                                    "Bergen,1.0,2.0,enterprise\n"
                                                    "Broken,1.0\n"
                                                    "Nowhere,7.7,2.0,enterprise\n"
                                                    "Stranded,2.1,3.0,\n"
                                                    "Open,1.0,2.0,\n"
                                                    "Quo\"te,1.0,2.0,\n"
                                                    "Done,3.0,3.0,\n");
    }

    void csvHasTheColumnsOfTheDesign()
    {
        const Called called = call(words("fleet --catalog pump.yaml --sites good.csv --to 2.1 --format csv"));
        QCOMPARE(called.code, 0);
        QCOMPARE(called.out, QStringLiteral("site,version,target,outcome,hops,path\n"
                                            "Bergen,1.0,2.1,path,2,1.0 > 1.2 > 2.1\n"
                                            "\"Oslo, east\",1.2,2.1,path,1,1.2 > 2.1\n"
                                            "Stavanger,2.1,2.1,nothing-to-do,0,2.1\n"));
    }

    void tablesEndWithASummary()
    {
        const Called called = call(words("fleet --catalog pump.yaml --sites mixed.csv"));
        QCOMPARE(called.code, 0);
        for (const char* const text : {"SITE ", "Bergen ", "1.0 > 1.2 > 2.0", "Pump: a fleet of 5 sites", "Broken rows",
                                       "Where sites stop on their way", "utf8", "Stranded", "1 site on 2.1",
                                       "Such as: Stranded", "\"edition\" decides for 1 site"}) {
            QVERIFY2(called.out.contains(QString::fromUtf8(text)), qPrintable(called.out + QString::fromUtf8(text)));
        }
    }

    void brokenRowsAreToldWithTheirLine()
    {
        const Called called = call(words("fleet --catalog pump.yaml --sites mixed.csv --format csv"));
        QCOMPARE(called.code, 0);
        QVERIFY2(called.err.contains(QStringLiteral("mixed.csv:3: This row has 2 cells, and the header has 4.")),
                 qPrintable(called.err));
        QVERIFY2(called.err.contains(QStringLiteral("mixed.csv:4: The catalog has no release \"7.7\"")),
                 qPrintable(called.err));
        QVERIFY2(called.err.contains(QStringLiteral("mixed.csv:7: The quotation marks of this row do not match.")),
                 qPrintable(called.err));
        QVERIFY(called.out.contains(QStringLiteral("Done,3.0,3.0,nothing-to-do,0,3.0\n")));
    }

    void strictEndsWithFindings()
    {
        QCOMPARE(call(words("fleet --catalog pump.yaml --sites mixed.csv --strict")).code, 3);
        QCOMPARE(call(words("fleet --catalog pump.yaml --sites good.csv --to 2.1 --strict")).code, 0);
    }

    void jsonIsOneObject()
    {
        const Called called = call(words("fleet --catalog pump.yaml --sites mixed.csv --format json"));
        QJsonParseError error;
        const QJsonObject fleet = QJsonDocument::fromJson(called.out.toUtf8(), &error).object();
        QCOMPARE(error.error, QJsonParseError::NoError);
        QCOMPARE(fleet.value(QStringLiteral("format")).toString(), QStringLiteral("cairn-fleet/1"));
        const QJsonArray sites = fleet.value(QStringLiteral("sites")).toArray();
        QCOMPARE(sites.size(), 7);
        QCOMPARE(sites.first().toObject().value(QStringLiteral("path")).toArray().size(), 3);
        const QJsonObject summary = fleet.value(QStringLiteral("summary")).toObject();
        QCOMPARE(summary.value(QStringLiteral("broken")).toInt(), 2);
        QCOMPARE(summary.value(QStringLiteral("stranded")).toArray().size(), 1);
    }

    void filesAreWholeOrAsTheyWere()
    {
        QCOMPARE(call(words("fleet --catalog pump.yaml --sites good.csv --to 2.1 --format csv -o out.csv")).out,
                 QString());
        const QByteArray whole = Folder::read(m_folder.path(QStringLiteral("out.csv")));
        QVERIFY(whole.startsWith("site,version,"));
        m_folder.write(QStringLiteral("header.csv"), "name,version\nBergen,1.0\n");
        QCOMPARE(call(words("fleet --catalog pump.yaml --sites header.csv --format csv -o out.csv")).code, 5);
        QCOMPARE(Folder::read(m_folder.path(QStringLiteral("out.csv"))), whole);
        const Called nowhere = call(words("fleet --catalog pump.yaml --sites good.csv -o none/out.csv"));
        QCOMPARE(nowhere.code, 1);
        QVERIFY2(nowhere.err.contains(QStringLiteral("Cannot write: none/out.csv")), qPrintable(nowhere.err));
    }

private:
    Folder m_folder;
};

QTEST_GUILESS_MAIN(TestFleetOutput)
#include "test_fleet_output.moc"
