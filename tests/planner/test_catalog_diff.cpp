#include "planner/catalog_diff.h"

#include "catalog/decode.h"

#include <QTest>

using planner::CatalogDiff;
using planner::HeadPart;
using planner::OutcomeKind;
using planner::ReleasePart;

namespace {

/// A catalog of shop 1.0 to 3.0, with parts of the text replaced.
catalog::Loaded shop(const QByteArray& old = {}, const QByteArray& now = {})
{
    QByteArray text = "cairn: 1\n"
                      "product: {id: shop}\n"
                      "sequence: 1\n"
                      "facts:\n"
                      "  nodes: {type: number, ask: 'How many nodes?'}\n"
                      "lines:\n"
                      "  - {id: 1.x, from: null}\n"
                      "  - {id: 2.x, from: 1.1}\n"
                      "releases:\n"
                      "  - {version: '1.0', line: 1.x}\n"
                      "  - {version: '1.1', line: 1.x}\n"
                      "  - {version: '2.0', line: 2.x}\n"
                      "  - {version: '2.1', line: 2.x}\n"
                      "rules:\n"
                      "  - forbid: {from: '1.0', to: '2.0'}\n";
    if (!old.isEmpty()) {
        Q_ASSERT(text.contains(old));
        text.replace(old, now);
    }
    const auto node =
        catalog::readYaml(std::string_view(text.data(), static_cast<std::size_t>(text.size())), "shop.yaml");
    auto decoded = catalog::decode(*node, [](const std::string& path, const catalog::Place& place) {
        return tl::make_unexpected(catalog::Error{catalog::ErrorCode::scriptMissing, place, path, {}, {}});
    });
    return {std::move(decoded.value()), {}, "shop.yaml"};
}

CatalogDiff compare(const catalog::Loaded& a, const catalog::Loaded& b)
{
    planner::DiffRequest request;
    request.site.product = {"shop"};
    request.goal.asOf = *catalog::readDate("2026-01-01");
    return planner::diff(a, b, request);
}

QString text(const planner::FleetAnswer& answer)
{
    const auto joined = [](const std::vector<catalog::Version>& releases) {
        QStringList path;
        for (const catalog::Version& release : releases)
            path << QString::fromStdString(release.text);
        return path.join(QStringLiteral(" > "));
    };
    if (answer.kind == OutcomeKind::needsAnswers)
        return QStringLiteral("%1 or %2").arg(joined(answer.hopeful), joined(answer.whatever));
    return QString::fromStdString(to_string(answer.kind)) + QLatin1Char(' ') + joined(answer.path());
}

QStringList answers(const CatalogDiff& diff)
{
    QStringList texts;
    for (const CatalogDiff::Answer& answer : diff.answers) {
        texts << QStringLiteral("%1 to %2: %3 | %4")
                     .arg(QString::fromStdString(answer.from.text), QString::fromStdString(answer.target),
                          text(answer.before), text(answer.after));
    }
    return texts;
}

}  // namespace

class TestCatalogDiff : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalCatalogsAskNothing()
    {
        const CatalogDiff diff = compare(shop(), shop());
        QVERIFY(diff.same());
        QCOMPARE(diff.asked, std::size_t{0});
    }

    void answersThatChange_data()
    {
        QTest::addColumn<QByteArray>("old");
        QTest::addColumn<QByteArray>("now");
        QTest::addColumn<QStringList>("expected");
        const auto one = [](const char* line) { return QString::fromLatin1(line); };

        QTest::newRow("only the sequence: no answer changes")
            << QByteArray("sequence: 1") << QByteArray("sequence: 2") << QStringList();
        QTest::newRow("a release is withdrawn")
            << QByteArray("'2.1', line: 2.x}") << QByteArray("'2.1', line: 2.x, state: withdrawn}")
            << QStringList{one("1.0 to latest: path 1.0 > 2.1 | path 1.0 > 1.1 > 2.0"),
                           one("1.0 to 2.x: path 1.0 > 2.1 | path 1.0 > 1.1 > 2.0"),
                           one("1.1 to latest: path 1.1 > 2.1 | path 1.1 > 2.0"),
                           one("1.1 to 2.x: path 1.1 > 2.1 | path 1.1 > 2.0"),
                           one("2.0 to latest: path 2.0 > 2.1 | nothing-to-do 2.0"),
                           one("2.0 to 2.x: path 2.0 > 2.1 | nothing-to-do 2.0"),
                           one("2.1 to latest: nothing-to-do 2.1 | blocked "),
                           one("2.1 to 2.x: nothing-to-do 2.1 | downgrade ")};
        QTest::newRow("a rule is new")
            << QByteArray("rules:\n")
            << QByteArray("rules:\n  - forbid: {from: '1.*', to: '2.1', when: {nodes: '>1'}}\n")
            << QStringList{one("1.0 to latest: path 1.0 > 2.1 | 1.0 > 2.1 or 1.0 > 1.1 > 2.0 > 2.1"),
                           one("1.0 to 2.x: path 1.0 > 2.1 | 1.0 > 2.1 or 1.0 > 1.1 > 2.0 > 2.1"),
                           one("1.1 to latest: path 1.1 > 2.1 | 1.1 > 2.1 or 1.1 > 2.0 > 2.1"),
                           one("1.1 to 2.x: path 1.1 > 2.1 | 1.1 > 2.1 or 1.1 > 2.0 > 2.1")};
        QTest::newRow("a rule goes, and no answer with it") << QByteArray("  - forbid: {from: '1.0', to: '2.0'}\n")
                                                            << QByteArray("  - reach: {lines: 3}\n") << QStringList();
        QTest::newRow("a release is added")
            << QByteArray("rules:\n") << QByteArray("  - {version: '1.2', line: 1.x}\nrules:\n")
            << QStringList{one("1.0 to 1.x: path 1.0 > 1.1 | path 1.0 > 1.2"),
                           one("1.1 to 1.x: nothing-to-do 1.1 | path 1.1 > 1.2")};
    }

    void answersThatChange()
    {
        QFETCH(QByteArray, old);
        QFETCH(QByteArray, now);
        QFETCH(QStringList, expected);
        const CatalogDiff diff = compare(shop(), shop(old, now));
        QVERIFY(!diff.same());
        QCOMPARE(answers(diff), expected);
    }

    void namesWhatIsDifferent()
    {
        const catalog::Loaded a = shop();
        catalog::Loaded b = shop("'1.1', line: 1.x}", "'1.1', line: 1.x, state: avoid, schema: 4}");
        b.catalog.sequence = 2;
        b.catalog.facts.front().ask = "How many?";
        const CatalogDiff diff = compare(a, b);
        QCOMPARE(diff.head, (std::vector<HeadPart>{HeadPart::sequence, HeadPart::facts}));
        QCOMPARE(diff.changed.size(), std::size_t{1});
        QCOMPARE(diff.changed.front().version.text, std::string("1.1"));
        QCOMPARE(diff.changed.front().parts, (std::vector<ReleasePart>{ReleasePart::state, ReleasePart::schema}));
        QVERIFY(diff.added.empty() && diff.removed.empty() && diff.rulesAdded.empty() && diff.rulesRemoved.empty());
    }

    void addedIsTheOppositeOfRemoved()
    {
        const catalog::Loaded a = shop();
        const catalog::Loaded b = shop("rules:\n", "  - {version: '2.2', line: 2.x}\nrules:\n  - reach: {lines: 1}\n");
        const CatalogDiff there = compare(a, b);
        const CatalogDiff back = compare(b, a);
        QCOMPARE(there.added, (std::vector<catalog::Version>{{"2.2"}}));
        QCOMPARE(back.removed, there.added);
        QCOMPARE(there.rulesAdded.size(), std::size_t{1});
        QCOMPARE(back.rulesRemoved.size(), std::size_t{1});
        QCOMPARE(there.answers.size(), back.answers.size());
        QVERIFY(there.removed.empty() && back.added.empty());
    }

    void aChangedOrderIsTold()
    {
        const catalog::Loaded b = shop("  - {version: '2.0', line: 2.x}\n  - {version: '2.1', line: 2.x}\n",
                                       "  - {version: '2.1', line: 2.x}\n  - {version: '2.0', line: 2.x}\n");
        const CatalogDiff diff = compare(shop(), b);
        QCOMPARE(diff.head, (std::vector<HeadPart>{HeadPart::order}));
        QVERIFY(!diff.answers.empty());
    }
};

QTEST_GUILESS_MAIN(TestCatalogDiff)
#include "test_catalog_diff.moc"
