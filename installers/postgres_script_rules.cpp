#include "installers/postgres_script.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace installers {

namespace {

using Words = std::vector<std::string>;

bool beginWith(const Words& words, const Words& with)
{
    return words.size() >= with.size() && std::equal(with.begin(), with.end(), words.begin());
}

std::string joinedWords(const Words& words)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

bool hasWord(const Words& words, const char* word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string capitalsOf(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

}  // namespace

std::string outsideTransaction(const PostgresStatement& statement)
{
    const Words& words = statement.words;
    const std::array<Words, 18> always{Words{"BEGIN"},
                                       {"START", "TRANSACTION"},
                                       {"COMMIT"},
                                       {"END"},
                                       {"ABORT"},
                                       {"PREPARE", "TRANSACTION"},
                                       {"VACUUM"},
                                       {"CREATE", "DATABASE"},
                                       {"DROP", "DATABASE"},
                                       {"CREATE", "TABLESPACE"},
                                       {"DROP", "TABLESPACE"},
                                       {"ALTER", "SYSTEM"},
                                       {"CREATE", "SUBSCRIPTION"},
                                       {"DROP", "SUBSCRIPTION"},
                                       {"REINDEX", "DATABASE"},
                                       {"REINDEX", "SYSTEM"},
                                       {"REINDEX", "SCHEMA"},
                                       {"DISCARD", "ALL"}};
    for (const Words& first : always) {
        if (beginWith(words, first))
            return joinedWords(first);
    }
    if (beginWith(words, {"ROLLBACK"}) && !hasWord(words, "TO"))
        return "ROLLBACK";
    if (beginWith(words, {"CREATE", "INDEX", "CONCURRENTLY"}) ||
        beginWith(words, {"CREATE", "UNIQUE", "INDEX", "CONCURRENTLY"}))
        return "CREATE INDEX CONCURRENTLY";
    if (beginWith(words, {"DROP", "INDEX", "CONCURRENTLY"}))
        return "DROP INDEX CONCURRENTLY";
    if (beginWith(words, {"REINDEX"}) && hasWord(words, "CONCURRENTLY"))
        return "REINDEX CONCURRENTLY";
    if (beginWith(words, {"ALTER", "TABLE"}) && hasWord(words, "DETACH") && hasWord(words, "CONCURRENTLY"))
        return "DETACH PARTITION CONCURRENTLY";
    return {};
}

std::optional<ConcurrentIndex> concurrentIndexOf(const PostgresStatement& statement)
{
    if (outsideTransaction(statement) != "CREATE INDEX CONCURRENTLY")
        return std::nullopt;
    const Words& words = statement.words;
    std::size_t at = words[1] == "UNIQUE" ? 4 : 3;
    if (words.size() > at + 2 && words[at] == "IF" && words[at + 1] == "NOT")
        at += 3;
    if (words.size() < at + 3 || words[at] == "ON" || words[at + 1] != "ON")
        return std::nullopt;
    ConcurrentIndex made{statement.tokens[at], {}};
    at += 2;
    if (words[at] == "ONLY")
        ++at;
    while (at < words.size()) {
        made.table += statement.tokens[at];
        if (at + 2 >= words.size() || words[at + 1] != ".")
            break;
        made.table += ".";
        at += 2;
    }
    return made;
}

CommandUse useOf(const PsqlCommand& command)
{
    if (command.argument.find('`') != std::string::npos)  // a shell's
        return CommandUse::refused;
    if (command.name == "i" || command.name == "ir" || command.name == "include" || command.name == "include_relative")
        return CommandUse::includes;
    constexpr std::array<std::string_view, 30> harmless{
        "a",   "t",     "x",    "H",          "C",        "T",    "f",     "echo",  "qecho", "warn",
        "set", "unset", "pset", "timing",     "if",       "elif", "else",  "endif", "q",     "quit",
        "r",   "reset", "p",    "errverbose", "encoding", "gset", "gexec", "gdesc", ";",     "\\"};
    if (std::find(harmless.begin(), harmless.end(), command.name) == harmless.end()) {
        const bool plainSend = (command.name == "g" || command.name == "gx") && command.argument.empty();
        return plainSend ? CommandUse::harmless : CommandUse::refused;
    }
    const bool sets = command.name == "set" || command.name == "unset";
    constexpr std::array<std::string_view, 4> guarded{"ON_ERROR_STOP", "ON_ERROR_ROLLBACK", "AUTOCOMMIT", "SINGLELINE"};
    const std::string name = command.argument.substr(0, command.argument.find_first_of(" \t"));
    if (!sets || std::find(guarded.begin(), guarded.end(), name) == guarded.end())
        return CommandUse::harmless;
    const std::string value =
        capitalsOf(command.argument.size() > name.size() ? command.argument.substr(name.size() + 1) : "");
    const bool stops = command.name == "set" && name == "ON_ERROR_STOP" &&
                       (value.empty() || value == "ON" || value == "1" || value == "TRUE" || value == "YES");
    const bool commits =
        command.name == "set" && name == "AUTOCOMMIT" && (value.empty() || value == "ON" || value == "1");
    return stops || commits ? CommandUse::harmless : CommandUse::refused;
}

}  // namespace installers
