#include "catalog/document.h"

#include <algorithm>
#include <optional>

namespace catalog {

namespace {

void quote(std::string& out, std::string_view text)
{
    constexpr char digits[] = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (byte < 0x20 || byte == 0x7f) {
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

void newLine(std::string& out, int indent, int depth)
{
    if (indent < 0)
        return;
    out += '\n';
    out.append(static_cast<std::size_t>(indent) * static_cast<std::size_t>(depth), ' ');
}

void writeJson(std::string& out, const Node& node, int indent, int depth)
{
    const bool list = node.kind == Node::Kind::list;
    const std::size_t count = list ? node.items.size() : node.entries.size();
    if (node.kind == Node::Kind::null) {
        out += "null";
        return;
    }
    if (node.kind == Node::Kind::scalar) {
        quote(out, node.text);
        return;
    }
    out += list ? '[' : '{';
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0)
            out += ',';
        newLine(out, indent, depth + 1);
        if (!list) {
            quote(out, node.entries[i].key);
            out += indent < 0 ? ":" : ": ";
        }
        writeJson(out, list ? node.items[i] : node.entries[i].value, indent, depth + 1);
    }
    if (count > 0)
        newLine(out, indent, depth);
    out += list ? ']' : '}';
}

bool isPlain(std::string_view text)
{
    if (text.empty() || text.size() > 100 || text == "null" || text == "Null" || text == "NULL")
        return false;
    const auto simple = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '/' ||
               c == '.';
    };
    const auto inner = [&simple](char c) { return simple(c) || c == '-' || c == '+'; };
    return simple(text.front()) && text != "..." && std::all_of(text.begin(), text.end(), inner);
}

/// Whether a literal block (`|`) gives back exactly this text: several lines, the first one not indented, no line that
/// is only spaces, no control characters, at most one newline at the end.
bool isLiteral(std::string_view text)
{
    if (text.find('\n') == std::string_view::npos || text.ends_with("\n\n") || text.starts_with("\xef\xbb\xbf") ||
        std::string_view(" \t\n").find(text.front()) != std::string_view::npos)
        return false;
    bool blank = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte < 0x20 && text[i] != '\n' && text[i] != '\t') || byte == 0x7f)
            return false;
        if (text[i] == '\n')
            blank = true;
        else if (blank && (text[i] == ' ' || text[i] == '\t')) {
            const std::size_t word = text.find_first_not_of(" \t", i);
            if (word == std::string_view::npos || text[word] == '\n')
                return false;
            blank = false;
        } else {
            blank = false;
        }
    }
    return true;
}

void writeYaml(std::string& out, const Node& node, int depth);

void writeYamlScalar(std::string& out, std::string_view text, int depth)
{
    if (isPlain(text)) {
        out += text;
        return;
    }
    if (!isLiteral(text)) {
        quote(out, text);
        return;
    }
    out += text.back() == '\n' ? "|" : "|-";
    if (text.back() == '\n')
        text.remove_suffix(1);
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        out += '\n';
        if (end > start) {
            out.append(2 * static_cast<std::size_t>(depth), ' ');
            out += text.substr(start, end - start);
        }
        start = end + 1;
    }
}

void writeKey(std::string& out, std::string_view key)
{
    if (isPlain(key))
        out += key;
    else
        quote(out, key);
    out += ':';
}

/// A map's or list's entries; the first one stands where the writer is, the others on lines of their own.
void writeYamlEntries(std::string& out, const Node& node, int depth)
{
    const bool list = node.kind == Node::Kind::list;
    const std::size_t count = list ? node.items.size() : node.entries.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) {
            out += '\n';
            out.append(2 * static_cast<std::size_t>(depth), ' ');
        }
        if (list)
            out += "- ";
        else
            writeKey(out, node.entries[i].key);
        const Node& value = list ? node.items[i] : node.entries[i].value;
        const bool block = !value.items.empty() || !value.entries.empty();
        if (list && block) {
            writeYamlEntries(out, value, depth + 1);
            continue;
        }
        if (!list)
            out += block ? "\n" : " ";
        if (block) {
            out.append(2 * static_cast<std::size_t>(depth + 1), ' ');
            writeYamlEntries(out, value, depth + 1);
        } else {
            writeYaml(out, value, depth + 1);
        }
    }
}

void writeYaml(std::string& out, const Node& node, int depth)
{
    switch (node.kind) {
    case Node::Kind::null:
        out += "null";
        break;
    case Node::Kind::scalar:
        writeYamlScalar(out, node.text, depth);
        break;
    case Node::Kind::list:
        if (node.items.empty())
            out += "[]";
        else
            writeYamlEntries(out, node, depth);
        break;
    case Node::Kind::map:
        if (node.entries.empty())
            out += "{}";
        else
            writeYamlEntries(out, node, depth);
        break;
    }
}

}  // namespace

std::string writeJson(const Node& node, int indent)
{
    std::string out;
    writeJson(out, node, indent, 0);
    return out;
}

std::string writeYaml(const Node& node)
{
    std::string out;
    writeYaml(out, node, 0);
    out += '\n';
    return out;
}

}  // namespace catalog
