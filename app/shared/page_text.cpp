#include "app/shared/page.h"

#include "app/shared/terminal_safe.h"

#include <algorithm>

namespace app {

namespace {

QString spaces(qsizetype count) { return {std::max<qsizetype>(count, 0), QLatin1Char(' ')}; }

QString padded(const QString& text, qsizetype width) { return text + spaces(width - text.size()); }

QString trimmedEnd(QString line)
{
    while (line.endsWith(QLatin1Char(' '))) {
        line.chop(1);
    }
    return line;
}

std::vector<qsizetype> widthsOf(const std::vector<QStringList>& rows)
{
    std::vector<qsizetype> widths;
    for (const QStringList& row : rows) {
        widths.resize(std::max(widths.size(), static_cast<std::size_t>(row.size())));
        for (qsizetype column = 0; column < row.size(); ++column) {
            qsizetype& width = widths[static_cast<std::size_t>(column)];
            width = std::max(width, row[column].size());
        }
    }
    return widths;
}

QString aligned(const QStringList& row, const std::vector<qsizetype>& widths)
{
    QString line;
    for (qsizetype column = 0; column < row.size(); ++column) {
        line += padded(row[column], widths[static_cast<std::size_t>(column)] + 2);
    }
    return trimmedEnd(line);
}

class Writer {
public:
    explicit Writer(const TextStyle& style) : m_style(style) {}

    QString write(const Page& page)
    {
        line(bold(terminalSafe(page.title())));
        for (const Page::Block& block : page.blocks()) {
            m_text += QLatin1Char('\n');
            write(block);
        }
        return m_text;
    }

private:
    void write(const Page::Block& block)
    {
        switch (block.kind) {
        case Page::Block::Kind::heading:
            line(bold(terminalSafe(block.text)));
            break;
        case Page::Block::Kind::paragraph:
            wrapped(block.text, QString(), QString());
            break;
        case Page::Block::Kind::fields:
            writeFields(block.fields);
            break;
        case Page::Block::Kind::bullets:
        case Page::Block::Kind::numbered:
            writeItems(block);
            break;
        case Page::Block::Kind::commands:
            for (const QString& command : block.lines) {
                line(QStringLiteral("    ") + terminalSafe(command));
            }
            break;
        case Page::Block::Kind::table:
            writeTable(block);
            break;
        }
    }

    void writeFields(const std::vector<Page::Field>& fields)
    {
        qsizetype width = 0;
        for (const Page::Field& field : fields) {
            width = std::max(width, field.label.size());
        }
        for (const Page::Field& field : fields) {
            wrapped(field.value, QStringLiteral("  ") + padded(field.label, width + 2), spaces(width + 4));
        }
    }

    void writeItems(const Page::Block& block)
    {
        std::vector<QStringList> rows;
        for (const Page::Item& item : block.items) {
            rows.push_back(item.columns);
        }
        const bool columns =
            std::any_of(rows.begin(), rows.end(), [](const QStringList& row) { return row.size() > 1; });
        const std::vector<qsizetype> widths = widthsOf(rows);
        const qsizetype digits = QString::number(block.items.size()).size();
        for (std::size_t i = 0; i < block.items.size(); ++i) {
            const Page::Item& item = block.items[i];
            const QString mark =
                block.kind == Page::Block::Kind::numbered
                    ? QStringLiteral("  %1. ").arg(QString::number(i + 1).rightJustified(digits, QLatin1Char(' ')))
                    : QStringLiteral("  - ");
            const QString indent = spaces(mark.size());
            if (columns) {
                line(mark + bold(terminalSafe(aligned(item.columns, widths))));
            } else {
                wrapped(item.columns.value(0), mark, indent);
            }
            for (const QString& detail : item.details) {
                wrapped(detail, indent, indent + QStringLiteral("  "));
            }
            for (const QString& command : item.commands) {
                line(indent + QStringLiteral("  ") + terminalSafe(command));
            }
        }
    }

    void writeTable(const Page::Block& block)
    {
        std::vector<QStringList> rows{block.lines};
        rows.insert(rows.end(), block.rows.begin(), block.rows.end());
        const std::vector<qsizetype> widths = widthsOf(rows);
        line(QStringLiteral("  ") + bold(terminalSafe(aligned(block.lines, widths))));
        for (const QStringList& row : block.rows) {
            line(QStringLiteral("  ") + terminalSafe(aligned(row, widths)));
        }
    }

    /// Breaks between words; the first line begins with `first`, the others with `others`.
    void wrapped(const QString& text, const QString& first, const QString& others)
    {
        QString current = first;
        bool empty = true;
        const QStringList words = terminalSafe(text).simplified().split(QLatin1Char(' '));
        for (const QString& word : words) {
            if (!empty && current.size() + 1 + word.size() > m_style.width) {
                line(current);
                current = others;
                empty = true;
            }
            current += empty ? word : QLatin1Char(' ') + word;
            empty = false;
        }
        line(trimmedEnd(current));
    }

    [[nodiscard]] QString bold(const QString& text) const
    {
        return m_style.colour == Colour::terminal ? QStringLiteral("\x1b[1m%1\x1b[0m").arg(text) : text;
    }

    void line(const QString& text) { m_text += text + QLatin1Char('\n'); }

    TextStyle m_style;
    QString m_text;
};

}  // namespace

QString writeText(const Page& page, const TextStyle& style) { return Writer(style).write(page); }

}  // namespace app
