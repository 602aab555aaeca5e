#include "catalog/import_cincinnati.h"
#include "catalog/update_graph.h"

#include <QTest>

using catalog::AllowRule;
using catalog::Catalog;
using catalog::Checked;
using catalog::ErrorCode;
using catalog::RiskRule;

namespace {

const catalog::ImportOptions options{{"shop"}, "Shop", {}, {}};

/// JSON whose quotes are single ones: moc loses its way in raw strings.
Checked<Catalog> imported(QByteArray text)
{
    text.replace('\'', '"');
    return catalog::importCincinnati({text.data(), static_cast<std::size_t>(text.size())}, "graph.json", options);
}

QStringList versions(const Catalog& catalog)
{
    QStringList texts;
    for (const catalog::Release& release : catalog.releases)
        texts << QString::fromStdString(release.version.text);
    return texts;
}

QString describe(const catalog::Rule& rule)
{
    if (const auto* allow = std::get_if<AllowRule>(&rule.body)) {
        return QStringLiteral("allow %1 -> %2")
            .arg(QString::fromStdString(allow->from->text()), QString::fromStdString(allow->to->text()));
    }
    const auto& risk = std::get<RiskRule>(rule.body);
    return QStringLiteral("risk %1: %2 -> %3%4")
        .arg(QString::fromStdString(risk.id.text), QString::fromStdString(risk.from->text()),
             QString::fromStdString(risk.to->text()),
             rule.when.always() ? QStringLiteral(", always") : QStringLiteral(", asked"));
}

QStringList rules(const Catalog& catalog)
{
    QStringList texts;
    for (const catalog::Rule& rule : catalog.rules)
        texts << describe(rule);
    return texts;
}

const QByteArray fourNodes =
    "'nodes': [{'version': '1.10.0'}, {'version': '1.2.0'}, {'version': '1.0.0'},\n"
    " {'version': '2.0.0', 'payload': 'x@sha256:00', 'metadata': {\n"
    " 'io.openshift.upgrades.graph.release.channels': 'fast-2, stable-2,,fast-2', 'url': 'https://example.org/2'}}]";

}  // namespace

class TestImportCincinnati : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void releasesAndRules_data()
    {
        QTest::addColumn<QByteArray>("rest");
        QTest::addColumn<QStringList>("expectedReleases");
        QTest::addColumn<QStringList>("expectedRules");

        QTest::newRow("no edges: by version, nothing is allowed")
            << QByteArray("'edges': []")
            << QStringList{QStringLiteral("1.0.0"), QStringLiteral("1.2.0"), QStringLiteral("1.10.0"),
                           QStringLiteral("2.0.0")}
            << QStringList();
        QTest::newRow("edges go before versions") << QByteArray("'edges': [[3, 2]]")
                                                  << QStringList{QStringLiteral("1.2.0"), QStringLiteral("1.10.0"),
                                                                 QStringLiteral("2.0.0"), QStringLiteral("1.0.0")}
                                                  << QStringList{QStringLiteral("allow 2.0.0 -> 1.0.0")};
        QTest::newRow("one target with many sources is one rule, doubled edges count once")
            << QByteArray("'edges': [[2, 3], [1, 3], [0, 3], [1, 3]]")
            << QStringList{QStringLiteral("1.0.0"), QStringLiteral("1.2.0"), QStringLiteral("1.10.0"),
                           QStringLiteral("2.0.0")}
            << QStringList{QStringLiteral("allow 1.0.0 || 1.2.0 || 1.10.0 -> 2.0.0")};
        QTest::newRow("one source with many targets is one rule")
            << QByteArray("'edges': [[2, 3], [2, 1], [2, 0]]")
            << QStringList{QStringLiteral("1.0.0"), QStringLiteral("1.2.0"), QStringLiteral("1.10.0"),
                           QStringLiteral("2.0.0")}
            << QStringList{QStringLiteral("allow 1.0.0 -> 1.2.0 || 1.10.0 || 2.0.0")};
        QTest::newRow("a conditional edge is allowed and has each of its risks")
            << QByteArray("'edges': [[2, 1]], 'conditionalEdges': [{'edges': [{'from': '1.0.0', 'to': '2.0.0'}],\n"
                          " 'risks': [{'name': 'Slow', 'message': 'It is slow.', 'url': 'https://example.org/slow',\n"
                          " 'matchingRules': [{'type': 'PromQL', 'promql': {'promql': 'up'}}]},\n"
                          " {'name': 'Broken', 'message': 'It breaks.', 'matchingRules': [{'type': 'Always'}]}]}]")
            << QStringList{QStringLiteral("1.0.0"), QStringLiteral("1.2.0"), QStringLiteral("1.10.0"),
                           QStringLiteral("2.0.0")}
            << QStringList{QStringLiteral("allow 1.0.0 -> 1.2.0 || 2.0.0"),
                           QStringLiteral("risk Broken: 1.0.0 -> 2.0.0, always"),
                           QStringLiteral("risk Slow: 1.0.0 -> 2.0.0, asked")};
        QTest::newRow("PromQL before Always is still asked; no matching rule at all too")
            << QByteArray("'edges': [], 'conditionalEdges': [{'edges': [{'from': '1.0.0', 'to': '1.2.0'}],\n"
                          " 'risks': [{'name': 'A', 'matchingRules': [{'type': 'PromQL'}, {'type': 'Always'}]},\n"
                          " {'name': 'B', 'matchingRules': []}]}]")
            << QStringList{QStringLiteral("1.0.0"), QStringLiteral("1.2.0"), QStringLiteral("1.10.0"),
                           QStringLiteral("2.0.0")}
            << QStringList{QStringLiteral("allow 1.0.0 -> 1.2.0"), QStringLiteral("risk A: 1.0.0 -> 1.2.0, asked"),
                           QStringLiteral("risk B: 1.0.0 -> 1.2.0, asked")};
    }

    void releasesAndRules()
    {
        QFETCH(QByteArray, rest);
        QFETCH(QStringList, expectedReleases);
        QFETCH(QStringList, expectedRules);
        const Checked<Catalog> catalog = imported("{" + fourNodes + ", " + rest + "}");
        QVERIFY2(catalog, catalog ? "" : catalog.error().front().subject.c_str());
        QCOMPARE(versions(*catalog), expectedReleases);
        QCOMPARE(rules(*catalog), expectedRules);
        QCOMPARE(catalog->policy, catalog::Policy::closed);
        QCOMPARE(catalog->product.id.text, std::string("shop"));
    }

    void keepsChannelsAddressesAndQuestions()
    {
        const Checked<Catalog> catalog =
            imported("{" + fourNodes +
                     ", 'edges': [], 'conditionalEdges': [\n"
                     " {'edges': [{'from': '1.0.0', 'to': '2.0.0'}],\n"
                     " 'risks': [{'name': 'Slow', 'message': 'It is slow.', 'url': 'https://example.org/slow'}]}]}");
        QVERIFY(catalog);
        const catalog::Release& last = catalog->releases.back();
        QCOMPARE(last.channels, (std::vector<catalog::Channel>{{"fast-2"}, {"stable-2"}}));
        QCOMPARE(last.notes, std::string("https://example.org/2"));
        QCOMPARE(last.place->line, 2);
        QCOMPARE(catalog->facts.size(), std::size_t{1});
        QCOMPARE(catalog->facts.front().name.text, std::string("Slow"));
        QCOMPARE(catalog->facts.front().ask, std::string("It is slow."));
        QCOMPARE(catalog->facts.front().type, catalog::FactType::boolean);
        QCOMPARE(catalog->rules.back().note.reason, std::string("It is slow."));
        QCOMPARE(catalog->rules.back().note.url, std::string("https://example.org/slow"));
    }

    void versionsThatAreNotSemanticAreNumeric()
    {
        const Checked<Catalog> catalog =
            imported("{'nodes': [{'version': '38.20230310.1.0'}, {'version': '37.20230303.1.1'}], 'edges': [[0, 1]]}");
        QVERIFY(catalog);
        QCOMPARE(catalog->versions, catalog::VersionScheme::numeric);
        QCOMPARE(versions(*catalog),
                 (QStringList{QStringLiteral("38.20230310.1.0"), QStringLiteral("37.20230303.1.1")}));
    }

    void readsEscapedCharactersBeyondTheBasicPlane()
    {
        const Checked<Catalog> catalog = imported("{" + fourNodes +
                                                  ", 'edges': [], 'conditionalEdges': [{'edges': [{'from': '1.0.0', "
                                                  "'to': '2.0.0'}], 'risks': [{'name': 'A', 'message': "
                                                  "'\\ud83d\\ude00 a\\/b \\\\ud83d'}]}]}");
        QVERIFY(catalog);
        QCOMPARE(catalog->facts.front().ask, std::string("\xF0\x9F\x98\x80 a/b \\ud83d"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<int>("line");
        QTest::addColumn<QStringList>("expected");

        QTest::newRow("a self-loop") << QByteArray("{" + fourNodes + ",\n 'edges': [[2, 1],\n [1, 1]]}")
                                     << ErrorCode::edgeToItself << QStringLiteral("1.2.0") << 5 << QStringList();
        QTest::newRow("a cycle") << QByteArray("{" + fourNodes + ",\n 'edges': [[2, 1],\n [1, 0], [0, 2], [0, 3]]}")
                                 << ErrorCode::edgeCycle << QStringLiteral("1.10.0 > 1.0.0 > 1.2.0 > 1.10.0") << 5
                                 << QStringList();
        QTest::newRow("a cycle over a conditional edge")
            << QByteArray(
                   "{" + fourNodes +
                   ", 'edges': [[2, 1]],\n"
                   " 'conditionalEdges': [{'edges': [{'from': '1.2.0', 'to': '1.0.0'}], 'risks': [{'name': 'A'}]}]}")
            << ErrorCode::edgeCycle << QStringLiteral("1.2.0 > 1.0.0 > 1.2.0") << 3 << QStringList();
        QTest::newRow("a duplicate node")
            << QByteArray("{'nodes': [{'version': '1.0.0'},\n{'version': '1.0.0'}], 'edges': []}")
            << ErrorCode::duplicateName << QStringLiteral("1.0.0") << 2 << QStringList();
        QTest::newRow("a dangling edge") << QByteArray("{" + fourNodes + ",\n'edges': [[0, 4]]}")
                                         << ErrorCode::edgeOutside << QStringLiteral("4") << 4
                                         << QStringList{QStringLiteral("0..3")};
        QTest::newRow("a negative edge") << QByteArray("{" + fourNodes + ", 'edges': [[-1, 0]]}")
                                         << ErrorCode::edgeOutside << QStringLiteral("-1") << 3
                                         << QStringList{QStringLiteral("0..3")};
        QTest::newRow("an edge that is no number")
            << QByteArray("{" + fourNodes + ", 'edges': [['1.0.0', 0]]}") << ErrorCode::edgeOutside
            << QStringLiteral("1.0.0") << 3 << QStringList{QStringLiteral("0..3")};
        QTest::newRow("an edge of three")
            << QByteArray("{" + fourNodes + ", 'edges': [[1, 2, 0]]}") << ErrorCode::wrongKind << QStringLiteral("list")
            << 3 << QStringList{QStringLiteral("[from, to]")};
        QTest::newRow("a conditional edge to an unknown version")
            << QByteArray(
                   "{" + fourNodes +
                   ", 'edges': [],\n"
                   " 'conditionalEdges': [{'edges': [{'from': '1.0.0', 'to': '1.2.1'}], 'risks': [{'name': 'A'}]}]}")
            << ErrorCode::unknownName << QStringLiteral("1.2.1") << 4 << QStringList();
        QTest::newRow("a conditional edge without a risk")
            << QByteArray("{" + fourNodes +
                          ", 'edges': [],\n"
                          " 'conditionalEdges': [{'edges': [{'from': '1.0.0', 'to': '1.2.0'}], 'risks': []}]}")
            << ErrorCode::missingKey << QStringLiteral("name") << 4 << QStringList();
        QTest::newRow("a node without a version")
            << QByteArray("{'nodes': [{'version': '1.0.0'},\n{'payload': 'x'}], 'edges': []}") << ErrorCode::missingKey
            << QStringLiteral("version") << 2 << QStringList();
        QTest::newRow("a version that a range cannot name")
            << QByteArray("{'nodes': [{'version': '1.0 || 2'}], 'edges': []}") << ErrorCode::badVersion
            << QStringLiteral("1.0 || 2") << 1 << QStringList();
        QTest::newRow("a version that no scheme reads")
            << QByteArray("{'nodes': [{'version': '*'}], 'edges': []}") << ErrorCode::badVersion << QStringLiteral("*")
            << 1 << QStringList();
        QTest::newRow("another format version")
            << QByteArray("{'version': 2, 'nodes': [], 'edges': []}") << ErrorCode::formatVersion << QStringLiteral("2")
            << 1 << QStringList{QStringLiteral("1")};
        QTest::newRow("nodes that are no list") << QByteArray("{'nodes': {}, 'edges': []}") << ErrorCode::wrongKind
                                                << QStringLiteral("map") << 1 << QStringList{QStringLiteral("list")};
        QTest::newRow("a truncated file") << QByteArray("{" + fourNodes + ",\n 'edges': [[2, 1],\n")
                                          << ErrorCode::yamlSyntax << QString() << 0 << QStringList();
        QTest::newRow("no graph at all") << QByteArray("[]") << ErrorCode::wrongKind << QStringLiteral("list") << 1
                                         << QStringList();
    }

    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(ErrorCode, code);
        QFETCH(QString, subject);
        QFETCH(int, line);
        QFETCH(QStringList, expected);
        const Checked<Catalog> catalog = imported(text);
        QVERIFY(!catalog);
        const catalog::Error& error = catalog.error().front();
        QCOMPARE(error.code, code);
        QCOMPARE(error.place.file, std::string("graph.json"));
        if (!subject.isEmpty())
            QCOMPARE(QString::fromStdString(error.subject), subject);
        if (line > 0)
            QCOMPARE(error.place.line, line);
        if (!expected.isEmpty()) {
            QStringList found;
            for (const std::string& one : error.expected)
                found << QString::fromStdString(one);
            QCOMPARE(found, expected);
        }
    }

    void reportsSeveralErrorsAtOnce()
    {
        const Checked<Catalog> catalog =
            imported("{" + fourNodes +
                     ", 'edges': [[0, 9], [2, 7]], 'conditionalEdges': [\n"
                     " {'edges': [{'from': '3.0.0', 'to': '1.2.0'}], 'risks': [{'name': 'A'}]}]}");
        QVERIFY(!catalog);
        QCOMPARE(catalog.error().size(), std::size_t{3});
    }

    void blocksHoldExactlyTheEdges()
    {
        std::vector<catalog::UpdateGraph::Edge> edges;
        std::uint32_t state = 12345;
        std::set<std::pair<std::size_t, std::size_t>> wanted;
        for (int i = 0; i < 600; ++i) {
            state = state * 1664525u + 1013904223u;
            const std::size_t from = (state >> 8) % 30;
            const std::size_t to = 30 + (state >> 18) % 30;
            edges.push_back({from, to, {}});
            wanted.emplace(from, to);
        }
        std::set<std::pair<std::size_t, std::size_t>> found;
        for (const catalog::EdgeBlock& block : catalog::edgeBlocks(edges)) {
            for (const std::size_t from : block.from) {
                for (const std::size_t to : block.to)
                    QVERIFY(found.emplace(from, to).second);
            }
        }
        QVERIFY(found == wanted);
    }
};

QTEST_GUILESS_MAIN(TestImportCincinnati)
#include "test_import_cincinnati.moc"
