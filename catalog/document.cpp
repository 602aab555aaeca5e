#include "catalog/document.h"

namespace catalog {

const Node* Node::find(std::string_view key) const
{
    for (const auto& [name, value] : entries) {
        if (name == key)
            return &value;
    }
    return nullptr;
}

bool Node::operator==(const Node& other) const
{
    return kind == other.kind && text == other.text && items == other.items && entries == other.entries;
}

Node Node::scalar(std::string value)
{
    Node node;
    node.kind = Kind::scalar;
    node.text = std::move(value);
    return node;
}

Node Node::list(const std::vector<std::string>& values)
{
    Node node;
    node.kind = Kind::list;
    for (const std::string& value : values)
        node.items.push_back(scalar(value));
    return node;
}

Node Node::map()
{
    Node node;
    node.kind = Kind::map;
    return node;
}

void Node::add(std::string key, Node value) { entries.push_back({std::move(key), std::move(value)}); }

}  // namespace catalog
