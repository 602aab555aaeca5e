#include "catalog/schema/excerpt.h"

#include <algorithm>
#include <cctype>

namespace schema {

namespace {

constexpr std::size_t excerptLength = 120;

bool holdsAny(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::any_of(words.begin(), words.end(),
                       [text](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

}  // namespace

std::string excerptOf(std::string_view text)
{
    std::string line;
    for (const char c : text.substr(0, 4 * excerptLength)) {
        const bool space = std::isspace(static_cast<unsigned char>(c)) != 0;
        if (!space) {
            line += c;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    if (line.size() > excerptLength) {
        std::size_t end = excerptLength;
        while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) {
            --end;
        }
        line = line.substr(0, end) + "\xE2\x80\xA6";
    }
    return line;
}

SyntaxHint hintOf(std::string_view text)
{
    std::string small(text.substr(0, 1U << 16));
    std::transform(small.begin(), small.end(), small.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (holdsAny(small, {"{{", "${", "<%", "{%"})) {
        return SyntaxHint::templateText;
    }
    if (holdsAny(small, {"`", "auto_increment", "autoincrement", "engine=", "engine =", "without rowid", "insert or ",
                         "pragma ", "nvarchar2", "identity(1", "\ngo\n"})) {
        return SyntaxHint::otherDialect;
    }
    for (std::size_t at = small.find(':'); at != std::string::npos; at = small.find(':', at + 1)) {
        const char next = at + 1 < small.size() ? small[at + 1] : ' ';
        const bool cast = next == ':' || (at > 0 && small[at - 1] == ':');
        if (!cast && (next == '\'' || next == '"' || std::isalpha(static_cast<unsigned char>(next)) != 0)) {
            return SyntaxHint::psqlVariable;
        }
    }
    return SyntaxHint::none;
}

}  // namespace schema
