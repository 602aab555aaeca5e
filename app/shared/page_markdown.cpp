#include "app/shared/page.h"

namespace app {

namespace {

/// Escapes what CommonMark and GitHub's tables would read as markup.
QString escaped(const QString& text)
{
    static const QString special = QStringLiteral("\\`*_[]<>#|~");
    QString result;
    for (const QChar letter : text.simplified()) {
        if (special.contains(letter)) {
            result += QLatin1Char('\\');
        }
        result += letter;
    }
    return result;
}

/// A code span: its text cannot hold a backtick of the same length.
QString code(const QString& text)
{
    return text.contains(QLatin1Char('`')) ? QStringLiteral("`` %1 ``").arg(text) : QStringLiteral("`%1`").arg(text);
}

QString row(const QStringList& cells, bool escape = true)
{
    QString line = QStringLiteral("|");
    for (const QString& cell : cells) {
        line += QStringLiteral(" %1 |").arg(escape ? escaped(cell) : cell);
    }
    return line + QLatin1Char('\n');
}

QString table(const QStringList& header, const std::vector<QStringList>& rows)
{
    QString text = row(header) + row(QStringList(header.size(), QStringLiteral("---")), false);
    for (const QStringList& cells : rows) {
        text += row(cells);
    }
    return text;
}

QString markdownItems(const Page::Block& block)
{
    QString text;
    for (std::size_t i = 0; i < block.items.size(); ++i) {
        const Page::Item& item = block.items[i];
        const QString mark =
            block.kind == Page::Block::Kind::numbered ? QStringLiteral("%1. ").arg(i + 1) : QStringLiteral("- ");
        const QString indent(mark.size(), QLatin1Char(' '));
        QStringList columns;
        for (const QString& column : item.columns) {
            columns.push_back(escaped(column));
        }
        text += mark + QStringLiteral("**%1**").arg(columns.value(0));
        for (const QString& column : columns.mid(1)) {
            text += column.isEmpty() ? QString() : QStringLiteral(" · ") + column;
        }
        text += QLatin1Char('\n');
        for (const QString& detail : item.details) {
            text += indent + QStringLiteral("- ") + escaped(detail) + QLatin1Char('\n');
        }
        for (const QString& command : item.commands) {
            text += indent + QStringLiteral("- ") + code(command) + QLatin1Char('\n');
        }
    }
    return text;
}

QString markdownBlock(const Page::Block& block)
{
    switch (block.kind) {
    case Page::Block::Kind::heading:
        return QStringLiteral("## ") + escaped(block.text) + QLatin1Char('\n');
    case Page::Block::Kind::paragraph:
        return escaped(block.text) + QLatin1Char('\n');
    case Page::Block::Kind::fields: {
        std::vector<QStringList> rows;
        for (const Page::Field& field : block.fields) {
            rows.push_back({field.label, field.value});
        }
        return table({QString(), QString()}, rows);
    }
    case Page::Block::Kind::bullets:
    case Page::Block::Kind::numbered:
        return markdownItems(block);
    case Page::Block::Kind::commands:
        return QStringLiteral("```\n%1\n```\n").arg(block.lines.join(QLatin1Char('\n')));
    case Page::Block::Kind::table:
        return table(block.lines, block.rows);
    }
    return {};
}

}  // namespace

QString writeMarkdown(const Page& page)
{
    QString text = QStringLiteral("# ") + escaped(page.title()) + QLatin1Char('\n');
    for (const Page::Block& block : page.blocks()) {
        text += QLatin1Char('\n') + markdownBlock(block);
    }
    return text;
}

}  // namespace app
