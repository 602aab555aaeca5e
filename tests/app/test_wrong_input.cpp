#include "app/shared/language.h"
#include "tests/app/call.h"
#include "tests/app/folder.h"

namespace {

/// What a row says of a catalog: everything after its first two lines.
QByteArray catalogOf(const QByteArray& body) { return "cairn: 1\nproduct: {id: p}\n" + body; }

QByteArray siteOf(const QByteArray& body) { return "cairn-site: 1\nproduct: p\nversion: \"1.0\"\n" + body; }

QByteArray graphOf(const QByteArray& edges)
{
    return R"({"version":1,"nodes":[{"version":"1.0.0"},{"version":"1.1.0"},{"version":"1.2.0"}],"edges":[)" + edges +
           "]}";
}

const char* const facts = R"(facts:
  nodes: {type: number, ask: "How many nodes?"}
  edition: {type: string, values: [basic, full]}
  mail: {type: boolean, default: false}
  modules: {type: set, values: [stock, pay]}
releases:
  - {version: "1.0"}
  - {version: "1.1", times: {downtime: 30m, duration: 1h, restore: 20m}}
rules:
  - forbid: {from: "1.0", when: {nodes: ">3", edition: full, mail: true, modules: pay}}
)";

}  // namespace

/// Input that nobody can mean, each with its whole message: where it stands, what is wrong and what would be right.
class TestWrongInput : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        app::installLanguage(*QCoreApplication::instance());
        QDir::setCurrent(m_folder.path());
        m_folder.write(QStringLiteral("p.yaml"), catalogOf(facts));
    }

    void itsWholeMessage_data()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("err");
        QTest::addColumn<QString>("out");
        wrongCatalogs();
        contradictions();
        wrongFacts();
        wrongWindows();
        wrongTables();
        wrongGraphs();
    }
    void itsWholeMessage()
    {
        QFETCH(const QByteArray, input);
        QFETCH(const QString, arguments);
        QFETCH(const int, code);
        QFETCH(const QString, err);
        QFETCH(const QString, out);
        m_folder.write(QStringLiteral("in"), input);
        const Called called = call(arguments.split(QLatin1Char(' '), Qt::SkipEmptyParts));
        QCOMPARE(withoutSignatureWarning(called.err), err);
        QCOMPARE(called.out, out);
        QCOMPARE(called.code, code);
    }

private:
    static void row(const char* name, const QByteArray& input, const char* arguments, int code, const char* err,
                    const char* out = "")
    {
        QTest::newRow(name) << input << QString::fromUtf8(arguments) << code << QString::fromUtf8(err)
                            << QString::fromUtf8(out);
    }

    static QString withoutSignatureWarning(const QString& err)
    {
        return err.startsWith(QStringLiteral("cairn: warning: The catalog ")) &&
                       err.section(QLatin1Char('\n'), 0, 0).contains(QStringLiteral(" is not signed"))
                   ? err.section(QLatin1Char('\n'), 1)
                   : err;
    }

    static void wrongCatalogs()
    {
        const char* const plan = "plan --catalog in --from 1.0";
        row("a number that no integer holds",
            catalogOf(
                "sequence: 99999999999999999999\nreleases:\n  - {version: \"1.0\", schema: 18446744073709551616}\n"),
            plan, 5,
            "cairn: in:3:11: The value \"99999999999999999999\" cannot stand here; right would be a whole number from "
            "0 "
            "on.\n"
            "cairn: in:5:30: The value \"18446744073709551616\" cannot stand here; right would be a whole number from "
            "0 "
            "on.\n");
        row("a day that does not exist", catalogOf("published: 2026-02-30\nreleases:\n  - {version: \"1.0\"}\n"), plan,
            5,
            "cairn: in:3:12: The value \"2026-02-30\" cannot stand here; right would be a day that exists, such as "
            "2026-11-01.\n");
        row("a duration without a unit", catalogOf("releases:\n  - {version: \"1.0\", times: {downtime: 5}}\n"), plan,
            5, "cairn: in:4:40: The value \"5\" cannot stand here; right would be 1h30m or 40s.\n");
        row("a duration beyond counting",
            catalogOf("releases:\n  - {version: \"1.0\", times: {downtime: 99999999999999999h}}\n"), plan, 5,
            "cairn: in:4:40: The value \"99999999999999999h\" cannot stand here; right would be 1h30m or 40s.\n");
        row("a version that semver does not read",
            catalogOf("versions: semver\nreleases:\n  - {version: one.two}\n  - {version: 1.0.0}\n"), plan, 5,
            "cairn: in:5:15: \"one.two\" is not a version in the catalog's scheme, which is semver; right would be one "
            "like 4.2.7-rc.1.\n");
        row("a version that Debian does not read",
            catalogOf("versions: debian\nreleases:\n  - {version: \"1.0\"}\n  - {version: \"a b\"}\n"), plan, 5,
            "cairn: in:6:15: \"a b\" is not a version in the catalog's scheme, which is debian; right would be one "
            "like "
            "1:4.2.7-1.\n");
        row("a version without a number or letter",
            catalogOf("releases:\n  - {version: \"1.0\"}\n  - {version: \"-\"}\n"), plan, 5,
            "cairn: in:5:15: \"-\" is not a version in the catalog's scheme, which is numeric; right would be one like "
            "4.2.7.\n");
        row("a fact whose default is of another type",
            catalogOf("facts:\n  nodes: {type: number, default: many}\nreleases:\n  - {version: \"1.0\"}\n"), plan, 5,
            "cairn: in:4:34: The value \"many\" cannot stand here; right would be 12 or 1.5.\n");
        row("a condition of another type than its fact",
            catalogOf("facts:\n  nodes: {type: number}\nreleases:\n  - {version: \"1.0\"}\n"
                      "rules:\n  - forbid: {when: {nodes: many}}\n"),
            plan, 5, "cairn: in:8:28: The value \"many\" cannot stand here; right would be 12, >=2 or >1 <=8.\n");
        row("a line that is not there",
            catalogOf("lines: [{id: old}, {id: new, from: \"9\"}]\nreleases:\n  - {version: \"1.0\", line: x}\n"), plan,
            5,
            "cairn: in:5:28: Nothing is called \"x\"; right would be \"old\" or \"new\".\n"
            "cairn: in:3:36: Nothing is called \"9\"; right would be \"1.0\".\n");
        row("old code that works with a schema that is not there yet",
            catalogOf("releases:\n  - {version: \"1.0\", schema: 5, compat: 6}\n"), plan, 5,
            "cairn: in:4:15: The compat of a release is never above its schema. Lower it.\n");
        row("an end before the beginning", catalogOf("published: 2026-02-02\nexpires: 2026-02-01\nreleases: []\n"),
            plan, 5, "cairn: in:4:1: \"expires\" contradicts what stands at in:3:1. Correct one of them.\n");
        row("values of a number",
            catalogOf("facts:\n  nodes: {type: number, values: [a]}\nreleases:\n  - {version: \"1.0\"}\n"), plan, 5,
            "cairn: in:4:25: Only facts of the type string or set have values to choose from. Leave them out, or "
            "change "
            "the type.\n");
        row("a site that its own release does not run on",
            catalogOf("components: {php: {available: [\"8.1\"]}}\nreleases:\n"
                      "  - {version: \"1.0\", requires: {php: \">=8\"}}\n"),
            "plan --catalog in --from 1.0 --component php=7.4", 5,
            "cairn: --component php: \"php 7.4\" contradicts what stands at in:5:15; right would be >=8.\n");
        row("a list where a map belongs", catalogOf("facts: [nodes]\nreleases:\n  - {version: \"1.0\"}\n"), plan, 5,
            "cairn: in:3:8: This is a list, where a map would be right.\n");
    }

    static void contradictions()
    {
        row("allowed and forbidden at once",
            catalogOf("policy: closed\nreleases:\n  - {version: \"1.0\"}\n  - {version: \"1.1\"}\n"
                      "rules:\n  - allow: {from: \"1.0\", to: \"1.1\"}\n  - forbid: {from: \"1.0\", to: \"1.1\"}\n"),
            "catalog check in --strict", 3, "",
            "in:5:15: failure: No path leads from release 1.0 to 1.1, whatever the site is like. Allow a hop that "
            "leads "
            "on.\n"
            "in:9:5: reason: The vendor forbids the hop from 1.0 to 1.1. Narrow its ranges, or give it a condition.\n"
            "in:8:5: failure: Every hop that this rule allows is forbidden by the rule at in:9, such as 1.0 to 1.1: it "
            "allows nothing. Correct the ranges, or leave one of the rules out.\n"
            "in:6:15: warning: No hop leads to some releases of line main (1.1). Allow one.\n"
            "in: 2 releases, 3 findings.\n");
        row("two checkpoints that exclude each other",
            catalogOf("lines:\n  - {id: a}\n  - {id: b, from: \"1.0\"}\n  - {id: c, from: \"1.0\"}\nreleases:\n"
                      "  - {version: \"1.0\", line: a}\n"
                      "  - {version: \"2.0\", line: b, checkpoint: {id: x, beyond: \"3.1\"}}\n"
                      "  - {version: \"3.0\", line: c, checkpoint: {id: y, beyond: \"3.1\"}}\n"
                      "  - {version: \"3.1\", line: c}\n"),
            "catalog check in --strict", 3, "",
            "in:8:15: failure: No path leads from release 1.0 to 3.1, whatever the site is like. Allow a hop that "
            "leads "
            "on.\n"
            "in:9:15: reason: Checkpoint \"x\" may not be jumped over: stop at 2.0 first. Let it land on a release "
            "that "
            "these sites can reach and leave.\n"
            "in:9:15: failure: No path leads from release 2.0 to 3.1, whatever the site is like. Allow a hop that "
            "leads "
            "on.\n"
            "in:10:15: reason: Checkpoint \"y\" may not be jumped over: stop at 3.0 first. Let it land on a release "
            "that "
            "these sites can reach and leave.\n"
            "in:10:15: failure: No path leads from release 3.0 to 3.1, whatever the site is like. Allow a hop that "
            "leads "
            "on.\n"
            "in:9:15: reason: Checkpoint \"x\" may not be jumped over: stop at 2.0 first. Let it land on a release "
            "that "
            "these sites can reach and leave.\n"
            "in:11:15: warning: No hop leads to some releases of line c (3.1). Allow one.\n"
            "in: 4 releases, 4 findings.\n");
        row("a checkpoint inside a withdrawn range",
            catalogOf("releases:\n  - {version: \"1.0\"}\n"
                      "  - {version: \"2.0\", state: withdrawn, checkpoint: {id: x, lands_on: \"2.0.*\"}}\n"
                      "  - {version: \"2.0.1\", state: withdrawn}\n  - {version: \"3.0\"}\n  - {version: \"3.1\"}\n"),
            "catalog check in --strict", 3, "",
            "in:4:15: failure: No path leads from release 1.0 to 3.1, whatever the site is like. Allow a hop that "
            "leads "
            "on.\n"
            "in:6:15: reason: Release 2.0.1 is withdrawn. Publish a release in place of 2.0.1 at which paths may "
            "stop.\n"
            "in:5:15: failure: Checkpoint \"x\" lands only on releases at which no path may stop (2.0 and 2.0.1), so "
            "nobody can pass it. Add one at which paths may.\n"
            "in: 5 releases, 2 findings.\n");
    }

    static void wrongFacts()
    {
        row("a number that is a word", "", "plan --catalog p.yaml --from 1.0 --fact nodes=many", 5,
            "cairn: --fact nodes: The value \"many\" cannot stand here; right would be 12 or 1.5.\n");
        row("a number beyond counting", "", "plan --catalog p.yaml --from 1.0 --fact nodes=1e400", 5,
            "cairn: --fact nodes: The value \"1e400\" cannot stand here; right would be 12 or 1.5.\n");
        row("an answer that is not offered", "", "plan --catalog p.yaml --from 1.0 --fact edition=ful", 5,
            "cairn: --fact edition: The value \"ful\" cannot stand here; right would be basic or full.\n");
        row("one answer too many", "", "plan --catalog p.yaml --from 1.0 --fact nodes=1 --fact nodes=2", 5,
            "cairn: --fact nodes: The value \"1, 2\" cannot stand here; right would be one value.\n");
        row("facts in a site file", siteOf("facts: {nodes: many, mail: perhaps, modules: [stock, pray]}\n"),
            "plan --catalog p.yaml --site in", 5,
            "cairn: in:4:28: The value \"perhaps\" cannot stand here; right would be true or false.\n"
            "cairn: in:4:46: The value \"pray\" cannot stand here; right would be stock or pay.\n"
            "cairn: in:4:16: The value \"many\" cannot stand here; right would be 12 or 1.5.\n");
        row("a kind of database that does not exist", "", "plan --catalog p.yaml --from 1.0 --fact database=oracle", 5,
            "cairn: --fact database: The value \"oracle\" cannot stand here; right would be sqlite or postgresql.\n");
        row("a fact that the catalog never asks about", "",
            "plan --catalog p.yaml --from 1.1 --fact editoin=full --fact colour=red", 0,
            "cairn: warning: The catalog asks nothing about the fact \"colour\", which changes no answer.\n"
            "cairn: warning: The catalog asks nothing about the fact \"editoin\", which changes no answer. The nearest "
            "that "
            "it knows is edition.\n",
            "p: nothing to do\n\nRelease 1.1 is installed, and that is the newest this site can be offered.\n");
        row("a channel and a risk that the catalog does not name",
            catalogOf("releases:\n  - {version: \"1.0\"}\n  - {version: \"1.1\", channels: [stable, fast]}\n"
                      "rules:\n  - risk: {id: SlowIndex, to: \"1.1\"}\n"),
            "plan --catalog in --from 1.0 --channel stabel --accept-risk SlowIndx", 0,
            "cairn: warning: The catalog offers nothing to the channel \"stabel\". The nearest that it knows is "
            "stable.\n"
            "cairn: warning: The catalog knows no risk \"SlowIndx\", and accepting it changes nothing. The nearest "
            "that it "
            "knows is SlowIndex.\n",
            "p: nothing to do\n\nRelease 1.0 is installed, and that is the newest this site can be offered.\n");
        row("a component of which the catalog knows nothing",
            catalogOf("components: {php: {available: [\"8.1\"]}}\nreleases:\n  - {version: \"1.0\"}\n"),
            "plan --catalog in --from 1.0 --component ruby=3", 5,
            "cairn: --component ruby: Nothing is called \"ruby\"; right would be \"php\".\n");
        row("a component without a version",
            catalogOf("components: {php: {available: [\"8.1\"]}}\nreleases:\n  - {version: \"1.0\"}\n"),
            "plan --catalog in --from 1.0 --component php=-", 5,
            "cairn: --component php: \"-\" is not a version in the catalog's scheme, which is numeric; right would be "
            "one like 4.2.7.\n");
    }

    static void wrongWindows()
    {
        const char* const plan = "plan --catalog p.yaml --site in --fact mail=false";
        row("a day that no year has", siteOf("windows: [Feb 30 22:00-23:00 Europe/Oslo]\n"), plan, 5,
            "cairn: in:4:11: This window never opens: \"Feb 30\"; right would be Feb 28.\n");
        row("a date that does not exist",
            siteOf("windows:\n  - Sat 22:00-04:00 Europe/Oslo\n  - 2026-02-30 22:00-23:00 Europe/Oslo\n"), plan, 5,
            "cairn: in:6:5: This window never opens: \"2026-02-30\"; right would be 2026-02-28.\n");
        row("no length", siteOf("windows: Sat 22:00-22:00 Europe/Oslo\n"), plan, 5,
            "cairn: in:4:14: This window never opens: \"22:00-22:00\"; right would be Sat 22:00-04:00 Europe/Oslo, "
            "Mon-Fri 01:00-05:00 Europe/Oslo, 2026-12-24 20:00-23:00 Europe/Oslo or daily 01:00-04:00 Europe/Oslo.\n");
        row("a time that no clock shows", siteOf("windows: [Sat 25:00-26:00 Europe/Oslo]\n"), plan, 5,
            "cairn: in:4:15: \"25:00\" is no time of day; right would be 00:00 to 23:59.\n");
        row("a misspelt day", siteOf("windows: [Sta 22:00-23:00 Europe/Oslo]\n"), plan, 5,
            "cairn: in:4:11: \"Sta\" is no day of a window; right would be Sat.\n");
        row("a window of nothing", siteOf("windows: [\"\"]\n"), plan, 5,
            "cairn: in:4:11: The value \"\" cannot stand here; right would be a text.\n");
        row("shorter than any hop", siteOf("windows: [Sat 22:00-22:10 Europe/Oslo]\n"),
            "plan --catalog p.yaml --site in --fact mail=false --format ical", 3,
            "cairn: warning: 1.0 > 1.1 needs 1 h 5 min with room to restore, and no window is open longer than 10 min. "
            "The window \"Sat 22:00-22:10 Europe/Oslo\" would do as \"Sat 22:00-23:15 Europe/Oslo\".\n"
            "cairn: Nothing of the plan fits into the site's windows, so there is no calendar.\n");
        row("over already", siteOf("windows: [2020-01-01 22:00-23:30 Europe/Oslo]\n"),
            "plan --catalog p.yaml --site in --fact mail=false --format ical", 3,
            "cairn: warning: 1.0 > 1.1 has no place: no window that is long enough is still to come.\n"
            "cairn: Nothing of the plan fits into the site's windows, so there is no calendar.\n");
    }

    static void wrongTables()
    {
        const char* const header = "site,version,target,outcome,hops,path\n";
        const char* const fleet = "fleet --catalog p.yaml --sites in --fact mail=false --format csv --strict";
        const QByteArray bergen = "Bergen,1.0,1.1,path,1,1.0 > 1.1\n";
        const char* const summary = "p: a fleet of 2 sites\n\n  Sites        2\n  A legal way  2\n  Broken rows  1\n";
        const QByteArray tromso = "Tromso,1.0,1.1,path,1,1.0 > 1.1\n";
        const auto broken = [&](const char* name, const char* middle, const char* told,
                                const char* line = ",,,invalid-input,,\n") {
            row(name, QByteArray("site,version\nBergen,1.0\n") + middle + "Tromso,1.0\n", fleet, 3,
                (QByteArray(told) + summary).constData(), (header + bergen + line + tromso).constData());
        };
        broken("a quotation mark that is not closed", "Oslo,\"1.0\n",
               "cairn: in:3: The quotation marks of this row do not match.\n");
        broken("a cell too few", "Oslo\n", "cairn: in:3: This row has 1 cells, and the header has 2.\n");
        broken("a cell too many", "Oslo,1.0,1.1\n", "cairn: in:3: This row has 3 cells, and the header has 2.\n");
        broken("text in another encoding", "Troms\xf8,1.0\n",
               "cairn: in:3: The text is not UTF-8. Save it in that encoding.\n");
        broken("no version", "Oslo,\n", "cairn: in:3: The key \"version\" is missing here.\n",
               "Oslo,,,invalid-input,,\n");
        row("a column twice", "site,version,site\nBergen,1.0,Oslo\n", fleet, 5,
            "cairn: in:1:3: The name \"site\" is given a second time.\n");
        row("semicolons", "site;version\nBergen;1.0\n", fleet, 5,
            "cairn: in:1:1: The column \"site;version\" means nothing here; the nearest is \"site,version\".\n");
    }

    static void wrongGraphs()
    {
        const char* const import = "catalog import cincinnati in";
        row("an edge to itself", graphOf("[0,1],[1,1]"), import, 5,
            "cairn: in:1:99: The edge from release \"1.1.0\" leads to itself. Leave it out.\n");
        row("edges in a circle", graphOf("[0,1],[1,2],[2,0]"), import, 5,
            "cairn: in:1:105: The edges go in a circle: 1.0.0 > 1.1.0 > 1.2.0 > 1.0.0. An upgrade graph has none.\n");
        row("a node that stands twice", graphOf("").replace("1.2.0", "1.0.0"), import, 5,
            "cairn: in:1:74: The name \"1.0.0\" is given a second time; it was first given at in:1:34.\n");
        row("an edge that dangles", graphOf("[0,3]"), import, 5,
            "cairn: in:1:96: The edge points at node \"3\", which does not exist; right would be a whole number from 0 "
            "to 2.\n");
        row("an index below none", graphOf("[0,-1]"), import, 5,
            "cairn: in:1:96: The edge points at node \"-1\", which does not exist; right would be a whole number from "
            "0 "
            "to 2.\n");
        row("an index that wraps around", graphOf("[0,4294967297]"), import, 5,
            "cairn: in:1:96: The edge points at node \"4294967297\", which does not exist; right would be a whole "
            "number "
            "from 0 to 2.\n");
        row("an index beyond counting", graphOf("[0,99999999999999999999999]"), import, 5,
            "cairn: in:1:96: The edge points at node \"99999999999999999999999\", which does not exist; right would be "
            "a "
            "whole number from 0 to 2.\n");
        row("half an index", graphOf("[0,1.5]"), import, 5,
            "cairn: in:1:96: The edge points at node \"1.5\", which does not exist; right would be a whole number from "
            "0 "
            "to 2.\n");
        row("an edge of three", graphOf("[0,1,2]"), import, 5,
            "cairn: in:1:93: This is a list, where [from, to] would be right.\n");
        row("a node without a version", R"({"version":1,"nodes":[{"payload":"x"}],"edges":[]})", import, 5,
            "cairn: in:1:23: The key \"version\" is missing here.\n");
        row("a version that is no version", graphOf("").replace("1.2.0", "a b"), import, 5,
            "cairn: in:1:74: \"a b\" is not a version in the catalog's scheme, which is numeric; right would be one "
            "like "
            "4.2.7.\n");
        row("a graph of a later format", R"({"version":2,"nodes":[],"edges":[]})", import, 5,
            "cairn: in:1:12: This is format version 2; this program reads version 1.\n");
        row("a graph that was cut off", R"({"version":1,"nodes":[{"version":)", import, 5,
            "cairn: in:1:1: This is not YAML that can be read: end of map flow not found.\n");
    }

    Folder m_folder;
};

QTEST_GUILESS_MAIN(TestWrongInput)
#include "test_wrong_input.moc"
