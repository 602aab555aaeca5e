#include "app/shared/page.h"

#include <QLocale>

namespace app {

namespace {

QString element(const QString& name, const QString& text)
{
    return QStringLiteral("<%1>%2</%1>").arg(name, text.toHtmlEscaped());
}

QString cells(const QString& name, const QStringList& texts)
{
    QString row = QStringLiteral("<tr>");
    for (const QString& text : texts) {
        row += element(name, text);
    }
    return row + QStringLiteral("</tr>\n");
}

QString htmlItems(const Page::Block& block)
{
    const QString list = block.kind == Page::Block::Kind::numbered ? QStringLiteral("ol") : QStringLiteral("ul");
    QString html = QStringLiteral("<%1>\n").arg(list);
    for (const Page::Item& item : block.items) {
        html += QStringLiteral("<li>") + element(QStringLiteral("b"), item.columns.value(0));
        for (const QString& column : item.columns.mid(1)) {
            html += column.isEmpty() ? QString() : QStringLiteral(" · ") + column.toHtmlEscaped();
        }
        for (const QString& detail : item.details) {
            html += QStringLiteral("<br>") + detail.toHtmlEscaped();
        }
        for (const QString& command : item.commands) {
            html += QStringLiteral("<br>") + element(QStringLiteral("code"), command);
        }
        html += QStringLiteral("</li>\n");
    }
    return html + QStringLiteral("</%1>\n").arg(list);
}

QString htmlBlock(const Page::Block& block)
{
    switch (block.kind) {
    case Page::Block::Kind::heading:
        return element(QStringLiteral("h2"), block.text) + QLatin1Char('\n');
    case Page::Block::Kind::paragraph:
        return element(QStringLiteral("p"), block.text) + QLatin1Char('\n');
    case Page::Block::Kind::fields: {
        QString html = QStringLiteral("<table class=\"fields\">\n");
        for (const Page::Field& field : block.fields) {
            html += QStringLiteral("<tr>") + element(QStringLiteral("th"), field.label) +
                    element(QStringLiteral("td"), field.value) + QStringLiteral("</tr>\n");
        }
        return html + QStringLiteral("</table>\n");
    }
    case Page::Block::Kind::bullets:
    case Page::Block::Kind::numbered:
        return htmlItems(block);
    case Page::Block::Kind::commands:
        return element(QStringLiteral("pre"), block.lines.join(QLatin1Char('\n'))) + QLatin1Char('\n');
    case Page::Block::Kind::table: {
        QString html = QStringLiteral("<table>\n") + cells(QStringLiteral("th"), block.lines);
        for (const QStringList& row : block.rows) {
            html += cells(QStringLiteral("td"), row);
        }
        return html + QStringLiteral("</table>\n");
    }
    }
    return {};
}

}  // namespace

QString writeHtml(const Page& page)
{
    const QLocale locale;
    const QString direction = locale.textDirection() == Qt::RightToLeft ? QStringLiteral("rtl") : QStringLiteral("ltr");
    const QString language = locale.language() == QLocale::C ? QStringLiteral("en") : locale.bcp47Name();
    QString html = QStringLiteral("<!DOCTYPE html>\n<html lang=\"%1\" dir=\"%2\">\n").arg(language, direction);
    html +=
        QStringLiteral("<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n");
    html += element(QStringLiteral("title"), page.title()) + QLatin1Char('\n');
    html += QStringLiteral("<style>\n"
                           "body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;"
                           "color:#1b1f23;background:#fff}\n"
                           "h1{font-size:1.5em}h2{font-size:1.15em;margin-top:1.8em}\n"
                           "table{border-collapse:collapse}th,td{text-align:start;padding:.2em .8em .2em 0;"
                           "vertical-align:top;border-bottom:1px solid #e1e4e8}\n"
                           ".fields th{font-weight:normal;color:#57606a}li{margin:.6em 0}\n"
                           "pre,code{font:13px/1.5 monospace;background:#f3f4f6;padding:.1em .3em}pre{padding:.6em}\n"
                           "@media print{body{margin:0;max-width:none}li{break-inside:avoid}}\n"
                           "</style>\n</head>\n<body>\n");
    html += element(QStringLiteral("h1"), page.title()) + QLatin1Char('\n');
    for (const Page::Block& block : page.blocks()) {
        html += htmlBlock(block);
    }
    return html + QStringLiteral("</body>\n</html>\n");
}

}  // namespace app
