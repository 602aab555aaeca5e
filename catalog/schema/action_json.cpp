#include "catalog/schema/action_json.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace schema {

namespace {

using nlohmann::json;

constexpr int lastOf(ActionKind) { return static_cast<int>(ActionKind::other); }
constexpr int lastOf(ObjectKind) { return static_cast<int>(ObjectKind::other); }
constexpr int lastOf(ConstraintKind) { return static_cast<int>(ConstraintKind::exclusion); }
constexpr int lastOf(DefaultKind) { return static_cast<int>(DefaultKind::expression); }

/// One list of members for both ways. What has its default value is left out, which makes most of an action.
class Writer {
public:
    template <typename T>
    void operator()(const char* key, const T& value)
    {
        if (std::is_enum_v<T> || !(value == T{})) {  // not every enumeration's default is its first one
            m_json[key] = written(value);
        }
    }
    json take() { return std::move(m_json); }

private:
    template <typename T>
    static json written(const T& value);
    json m_json = json::object();
};

class Reader {
public:
    explicit Reader(const json& from) : m_json(from) {}
    template <typename T>
    void operator()(const char* key, T& value)
    {
        if (const auto found = m_json.find(key); found != m_json.end()) {
            read(*found, value);
        }
    }

private:
    template <typename T>
    static void read(const json& from, T& value);
    const json& m_json;
};

template <typename Visitor, typename T>
void visit(Visitor& m, T& v)
{
    using Plain = std::remove_const_t<T>;
    if constexpr (std::is_same_v<Plain, ObjectName>) {
        m("s", v.schema);
        m("n", v.name);
    } else if constexpr (std::is_same_v<Plain, TypeText>) {
        m("n", v.name);
        m("m", v.modifiers);
        m("d", v.dimensions);
    } else if constexpr (std::is_same_v<Plain, ColumnText>) {
        m("n", v.name);
        m("t", v.type);
        m("nn", v.notNull);
        m("u", v.unique);
        m("pk", v.primaryKey);
        m("ck", v.check);
        m("g", v.generated);
        m("i", v.identity);
        m("s", v.serial);
        m("d", v.defaultKind);
        m("f", v.functions);
        m("r", v.references);
        m("c", v.collation);
    } else if constexpr (std::is_same_v<Plain, ConstraintText>) {
        m("k", v.kind);
        m("n", v.name);
        m("c", v.columns);
        m("r", v.references);
        m("i", v.usingIndex);
        m("nv", v.notValid);
        m("nn", v.notNullColumn);
    } else if constexpr (std::is_same_v<Plain, Action>) {
        m("k", v.kind);
        m("o", v.object);
        m("n", v.name);
        m("p", v.part);
        m("t", v.other);
        m("c", v.column);
        m("x", v.constraint);
        m("cs", v.columns);
        m("xs", v.constraints);
        m("ns", v.names);
        m("b", v.body);
        m("ie", v.ifExists);
        m("ine", v.ifNotExists);
        m("or", v.orReplace);
        m("ca", v.cascade);
        m("co", v.concurrently);
        m("u", v.unique);
        m("te", v.temporary);
        m("us", v.hasUsing);
        m("pa", v.partial);
        m("if", v.conditional);
        m("dy", v.dynamic);
        m("v", v.since);
    } else {
        static_assert(std::is_same_v<Plain, ReadStatement>);
        m("a", v.actions);
        m("e", v.error);
        m("eo", v.errorOffset);
    }
}

template <typename T>
json Writer::written(const T& value)
{
    if constexpr (std::is_enum_v<T>) {
        return static_cast<int>(value);
    } else if constexpr (std::is_class_v<T> && !std::is_same_v<T, std::string> && requires { value.size(); }) {
        json array = json::array();
        for (const auto& one : value) {
            array.push_back(written(one));
        }
        return array;
    } else if constexpr (std::is_class_v<T> && !std::is_same_v<T, std::string>) {
        Writer writer;
        visit(writer, value);
        return writer.take();
    } else {
        return value;
    }
}

template <typename T>
void Reader::read(const json& from, T& value)
{
    if constexpr (std::is_enum_v<T>) {
        const int number = from.get<int>();
        if (number < 0 || number > lastOf(T{})) {
            throw std::out_of_range("an enumerator");
        }
        value = static_cast<T>(number);
    } else if constexpr (std::is_class_v<T> && !std::is_same_v<T, std::string> && requires { value.size(); }) {
        for (const json& one : from) {
            read(one, value.emplace_back());
        }
    } else if constexpr (std::is_class_v<T> && !std::is_same_v<T, std::string>) {
        Reader reader(from);
        visit(reader, value);
    } else {
        from.get_to(value);
    }
}

}  // namespace

std::string writeStatement(const ReadStatement& statement)
{
    Writer writer;
    visit(writer, statement);
    return writer.take().dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<ReadStatement> readStatement(std::string_view text)
{
    try {
        const json parsed = json::parse(text);
        ReadStatement statement;
        Reader reader(parsed);
        visit(reader, statement);
        return statement;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace schema
