#include "app/shared/language.h"
#include "tests/app/call.h"
#include "tests/app/folder.h"
#include "tests/app/small_catalog.h"

#include <QtTest>

namespace {

QByteArray siteFor(const char* product, const char* version)
{
    return QByteArray("cairn-site: 1\nproduct: ") + product + "\nname: Harbour\nversion: \"" + version + "\"\n";
}

QByteArray with(QByteArray text, const char* old, const char* now)
{
    if (!text.contains(old)) {
        qFatal("nothing to replace: %s", old);
    }
    return text.replace(old, now);
}

/// An update graph of two nodes.
QByteArray graph(const QByteArray& edges)
{
    return R"({"version":1,"nodes":[{"version":"1.0.0"},{"version":"1.1.0"}],"edges":[)" + edges + "]}";
}

}  // namespace

/// Input that cannot be used: its own message with file and line, exit code 5, nothing on stdout, nothing written.
class TestBadInput : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        app::installLanguage(*QCoreApplication::instance());
        QDir::setCurrent(m_folder.path());
        const QByteArray good = smallCatalog();
        m_folder.write(QStringLiteral("good.yaml"), good);
        m_folder.write(QStringLiteral("empty.yaml"), {});
        m_folder.write(QStringLiteral("blank.yaml"), "\n# nothing\n");
        m_folder.write(QStringLiteral("binary.yaml"), QByteArray("cairn: 1\n\0\x01\x02", 12));
        m_folder.write(QStringLiteral("latin1.yaml"), "cairn: 1\nproduct: {id: \xfc}\n");
        m_folder.write(QStringLiteral("cut.yaml"), good.left(good.indexOf("releases:") + 30));
        m_folder.write(QStringLiteral("cycle.yaml"), "cairn: 1\nproduct: &a {id: pump, name: *a}\n");
        m_folder.write(QStringLiteral("deep.yaml"), "cairn: " + QByteArray(500, '[') + QByteArray(500, ']') + "\n");
        m_folder.write(QStringLiteral("bomb.yaml"), bomb());
        m_folder.write(QStringLiteral("twice.yaml"), with(good, "sequence: 7", "sequence: 7\nsequence: 8"));
        m_folder.write(QStringLiteral("misspelt.yaml"), with(good, "published:", "publishd:"));
        m_folder.write(QStringLiteral("samename.yaml"), with(good, "version: \"1.1\"", "version: \"1.0\""));
        m_folder.write(QStringLiteral("noproduct.yaml"), "cairn: 1\nreleases: []\n");
        m_folder.write(QStringLiteral("future.yaml"), with(good, "cairn: 1", "cairn: 9"));
        m_folder.write(QStringLiteral("badrange.yaml"), with(good, "from: \"2.*\"", "from: \">>2\""));
        m_folder.write(QStringLiteral("foreign.cairn"), "SQLite format 3" + QByteArray(2000, '\0'));
        m_folder.write(QStringLiteral("site.yaml"), siteFor("pump", "1.0"));
        m_folder.write(QStringLiteral("othersite.yaml"), siteFor("fan", "1.0"));
        m_folder.write(QStringLiteral("badsite.yaml"), siteFor("pump", "1.0") + "facst: {edition: community}\n");
        m_folder.write(QStringLiteral("unknownsite.yaml"), siteFor("pump", "1.7"));
        m_folder.write(QStringLiteral("notaplan.json"), "{\"format\": \"something\"}\n");
        m_folder.write(QStringLiteral("cutplan.json"), "{\"format\": \"cairn-plan/1\", \"outc");
        m_folder.write(QStringLiteral("never.yaml"),
                       siteFor("pump", "1.0") + "windows: [\"Feb 30 22:00-23:00 Europe/Oslo\"]\n");
        m_folder.write(QStringLiteral("zoneless.yaml"), siteFor("pump", "1.0") + "windows: [\"Sat 22:00-23:00\"]\n");
        m_folder.write(QStringLiteral("farzone.yaml"),
                       siteFor("pump", "1.0") + "windows: [\"Sat 22:00-23:00 Europe/Olso\"]\n");
        m_folder.write(QStringLiteral("noversion.csv"), "site,vesion\nBergen,1.0\n");
        m_folder.write(QStringLiteral("nocolumn.csv"), "site,version,editon\nBergen,1.0,community\n");
        m_folder.write(QStringLiteral("empty.csv"), {});
        m_folder.write(QStringLiteral("self.json"), graph("[0,0]"));
        m_folder.write(QStringLiteral("circle.json"), graph("[0,1],[1,0]"));
        m_folder.write(QStringLiteral("dangling.json"), graph("[0,7]"));
        m_folder.write(QStringLiteral("twin.json"), graph("[0,1]").replace("1.1.0", "1.0.0"));
        m_folder.write(QStringLiteral("nograph.json"), "{\"nodes\": 3}");
        QFile huge(m_folder.path(QStringLiteral("huge.yaml")));
        QVERIFY(huge.open(QIODevice::WriteOnly));
        QVERIFY(huge.resize(qint64{200} * 1024 * 1024));
    }

    void badInputIsNamed_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const char* line, const char* message) {
            QTest::newRow(name) << words(line) << QString::fromUtf8(message);
        };
        row("missing catalog", "plan --catalog none.yaml --from 1.0", "none.yaml: There is no such file or folder.");
        row("empty catalog", "plan --catalog empty.yaml --from 1.0", "empty.yaml: There is nothing in it.");
        row("catalog of comments", "plan --catalog blank.yaml --from 1.0", "blank.yaml");
        row("binary catalog", "plan --catalog binary.yaml --from 1.0", "binary.yaml: This is neither text nor");
        row("catalog in another encoding", "plan --catalog latin1.yaml --from 1.0",
            "latin1.yaml: The text is not UTF-8.");
        row("truncated catalog", "plan --catalog cut.yaml --from 1.0", "cut.yaml:");
        row("huge catalog", "plan --catalog huge.yaml --from 1.0",
            "huge.yaml: This is too large to be read: it has "
            "200 MB");
        row("cyclic catalog", "plan --catalog cycle.yaml --from 1.0", "cycle.yaml:2");
        row("deep catalog", "plan --catalog deep.yaml --from 1.0", "nested too deeply");
        row("aliases that multiply", "plan --catalog bomb.yaml --from 1.0", "too many values");
        row("duplicate key", "plan --catalog twice.yaml --from 1.0",
            "twice.yaml:5:1: The key \"sequence\" stands here a second time; it was first at twice.yaml:4:1.");
        row("misspelt key", "plan --catalog misspelt.yaml --from 1.0",
            "misspelt.yaml:3:1: The key \"publishd\" is not known here; the nearest is \"published\".");
        row("two releases with one version", "plan --catalog samename.yaml --from 1.0",
            "The name \"1.0\" is given a second time; it was first given at samename.yaml:");
        row("missing key", "plan --catalog noproduct.yaml --from 1.0", "The key \"product\" is missing");
        row("format of a later version", "plan --catalog future.yaml --from 1.0", "This is format version 9");
        row("range that cannot be read", "plan --catalog badrange.yaml --from 1.0", "badrange.yaml:");
        row("SQLite file that is no catalog", "plan --catalog foreign.cairn --from 1.0", "foreign.cairn");
        row("unknown release", "plan --catalog good.yaml --from 1.01",
            "The catalog has no release \"1.01\"; the nearest it has is");
        row("unknown target", "plan --catalog good.yaml --from 1.0 --to 3.9", "3.9");
        row("unknown release explained", "explain --catalog good.yaml --from 7.7 --to 1.1", "7.7");
        row("unknown component", "plan --catalog good.yaml --from 1.0 --component pph=8.1",
            "Nothing is called \"pph\"; right would be \"php\".");
        row("value that is not allowed", "plan --catalog good.yaml --from 1.0 --fact edition=enterprize", "enterprize");
        row("missing site", "plan --catalog good.yaml --site none.yaml", "none.yaml: There is no such file");
        row("site of another product", "plan --catalog good.yaml --site othersite.yaml",
            "This is for the product \"fan\", but pump is wanted.");
        row("site with a misspelt key", "plan --catalog good.yaml --site badsite.yaml",
            "The key \"facst\" is not known here; the nearest is \"facts\".");
        row("site with an unknown version", "plan --catalog good.yaml --site unknownsite.yaml",
            "The catalog has no release \"1.7\"");
        row("catalog check of a broken one", "catalog check misspelt.yaml", "misspelt.yaml:3:1: ");
        row("catalog show of an unknown release", "catalog show good.yaml 1.17", "The catalog has no release \"1.17\"");
        row("catalog compile of a broken one", "catalog compile twice.yaml -o twice.cairn", "twice.yaml:5:1: ");
        row("missing plan", "run --plan none.json --site site.yaml", "none.json: There is no such file");
        row("plan of another format", "run --plan notaplan.json --site site.yaml", "notaplan.json");
        row("truncated plan", "run --plan cutplan.json --site site.yaml", "cutplan.json");
        row("window that never opens", "plan --catalog good.yaml --site never.yaml --to 1.1",
            "This window never opens: ");
        row("window without a zone", "plan --catalog good.yaml --site zoneless.yaml --to 1.1",
            "does not say its time zone");
        row("window in an unknown zone", "plan --catalog good.yaml --site farzone.yaml --to 1.1",
            "There is no time zone \"Europe/Olso\"; the nearest is ");
        row("calendar without windows", "plan --catalog good.yaml --site site.yaml --to 1.1 --format ical",
            "The site names no windows.");
        row("earliest without windows", "plan --catalog good.yaml --site site.yaml --to 1.1 --earliest 2026-12-01",
            "The site names no windows.");
        row("name that is no sample", "plan --catalog gitlub --from 1.0",
            "name a catalog that comes with Cairn: gitlab or ledger.");
        row("fleet without its table", "fleet --catalog good.yaml --sites none.csv", "none.csv: There is no such file");
        row("fleet with an empty table", "fleet --catalog good.yaml --sites empty.csv", "empty.csv: ");
        row("fleet without versions", "fleet --catalog good.yaml --sites noversion.csv", "noversion.csv:1");
        row("fleet with an unknown column", "fleet --catalog good.yaml --sites nocolumn.csv",
            "The column \"editon\" means nothing here; the nearest is \"edition\".");
        row("graph with a self-loop", "catalog import cincinnati self.json", "leads to itself");
        row("graph with a circle", "catalog import cincinnati circle.json", "The edges go in a circle: ");
        row("graph with a dangling edge", "catalog import cincinnati dangling.json -o out.yaml",
            "points at node \"7\", which does not exist");
        row("graph with a duplicate node", "catalog import cincinnati twin.json", "a second time");
        row("file that is no graph", "catalog import cincinnati nograph.json", "nograph.json");
        row("diff with a missing catalog", "catalog diff good.yaml none.yaml", "none.yaml: There is no such file");
        row("run at a missing site", "status --site none.yaml", "none.yaml: There is no such file");
    }
    void badInputIsNamed()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, message);
        const QStringList before = names();
        const Called called = call(arguments);
        QCOMPARE(called.code, 5);
        QVERIFY2(called.err.contains(message), qPrintable(called.err));
        QCOMPARE(called.out, QString());
        QCOMPARE(names(), before);
    }

    void statusOfAnUntouchedSiteIsNoError()
    {
        const Called called = call(words("status --site site.yaml"));
        QCOMPARE(called.code, 0);
        QCOMPARE(called.out, QStringLiteral("This site was never upgraded by Cairn.\n"));
    }

    void nothingToReportIsSaid()
    {
        const Called called = call(words("report --site site.yaml"));
        QCOMPARE(called.code, 5);
        QVERIFY2(called.err.contains(QStringLiteral("nothing to report")), qPrintable(called.err));
    }

    void nothingToPauseIsSaid()
    {
        const QStringList before = names();
        const Called called = call(words("pause --site site.yaml"));
        QCOMPARE(called.code, 5);
        QVERIFY2(called.err.contains(QStringLiteral("nothing to pause")), qPrintable(called.err));
        QCOMPARE(names(), before);
    }

private:
    /// Nine aliases of nine aliases, and so on: small as a file, a million values when expanded.
    static QByteArray bomb()
    {
        QByteArray text = "cairn: 1\na0: &a0 [x, x, x, x, x, x, x, x, x]\n";
        for (int i = 1; i < 9; ++i) {
            const QByteArray last = "*a" + QByteArray::number(i - 1);
            QByteArray list = last;
            for (int copy = 1; copy < 9; ++copy) {
                list += ", " + last;
            }
            text += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [" + list + "]\n";
        }
        return text;
    }

    [[nodiscard]] QStringList names() const
    {
        return QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }

    Folder m_folder;
};

QTEST_GUILESS_MAIN(TestBadInput)
#include "test_bad_input.moc"
