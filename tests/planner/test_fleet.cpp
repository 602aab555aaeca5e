#include "planner/fleet.h"

#include "catalog/decode.h"

#include <QTest>

#include <sstream>

using catalog::ErrorCode;
using planner::FleetAnswer;
using planner::FleetRow;
using planner::FleetSummary;
using planner::OutcomeKind;

namespace {

const char* const text = "cairn: 1\n"
                         "product: {id: shop}\n"
                         "components: {php: {available: ['7.4', '8.0']}}\n"
                         "facts:\n"
                         "  nodes: {type: number, ask: 'How many nodes?'}\n"
                         "  modules: {type: set, ask: 'Which modules?', values: [mail, pay]}\n"
                         "releases:\n"
                         "  - version: 1.0.0\n"
                         "  - version: 1.1.0\n"
                         "  - version: 2.0.0\n"
                         "    checkpoint: {id: utf8}\n"
                         "  - version: 3.0.0\n"
                         "rules:\n"
                         "  - forbid: {from: '1.0.0', to: '3.0.0', when: {edition: group}}\n";

catalog::Catalog shop()
{
    const auto node = catalog::readYaml(text, "shop.yaml");
    return catalog::decode(
               *node,
               [](const std::string& path, const catalog::Place& place) {
                   return tl::make_unexpected(catalog::Error{ErrorCode::scriptMissing, place, path, {}, {}});
               })
        .value();
}

/// Answers by the site's version alone, and remembers what it was asked.
class RecordingSearch : public planner::FleetSearch {
public:
    QStringList asked;

    FleetAnswer answer(planner::Site site, const planner::Goal& goal) override
    {
        QStringList parts{QString::fromStdString(site.version), QString::fromStdString(goal.target)};
        for (const auto& [name, component] : site.components)
            parts << QString::fromStdString(name.text + "=" + component.version.text);
        for (const auto& [name, values] : site.facts) {
            QStringList texts;
            for (const std::string& value : values)
                texts << QString::fromStdString(value);
            parts << QString::fromStdString(name.text) + QLatin1Char('=') + texts.join(QLatin1Char('+'));
        }
        for (const catalog::Channel& channel : site.channels)
            parts << QStringLiteral("channel ") + QString::fromStdString(channel.text);
        asked << parts.join(QLatin1Char(' '));
        FleetAnswer answer;
        answer.from = {site.version};
        answer.to = {"3.0.0"};
        if (site.version == "1.0.0" || site.version == "1.1.0") {
            answer.kind = OutcomeKind::path;
            answer.stops = {FleetAnswer::Stop{{"2.0.0"}, {{"utf8"}}}};
        } else if (site.version == "3.0.0") {
            answer.kind = OutcomeKind::nothingToDo;
        } else if (site.version == "ask") {
            answer.kind = OutcomeKind::needsAnswers;
            answer.questions = {{"nodes"}};
        } else {
            answer.kind = OutcomeKind::blocked;
            planner::Reason reason;
            reason.code = planner::ReasonCode::forbidden;
            reason.from = answer.from;
            reason.note.reason = "closed";
            answer.blockers = {reason};
        }
        return answer;
    }
};

struct Run {
    QString csv;
    QStringList problems;  ///< LINE:CODE
    QStringList asked;
    catalog::Checked<FleetSummary> summary;
};

Run run(const QByteArray& csv, const planner::FleetRequest& request = {})
{
    std::istringstream in(csv.toStdString());
    RecordingSearch search;
    std::string out;
    QStringList problems;
    auto summary = planner::planFleet(shop(), search, request, in, "fleet.csv", [&](const FleetRow& row) {
        appendFleetCsv(out, row);
        if (row.problem)
            problems << QStringLiteral("%1:%2").arg(row.line).arg(static_cast<int>(row.problem->code));
    });
    return {QString::fromStdString(out), problems, search.asked, std::move(summary)};
}

QString problem(int line, ErrorCode code) { return QStringLiteral("%1:%2").arg(line).arg(static_cast<int>(code)); }

}  // namespace

class TestFleet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesAHeader_data()
    {
        QTest::addColumn<QByteArray>("csv");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QString>("nearest");
        QTest::addColumn<int>("column");
        QTest::newRow("empty file") << QByteArray() << ErrorCode::fileEmpty << QString() << QString() << 0;
        QTest::newRow("no site") << QByteArray("version\n1.0.0\n") << ErrorCode::missingKey << QStringLiteral("site")
                                 << QString() << 0;
        QTest::newRow("no version") << QByteArray("site\na\n") << ErrorCode::missingKey << QStringLiteral("version")
                                    << QString() << 0;
        QTest::newRow("a misspelt fact") << QByteArray("site,version,node\n") << ErrorCode::noSuchColumn
                                         << QStringLiteral("node") << QStringLiteral("nodes") << 3;
        QTest::newRow("a column twice") << QByteArray("site,version,nodes,nodes\n") << ErrorCode::duplicateName
                                        << QStringLiteral("nodes") << QString() << 4;
        QTest::newRow("an empty column") << QByteArray("site,version,\n") << ErrorCode::noSuchColumn << QString()
                                         << QString() << 3;
        QTest::newRow("a broken header") << QByteArray("site,\"version\"x\n") << ErrorCode::csvQuote << QString()
                                         << QString() << 0;
    }

    void refusesAHeader()
    {
        QFETCH(QByteArray, csv);
        QFETCH(ErrorCode, code);
        QFETCH(QString, subject);
        QFETCH(QString, nearest);
        QFETCH(int, column);
        const Run result = run(csv);
        QVERIFY(!result.summary);
        const catalog::Error& error = result.summary.error().front();
        QCOMPARE(error.code, code);
        QCOMPARE(QString::fromStdString(error.subject), subject);
        QCOMPARE(error.place.column, column);
        if (!nearest.isEmpty())
            QCOMPARE(QString::fromStdString(error.expected.front()), nearest);
    }

    void columnsSayWhatTheyMean_data()
    {
        QTest::addColumn<QByteArray>("csv");
        QTest::addColumn<QStringList>("asked");
        const auto one = [](const char* line) { return QStringList{QString::fromUtf8(line)}; };
        QTest::newRow("version alone") << QByteArray("site,version\na,1.0.0\n") << one("1.0.0 latest");
        QTest::newRow("a target") << QByteArray("site,version,target\na,1.0.0,2.0.0\n") << one("1.0.0 2.0.0");
        QTest::newRow("an empty target is the request's")
            << QByteArray("site,version,target\na,1.0.0, \n") << one("1.0.0 latest");
        QTest::newRow("columns in any order, padded")
            << QByteArray(" version , site\n 1.0.0 ,a\n") << one("1.0.0 latest");
        QTest::newRow("a component") << QByteArray("site,version,php\na,1.0.0,7.4\n") << one("1.0.0 latest php=7.4");
        QTest::newRow("facts, declared and only asked about")
            << QByteArray("site,version,nodes,edition\na,1.0.0,2,group\n") << one("1.0.0 latest edition=group nodes=2");
        QTest::newRow("an empty fact is unknown")
            << QByteArray("site,version,nodes\na,1.0.0,\n") << one("1.0.0 latest");
        QTest::newRow("a set") << QByteArray("site,version,modules\na,1.0.0,mail; pay;\n")
                               << one("1.0.0 latest modules=mail+pay");
        QTest::newRow("channels") << QByteArray("site,version,channel\na,1.0.0,fast;stable\n")
                                  << one("1.0.0 latest channel=fast+stable");
    }

    void columnsSayWhatTheyMean()
    {
        QFETCH(QByteArray, csv);
        QFETCH(QStringList, asked);
        const Run result = run(csv);
        QVERIFY(result.summary);
        QCOMPARE(result.asked, asked);
    }

    void aRowOverridesWhatHoldsForAll()
    {
        planner::FleetRequest request;
        request.goal.target = "2.0.0";
        request.site.facts[{"nodes"}] = {"1"};
        request.site.channels = {{"stable"}};
        const Run result = run("site,version,target,nodes,channel\na,1.0.0,,,\nb,1.0.0,3.0.0,4,fast\n", request);
        QCOMPARE(result.asked, (QStringList{QStringLiteral("1.0.0 2.0.0 nodes=1 channel stable"),
                                            QStringLiteral("1.0.0 3.0.0 channel=fast nodes=4")}));
    }

    void writesRowsInOrder()
    {
        const Run result = run("site,version,target\n\"Bergen, \"\"old\"\"\",1.0.0,\nOslo,3.0.0,\nRome,0.9,9\n");
        QCOMPARE(result.csv, QStringLiteral("\"Bergen, \"\"old\"\"\",1.0.0,3.0.0,path,2,1.0.0 > 2.0.0 > 3.0.0\n"
                                            "Oslo,3.0.0,3.0.0,nothing-to-do,0,3.0.0\n"
                                            "Rome,0.9,3.0.0,blocked,,\n"));
    }

    void aBrokenRowIsToldAndTheRestPlanned()
    {
        const Run result = run("site,version\r\n"
                               "a,1.0.0\r\n"
                               "b\r\n"
                               "c,1.0.0,x\r\n"
                               "\"d\nd\",1.0.0\r\n"
                               "e,\"1.0.0\"x\r\n"
                               "f, \r\n"
                               "g,\xFF\r\n"
                               "h,1.0.0\r\n");
        QVERIFY(result.summary);
        QCOMPARE(result.problems, (QStringList{problem(3, ErrorCode::csvCells), problem(4, ErrorCode::csvCells),
                                               problem(7, ErrorCode::csvQuote), problem(8, ErrorCode::missingKey),
                                               problem(9, ErrorCode::notUtf8)}));
        QCOMPARE(result.summary->sites, std::size_t{3});
        QCOMPARE(result.summary->broken, std::size_t{5});
        QCOMPARE(result.asked.size(), 1);
        QVERIFY(result.csv.endsWith(QStringLiteral("h,1.0.0,3.0.0,path,2,1.0.0 > 2.0.0 > 3.0.0\n")));
        QVERIFY(result.csv.contains(QStringLiteral("f,,,invalid-input,,\n")));
    }

    void sitesThatDifferOnlyInNameAreSearchedOnce()
    {
        QByteArray csv = "site,version,nodes\n";
        for (int i = 0; i < 1000; ++i)
            csv += "s" + QByteArray::number(i) + (i % 2 == 0 ? ",1.0.0,1\n" : ",1.1.0,\n");
        csv += "x,1.0.0,\ny,1.01.0,\nz,1.0.0,1\n";
        const Run result = run(csv);
        QCOMPARE(result.asked.size(), 4);
        QCOMPARE(result.summary->groups, std::size_t{4});
        QCOMPARE(result.summary->sites, std::size_t{1003});
    }

    void cellsDoNotRunTogether()
    {
        const Run result = run("site,version,nodes,edition\na,1.0.0,1,2\nb,1.0.0,12,\nc,1.0.0,,12\n");
        QCOMPARE(result.asked.size(), 3);
    }

    void sumsUp()
    {
        const Run result = run("site,version\na,1.0.0\nb,1.1.0\nc,1.1.0\nd,0.8\ne,0.9\nf,0.9\ng,ask\nh,3.0.0\n");
        QVERIFY(result.summary);
        const FleetSummary& summary = *result.summary;
        QCOMPARE(summary.outcomes.at(OutcomeKind::path), std::size_t{3});
        QCOMPARE(summary.outcomes.at(OutcomeKind::blocked), std::size_t{3});
        QCOMPARE(summary.outcomes.at(OutcomeKind::needsAnswers), std::size_t{1});
        QCOMPARE(summary.outcomes.at(OutcomeKind::nothingToDo), std::size_t{1});
        QCOMPARE(summary.stops, (std::vector<FleetSummary::Stop>{{{"2.0.0"}, {{"utf8"}}, 3}}));
        QCOMPARE(summary.questions, (std::vector<FleetSummary::Open>{{{"nodes"}, 1}}));
        QCOMPARE(summary.stranded.size(), std::size_t{1});
        QCOMPARE(summary.stranded.front().sites, std::size_t{3});
        QCOMPARE(summary.stranded.front().names, (std::vector<std::string>{"d", "e", "f"}));
        QCOMPARE(summary.stranded.front().versions, (std::vector<catalog::Version>{{"0.8"}, {"0.9"}}));
        QCOMPARE(summary.stranded.front().reasons.front().code, planner::ReasonCode::forbidden);
    }
};

QTEST_GUILESS_MAIN(TestFleet)
#include "test_fleet.moc"
