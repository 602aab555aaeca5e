#include "catalog/schema/sqlite_split.h"

#include <algorithm>
#include <cctype>
#include <sqlite3.h>

namespace schema {

namespace {

class SqliteSplitter {
public:
    SqliteSplitter(std::string_view script, const std::string& file) : m_script(script), m_file(file) {}

    std::vector<Piece> run()
    {
        while (m_at < m_script.size()) {
            const char c = m_script[m_at];
            if (std::isspace(static_cast<unsigned char>(c)) != 0) {
                ++m_at;
            } else if (m_script.substr(m_at, 2) == "--") {
                const std::size_t end = std::min(m_script.find('\n', m_at), m_script.size());
                comment(m_script.substr(m_at + 2, end - m_at - 2));
                m_at = end;
            } else if (m_script.substr(m_at, 2) == "/*") {
                const std::size_t end = m_script.find("*/", m_at + 2);
                const std::size_t after = end == std::string_view::npos ? m_script.size() : end + 2;
                comment(m_script.substr(m_at + 2, std::max(after, m_at + 4) - m_at - 4));
                m_at = after;
            } else if (c == '.' && !m_begun) {
                begin();
                m_at = std::min(m_script.find('\n', m_at), m_script.size());
                finish(m_at, PieceKind::psqlCommand);
            } else {
                token(c);
            }
        }
        finish(m_script.size(), PieceKind::statement);
        return std::move(m_pieces);
    }

private:
    void token(char c)
    {
        begin();
        if (c == '\'' || c == '"' || c == '`' || c == '[') {
            const std::size_t end = m_script.find(c == '[' ? ']' : c, m_at + 1);
            m_at = end == std::string_view::npos ? m_script.size() : end + 1;
        } else if (c == ';') {
            const std::string text(m_script.substr(m_start, m_at + 1 - m_start));
            if (sqlite3_complete(text.c_str()) != 0) {
                finish(m_at, PieceKind::statement);
            }
            ++m_at;
        } else {
            ++m_at;
        }
    }

    void begin()
    {
        if (!m_begun) {
            m_begun = true;
            m_start = m_at;
        }
    }

    void comment(std::string_view text)
    {
        const std::size_t first = text.find_first_not_of(" \t");
        if (first == std::string_view::npos || text.substr(first, 6) != "cairn:") {
            return;
        }
        text.remove_prefix(first + 6);
        const std::size_t start = text.find_first_not_of(" \t");
        const std::size_t end = text.find_last_not_of(" \t\r\n");
        const std::string remark(start == std::string_view::npos ? std::string_view()
                                                                 : text.substr(start, end - start + 1));
        const bool behind =
            !m_begun && !m_pieces.empty() && m_script.substr(m_end, m_at - m_end).find('\n') == std::string_view::npos;
        (behind ? m_pieces.back().remarks : m_remarks).push_back(remark);
    }

    void finish(std::size_t end, PieceKind kind)
    {
        if (!m_begun) {
            return;
        }
        m_begun = false;
        m_end = end;
        while (end > m_start && std::isspace(static_cast<unsigned char>(m_script[end - 1])) != 0) {
            --end;
        }
        if (end == m_start) {
            return;
        }
        for (; m_counted < m_start; ++m_counted) {
            const auto byte = static_cast<unsigned char>(m_script[m_counted]);
            m_line += byte == '\n' ? 1 : 0;
            m_column = byte == '\n' ? 1 : m_column + ((byte & 0xC0U) != 0x80U ? 1 : 0);
        }
        Piece piece{kind, m_script.substr(m_start, end - m_start), m_start, {m_file, m_line, m_column}, false, {}};
        piece.remarks = std::move(m_remarks);
        m_remarks.clear();
        m_pieces.push_back(std::move(piece));
    }

    std::string_view m_script;
    const std::string& m_file;
    std::size_t m_at = 0;
    std::size_t m_start = 0;
    std::size_t m_end = 0;
    std::size_t m_counted = 0;
    int m_line = 1;
    int m_column = 1;
    bool m_begun = false;
    std::vector<std::string> m_remarks;
    std::vector<Piece> m_pieces;
};

}  // namespace

std::vector<Piece> splitSqlite(std::string_view script, const std::string& file)
{
    return SqliteSplitter(script, file).run();
}

}  // namespace schema
