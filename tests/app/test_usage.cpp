#include "app/shared/language.h"
#include "tests/app/call.h"
#include "tests/app/folder.h"
#include "tests/app/small_catalog.h"

#include <QtTest>

/// Command lines that cannot be meant: exit code 2, a sentence that says what would be right, nothing on stdout.
class TestUsage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        app::installLanguage(*QCoreApplication::instance());
        m_folder.write(QStringLiteral("c.yaml"), smallCatalog());
        QDir::setCurrent(m_folder.path());
    }

    void usageErrorsSayWhatIsRight_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const char* line, const char* message) {
            QTest::newRow(name) << words(line) << QString::fromUtf8(message);
        };
        row("no command", "", "What is to be done? There are plan, explain,");
        row("misspelt command", "plna --catalog c.yaml", "There is no command \"plna\". Did you mean \"plan\"?");
        row("command of a later version", "approve --plan p", "There is no command \"approve\".");
        row("two commands", "plan explain", "One command at a time: \"explain\" is a second one.");
        row("option before the command", "--catalog c.yaml plan", "A command comes first, then its options");
        row("misspelt option", "plan --catlog c.yaml --from 1.0",
            "The command \"plan\" has no option \"--catlog\". Did you mean \"--catalog\"?");
        row("misspelt option with a value", "plan --form=1.0 --catalog c.yaml", "Did you mean \"--from\"");
        row("option of another command", "explain --catalog c.yaml --from 1.0 --require-direct",
            "The command \"explain\" has no option \"--require-direct\".");
        row("argument without a use", "plan 1.0 --catalog c.yaml", "The command \"plan\" has no use for \"1.0\".");
        row("option without a value", "plan --catalog c.yaml --from", "The option --from needs a value after it.");
        row("value of an option that takes none", "plan --catalog c.yaml --from 1.0 --failed=maybe",
            "The option --failed takes no value, and was given \"maybe\".\ncairn: `cairn plan --help` shows");
        row("misspelt option of a catalog command", "catalog show c.yaml --fromat html",
            "Did you mean \"--format\"?\ncairn: `cairn catalog show --help` shows");
        row("option given twice", "plan --catalog c.yaml --from 1.0 --from 1.1",
            "The option --from may be given only once.");
        row("no catalog", "plan --from 1.0", "Which catalog? Name it with --catalog PATH.");
        row("nothing installed", "plan --catalog c.yaml", "What is installed? Say it with --from VERSION");
        row("empty version", "plan --catalog c.yaml --from=", "The option --from needs a value after it.");
        row("unknown format", "plan --catalog c.yaml --from 1.0 --format jsn",
            "The option --format does not know \"jsn\". Did you mean \"json\"? It takes text, json, markdown, html, "
            "dot "
            "or ical.");
        row("format of another command", "plan --catalog c.yaml --from 1.0 --alternatives --format ical",
            "The option --format does not know \"ical\".");
        row("earliest that is no day", "plan --catalog c.yaml --from 1.0 --earliest tomorrow",
            "The option --earliest takes a day like 2026-11-01 or a time like 2026-11-01T22:00, and was given "
            "\"tomorrow\".");
        row("alternatives of a direct hop", "plan --catalog c.yaml --from 1.0 --alternatives --require-direct",
            "--alternatives and --require-direct exclude each other");
        row("fleet without a table", "fleet --catalog c.yaml", "Which sites?");
        row("fleet without a catalog", "fleet --sites s.csv", "Which catalog?");
        row("unknown preference", "plan --catalog c.yaml --from 1.0 --prefer hop", "Did you mean \"hops\"?");
        row("day that does not exist", "plan --catalog c.yaml --from 1.0 --as-of 2026-02-30",
            "The option --as-of takes a day like 2026-11-01, and was given \"2026-02-30\".");
        row("fact without a value", "plan --catalog c.yaml --from 1.0 --fact edition",
            "The option --fact takes NAME=VALUE, and was given \"edition\".");
        row("fact without a name", "plan --catalog c.yaml --from 1.0 --fact =x", "The option --fact takes NAME=VALUE");
        row("component without a version", "plan --catalog c.yaml --from 1.0 --component php",
            "The option --component takes NAME=VALUE");
        row("fixed component without a version", "plan --catalog c.yaml --from 1.0 --fixed php",
            "The option --fixed names \"php\", of which no version is known.");
        row("run without a plan", "run --site s.yaml", "Which plan? Name the file");
        row("run without a site", "run --plan p.json", "Which site? Name its file with --site FILE.");
        row("resume without a site", "resume", "Which site?");
        row("rollback without a site", "rollback", "Which site?");
        row("pause without a site", "pause", "Which site?");
        row("status without a site", "status", "Which site?");
        row("report without a site", "report", "Which site?");
        row("unknown report format", "report --format dot --site s.yaml", "The option --format does not know \"dot\".");
        row("demo without a folder", "demo", "Where to? Name a folder");
        row("catalog alone", "catalog",
            "What is to be done? There are check, show, compile, export, import, diff, sign, verify, "
            "key and classify.");
        row("misspelt catalog command", "catalog shwo", "There is no command \"shwo\". Did you mean \"show\"?");
        row("catalog check of nothing", "catalog check", "Which catalog?");
        row("catalog check of two", "catalog check a b", "The command \"catalog check\" has no use for \"b\".");
        row("catalog compile to nowhere", "catalog compile c.yaml", "Where to? Name the file to write with -o FILE");
        row("plan-only with another command", "run --plan-only", "The command \"run\" has no option \"--plan-only\".");
    }
    void usageErrorsSayWhatIsRight()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, message);
        const auto before = m_folder.picture();
        const Called called = call(arguments);
        QCOMPARE(called.code, 2);
        QVERIFY2(called.err.contains(message), qPrintable(called.err));
        QVERIFY2(called.err.startsWith(QStringLiteral("cairn: ")), qPrintable(called.err));
        QVERIFY2(called.err.contains(QStringLiteral("--help` shows what there is.")), qPrintable(called.err));
        QCOMPARE(called.out, QString());
        QCOMPARE(m_folder.picture(), before);
    }

    void anAnswerDoesNotTakeThePlaceOfItsInput_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const char* arguments, int code) {
            QTest::newRow(name) << QString::fromUtf8(arguments) << code;
        };
        row("catalog compiled onto itself", "catalog compile c.yaml -o c.yaml", 2);
        row("by another path", "catalog compile c.yaml -o folder/../c.yaml", 2);
        row("exported onto itself", "catalog export c.yaml -o c.yaml", 2);
        row("shown onto itself", "catalog show c.yaml -o c.yaml", 2);
        row("onto a file of its folder", "catalog export folder -o folder/all.yaml", 2);
        row("compiled into its own folder", "catalog compile folder -o folder/c.cairn", 0);
        row("plan onto the catalog", "plan --catalog c.yaml --from 1.0 --to 2.1 -o c.yaml", 2);
        row("plan onto the site", "plan --catalog c.yaml --site site.yaml --to 2.1 -o site.yaml", 2);
        row("explanation onto the site", "explain --catalog c.yaml --site site.yaml --to 2.1 -o site.yaml", 2);
        row("fleet onto its table", "fleet --catalog c.yaml --sites sites.csv -o sites.csv", 2);
        row("report onto the site", "report --site site.yaml -o site.yaml", 2);
        row("graph onto itself", "catalog import cincinnati graph.json -o graph.json", 2);
        row("another file", "plan --catalog c.yaml --from 1.0 --to 2.1 -o new.txt", 0);
        row("a file that is there", "plan --catalog c.yaml --from 1.0 --to 2.1 -o old.txt", 0);
    }
    void anAnswerDoesNotTakeThePlaceOfItsInput()
    {
        QFETCH(const QString, arguments);
        QFETCH(const int, code);
        m_folder.write(QStringLiteral("folder/all.yaml"), smallCatalog());
        m_folder.write(QStringLiteral("folder/c.cairn"), "old");
        m_folder.write(QStringLiteral("old.txt"), "old");
        m_folder.write(QStringLiteral("site.yaml"), "cairn-site: 1\nproduct: pump\nversion: \"1.0\"\n");
        m_folder.write(QStringLiteral("sites.csv"), "site,version\nBergen,1.0\n");
        m_folder.write(QStringLiteral("graph.json"), R"({"version":1,"nodes":[{"version":"1.0.0"}],"edges":[]})");
        const auto before = m_folder.picture();
        const Called called = call(arguments.split(QLatin1Char(' ')));
        QCOMPARE(called.code, code);
        if (code == 2) {
            QVERIFY2(called.err.contains(QStringLiteral("which the same command reads and would destroy. Name another "
                                                        "file.")),
                     qPrintable(called.err));
            QCOMPARE(m_folder.picture(), before);
        } else {
            QVERIFY(m_folder.picture() != before);
        }
    }

    void versionsWithSpacesAndControlCharactersAreRefused_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<int>("code");
        QTest::newRow("empty") << QStringLiteral("") << 2;
        QTest::newRow("spaces alone") << QStringLiteral("  ") << 2;
        QTest::newRow("escape") << QStringLiteral("1.0\x1b[2J") << 2;
        QTest::newRow("line end") << QStringLiteral("1.0\n1.1") << 2;
        QTest::newRow("space inside") << QStringLiteral("1 0") << 5;
    }
    void versionsWithSpacesAndControlCharactersAreRefused()
    {
        QFETCH(const QString, version);
        QFETCH(const int, code);
        const Called called = call({QStringLiteral("plan"), QStringLiteral("--catalog"), QStringLiteral("c.yaml"),
                                    QStringLiteral("--from"), version});
        QCOMPARE(called.code, code);
        QVERIFY(!called.err.contains(QLatin1Char('\x1b')));
        QCOMPARE(called.out, QString());
    }

    void helpTeaches()
    {
        const Called called = call(words("--help"));
        QCOMPARE(called.code, 0);
        QCOMPARE(called.err, QString());
        for (const char* const part : {"plan", "explain", "run", "resume", "pause", "rollback", "status", "report",
                                       "catalog", "demo", "--plan-only", "Examples", "Exit codes", "23"}) {
            QVERIFY2(called.out.contains(QLatin1String(part)), part);
        }
        for (const QString& line : called.out.split(QLatin1Char('\n'))) {
            QVERIFY2(line.size() <= 100, qPrintable(line));
        }
        QCOMPARE(call(words("help")).out, called.out);
    }

    void everyCommandHasHelp_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("part");
        QTest::newRow("plan") << words("plan --help") << QStringLiteral("--accept-risk");
        QTest::newRow("plan, asked first") << words("help plan") << QStringLiteral("--accept-risk");
        QTest::newRow("plan-only") << words("--plan-only --help") << QStringLiteral("--require-direct");
        QTest::newRow("explain") << words("explain -h") << QStringLiteral("--from");
        QTest::newRow("run") << words("run --help") << QStringLiteral("--allow-unsigned");
        QTest::newRow("resume") << words("resume --help") << QStringLiteral("--site");
        QTest::newRow("rollback") << words("rollback --help")
                                  << QStringLiteral("Nothing is ever restored over writes.");
        QTest::newRow("pause") << words("pause --help") << QStringLiteral("--site");
        QTest::newRow("status") << words("status --help") << QStringLiteral("--watch");
        QTest::newRow("report") << words("report --help") << QStringLiteral("--format");
        QTest::newRow("catalog") << words("catalog --help") << QStringLiteral("compile");
        QTest::newRow("catalog check") << words("catalog check --help") << QStringLiteral("--strict");
        QTest::newRow("catalog show") << words("catalog show --help") << QStringLiteral("RELEASE");
        QTest::newRow("catalog import") << words("catalog import --help") << QStringLiteral("cincinnati");
        QTest::newRow("catalog diff") << words("catalog diff --help") << QStringLiteral("OLD");
        QTest::newRow("catalog compile") << words("catalog compile --help") << QStringLiteral(".cairn");
        QTest::newRow("catalog export") << words("catalog export --help") << QStringLiteral("--output");
        QTest::newRow("fleet") << words("fleet --help") << QStringLiteral("--sites");
        QTest::newRow("demo") << words("demo --help") << QStringLiteral("DIR");
    }
    void everyCommandHasHelp()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, part);
        const Called called = call(arguments);
        QCOMPARE(called.code, 0);
        QCOMPARE(called.err, QString());
        QVERIFY2(called.out.contains(part), qPrintable(called.out));
    }

    /// Lines to be typed are never broken.
    void helpFitsOnAnOldTerminal_data() { everyCommandHasHelp_data(); }
    void helpFitsOnAnOldTerminal()
    {
        QFETCH(const QStringList, arguments);
        for (const QString& line : call(arguments).out.split(QLatin1Char('\n'))) {
            QVERIFY2(line.size() <= 80 || line.startsWith(QStringLiteral("  cairn ")), qPrintable(line));
        }
    }

    void examplesAreOfTheirCommand()
    {
        const QString help = call(words("catalog diff --help")).out;
        QVERIFY2(help.contains(QStringLiteral("  cairn catalog diff ")), qPrintable(help));
        QVERIFY2(!help.contains(QStringLiteral("  cairn catalog check ")), qPrintable(help));
        QVERIFY(call(words("catalog --help")).out.contains(QStringLiteral("  cairn catalog check ")));
    }

    void versionIsOneLine()
    {
        const Called called = call(words("--version"));
        QCOMPARE(called.code, 0);
        QCOMPARE(called.out, QStringLiteral("cairn " CAIRN_VERSION "\n"));
    }

private:
    Folder m_folder;
};

QTEST_GUILESS_MAIN(TestUsage)
#include "test_usage.moc"
