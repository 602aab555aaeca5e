#include "installers/sql_script.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace installers {

namespace {

constexpr std::size_t wordsKept = 6;

bool isWord(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' || (c & 0x80) != 0;
}

/// Where the token that starts at `at` ends. Space and comments are tokens too.
std::size_t tokenEnd(std::string_view text, std::size_t at)
{
    const auto until = [&](std::string_view end, std::size_t from) {
        const std::size_t found = text.find(end, from);
        return found == std::string_view::npos ? text.size() : found + end.size();
    };
    const char c = text[at];
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    if (c == '-' && next == '-')
        return until("\n", at);
    if (c == '/' && next == '*')
        return until("*/", at + 2);
    if (c == '\'' || c == '"' || c == '`')
        return until(std::string_view(&c, 1), at + 1);
    if (c == '[')
        return until("]", at);
    if (!isWord(c))
        return at + 1;
    return static_cast<std::size_t>(
        std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), isWord) - text.begin());
}

bool isBlank(std::string_view token)
{
    return std::isspace(static_cast<unsigned char>(token[0])) != 0 || token.starts_with("--") ||
           token.starts_with("/*");
}

std::string capitals(std::string_view token)
{
    std::string text(token);
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

/// SQLite's rule: a statement that begins CREATE [TEMP] TRIGGER ends with `; END ;`.
class EndOfStatement {
public:
    /// Takes the next token in capitals; true when it ends the statement.
    bool take(const std::string& token)
    {
        if (m_count < 4 && !m_trigger) {
            const bool prefix = token == "EXPLAIN" || token == "QUERY" || token == "PLAN" || token == "CREATE" ||
                                token == "TEMP" || token == "TEMPORARY";
            m_create = m_create || (token == "CREATE" && m_plain);
            m_trigger = m_create && m_plain && token == "TRIGGER";
            m_plain = m_plain && prefix;
            ++m_count;
        }
        const bool ends = token == ";" && (!m_trigger || m_afterEnd);
        m_afterEnd = m_trigger && token == "END" && m_afterSemicolon;
        m_afterSemicolon = token == ";";
        return ends;
    }

private:
    int m_count = 0;
    bool m_plain = true;
    bool m_create = false;
    bool m_trigger = false;
    bool m_afterSemicolon = false;
    bool m_afterEnd = false;
};

}  // namespace

std::vector<SqlStatement> splitSql(std::string_view script)
{
    std::vector<SqlStatement> statements;
    SqlStatement current;
    EndOfStatement end;
    std::size_t begin = 0;
    int line = 1;
    const auto finish = [&](std::size_t at) {
        if (!current.words.empty() && current.words.front() != ";") {
            current.text = std::string(script.substr(begin, at - begin));
            statements.push_back(std::move(current));
        }
        current = {};
        end = {};
    };
    std::size_t lastToken = 0;
    constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
    for (std::size_t at = script.starts_with(byteOrderMark) ? byteOrderMark.size() : 0; at < script.size();) {
        const std::size_t after = tokenEnd(script, at);
        const std::string_view token = script.substr(at, after - at);
        if (!isBlank(token)) {
            const std::string word = capitals(token);
            if (current.words.empty()) {
                begin = at;
                current.line = line;
            }
            if (current.words.size() < wordsKept)
                current.words.push_back(word);
            lastToken = after;
            if (end.take(word))
                finish(after);
        }
        line += static_cast<int>(std::count(token.begin(), token.end(), '\n'));
        at = after;
    }
    finish(lastToken);
    return statements;
}

bool controlsTransaction(const SqlStatement& statement)
{
    constexpr std::array<std::string_view, 9> words{"BEGIN",   "COMMIT", "END",    "ROLLBACK", "SAVEPOINT",
                                                    "RELEASE", "ATTACH", "DETACH", "VACUUM"};
    return !statement.words.empty() && std::find(words.begin(), words.end(), statement.words.front()) != words.end();
}

bool setsConnection(const SqlStatement& statement)
{
    constexpr std::array<std::string_view, 7> names{"JOURNAL_MODE", "SYNCHRONOUS",  "TEMP_STORE", "AUTO_VACUUM",
                                                    "PAGE_SIZE",    "LOCKING_MODE", "ENCODING"};
    const std::vector<std::string>& words = statement.words;
    const std::size_t name = words.size() > 3 && words[2] == "." ? 3 : 1;
    return words.size() > name + 1 && words[0] == "PRAGMA" && (words[name + 1] == "=" || words[name + 1] == "(") &&
           std::find(names.begin(), names.end(), words[name]) != names.end();
}

bool isShellCommand(const SqlStatement& statement) { return statement.text.starts_with('.'); }

ForeignKeys foreignKeysAskedBy(const SqlStatement& statement)
{
    const std::vector<std::string>& words = statement.words;
    std::size_t name = 1;
    if (words.size() > 3 && words[2] == ".")
        name = 3;
    if (words.size() < name + 3 || words[0] != "PRAGMA" || words[name] != "FOREIGN_KEYS" ||
        (words[name + 1] != "=" && words[name + 1] != "("))
        return ForeignKeys::asIs;
    const std::string& value = words[name + 2];
    if (value == "OFF" || value == "0" || value == "NO" || value == "FALSE")
        return ForeignKeys::off;
    return ForeignKeys::on;
}

}  // namespace installers
