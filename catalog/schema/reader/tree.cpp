#include "catalog/schema/reader/tree.h"

#include <algorithm>

namespace schema::reader {

namespace {

const Tree none;

void visitNodes(const Tree& tree, const auto& visit)
{
    if (tree.is_object()) {
        for (const auto& [key, value] : tree.items()) {
            visit(key, value);
            visitNodes(value, visit);
        }
    } else if (tree.is_array()) {
        for (const Tree& one : tree) {
            visitNodes(one, visit);
        }
    }
}

void addOnce(std::vector<std::string>& list, std::string value)
{
    if (std::find(list.begin(), list.end(), value) == list.end()) {
        list.push_back(std::move(value));
    }
}

/// format('…%I…', …) with the arguments that are known filled in.
std::optional<std::string> formatted(const Tree& arguments)
{
    if (!arguments.is_array() || arguments.empty()) {
        return std::nullopt;
    }
    const std::optional<std::string> pattern = textMadeBy(arguments.front());
    if (!pattern) {
        return std::nullopt;
    }
    std::string made;
    std::size_t next = 1;
    for (std::size_t i = 0; i < pattern->size(); ++i) {
        if ((*pattern)[i] != '%' || i + 1 == pattern->size()) {
            made += (*pattern)[i];
            continue;
        }
        const char kind = (*pattern)[++i];
        if (kind == '%') {
            made += '%';
            continue;
        }
        while (i + 1 < pattern->size() && std::string_view("sIL").find((*pattern)[i]) == std::string_view::npos) {
            ++i;
        }
        const std::optional<std::string> value = next < arguments.size() ? textMadeBy(arguments[next]) : std::nullopt;
        ++next;
        made += (*pattern)[i] == 'L' ? '\'' + value.value_or(unknownPart) + '\'' : value.value_or(unknownPart);
    }
    return made;
}

}  // namespace

const Tree& at(const Tree& tree, const char* key)
{
    if (!tree.is_object()) {
        return none;
    }
    const auto found = tree.find(key);
    return found == tree.end() ? none : *found;
}

std::string textAt(const Tree& tree, const char* key)
{
    const Tree& value = at(tree, key);
    return value.is_string() ? value.get<std::string>() : std::string();
}

bool flagAt(const Tree& tree, const char* key)
{
    const Tree& value = at(tree, key);
    return value.is_boolean() && value.get<bool>();
}

std::string kindOf(const Tree& node) { return node.is_object() && !node.empty() ? node.begin().key() : std::string(); }

const Tree& below(const Tree& node) { return node.is_object() && !node.empty() ? *node.begin() : none; }

std::vector<std::string> stringsOf(const Tree& list)
{
    std::vector<std::string> strings;
    for (const Tree& one : list) {
        strings.push_back(textAt(at(one, "String"), "sval"));
    }
    return strings;
}

ObjectName nameOf(const std::vector<std::string>& parts)
{
    if (parts.empty()) {
        return {};
    }
    return {parts.size() > 1 ? parts[parts.size() - 2] : std::string(), parts.back()};
}

ObjectName relationOf(const Tree& rangeVar)
{
    const Tree& plain = rangeVar.is_object() && rangeVar.contains("RangeVar") ? rangeVar["RangeVar"] : rangeVar;
    return {textAt(plain, "schemaname"), textAt(plain, "relname")};
}

std::vector<std::string> partsOf(const Tree& object)
{
    const std::string kind = kindOf(object);
    const Tree& inner = below(object);
    if (kind == "String") {
        return {textAt(inner, "sval")};
    }
    if (kind == "TypeName") {
        return stringsOf(at(inner, "names"));
    }
    if (kind == "ObjectWithArgs") {
        return stringsOf(at(inner, "objname"));
    }
    if (kind == "List") {
        const Tree& items = at(inner, "items");
        if (!items.empty() && kindOf(items.front()) != "String") {
            return partsOf(items.front());
        }
        return stringsOf(items);
    }
    return {};
}

TypeText typeOf(const Tree& typeName)
{
    TypeText type;
    std::vector<std::string> names = stringsOf(at(typeName, "names"));
    if (names.size() > 1 && names.front() == "pg_catalog") {
        names.erase(names.begin());
    }
    for (const std::string& name : names) {
        type.name += (type.name.empty() ? "" : ".") + name;
    }
    for (const Tree& modifier : at(typeName, "typmods")) {
        const Tree& value = at(at(modifier, "A_Const"), "ival");
        type.modifiers.push_back(value.is_object() && value.contains("ival") ? value["ival"].get<int>() : 0);
    }
    type.dimensions = static_cast<int>(at(typeName, "arrayBounds").size());
    return type;
}

std::vector<std::string> functionsIn(const Tree& tree)
{
    std::vector<std::string> functions;
    visitNodes(tree, [&](const std::string& key, const Tree& value) {
        if (key == "FuncCall") {
            std::vector<std::string> parts = stringsOf(at(value, "funcname"));
            if (parts.size() > 1 && parts.front() == "pg_catalog") {
                parts.erase(parts.begin());
            }
            addOnce(functions, nameOf(parts).text());
        }
    });
    return functions;
}

std::vector<std::string> columnsIn(const Tree& tree)
{
    std::vector<std::string> columns;
    visitNodes(tree, [&](const std::string& key, const Tree& value) {
        if (key == "ColumnRef" && !at(value, "fields").empty()) {
            const std::string name = textAt(at(at(value, "fields").back(), "String"), "sval");
            if (!name.empty()) {
                addOnce(columns, name);
            }
        }
    });
    return columns;
}

DefaultKind defaultOf(const Tree& expression)
{
    const std::string kind = kindOf(expression);
    if (kind.empty()) {
        return DefaultKind::none;
    }
    if (kind == "A_Const") {
        return flagAt(below(expression), "isnull") ? DefaultKind::null : DefaultKind::constant;
    }
    if (kind == "TypeCast") {
        return defaultOf(at(below(expression), "arg"));
    }
    return DefaultKind::expression;
}

std::optional<std::string> textMadeBy(const Tree& expression)
{
    const std::string kind = kindOf(expression);
    const Tree& inner = below(expression);
    if (kind == "A_Const") {
        const Tree& text = at(inner, "sval");
        return text.is_object() ? std::optional(textAt(text, "sval")) : std::nullopt;
    }
    if (kind == "TypeCast") {
        return textMadeBy(at(inner, "arg"));
    }
    if (kind == "A_Expr" && stringsOf(at(inner, "name")) == std::vector<std::string>{"||"}) {
        const std::optional<std::string> left = textMadeBy(at(inner, "lexpr"));
        const std::optional<std::string> right = textMadeBy(at(inner, "rexpr"));
        if (!left && !right) {
            return std::nullopt;
        }
        return left.value_or(unknownPart) + right.value_or(unknownPart);
    }
    if (kind == "FuncCall") {
        const std::string function = nameOf(stringsOf(at(inner, "funcname"))).name;
        const Tree& arguments = at(inner, "args");
        if (function == "format") {
            return formatted(arguments);
        }
        if (function == "quote_ident" && arguments.size() == 1) {
            return textMadeBy(arguments.front());
        }
        if (function == "concat") {
            std::string made;
            for (const Tree& argument : arguments) {
                made += textMadeBy(argument).value_or(unknownPart);
            }
            return made;
        }
    }
    return std::nullopt;
}

}  // namespace schema::reader
