#include "app/shared/page.h"

#include <QtTest>

namespace {

app::Page sample()
{
    app::Page page(QStringLiteral("A title"));
    page.heading(QStringLiteral("Part"));
    page.paragraph(QStringLiteral("One two three four five six seven eight nine ten."));
    page.fields({{QStringLiteral("Short"), QStringLiteral("1")},
                 {QStringLiteral("Left out"), QString()},
                 {QStringLiteral("Longer"), QStringLiteral("2")}});
    page.numbered({{{QStringLiteral("a > bb"), QStringLiteral("online")}, {QStringLiteral("Detail.")}, {}},
                   {{QStringLiteral("bb > c"), QStringLiteral("maintenance")}, {}, {QStringLiteral("cairn x")}}});
    page.table({QStringLiteral("K"), QStringLiteral("V")}, {{QStringLiteral("key"), QStringLiteral("a|b")}});
    page.commands({QStringLiteral("cairn plan --from 1")});
    return page;
}

}  // namespace

class TestPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textIsAlignedAndWrapped()
    {
        app::TextStyle style;
        style.width = 40;
        QCOMPARE(app::writeText(sample(), style), QStringLiteral("A title\n"
                                                                 "\n"
                                                                 "Part\n"
                                                                 "\n"
                                                                 "One two three four five six seven eight\n"
                                                                 "nine ten.\n"
                                                                 "\n"
                                                                 "  Short   1\n"
                                                                 "  Longer  2\n"
                                                                 "\n"
                                                                 "  1. a > bb  online\n"
                                                                 "     Detail.\n"
                                                                 "  2. bb > c  maintenance\n"
                                                                 "       cairn x\n"
                                                                 "\n"
                                                                 "  K    V\n"
                                                                 "  key  a|b\n"
                                                                 "\n"
                                                                 "    cairn plan --from 1\n"));
    }

    void colourOnlyAddsEscapes()
    {
        app::TextStyle style;
        style.width = 40;
        const QString plain = app::writeText(sample(), style);
        style.colour = app::Colour::terminal;
        QString coloured = app::writeText(sample(), style);
        QVERIFY(coloured != plain);
        coloured.remove(QStringLiteral("\x1b[1m")).remove(QStringLiteral("\x1b[0m"));
        QCOMPARE(coloured, plain);
    }

    void markdownEscapesItsOwnSigns()
    {
        QCOMPARE(app::writeMarkdown(sample()), QStringLiteral("# A title\n"
                                                              "\n"
                                                              "## Part\n"
                                                              "\n"
                                                              "One two three four five six seven eight nine ten.\n"
                                                              "\n"
                                                              "|  |  |\n"
                                                              "| --- | --- |\n"
                                                              "| Short | 1 |\n"
                                                              "| Longer | 2 |\n"
                                                              "\n"
                                                              "1. **a \\> bb** · online\n"
                                                              "   - Detail.\n"
                                                              "2. **bb \\> c** · maintenance\n"
                                                              "   - `cairn x`\n"
                                                              "\n"
                                                              "| K | V |\n"
                                                              "| --- | --- |\n"
                                                              "| key | a\\|b |\n"
                                                              "\n"
                                                              "```\n"
                                                              "cairn plan --from 1\n"
                                                              "```\n"));
    }

    void htmlEscapesAndNeedsNothingElse()
    {
        app::Page page(QStringLiteral("<script>alert(1)</script>"));
        page.paragraph(QStringLiteral("a & b"));
        const QString html = app::writeHtml(page);
        QVERIFY(html.startsWith(QStringLiteral("<!DOCTYPE html>")));
        QVERIFY(!html.contains(QStringLiteral("<script>")));
        QVERIFY(html.contains(QStringLiteral("<p>a &amp; b</p>")));
        for (const char* const foreign : {"src=", "href=", "url(", "@import"}) {
            QVERIFY2(!html.contains(QLatin1String(foreign)), foreign);
        }
    }

    /// A vendor's note cannot steer the terminal of the engineer who reads it.
    void controlCharactersAreShownHarmless()
    {
        app::Page page(QStringLiteral("t"));
        page.paragraph(QStringLiteral("a\x1b[2Jb"));
        page.paragraph(QStringLiteral("a\u202Eb"));
        QCOMPARE(app::writeText(page), QStringLiteral("t\n\na?[2Jb\n\na?b\n"));
    }
};

QTEST_GUILESS_MAIN(TestPage)
#include "test_page.moc"
