#include "catalog/load.h"

#include <QtTest/QtTest>
#include <filesystem>

using namespace catalog;

namespace {

QString text(const std::string& value) { return QString::fromStdString(value); }

const QByteArray head = "cairn: 1\nproduct: {id: ledger}\n";

QByteArray release(const char* keys) { return head + "releases:\n  - version: 1.0\n    " + keys + "\n"; }

QByteArray step(const char* keys)
{
    return head + "releases:\n  - version: 1.0\n    install:\n      artefacts: [{name: a.tar, size: 1, sha256: " +
           QByteArray(64, 'a') + "}]\n      install:\n        - " + keys + "\n";
}

}  // namespace

class TestCatalogReading : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::string write(const QString& name, const QByteArray& bytes)
    {
        const QString path = m_folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(path));
        return path.toStdString();
    }

private Q_SLOTS:
    void init() { QVERIFY(QDir(m_folder.path()).removeRecursively() && QDir().mkpath(m_folder.path())); }

    void mistakes_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QString>("expected");  ///< the first of Error::expected
        QTest::addColumn<int>("relatedLine");
        const auto row = [](const char* name, const QByteArray& document, ErrorCode code, int line, int column,
                            const char* subject, const char* expected = "", int relatedLine = 0) {
            QTest::newRow(name) << document << int(code) << line << column << QString::fromUtf8(subject)
                                << QString::fromUtf8(expected) << relatedLine;
        };
        // text
        row("empty", "", ErrorCode::fileEmpty, 0, 0, "");
        row("only a comment", "# nothing\n", ErrorCode::fileEmpty, 0, 0, "");
        row("binary", QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16), ErrorCode::fileBinary, 0, 0, "");
        row("Latin-1", "cairn: 1\nproduct: {id: caf\xe9}\n", ErrorCode::notUtf8, 0, 0, "");
        row("truncated in a flow map", "cairn: 1\nproduct: {id: led", ErrorCode::yamlSyntax, 2, 1,
            "end of map flow not found");
        row("a tab as indentation", "cairn: 1\nproduct:\n\tid: x\n", ErrorCode::yamlSyntax, 3, 4, "illegal map value");
        row("a second document", "cairn: 1\n---\ncairn: 1\n", ErrorCode::yamlSyntax, 3, 1, "---", "", 1);
        row("an alias that nothing anchors", head + "notes: *none\n", ErrorCode::yamlSyntax, 3, 8,
            "the referenced anchor is not defined");
        row("a cycle of aliases", "cairn: 1\nrules: &loop\n  - *loop\n", ErrorCode::yamlCycle, 3, 5, "loop");
        row("a duplicate key", "cairn: 1\nproduct: {id: a}\nproduct: {id: b}\n", ErrorCode::duplicateKey, 3, 1,
            "product", "", 2);
        row("a duplicate key in a flow map", "cairn: 1\nproduct: {id: a, id: b}\n", ErrorCode::duplicateKey, 2, 18,
            "id", "", 2);
        row("a list as a key", head + "? [a]\n: 1\n", ErrorCode::wrongKind, 3, 3, "", "key");
        // shape
        row("a list at the top", "- cairn\n", ErrorCode::wrongKind, 1, 1, "list", "map");
        row("no cairn", "product: {id: a}\n", ErrorCode::missingKey, 1, 1, "cairn");
        row("a later format", "cairn: 2\nproduct: {id: a}\nnews: 1\n", ErrorCode::formatVersion, 1, 8, "2", "1");
        row("no product", "cairn: 1\n", ErrorCode::missingKey, 1, 1, "product");
        row("product as a scalar", "cairn: 1\nproduct: ledger\n", ErrorCode::wrongKind, 2, 10, "ledger",
            "{id: ledger}");
        row("product without id", "cairn: 1\nproduct: {name: Ledger}\n", ErrorCode::missingKey, 2, 10, "id");
        row("a misspelt key at the top", head + "relaeses: []\n", ErrorCode::unknownKey, 3, 1, "relaeses", "releases");
        row("a misspelt key of a release", release("chanels: [stable]"), ErrorCode::unknownKey, 5, 5, "chanels",
            "channels");
        row("a key like none", release("zzzzzz: 1"), ErrorCode::unknownKey, 5, 5, "zzzzzz");
        row("a release without version", head + "releases: [{date: 2020-01-01}]\n", ErrorCode::missingKey, 3, 12,
            "version");
        row("a release as a scalar", head + "releases: [1.0]\n", ErrorCode::wrongKind, 3, 12, "1.0", "map");
        row("releases as a map", head + "releases: {1.0: {}}\n", ErrorCode::wrongKind, 3, 11, "map", "list");
        row("a wrong choice", head + "versions: calver\n", ErrorCode::badValue, 3, 11, "calver", "numeric");
        row("a day that does not exist", release("date: 2023-02-29"), ErrorCode::badValue, 5, 11, "2023-02-29",
            "YYYY-MM-DD");
        row("a duration without a unit", release("times: {downtime: 5}"), ErrorCode::badValue, 5, 23, "5", "1h30m");
        row("a schema that is no number", release("schema: v5"), ErrorCode::badValue, 5, 13, "v5", "0…");
        row("a negative sequence", head + "sequence: -1\n", ErrorCode::badValue, 3, 11, "-1", "0…");
        row("an unknown state", release("state: broken"), ErrorCode::badValue, 5, 12, "broken", "ok");
        row("a state map without value", release("state: {reason: bad}"), ErrorCode::missingKey, 5, 12, "value");
        row("a reason twice", release("state: {value: avoid, reason: a}\n    reason: b"), ErrorCode::contradiction, 6,
            5, "reason", "", 5);
        row("since after until", release("state: avoid\n    since: 2020-02-01\n    until: 2020-01-01"),
            ErrorCode::contradiction, 7, 5, "until", "", 6);
        row("a version that the scheme cannot read", head + "versions: semver\nreleases: [{version: 1.2.3.4}]\n",
            ErrorCode::badVersion, 4, 22, "1.2.3.4", "semver");
        row("a range with an unknown operator", release("checkpoint: {id: c, lands_on: \"=>5\"}"), ErrorCode::badRange,
            5, 35, "=>5");
        row("a component's version that cannot be read", head + "components: {java: {available: [\"11 LTS\"]}}\n",
            ErrorCode::badVersion, 3, 33, "11 LTS", "numeric");
        row("a provided version that cannot be read", release("provides: {java: \"> 11\"}"), ErrorCode::badVersion, 5,
            22, "> 11", "numeric");
        row("a required range that cannot be read", release("requires: {java: \">=x y\"}"), ErrorCode::badVersion, 5,
            22, "x");
        row("an unknown multiple", release("requires: {disk_free: \">=x database\"}"), ErrorCode::badValue, 5, 27,
            ">=x database", ">=2x database");
        // meaning
        row("two releases with one version", head + "releases:\n  - version: 1.0\n  - version: 1.0\n",
            ErrorCode::duplicateName, 5, 14, "1.0", "", 4);
        row("an alias that is a version", head + "releases:\n  - version: 1.0\n  - {version: 1.1, aliases: 1.0}\n",
            ErrorCode::duplicateName, 5, 15, "1.0", "", 4);
        row("an alias given twice",
            head + "releases:\n  - {version: 1.0, aliases: [R1]}\n  - {version: 1.1, aliases: [R1]}\n",
            ErrorCode::duplicateName, 5, 15, "R1", "", 4);
        row("two lines with one id", head + "lines: [{id: a}, {id: a}]\n", ErrorCode::duplicateName, 3, 18, "a", "", 3);
        row("an unknown line", head + "lines: [{id: main}]\nreleases:\n  - {version: 1.0, line: mian}\n",
            ErrorCode::unknownName, 5, 26, "mian", "main");
        row("no line where there are several", head + "lines: [{id: a}, {id: b}]\nreleases:\n  - version: 1.0\n",
            ErrorCode::missingKey, 5, 5, "line", "a");
        row("a line from no release",
            head + "lines: [{id: a}, {id: b, from: 1.9}]\nreleases: [{version: 1.0, line: a}]\n",
            ErrorCode::unknownName, 3, 32, "1.9", "1.0");
        row("a line from one listed later",
            head + "lines: [{id: a, from: 2.0}, {id: b}]\nreleases: [{version: 2.0, line: b}]\n", ErrorCode::lineOrder,
            3, 9, "a", "", 4);
        row("a line from itself", head + "lines: [{id: a, from: 2.0}]\nreleases: [{version: 2.0}]\n",
            ErrorCode::lineOrder, 3, 9, "a", "", 4);
        row("a schema that falls", head + "releases:\n  - {version: 1.0, schema: 5}\n  - {version: 1.1, schema: 4}\n",
            ErrorCode::schemaFalls, 5, 15, "1.1", "", 4);
        row("compat above schema", release("schema: 4\n    compat: 5"), ErrorCode::contradiction, 4, 14, "compat",
            "schema");
        row("a leave rule for an unknown line", head + "rules:\n  - leave: {line: maine}\n", ErrorCode::unknownName, 4,
            19, "maine", "main");
        row("an unknown rule", head + "rules:\n  - forbidd: {to: 1.0}\n", ErrorCode::unknownKey, 4, 5, "forbidd",
            "forbid");
        row("a risk without id", head + "rules:\n  - risk: {to: 1.0}\n", ErrorCode::missingKey, 4, 11, "id");
        row("a reach without lines", head + "rules:\n  - reach: {to: 1.0}\n", ErrorCode::missingKey, 4, 12, "lines");
        row("a fact's default of another type", head + "facts: {nodes: {type: number, default: many}}\n",
            ErrorCode::badValue, 3, 40, "many", "12");
        row("a fact that is also a component", head + "components: {java: {}}\nfacts: {java: {}}\n",
            ErrorCode::duplicateName, 4, 9, "java", "", 3);
        row("a number asked for a word",
            head + "facts: {nodes: {type: number}}\nrules:\n  - forbid: {when: {nodes: many}}\n", ErrorCode::badValue,
            5, 28, "many", "12");
        row("a boolean asked for a range",
            head + "facts: {online: {type: boolean}}\nrules:\n  - forbid: {when: {online: \">1\"}}\n",
            ErrorCode::badValue, 5, 29, ">1", "true");
        row("a value that is not offered",
            head +
                "facts: {edition: {values: [basic, enterprise]}}\nrules:\n  - forbid: {when: {edition: entreprise}}\n",
            ErrorCode::badValue, 5, 30, "entreprise", "enterprise");
        row("an empty list of conditions", head + "rules:\n  - forbid: {when: []}\n", ErrorCode::badValue, 4, 20, "[]",
            "{fact: value}");
        row("expires before published", head + "published: 2026-01-02\nexpires: 2026-01-01\n", ErrorCode::contradiction,
            4, 1, "expires", "published", 3);
        // installs
        row("a script that is not there", release("migrations: [{id: m, sql: sql/none.sql}]"), ErrorCode::scriptMissing,
            5, 31, "sql/none.sql");
        row("a script above the folder", release("migrations: [{id: m, sql: ../m.sql}]"), ErrorCode::scriptOutside, 5,
            31, "../m.sql");
        row("an absolute script", release("migrations: [{id: m, sql: {sqlite: /etc/passwd}}]"),
            ErrorCode::scriptOutside, 5, 40, "/etc/passwd");
        row("a migration twice", release("migrations: [m1, m1]"), ErrorCode::duplicateName, 5, 22, "m1", "", 5);
        row("a nontx migration of SQLite without probe",
            release("migrations: [{id: m, kind: nontx, sql: {sqlite: a.sql}}]"), ErrorCode::missingKey, 5, 18, "probe");
        row("a nontx migration without probe", release("migrations: [{id: m, kind: nontx}]"), ErrorCode::missingKey, 5,
            18, "probe");
        row("a step without driver", step("{id: a}"), ErrorCode::missingKey, 8, 11, "driver");
        row("a step without what its driver needs", step("{id: a, driver: command}"), ErrorCode::missingKey, 8, 11,
            "run");
        row("a step with another driver's key", step("{id: a, driver: archive, artefact: a.tar, runs: [x]}"),
            ErrorCode::unknownKey, 8, 53, "runs");
        row("a shell string", step("{id: a, driver: command, run: rm -rf x}"), ErrorCode::wrongKind, 8, 41, "rm -rf x",
            "[program, argument, …]");
        row("an unknown placeholder", step("{id: a, driver: command, run: [\"{relase}/x\"]}"), ErrorCode::badValue, 8,
            42, "{relase}", "{release}");
        row("a placeholder that does not end", step("{id: a, driver: command, run: [\"{release\"]}"),
            ErrorCode::badValue, 8, 42, "{release", "{release}");
        row("an opaque step without probe", step("{id: a, driver: command, kind: opaque, run: [a]}"),
            ErrorCode::missingKey, 8, 11, "probe");
        row("an artefact that is not listed", step("{id: a, driver: archive, artefact: b.tar}"), ErrorCode::unknownName,
            8, 46, "b.tar", "a.tar");
        row("before-start elsewhere", step("{id: a, driver: archive, artefact: a.tar, before-start: true}"),
            ErrorCode::contradiction, 8, 53, "before-start", "contract");
        row("a person who has to hurry", step("{id: a, driver: manual, text: b, timeout: 1h}"),
            ErrorCode::contradiction, 8, 44, "timeout", "manual");
        row("two ways to probe", step("{id: a, driver: archive, artefact: a.tar, probe: {exists: x, run: [x]}}"),
            ErrorCode::badValue, 8, 60, "map", "sql");
        row("an artefact's name with a folder", release("install: {artefacts: [{name: ../a, size: 1, sha256: 00}]}"),
            ErrorCode::badValue, 5, 34, "../a", "name.tar");
        row("a digest that is too short", release("install: {artefacts: [{name: a, size: 1, sha256: 00}]}"),
            ErrorCode::badValue, 5, 54, "00", "64 × 0-9a-f");
    }
    void mistakes()
    {
        QFETCH(QByteArray, document);
        QFETCH(int, code);
        QFETCH(int, line);
        QFETCH(int, column);
        QFETCH(QString, subject);
        QFETCH(QString, expected);
        QFETCH(int, relatedLine);
        const std::string path = write(QStringLiteral("catalog.yaml"), document);
        const auto loaded = load(path);
        QVERIFY(!loaded);
        const Error& error = loaded.error().front();
        QCOMPARE(text(error.subject), subject);
        QCOMPARE(int(error.code), code);
        QCOMPARE(error.place.line, line);
        QCOMPARE(error.place.column, column);
        QCOMPARE(text(error.place.file), text(path));
        QCOMPARE(error.expected.empty() ? QString() : text(error.expected.front()), expected);
        QCOMPARE(error.related.line, relatedLine);
    }

    void filesThatCannotBeRead()
    {
        QCOMPARE(int(load(m_folder.filePath(QStringLiteral("none.yaml")).toStdString()).error().front().code),
                 int(ErrorCode::fileMissing));
        QCOMPARE(int(load(m_folder.path().toStdString()).error().front().code), int(ErrorCode::fileEmpty));
        QCOMPARE(int(load(write(QStringLiteral("a.cairn"), "cairn: 1\n")).error().front().code),
                 int(ErrorCode::storeForeign));
        QFile huge(QString::fromStdString(write(QStringLiteral("huge.yaml"), head)));
        QVERIFY(huge.resize((64 << 20) + 1));
        const auto error = load(huge.fileName().toStdString()).error().front();
        QCOMPARE(int(error.code), int(ErrorCode::fileTooLarge));
        QCOMPARE(text(error.expected.front()), QStringLiteral("67108864"));
        QCOMPARE(int(load("/dev/null").error().front().code), int(ErrorCode::fileUnreadable));
    }

    void aliasBombsAndDeepNesting()
    {
        QByteArray bomb = "cairn: 1\na: &a [x, x, x, x, x, x, x, x, x, x]\n";
        for (char c = 'b'; c <= 'i'; ++c) {
            bomb += QByteArray(1, c) + ": &" + c + " [";
            for (int i = 0; i < 10; ++i)
                bomb += QByteArray(i > 0 ? ", *" : "*") + static_cast<char>(c - 1);
            bomb += "]\n";
        }
        QCOMPARE(int(load(write(QStringLiteral("bomb.yaml"), bomb)).error().front().code),
                 int(ErrorCode::yamlTooManyNodes));
        const QByteArray deep = "cairn: " + QByteArray(500, '[') + QByteArray(500, ']');
        const auto error = load(write(QStringLiteral("deep.yaml"), deep)).error().front();
        QCOMPARE(int(error.code), int(ErrorCode::yamlTooDeep));
        QCOMPARE(error.place.column, 67);
        QByteArray chain = "cairn: 1\na0: &a0 [x]\n";
        for (int i = 1; i < 70; ++i)
            chain += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [*a" + QByteArray::number(i - 1) +
                     "]\n";
        QCOMPARE(int(load(write(QStringLiteral("chain.yaml"), chain)).error().front().code),
                 int(ErrorCode::yamlTooDeep));
    }

    void allMistakesAreReportedUpToALimit()
    {
        const auto two =
            load(write(QStringLiteral("two.yaml"), head + "polcy: open\nreleases:\n  - {version: 1.0, dat: x}\n"));
        QCOMPARE(two.error().size(), std::size_t{2});
        QByteArray many = head + "releases:\n";
        for (int i = 0; i < 500; ++i)
            many += "  - {version: 1." + QByteArray::number(i) + ", wrong: 1}\n";
        QCOMPARE(load(write(QStringLiteral("many.yaml"), many)).error().size(), maximumErrors);
    }

    void foldersAreJoined()
    {
        write(QStringLiteral("c/head.yaml"), head + "facts: {a: {type: number}}\n");
        write(QStringLiteral("c/lines/1.yml"), "lines: [{id: x}]\nreleases: [{version: 1.0, line: x}]\n");
        write(
            QStringLiteral("c/lines/2.json"),
            R"({"lines": [{"id": "y", "from": "1.0"}], "releases": [{"version": "2.10", "line": "y"}], "facts": {"b": null}})");
        write(QStringLiteral("c/sql/not-a-catalog.yaml"), "x: 1\n");
        write(QStringLiteral("c/product/release.json"), "{\"x\": 1}\n");
        write(QStringLiteral("c/.hidden.yaml"), "x: 1\n");
        write(QStringLiteral("c/notes.txt"), "x\n");
        const std::string folder = m_folder.filePath(QStringLiteral("c")).toStdString();
        const auto loaded = load(folder);
        QVERIFY(loaded);
        QCOMPARE(loaded->catalog.lines.size(), std::size_t{2});
        QCOMPARE(text(loaded->catalog.releases.at(1).version.text), QStringLiteral("2.10"));
        QCOMPARE(loaded->catalog.facts.size(), std::size_t{2});

        const std::string again = write(QStringLiteral("c/rules.yaml"), "cairn: 1\nfacts: {a: {}}\nrulez: []\n");
        const auto wrong = load(folder);
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().size(), std::size_t{2});
        QCOMPARE(int(wrong.error()[0].code), int(ErrorCode::duplicateKey));
        QCOMPARE(text(wrong.error()[0].subject), QStringLiteral("cairn"));
        QCOMPARE(text(wrong.error()[0].place.file), text(again));
        QCOMPARE(text(wrong.error()[1].subject), QStringLiteral("a"));
        QVERIFY(wrong.error()[1].related.file.ends_with("head.yaml"));
    }

    void scriptsStayInTheFolder()
    {
        write(QStringLiteral("secret.sql"), "SELECT 'outside';\n");
        write(QStringLiteral("c/sql/m.sql"), "SELECT 1;\n");
        const std::string path =
            write(QStringLiteral("c/catalog.yaml"), release("migrations: [{id: m, sql: sql/m.sql}]"));
        const auto loaded = load(path);
        QVERIFY(loaded);
        QCOMPARE(text(loaded->catalog.scripts.at("sql/m.sql")), QStringLiteral("SELECT 1;\n"));
        QCOMPARE(loaded->digest, load(m_folder.filePath(QStringLiteral("c")).toStdString())->digest);
        std::filesystem::remove(m_folder.filePath(QStringLiteral("c/sql/m.sql")).toStdString());
        std::filesystem::create_symlink("../../secret.sql",
                                        m_folder.filePath(QStringLiteral("c/sql/m.sql")).toStdString());
        QCOMPARE(int(load(path).error().front().code), int(ErrorCode::scriptOutside));
    }

    void shorthandsMeanTheSame_data()
    {
        QTest::addColumn<QByteArray>("one");
        QTest::addColumn<QByteArray>("other");
        const auto row = [](const char* name, const QByteArray& one, const QByteArray& other) {
            QTest::newRow(name) << one << other;
        };
        row("channels", release("channels: stable"), release("channels: [stable]"));
        row("checkpoint", release("checkpoint: {id: c}"), release("checkpoint: [{id: c}]"));
        row("when", release("offer: {a: 1}"), release("offer: [{a: [1]}]"));
        row("an empty when", release("offer: {}"), release("channels: []"));
        row("state", release("state: withdrawn\n    reason: r\n    since: 2020-01-01"),
            release("state: {value: withdrawn, reason: r, since: 2020-01-01}"));
        row("ranges", release("checkpoint: {id: c, lands_on: \"1.0 ||  1.1.*\"}"),
            release("checkpoint: {id: c, lands_on: [1.0, 1.1.*]}"));
        row("migrations", release("migrations: [m]"), release("migrations: [{id: m, phase: migrate, kind: tx}]"));
        row("no lines", release("date: 2020-01-01"),
            head + "lines: [{id: main}]\nreleases: [{version: 1.0, line: main, date: 2020-01-01}]\n");
        row("sizes", release("requires: {disk_free: \">=2 GB\"}"), release("requires: {disk_free: \">=2147483648\"}"));
        row("an alias in a rule", release("aliases: [2014 R1]") + "rules: [{forbid: {to: 2014 R1}}]\n",
            release("aliases: [2014 R1]") + "rules: [{forbid: {to: 1.0}}]\n");
        row("latest", head + "rules: [{leave: {line: main, from: latest}}]\n",
            head + "rules: [{leave: {line: main}}]\n");
        row("JSON", R"({"cairn": 1, "product": {"id": "a"}, "releases": [{"version": "2.10", "schema": 5}]})",
            "cairn: 1\nproduct: {id: a}\nreleases: [{version: 2.10, schema: 5}]\n");
        row("null", head + "expires: null\nrules: ~\n", head);
        row("anchors", head + "releases:\n  - {version: 1, times: &t {downtime: 60s}}\n  - {version: 2, times: *t}\n",
            head + "releases:\n  - {version: 1, times: {downtime: 1m}}\n  - {version: 2, times: {downtime: 1m}}\n");
    }
    void shorthandsMeanTheSame()
    {
        QFETCH(QByteArray, one);
        QFETCH(QByteArray, other);
        const auto first = load(write(QStringLiteral("a.yaml"), one));
        const auto second = load(write(QStringLiteral("b.yaml"), other));
        QVERIFY(first);
        QVERIFY(second);
        QVERIFY(first->catalog == second->catalog);
        QCOMPARE(first->digest, second->digest);
    }

    void numbersStayText()
    {
        const auto loaded =
            load(write(QStringLiteral("a.yaml"), head + "releases: [{version: 2.10}, {version: 2.1}]\n"));
        QVERIFY(loaded);
        QCOMPARE(text(loaded->catalog.releases[0].version.text), QStringLiteral("2.10"));
    }
};

QTEST_GUILESS_MAIN(TestCatalogReading)
#include "test_catalog_reading.moc"
