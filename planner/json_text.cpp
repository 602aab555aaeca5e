#include "planner/json_write.h"

#include <algorithm>

namespace planner {

namespace {

using Json = nlohmann::ordered_json;

bool isPlain(const std::string& text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

class Writer {
public:
    explicit Writer(int indent) : m_indent(indent) {}

    void value(const Json& json)
    {
        if (json.is_object() && !json.empty())
            members(json.get_ref<const Json::object_t&>());
        else if (json.is_array() && !json.empty())
            items(json.get_ref<const Json::array_t&>());
        else if (json.is_string())
            text(json.get_ref<const std::string&>());
        else if (json.is_number_integer() && !json.is_number_unsigned())
            m_text += std::to_string(json.get<std::int64_t>());
        else
            m_text += json.dump();
    }
    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    void text(const std::string& text)
    {
        if (isPlain(text))
            ((m_text += '"') += text) += '"';
        else
            m_text += Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    void members(const Json::object_t& object)
    {
        char before = '{';
        ++m_depth;
        for (const auto& [key, member] : object) {
            m_text += before;
            newLine();
            text(key);
            m_text += m_indent < 0 ? ":" : ": ";
            value(member);
            before = ',';
        }
        --m_depth;
        newLine();
        m_text += '}';
    }
    void items(const Json::array_t& array)
    {
        char before = '[';
        ++m_depth;
        for (const Json& item : array) {
            m_text += before;
            newLine();
            value(item);
            before = ',';
        }
        --m_depth;
        newLine();
        m_text += ']';
    }
    void newLine()
    {
        if (m_indent >= 0)
            m_text.append(1, '\n').append(static_cast<std::size_t>(m_depth * m_indent), ' ');
    }

    int m_indent;
    int m_depth = 0;
    std::string m_text;
};

}  // namespace

std::string textOf(const Json& json, int indent)
{
    Writer writer(indent);
    writer.value(json);
    return writer.take();
}

}  // namespace planner
