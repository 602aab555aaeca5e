#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace app {

/// A text for people before it is known whether it becomes plain text, Markdown or HTML: what is said is decided once,
/// how it looks in one small writer for each format. Texts are plain, already translated, and are escaped by the
/// writer.
///
/// Road not taken: Markdown as the common form, which would have to be parsed again for the other two; QTextDocument,
/// which needs QtGui.
class Page {
public:
    struct Field {
        QString label;
        QString value;
    };
    /// One point of a list: a headline in columns that are aligned down the list, and what there is to say about it.
    struct Item {
        QStringList columns;
        QStringList details;
        QStringList commands;  ///< to be typed as they are
    };
    struct Block {
        enum class Kind { heading, paragraph, fields, bullets, numbered, commands, table };
        Kind kind = Kind::paragraph;
        QString text;
        std::vector<Field> fields;
        std::vector<Item> items;
        QStringList lines;  ///< commands; the header of a table
        std::vector<QStringList> rows;
    };

    explicit Page(const QString& title) : m_title(title) {}

    void heading(const QString& text);
    void paragraph(const QString& text);
    void fields(const std::vector<Field>& fields);  ///< fields without a value are left out
    void bullets(const std::vector<Item>& items);
    void numbered(const std::vector<Item>& items);
    void commands(const QStringList& lines);
    void table(const QStringList& header, const std::vector<QStringList>& rows);

    [[nodiscard]] const QString& title() const { return m_title; }
    [[nodiscard]] const std::vector<Block>& blocks() const { return m_blocks; }

private:
    QString m_title;
    std::vector<Block> m_blocks;
};

enum class Colour { none, terminal };

struct TextStyle {
    int width = 100;  ///< columns; longer lines are broken between words
    Colour colour = Colour::none;
};

[[nodiscard]] QString writeText(const Page& page, const TextStyle& style = {});
[[nodiscard]] QString writeMarkdown(const Page& page);
[[nodiscard]] QString writeHtml(const Page& page);  ///< one file that needs no other

}  // namespace app
