#include "catalog/document.h"

#include <nlohmann/json.hpp>

namespace catalog {

namespace {

/// Builds a tree from the events of nlohmann's parser.
class JsonBuilder : public nlohmann::json_sax<nlohmann::json> {
public:
    JsonBuilder(const Place& place, const ReadLimits& limits) : m_place(place), m_limits(limits) {}

    Node root;
    std::optional<Error> error;

    bool null() override { return put(Node{Node::Kind::null, {}, {}, {}, m_place, 0, 0}); }
    bool boolean(bool) override { return refuse(ErrorCode::wrongKind, {}); }
    bool number_integer(number_integer_t) override { return refuse(ErrorCode::wrongKind, {}); }
    bool number_unsigned(number_unsigned_t) override { return refuse(ErrorCode::wrongKind, {}); }
    bool number_float(number_float_t, const string_t& text) override { return refuse(ErrorCode::wrongKind, text); }
    bool string(string_t& text) override
    {
        return put(Node{Node::Kind::scalar, std::move(text), {}, {}, m_place, 0, 0});
    }
    bool binary(binary_t&) override { return refuse(ErrorCode::wrongKind, {}); }
    bool start_object(std::size_t) override { return begin(Node::Kind::map); }
    bool start_array(std::size_t) override { return begin(Node::Kind::list); }
    bool end_object() override { return end(); }
    bool end_array() override { return end(); }
    bool key(string_t& text) override
    {
        if (m_open.back()->find(text) != nullptr)
            return refuse(ErrorCode::duplicateKey, text);
        m_open.back()->entries.push_back({std::move(text), Node()});
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& reason) override
    {
        return refuse(ErrorCode::yamlSyntax, reason.what());
    }

private:
    bool refuse(ErrorCode code, std::string subject)
    {
        error = Error{code, m_place, std::move(subject), {}, {}};
        return false;
    }

    /// Where the next value goes. Pointers to open nodes stay valid: only the innermost one grows.
    Node* slot()
    {
        if (m_open.empty())
            return &root;
        Node* parent = m_open.back();
        if (parent->kind == Node::Kind::map)
            return &parent->entries.back().value;
        return &parent->items.emplace_back();
    }

    bool put(Node node)
    {
        if (++m_nodes > m_limits.nodes)
            return refuse(ErrorCode::yamlTooManyNodes, std::to_string(m_limits.nodes));
        *slot() = std::move(node);
        return true;
    }

    bool begin(Node::Kind kind)
    {
        if (static_cast<int>(m_open.size()) >= m_limits.depth)
            return refuse(ErrorCode::yamlTooDeep, std::to_string(m_limits.depth));
        if (++m_nodes > m_limits.nodes)
            return refuse(ErrorCode::yamlTooManyNodes, std::to_string(m_limits.nodes));
        Node* node = slot();
        node->kind = kind;
        node->place = m_place;
        m_open.push_back(node);
        return true;
    }

    bool end()
    {
        m_open.pop_back();
        return true;
    }

    Place m_place;
    ReadLimits m_limits;
    std::size_t m_nodes = 0;
    std::vector<Node*> m_open;
};

}  // namespace

Result<Node> readJson(std::string_view text, const Place& place, const ReadLimits& limits)
{
    JsonBuilder builder(place, limits);
    bool good = false;
    try {
        good = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    } catch (const std::exception& error) {
        builder.error = Error{ErrorCode::yamlSyntax, place, error.what(), {}, {}};
    }
    if (!good || builder.error)
        return tl::make_unexpected(builder.error.value_or(Error{ErrorCode::yamlSyntax, place, std::string(), {}, {}}));
    return std::move(builder.root);
}

}  // namespace catalog
