#include "catalog/schema/layout_kinds.h"

#include "catalog/schema/letters.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <sstream>

namespace schema {

namespace {

std::vector<std::string> cut(const std::string& text, std::string_view separators)
{
    std::vector<std::string> parts;
    std::string part;
    for (const char c : text) {
        if (separators.find(c) == std::string_view::npos) {
            part += c;
        } else if (!part.empty()) {
            parts.push_back(std::move(part));
            part.clear();
        }
    }
    if (!part.empty()) {
        parts.push_back(std::move(part));
    }
    return parts;
}

enum class Meant { any, sqlite, postgresql, another };

Meant databaseNamed(const std::string& word)
{
    static const std::map<std::string, Meant> words{
        {"pg", Meant::postgresql},      {"postgres", Meant::postgresql}, {"postgresql", Meant::postgresql},
        {"pgsql", Meant::postgresql},   {"psql", Meant::postgresql},     {"sqlite", Meant::sqlite},
        {"sqlite3", Meant::sqlite},     {"lite", Meant::sqlite},         {"mysql", Meant::another},
        {"mariadb", Meant::another},    {"mssql", Meant::another},       {"sqlserver", Meant::another},
        {"oracle", Meant::another},     {"cockroach", Meant::another},   {"cockroachdb", Meant::another},
        {"clickhouse", Meant::another}, {"db2", Meant::another},         {"h2", Meant::another},
        {"hsqldb", Meant::another},     {"crdb", Meant::another},        {"tsql", Meant::another},
    };
    const auto found = words.find(word);
    return found == words.end() ? Meant::any : found->second;
}

/// A folder that is called after a database, or a word before the file's extension.
Meant databaseOf(const std::string& path)
{
    std::vector<std::string> folders = cut(lowered(path), "/");
    const std::string file = folders.back();
    folders.pop_back();
    std::vector<std::string> words = cut(file, ".");
    if (words.back() == "pgsql" || words.back() == "psql") {
        return Meant::postgresql;
    }
    if (words.size() >= 3) {
        words.pop_back();
        for (auto word = words.rbegin(); word != words.rend(); ++word) {
            if (const Meant meant = databaseNamed(*word); meant != Meant::any) {
                return meant;
            }
        }
    }
    for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) {
        if (const Meant meant = databaseNamed(*folder); meant != Meant::any) {
            return meant;
        }
    }
    return Meant::any;
}

/// The path without the word that says for which database it is.
std::string withoutDatabase(const std::string& path)
{
    std::string result;
    for (const std::string& folder : cut(path, "/")) {
        if (databaseNamed(lowered(folder)) != Meant::any) {
            continue;
        }
        std::string name;
        for (const std::string& word : cut(folder, ".")) {
            if (databaseNamed(lowered(word)) == Meant::any) {
                name += (name.empty() ? "" : ".") + word;
            }
        }
        result += '/' + name;
    }
    return result;
}

bool isFlywayUndo(const std::string& file)
{
    return file.size() > 1 && file[0] == 'U' && std::isdigit(static_cast<unsigned char>(file[1])) != 0 &&
           file.find("__") != std::string::npos;
}

bool leadsBack(const std::string& path)
{
    static const std::set<std::string> words{"down", "undo", "rollback", "revert", "backward", "backwards", "verify"};
    const std::vector<std::string> parts = cut(path, "/");
    if (isFlywayUndo(parts.back())) {
        return true;
    }
    std::vector<std::string> last = cut(lowered(parts.back()), "._-");
    last.pop_back();
    if (!last.empty() && words.count(last.back()) != 0 && last.back() != "verify") {
        return true;
    }
    return std::any_of(parts.begin(), parts.end() - 1,
                       [](const std::string& folder) { return words.count(lowered(folder)) != 0; });
}

bool isRepeatable(const std::string& path)
{
    const std::string file = cut(path, "/").back();
    return file.starts_with("R__");
}

/// The lines outside [from, to) become spaces.
std::string keepLines(const std::string& text, std::size_t from, std::size_t to)
{
    std::string kept = text;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if ((i < from || i >= to) && kept[i] != '\n') {
            kept[i] = ' ';
        }
    }
    return kept;
}

/// A comment line's text in small letters without its dashes; nothing for other lines.
std::optional<std::string> commentOf(std::string_view line)
{
    const std::size_t start = line.find_first_not_of(" \t");
    if (start == std::string_view::npos || line.substr(start, 2) != "--") {
        return std::nullopt;
    }
    const std::size_t text = line.find_first_not_of(" \t", start + 2);
    return text == std::string_view::npos ? std::string() : lowered(line.substr(text));
}

template <typename Visit>
void forEachLine(const std::string& text, const Visit& visit)
{
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        visit(start, std::string_view(text).substr(start, end - start));
        start = end + 1;
    }
}

}  // namespace

std::string forwardPart(std::string text)
{
    bool back = false;
    std::vector<std::pair<std::size_t, std::size_t>> holes;
    forEachLine(text, [&](std::size_t start, std::string_view line) {
        if (const std::optional<std::string> comment = commentOf(line)) {
            const bool section = comment->starts_with("+goose ") || comment->starts_with("migrate:") ||
                                 comment->starts_with("+migrate ") || comment->starts_with("!");
            if (section && (comment->starts_with("+goose up") || comment->starts_with("migrate:up") ||
                            comment->starts_with("+migrate up") || comment->starts_with("!ups"))) {
                back = false;
            } else if (section && (comment->starts_with("+goose down") || comment->starts_with("migrate:down") ||
                                   comment->starts_with("+migrate down") || comment->starts_with("!downs"))) {
                back = true;
            }
        }
        if (back) {
            holes.emplace_back(start, start + line.size());
        }
    });
    for (const auto& [from, to] : holes) {
        std::fill(text.begin() + static_cast<std::ptrdiff_t>(from), text.begin() + static_cast<std::ptrdiff_t>(to),
                  ' ');
    }
    return text;
}

std::vector<PlannedChange> plannedChanges(const std::string& plan)
{
    std::vector<PlannedChange> changes;
    std::size_t untagged = 0;
    const auto tag = [&](const std::string& name) {
        for (; untagged < changes.size(); ++untagged) {
            changes[untagged].file = changes[untagged].name + '@' + name;
        }
    };
    forEachLine(plan, [&](std::size_t, std::string_view line) {
        const std::vector<std::string> words = cut(std::string(line), " \t\r");
        if (words.empty() || words[0].starts_with('%') || words[0].starts_with('#')) {
            return;
        }
        if (words[0].starts_with('@')) {
            tag(words[0].substr(1));
        } else {
            changes.push_back({words[0], words[0]});
        }
    });
    std::set<std::string> later;
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
        if (later.insert(change->name).second) {
            change->file = change->name;
        }
    }
    return changes;
}

std::vector<Step> changesets(const std::string& text, const std::string& path)
{
    struct Start {
        std::size_t offset;
        std::string name;
    };
    std::vector<Start> starts;
    bool formatted = false;
    forEachLine(text, [&](std::size_t start, std::string_view line) {
        const std::optional<std::string> comment = commentOf(line);
        if (comment && comment->starts_with("liquibase formatted sql")) {
            formatted = true;
        } else if (formatted && comment && comment->starts_with("changeset ")) {
            const std::vector<std::string> words = cut(std::string(line), " \t\r");
            const auto id = std::find_if(words.begin(), words.end(), [](const std::string& word) {
                return word.find(':') != std::string::npos && !word.starts_with("--");
            });
            starts.push_back({start, id == words.end() ? std::string("changeset") : *id});
        }
    });
    std::vector<Step> steps;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const std::size_t end = i + 1 < starts.size() ? starts[i + 1].offset : text.size();
        steps.push_back({starts[i].name, {{path, keepLines(text, starts[i].offset, end)}}});
    }
    return steps;
}

Selection select(const std::vector<std::string>& paths, catalog::DatabaseKind database)
{
    const Meant wanted = database == catalog::DatabaseKind::sqlite ? Meant::sqlite : Meant::postgresql;
    std::set<std::string> special;
    for (const std::string& path : paths) {
        if (databaseOf(path) == wanted) {
            special.insert(withoutDatabase(path));
        }
    }
    Selection selection;
    std::vector<std::string> repeatable;
    for (const std::string& path : paths) {
        const Meant meant = databaseOf(path);
        const bool taken = meant == wanted || (meant == Meant::any && special.count(withoutDatabase(path)) == 0);
        if (!taken || leadsBack(path)) {
            selection.left.push_back(path);
        } else {
            (isRepeatable(path) ? repeatable : selection.forward).push_back(path);
        }
    }
    std::move(repeatable.begin(), repeatable.end(), std::back_inserter(selection.forward));
    return selection;
}

}  // namespace schema
