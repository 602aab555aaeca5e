#include "installers/postgres_script.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace installers {

namespace {

constexpr std::size_t tokensKept = 32;

bool isNameCharacter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' || (c & 0x80) != 0;
}

std::string capitalised(std::string_view token)
{
    std::string text(token);
    if (!text.empty() && isNameCharacter(text.front()))
        std::transform(text.begin(), text.end(), text.begin(),
                       [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

/// Where the tokens of a script end.
class Tokens {
public:
    explicit Tokens(std::string_view text) : m_text(text) {}

    /// The end of the token at `at`. Space and comments are tokens too.
    [[nodiscard]] std::size_t endOf(std::size_t at) const
    {
        const char c = m_text[at];
        const char next = at + 1 < m_text.size() ? m_text[at + 1] : '\0';
        if (c == '-' && next == '-')
            return std::min(m_text.find('\n', at), m_text.size());
        if (c == '/' && next == '*')
            return endOfComment(at);
        if (c == '\'')
            return endOfQuoted(at, at > 0 && isEscapePrefix(at - 1));
        if (c == '"')
            return endOfQuoted(at, false);
        if (c == '$')
            return endOfDollar(at);
        if (!isNameCharacter(c))
            return at + 1;
        std::size_t end = at;
        while (end < m_text.size() && isNameCharacter(m_text[end]))
            ++end;
        return end;
    }

private:
    [[nodiscard]] bool isEscapePrefix(std::size_t at) const
    {
        return (m_text[at] == 'e' || m_text[at] == 'E') && (at == 0 || !isNameCharacter(m_text[at - 1]));
    }
    [[nodiscard]] std::size_t endOfComment(std::size_t at) const
    {
        int depth = 0;
        for (std::size_t i = at; i + 1 < m_text.size();) {
            const std::string_view two = m_text.substr(i, 2);
            depth += two == "/*" ? 1 : two == "*/" ? -1 : 0;
            i += two == "/*" || two == "*/" ? 2 : 1;
            if (depth == 0)
                return i;
        }
        return m_text.size();
    }
    [[nodiscard]] std::size_t endOfQuoted(std::size_t at, bool escapes) const
    {
        const char quote = m_text[at];
        for (std::size_t i = at + 1; i < m_text.size(); ++i) {
            if (escapes && m_text[i] == '\\')
                ++i;
            else if (m_text[i] == quote && i + 1 < m_text.size() && m_text[i + 1] == quote)
                ++i;
            else if (m_text[i] == quote)
                return i + 1;
        }
        return m_text.size();
    }
    [[nodiscard]] std::size_t endOfDollar(std::size_t at) const
    {
        std::size_t end = at + 1;
        while (end < m_text.size() && m_text[end] != '$' && isNameCharacter(m_text[end]))
            ++end;
        const bool digit = at + 1 < end && std::isdigit(static_cast<unsigned char>(m_text[at + 1])) != 0;
        if (digit || end >= m_text.size() || m_text[end] != '$')
            return digit ? end : at + 1;
        const std::string_view tag = m_text.substr(at, end + 1 - at);
        const std::size_t close = m_text.find(tag, end + 1);
        return close == std::string_view::npos ? m_text.size() : close + tag.size();
    }
    std::string_view m_text;
};

std::string withoutSpace(std::string_view text)
{
    const std::string_view space = " \t\r\f\v";
    const std::size_t first = text.find_first_not_of(space);
    return first == std::string_view::npos ? std::string()
                                           : std::string(text.substr(first, text.find_last_not_of(space) - first + 1));
}

bool isSpaceOrComment(std::string_view token)
{
    return std::isspace(static_cast<unsigned char>(token[0])) != 0 || token.starts_with("--") ||
           token.starts_with("/*");
}

/// psql's rule for what ends a statement.
class StatementEnd {
public:
    bool take(const std::string& word)
    {
        if (m_words.size() < 4)
            m_words.push_back(word);
        if (word == "(")
            ++m_parentheses;
        if (word == ")" && m_parentheses > 0)
            --m_parentheses;
        if (m_parentheses == 0 && makesRoutine()) {
            if (word == "BEGIN" || (word == "CASE" && m_begins > 0))
                ++m_begins;
            else if (word == "END" && m_begins > 0)
                --m_begins;
        }
        m_copiesIn = m_copiesIn || (m_words.front() == "COPY" && m_before == "FROM" && word == "STDIN");
        m_before = word;
        return word == ";" && m_parentheses == 0 && m_begins == 0;
    }
    [[nodiscard]] bool dataFollow() const { return m_copiesIn; }

private:
    [[nodiscard]] bool makesRoutine() const
    {
        const auto is = [&](std::size_t at) {
            return m_words.size() > at && (m_words[at] == "FUNCTION" || m_words[at] == "PROCEDURE");
        };
        if (m_words.front() != "CREATE")
            return false;
        return is(1) || (m_words.size() > 2 && m_words[1] == "OR" && m_words[2] == "REPLACE" && is(3));
    }
    std::vector<std::string> m_words;
    std::string m_before;
    int m_parentheses = 0;
    int m_begins = 0;
    bool m_copiesIn = false;
};

class ScriptReader {
public:
    explicit ScriptReader(std::string_view text) : m_text(text), m_tokens(text) {}

    PostgresScript read()
    {
        while (m_at < m_text.size()) {
            if (m_text[m_at] == '\\') {
                takeCommand();
                continue;
            }
            const std::size_t end = m_tokens.endOf(m_at);
            const std::string_view token = m_text.substr(m_at, end - m_at);
            const std::size_t begin = m_at;
            advance(end);
            if (!isSpaceOrComment(token))
                takeToken(token, begin, end);
        }
        finish();
        return std::move(m_script);
    }

private:
    void advance(std::size_t end)
    {
        m_line += static_cast<int>(std::count(m_text.begin() + static_cast<std::ptrdiff_t>(m_at),
                                              m_text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
        m_at = end;
    }
    void takeToken(std::string_view token, std::size_t begin, std::size_t end)
    {
        if (m_statement.tokens.empty()) {
            m_begin = begin;
            m_statement.line = m_line - static_cast<int>(std::count(token.begin(), token.end(), '\n'));
        }
        const std::string word = capitalised(token);
        if (m_statement.tokens.size() < tokensKept) {
            m_statement.tokens.emplace_back(token);
            m_statement.words.push_back(word);
        }
        m_end = end;
        if (!m_rule.take(word))
            return;
        const bool data = m_rule.dataFollow();
        finish();
        if (data)
            skipData();
    }
    /// A command goes on to the end of its line, or to the next backslash outside of quotes.
    void takeCommand()
    {
        PsqlCommand command;
        command.line = m_line;
        std::size_t end = m_at + 1;
        const auto atEnd = [&] { return end >= m_text.size() || m_text[end] == '\n'; };
        const auto isLetter = [&](std::size_t at) { return std::isalpha(static_cast<unsigned char>(m_text[at])) != 0; };
        if (!atEnd() && !isLetter(end))
            ++end;
        else
            while (!atEnd() && (isLetter(end) || m_text[end] == '_'))
                ++end;
        command.name = std::string(m_text.substr(m_at + 1, end - m_at - 1));
        const bool goesOn = command.name == ";" || command.name == "\\";
        const std::size_t argument = end;
        bool quoted = false;
        for (; !goesOn && !atEnd() && (quoted || m_text[end] != '\\'); ++end) {
            if (m_text[end] == '\'')
                quoted = !quoted;
            else if (quoted && m_text[end] == '\\' && end + 1 < m_text.size() && m_text[end + 1] != '\n')
                ++end;
        }
        command.argument = withoutSpace(m_text.substr(argument, end - argument));
        if (command.name == ";" || command.name.starts_with("g") || command.name == "watch" ||
            command.name == "crosstabview")
            finish();
        advance(end);
        m_script.commands.push_back(std::move(command));
    }
    void finish()
    {
        if (!m_statement.tokens.empty() && m_statement.tokens.front() != ";") {
            m_statement.text = std::string(m_text.substr(m_begin, m_end - m_begin));
            m_script.statements.push_back(std::move(m_statement));
        }
        m_statement = {};
        m_rule = {};
    }
    /// The rest of the line is still psql's; then lines up to `\.`
    void skipData()
    {
        std::size_t line = m_text.find('\n', m_at);
        while (line < m_text.size()) {
            const std::size_t next = std::min(m_text.find('\n', line + 1), m_text.size());
            std::string_view text = m_text.substr(line + 1, next - line - 1);
            if (text.ends_with('\r'))
                text.remove_suffix(1);
            line = next;
            if (text == "\\.")
                break;
        }
        advance(std::min(line, m_text.size()));
    }

    std::string_view m_text;
    Tokens m_tokens;
    PostgresScript m_script;
    PostgresStatement m_statement;
    StatementEnd m_rule;
    std::size_t m_at = 0;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    int m_line = 1;
};

}  // namespace

PostgresScript readPostgresScript(std::string_view script)
{
    if (script.starts_with("\xEF\xBB\xBF"))
        script.remove_prefix(3);
    return ScriptReader(script).read();
}

}  // namespace installers
