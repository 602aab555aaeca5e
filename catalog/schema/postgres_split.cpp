#include "catalog/schema/postgres_split.h"

#include "catalog/schema/letters.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace schema {

namespace {

bool isWordStart(char c)
{
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool isWordPart(char c) { return isWordStart(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '$'; }

class Splitter {
public:
    Splitter(std::string_view script, const std::string& file) : m_script(script), m_file(file) {}

    std::vector<Piece> run()
    {
        if (m_script.substr(0, 3) == "\xEF\xBB\xBF") {
            m_at = 3;
        }
        while (m_at < m_script.size()) {
            step();
        }
        finish(m_script.size(), m_unfinished ? PieceKind::unfinished : PieceKind::statement);
        return std::move(m_pieces);
    }

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_script.size() ? m_script[m_at + ahead] : '\0';
    }

    void step()
    {
        const char c = peek();
        if (std::isspace(static_cast<unsigned char>(c)) != 0) {
            ++m_at;
        } else if (c == '-' && peek(1) == '-') {
            lineComment();
        } else if (c == '/' && peek(1) == '*') {
            blockComment();
        } else if (c == '\\' && !m_begun) {
            psqlCommand();
        } else {
            token(c);
        }
    }

    void token(char c)
    {
        begin();
        if (c == '\'') {
            quoted('\'', m_escapes);
        } else if (c == '"') {
            quoted('"', false);
        } else if (c == '$') {
            dollarQuoted();
        } else if (isWordStart(c)) {
            word();
            return;
        } else if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
            while (isWordPart(peek())) {
                ++m_at;
            }
        } else if (c == ';' && m_parentheses == 0 && m_atomic == 0) {
            finish(m_at, PieceKind::statement);
            ++m_at;
            trailingRemark();
            copyData();
        } else {
            m_parentheses += c == '(' ? 1 : c == ')' && m_parentheses > 0 ? -1 : 0;
            ++m_at;
        }
        m_escapes = false;
    }

    void begin()
    {
        if (!m_begun) {
            m_begun = true;
            m_start = m_at;
            m_words.clear();
            m_parentheses = 0;
            m_atomic = 0;
        }
    }

    void word()
    {
        const std::size_t start = m_at;
        while (isWordPart(peek())) {
            ++m_at;
        }
        const std::string_view text = m_script.substr(start, m_at - start);
        m_escapes = peek() == '\'' && (text == "e" || text == "E");
        const std::string small = lowered(text);
        if (m_words.size() < 40) {
            m_words.push_back(small);
        }
        if (m_words.front() == "create" && small == "atomic" && m_lastWord == "begin") {
            m_atomic = 1;
        } else if (m_atomic > 0 && (small == "case" || small == "begin")) {
            ++m_atomic;
        } else if (m_atomic > 0 && small == "end") {
            --m_atomic;
        }
        m_lastWord = small;
    }

    void quoted(char quote, bool escapes)
    {
        ++m_at;
        while (m_at < m_script.size()) {
            const char c = m_script[m_at++];
            if (c == '\\' && escapes) {
                ++m_at;
            } else if (c == quote) {
                if (peek() != quote) {
                    return;
                }
                ++m_at;
            }
        }
        m_at = m_script.size();
        m_unfinished = true;
    }

    void dollarQuoted()
    {
        std::size_t end = m_at + 1;
        while (end < m_script.size() && isWordPart(m_script[end]) && m_script[end] != '$') {
            ++end;
        }
        const bool tagged = end > m_at + 1 && std::isdigit(static_cast<unsigned char>(m_script[m_at + 1])) != 0;
        if (end >= m_script.size() || m_script[end] != '$' || tagged) {
            ++m_at;
            return;
        }
        const std::string_view delimiter = m_script.substr(m_at, end - m_at + 1);
        const std::size_t close = m_script.find(delimiter, end + 1);
        m_unfinished = close == std::string_view::npos;
        m_at = m_unfinished ? m_script.size() : close + delimiter.size();
    }

    void remark(std::string_view text)
    {
        const std::size_t first = text.find_first_not_of(" \t");
        if (first == std::string_view::npos || lowered(text.substr(first, 6)) != "cairn:") {
            return;
        }
        text.remove_prefix(std::min(text.size(), first + 6));
        const std::size_t start = text.find_first_not_of(" \t");
        const std::size_t end = text.find_last_not_of(" \t\r\n");
        m_remarks.emplace_back(start == std::string_view::npos ? std::string_view()
                                                               : text.substr(start, end - start + 1));
    }

    void lineComment()
    {
        const std::size_t end = std::min(m_script.find('\n', m_at), m_script.size());
        remark(m_script.substr(m_at + 2, end - m_at - 2));
        m_at = end;
    }

    void blockComment()
    {
        const std::size_t start = m_at;
        int depth = 1;
        m_at += 2;
        while (m_at < m_script.size() && depth > 0) {
            if (peek() == '/' && peek(1) == '*') {
                ++depth;
                m_at += 2;
            } else if (peek() == '*' && peek(1) == '/') {
                --depth;
                m_at += 2;
            } else {
                ++m_at;
            }
        }
        m_at = std::min(m_at, m_script.size());
        if (depth > 0) {
            m_at = start;
            begin();
            m_at = m_script.size();
            m_unfinished = true;
        } else {
            remark(m_script.substr(start + 2, m_at - start - 4));
        }
    }

    void psqlCommand()
    {
        begin();
        m_at = std::min(m_script.find('\n', m_at), m_script.size());
        std::size_t end = m_at;
        while (end > m_start && std::isspace(static_cast<unsigned char>(m_script[end - 1])) != 0) {
            --end;
        }
        finish(end, PieceKind::psqlCommand);
    }

    /// A remark behind the semicolon, on its line, belongs to the statement before it.
    void trailingRemark()
    {
        std::size_t at = m_at;
        while (at < m_script.size() && (m_script[at] == ' ' || m_script[at] == '\t')) {
            ++at;
        }
        if (m_script.substr(at, 2) == "--" && !m_pieces.empty()) {
            m_at = at;
            lineComment();
            std::move(m_remarks.begin(), m_remarks.end(), std::back_inserter(m_pieces.back().remarks));
            m_remarks.clear();
        }
    }

    void copyData()
    {
        if (m_words.empty() || m_words.front() != "copy" || m_pieces.empty()) {
            return;
        }
        const auto from = std::find(m_words.begin(), m_words.end(), "from");
        if (from == m_words.end() || from + 1 == m_words.end() || *(from + 1) != "stdin") {
            return;
        }
        m_pieces.back().copiesData = true;
        std::size_t line = m_script.find('\n', m_at);
        while (line != std::string_view::npos) {
            const std::size_t next = m_script.find('\n', line + 1);
            std::string_view text = m_script.substr(line + 1, next == std::string_view::npos ? next : next - line - 1);
            if (!text.empty() && text.back() == '\r') {
                text.remove_suffix(1);
            }
            if (text == "\\.") {
                m_at = next == std::string_view::npos ? m_script.size() : next;
                return;
            }
            line = next;
        }
        m_at = m_script.size();
    }

    void finish(std::size_t end, PieceKind kind)
    {
        if (!m_begun) {
            return;
        }
        m_begun = false;
        while (kind == PieceKind::statement && end > m_start &&
               std::isspace(static_cast<unsigned char>(m_script[end - 1])) != 0) {
            --end;
        }
        if (end == m_start) {
            return;
        }
        Piece piece{kind, m_script.substr(m_start, end - m_start), m_start, placeAt(m_start), false, {}};
        piece.remarks = std::move(m_remarks);
        m_remarks.clear();
        m_pieces.push_back(std::move(piece));
    }

    catalog::Place placeAt(std::size_t offset)
    {
        for (; m_counted < offset; ++m_counted) {
            const auto byte = static_cast<unsigned char>(m_script[m_counted]);
            if (byte == '\n') {
                ++m_line;
                m_column = 1;
            } else if ((byte & 0xC0U) != 0x80U && !(m_counted < 3 && m_script.substr(0, 3) == "\xEF\xBB\xBF")) {
                ++m_column;
            }
        }
        return {m_file, m_line, m_column};
    }

    std::string_view m_script;
    const std::string& m_file;
    std::size_t m_at = 0;
    std::size_t m_start = 0;
    std::size_t m_counted = 0;
    int m_line = 1;
    int m_column = 1;
    int m_parentheses = 0;
    int m_atomic = 0;
    bool m_begun = false;
    bool m_escapes = false;
    bool m_unfinished = false;
    std::string m_lastWord;
    std::vector<std::string> m_words;
    std::vector<std::string> m_remarks;
    std::vector<Piece> m_pieces;
};

}  // namespace

std::vector<Piece> splitPostgres(std::string_view script, const std::string& file)
{
    return Splitter(script, file).run();
}

catalog::Place placeIn(const Piece& piece, std::size_t offset)
{
    catalog::Place place = piece.place;
    for (std::size_t i = 0; i < std::min(offset, piece.text.size()); ++i) {
        const auto byte = static_cast<unsigned char>(piece.text[i]);
        if (byte == '\n') {
            ++place.line;
            place.column = 1;
        } else if ((byte & 0xC0U) != 0x80U) {
            ++place.column;
        }
    }
    return place;
}

}  // namespace schema
