#include "app/shared/page.h"

namespace app {

void Page::heading(const QString& text) { m_blocks.push_back({Block::Kind::heading, text, {}, {}, {}, {}}); }

void Page::paragraph(const QString& text) { m_blocks.push_back({Block::Kind::paragraph, text, {}, {}, {}, {}}); }

void Page::fields(const std::vector<Field>& fields)
{
    Block block;
    block.kind = Block::Kind::fields;
    for (const Field& field : fields) {
        if (!field.value.isEmpty()) {
            block.fields.push_back(field);
        }
    }
    if (!block.fields.empty()) {
        m_blocks.push_back(std::move(block));
    }
}

void Page::bullets(const std::vector<Item>& items)
{
    if (!items.empty()) {
        m_blocks.push_back({Block::Kind::bullets, {}, {}, items, {}, {}});
    }
}

void Page::numbered(const std::vector<Item>& items)
{
    if (!items.empty()) {
        m_blocks.push_back({Block::Kind::numbered, {}, {}, items, {}, {}});
    }
}

void Page::commands(const QStringList& lines)
{
    if (!lines.isEmpty()) {
        m_blocks.push_back({Block::Kind::commands, {}, {}, {}, lines, {}});
    }
}

void Page::table(const QStringList& header, const std::vector<QStringList>& rows)
{
    if (!rows.empty()) {
        m_blocks.push_back({Block::Kind::table, {}, {}, {}, header, rows});
    }
}

}  // namespace app
