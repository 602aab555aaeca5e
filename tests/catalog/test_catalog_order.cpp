#include "catalog/lookup.h"
#include "catalog/order.h"

#include <QtTest/QtTest>
#include <random>

using namespace catalog;

namespace {

ReleaseIndex at(const Catalog& catalog, const char* version)
{
    for (std::size_t i = 0; i < catalog.releases.size(); ++i) {
        if (catalog.releases[i].version.text == version)
            return static_cast<ReleaseIndex>(i);
    }
    qFatal("no release %s", version);
}

void addLine(Catalog& catalog, const char* id, const char* from)
{
    Line line;
    line.id.text = id;
    if (from != nullptr)
        line.from = at(catalog, from);
    catalog.lines.push_back(line);
}

void addRelease(Catalog& catalog, const char* version, const char* date = nullptr,
                std::vector<std::string> aliases = {})
{
    Release release;
    release.version.text = version;
    release.line = static_cast<LineIndex>(catalog.lines.size() - 1);
    if (date != nullptr)
        release.date = readDate(date);
    release.aliases = std::move(aliases);
    catalog.releases.push_back(release);
}

/// 4.0 - 4.1 - 4.2 - 4.3 (late); 5.x from 4.1; 6.x from 5.1; 7.x unrelated.
Catalog sample()
{
    Catalog catalog;
    addLine(catalog, "4.x", nullptr);
    addRelease(catalog, "4.0", "2010-01-01");
    addRelease(catalog, "4.1", "2011-01-01", {"2011 R1"});
    addRelease(catalog, "4.3", "2016-01-01");
    addRelease(catalog, "4.2", "2012-01-01");
    addLine(catalog, "5.x", "4.1");
    addRelease(catalog, "5.0", "2013-01-01");
    addRelease(catalog, "5.1", "2014-01-01");
    addRelease(catalog, "5.2", "2015-01-01");
    addLine(catalog, "6.x", "5.1");
    addRelease(catalog, "6.0.1");
    addRelease(catalog, "6.0.0", "2015-06-01");
    addLine(catalog, "7.x", nullptr);
    addRelease(catalog, "7.0.10");
    addRelease(catalog, "7.0.1");
    return catalog;
}

}  // namespace

class TestCatalogOrder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linesAreOrderedByDateThenPosition()
    {
        const Catalog catalog = sample();
        const Order order(catalog);
        QStringList names;
        for (const ReleaseIndex release : order.byRank())
            names << QString::fromStdString(catalog.at(release).version.text);
        QCOMPARE(names.join(QLatin1Char(' ')), QStringLiteral("4.0 4.1 4.2 4.3 5.0 5.1 5.2 6.0.1 6.0.0 7.0.10 7.0.1"));
        QVERIFY(order.after(at(catalog, "5.0"), at(catalog, "4.3")));
        QVERIFY(!order.after(at(catalog, "4.3"), at(catalog, "5.0")));
        QVERIFY(!order.after(at(catalog, "4.3"), at(catalog, "4.3")));
        QCOMPARE(order.parent(at(catalog, "5.0")), std::optional(at(catalog, "4.1")));
        QCOMPARE(order.parent(at(catalog, "4.3")), std::optional(at(catalog, "4.2")));
        QCOMPARE(order.parent(at(catalog, "7.0.10")), std::optional<ReleaseIndex>());
    }

    void ancestors_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("ancestor");
        QTest::addColumn<QString>("common");
        QTest::addColumn<int>("crossed");
        const auto row = [](const char* a, const char* b, bool ancestor, const char* common, int crossed) {
            QTest::addRow("%s to %s", a, b) << QString::fromLatin1(a) << QString::fromLatin1(b) << ancestor
                                            << QString::fromLatin1(common) << crossed;
        };
        row("4.0", "4.3", true, "4.0", 0);
        row("4.0", "4.0", true, "4.0", 0);
        row("4.1", "5.2", true, "4.1", 1);
        row("4.2", "5.2", false, "4.1", 1);
        row("4.3", "6.0.0", false, "4.1", 2);
        row("5.2", "6.0.0", false, "5.1", 1);
        row("5.0", "6.0.0", true, "5.0", 1);
        row("4.0", "7.0.1", false, "", 1);
        row("6.0.0", "7.0.1", false, "", 1);
        row("5.2", "4.0", false, "4.0", 0);
        row("6.0.0", "5.2", false, "5.1", 0);
    }
    void ancestors()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(bool, ancestor);
        QFETCH(QString, common);
        QFETCH(int, crossed);
        const Catalog catalog = sample();
        const Order order(catalog);
        const ReleaseIndex from = at(catalog, qPrintable(a));
        const ReleaseIndex to = at(catalog, qPrintable(b));
        QCOMPARE(order.isAncestorOrSelf(from, to), ancestor);
        const auto meeting = order.lastCommonAncestor(from, to);
        QCOMPARE(meeting ? QString::fromStdString(catalog.at(*meeting).version.text) : QString(), common);
        QCOMPARE(order.linesCrossed(from, to), crossed);
    }

    void intervalsAgreeWithParents()
    {
        for (unsigned seed = 0; seed < 60; ++seed) {
            std::mt19937 random(seed);
            const auto below = [&random](std::size_t n) {
                return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
            };
            Catalog catalog;
            const std::size_t lines = 1 + below(6);
            for (std::size_t line = 0; line < lines; ++line) {
                Line one;
                one.id.text = std::to_string(line);
                if (line > 0 && !catalog.releases.empty() && below(5) > 0)
                    one.from = static_cast<ReleaseIndex>(below(catalog.releases.size()));
                catalog.lines.push_back(one);
                for (std::size_t i = below(6); i > 0; --i) {
                    Release release;
                    release.version.text = std::to_string(line) + "." + std::to_string(i);
                    release.line = static_cast<LineIndex>(line);
                    if (below(10) > 0)
                        release.date = Date(std::chrono::days(below(30)));
                    catalog.releases.push_back(release);
                }
            }
            const Order order(catalog);
            const auto ancestorsOf = [&order](ReleaseIndex release) {
                std::vector<ReleaseIndex> chain{release};
                while (const auto parent = order.parent(chain.back()))
                    chain.push_back(*parent);
                return chain;
            };
            for (std::size_t i = 0; i < catalog.releases.size(); ++i) {
                for (std::size_t j = 0; j < catalog.releases.size(); ++j) {
                    const auto a = static_cast<ReleaseIndex>(i);
                    const auto b = static_cast<ReleaseIndex>(j);
                    const auto ofA = ancestorsOf(a);
                    const auto ofB = ancestorsOf(b);
                    QCOMPARE(order.isAncestorOrSelf(a, b), std::find(ofB.begin(), ofB.end(), a) != ofB.end());
                    std::optional<ReleaseIndex> common;
                    int crossed = 0;
                    for (const ReleaseIndex one : ofB) {
                        if (!common && std::find(ofA.begin(), ofA.end(), one) != ofA.end())
                            common = one;
                        const auto parent = order.parent(one);
                        if (!common && parent && catalog.at(*parent).line != catalog.at(one).line)
                            ++crossed;
                    }
                    QCOMPARE(order.lastCommonAncestor(a, b), common);
                    QCOMPARE(order.linesCrossed(a, b), common ? crossed : 1);
                }
            }
        }
    }

    void lookup_data()
    {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("found");  ///< null: an error
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* asked, const char* found) {
            QTest::newRow(name) << QString::fromLatin1(asked) << QString::fromLatin1(found) << 0 << QString();
        };
        const auto error = [](const char* name, const char* asked, ErrorCode code, const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(asked) << QString() << int(code)
                                << QString::fromLatin1(expected);
        };
        row("an exact version", "4.1", "4.1");
        row("an alias", "2011 R1", "4.1");
        row("an exact version that is also a prefix", "7.0.1", "7.0.1");
        error("a prefix of several", "6.0", ErrorCode::ambiguousRelease, "6.0.1 6.0.0");
        error("a part is not cut in two", "7.0.", ErrorCode::ambiguousRelease, "7.0.10 7.0.1");
        error("an unknown version", "5.3", ErrorCode::noSuchRelease, "4.3 5.0 5.1 5.2 6.0.0");
        error("a version far above", "12.0.0", ErrorCode::noSuchRelease, "6.0.0 7.0.10");
        error("nothing like it", "nonsense", ErrorCode::noSuchRelease, "");
        error("empty", "", ErrorCode::noSuchRelease, "");
    }
    void lookup()
    {
        QFETCH(QString, asked);
        QFETCH(QString, found);
        QFETCH(int, code);
        QFETCH(QString, expected);
        const Catalog catalog = sample();
        const auto release = findRelease(catalog, asked.toStdString());
        QCOMPARE(release.has_value(), !found.isNull());
        if (release) {
            QCOMPARE(QString::fromStdString(catalog.at(*release).version.text), found);
            return;
        }
        QCOMPARE(int(release.error().code), code);
        QStringList names;
        for (const std::string& name : release.error().expected)
            names << QString::fromStdString(name);
        QCOMPARE(names.join(QLatin1Char(' ')), expected);
    }

    void aPrefixOfOneRelease()
    {
        Catalog catalog;
        addLine(catalog, "main", nullptr);
        addRelease(catalog, "5.1.2");
        addRelease(catalog, "5.12.0");
        QCOMPARE(*findRelease(catalog, "5.1"), at(catalog, "5.1.2"));
        QCOMPARE(*findRelease(catalog, "5.12"), at(catalog, "5.12.0"));
    }

    void nearestKeys_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("first");
        for (const auto& [written, first] :
             {std::pair{"relaeses", "releases"}, std::pair{"chanels", "channels"},
              std::pair{"Checkpoints", "checkpoint"}, std::pair{"migration", "migrations"},
              std::pair{"compat-expanded", "compat_expanded"}, std::pair{"dat", "date"}, std::pair{"zzzzzz", ""}})
            QTest::newRow(written) << QString::fromLatin1(written) << QString::fromLatin1(first);
    }
    void nearestKeys()
    {
        QFETCH(QString, written);
        QFETCH(QString, first);
        const auto names =
            nearest(written.toStdString(), {"version", "aliases", "date", "channels", "checkpoint", "compat",
                                            "compat_expanded", "migrations", "releases", "state"});
        QCOMPARE(names.empty() ? QString() : QString::fromStdString(names.front()), first);
        QVERIFY(names.size() <= 3);
    }
};

QTEST_GUILESS_MAIN(TestCatalogOrder)
#include "test_catalog_order.moc"
