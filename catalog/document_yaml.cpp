#include "catalog/document.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <sstream>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/node/node.h>
#include <yaml-cpp/parser.h>

namespace catalog {

namespace {

/// Leaves yaml-cpp's parser from inside its events; never leaves readYaml.
struct GiveUp {};

class TreeBuilder : public YAML::EventHandler {
public:
    TreeBuilder(std::string file, const ReadLimits& limits) : m_file(std::move(file)), m_limits(limits) {}

    Node root;
    bool complete = false;
    Errors errors;

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        leaf(Node{Node::Kind::null, {}, {}, {}, place(mark), 0, 0}, anchor);
    }

    void OnScalar(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                  const std::string& value) override
    {
        leaf(Node{Node::Kind::scalar, value, {}, {}, place(mark), 0, 0}, anchor);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        const auto open =
            std::any_of(m_open.begin(), m_open.end(), [anchor](const Open& one) { return one.anchor == anchor; });
        const auto found = m_anchored.find(anchor);
        if (open || found == m_anchored.end())
            give(ErrorCode::yamlCycle, mark, anchorName(anchor));
        count(mark, found->second.nodes);
        if (static_cast<int>(m_open.size()) + found->second.depth > m_limits.depth)
            give(ErrorCode::yamlTooDeep, mark, std::to_string(m_limits.depth));
        Node copy = found->second.node;
        copy.place = place(mark);
        put(std::move(copy), found->second.depth);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value /*style*/) override
    {
        begin(mark, Node::Kind::list, anchor);
    }
    void OnSequenceEnd() override { end(); }

    void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value /*style*/) override
    {
        begin(mark, Node::Kind::map, anchor);
    }
    void OnMapEnd() override { end(); }

    void OnAnchor(const YAML::Mark&, const std::string& name) override { m_lastAnchor = name; }

private:
    struct Open {
        Node node;
        YAML::anchor_t anchor = YAML::NullAnchor;
        std::size_t nodesBefore = 0;
        int depth = 1;  ///< of what it holds, itself included
        bool hasKey = false;
        std::string key;
        Place keyPlace;
        std::map<std::string, Place, std::less<>> keys;
    };
    struct Anchored {
        Node node;
        std::size_t nodes = 0;
        int depth = 0;
    };

    [[nodiscard]] Place place(const YAML::Mark& mark) const { return {m_file, mark.line + 1, mark.column + 1}; }

    [[noreturn]] void give(ErrorCode code, const YAML::Mark& mark, std::string subject)
    {
        errors.push_back({code, place(mark), std::move(subject), {}, {}});
        throw GiveUp();
    }

    void report(Error error)
    {
        errors.push_back(std::move(error));
        if (errors.size() >= maximumErrors)
            throw GiveUp();
    }

    void count(const YAML::Mark& mark, std::size_t nodes)
    {
        m_nodes += nodes;
        if (m_nodes > m_limits.nodes)
            give(ErrorCode::yamlTooManyNodes, mark, std::to_string(m_limits.nodes));
    }

    void nameAnchor(YAML::anchor_t anchor)
    {
        if (anchor != YAML::NullAnchor)
            m_names[anchor] = m_lastAnchor;
    }

    [[nodiscard]] std::string anchorName(YAML::anchor_t anchor) const
    {
        const auto found = m_names.find(anchor);
        return found == m_names.end() ? std::string() : found->second;
    }

    void leaf(Node node, YAML::anchor_t anchor)
    {
        if (++m_nodes > m_limits.nodes) {
            errors.push_back({ErrorCode::yamlTooManyNodes, node.place, std::to_string(m_limits.nodes), {}, {}});
            throw GiveUp();
        }
        nameAnchor(anchor);
        if (anchor != YAML::NullAnchor)
            m_anchored[anchor] = {node, 1, 0};
        put(std::move(node), 0);
    }

    void begin(const YAML::Mark& mark, Node::Kind kind, YAML::anchor_t anchor)
    {
        nameAnchor(anchor);
        if (static_cast<int>(m_open.size()) >= m_limits.depth)
            give(ErrorCode::yamlTooDeep, mark, std::to_string(m_limits.depth));
        const std::size_t before = m_nodes;
        count(mark, 1);
        Open open;
        open.node.kind = kind;
        open.node.place = place(mark);
        open.anchor = anchor;
        open.nodesBefore = before;
        m_open.push_back(std::move(open));
    }

    void end()
    {
        Open done = std::move(m_open.back());
        m_open.pop_back();
        if (done.anchor != YAML::NullAnchor)
            m_anchored[done.anchor] = {done.node, m_nodes - done.nodesBefore, done.depth};
        put(std::move(done.node), done.depth);
    }

    void put(Node node, int depth)
    {
        if (m_open.empty()) {
            root = std::move(node);
            complete = true;
            return;
        }
        Open& parent = m_open.back();
        parent.depth = std::max(parent.depth, depth + 1);
        if (parent.node.kind == Node::Kind::list) {
            parent.node.items.push_back(std::move(node));
        } else if (!parent.hasKey) {
            if (node.kind != Node::Kind::scalar)
                report({ErrorCode::wrongKind, node.place, {}, {"key"}, {}});
            parent.hasKey = true;
            parent.key = std::move(node.text);
            parent.keyPlace = std::move(node.place);
        } else {
            parent.hasKey = false;
            const auto [first, isNew] = parent.keys.try_emplace(parent.key, parent.keyPlace);
            node.keyLine = parent.keyPlace.line;
            node.keyColumn = parent.keyPlace.column;
            if (isNew)
                parent.node.entries.push_back({std::move(parent.key), std::move(node)});
            else
                report({ErrorCode::duplicateKey, parent.keyPlace, parent.key, {}, first->second});
        }
    }

    std::string m_file;
    ReadLimits m_limits;
    std::size_t m_nodes = 0;
    std::vector<Open> m_open;
    std::map<YAML::anchor_t, Anchored> m_anchored;
    std::map<YAML::anchor_t, std::string> m_names;
    std::string m_lastAnchor;
};

}  // namespace

Checked<Node> readYaml(std::string_view text, const std::string& file, const ReadLimits& limits)
{
    const auto failed = [&file](ErrorCode code, int line, int column, std::string subject) {
        return tl::make_unexpected(Errors{{code, {file, line, column}, std::move(subject), {}, {}}});
    };
    if (text.size() > limits.bytes)
        return tl::make_unexpected(Errors{
            {ErrorCode::fileTooLarge, {file, 0, 0}, std::to_string(text.size()), {std::to_string(limits.bytes)}, {}}});
    if (!isUtf8(text))
        return failed(ErrorCode::notUtf8, 0, 0, {});
    TreeBuilder builder(file, limits);
    try {
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(builder) || !builder.complete)
            return failed(ErrorCode::fileEmpty, 0, 0, {});
        Node first = std::move(builder.root);
        if (builder.errors.empty() && parser.HandleNextDocument(builder))
            return tl::make_unexpected(Errors{{ErrorCode::yamlSyntax, builder.root.place, "---", {}, first.place}});
        builder.root = std::move(first);
    } catch (const GiveUp&) {
        return tl::make_unexpected(std::move(builder.errors));
    } catch (const YAML::DeepRecursion& error) {
        return failed(ErrorCode::yamlTooDeep, error.mark.line + 1, error.mark.column + 1, std::to_string(limits.depth));
    } catch (const YAML::Exception& error) {
        return failed(ErrorCode::yamlSyntax, std::max(error.mark.line, 0) + 1, std::max(error.mark.column, 0) + 1,
                      error.msg);
    } catch (const std::exception& error) {
        return failed(ErrorCode::yamlSyntax, 0, 0, error.what());
    }
    if (!builder.errors.empty())
        return tl::make_unexpected(std::move(builder.errors));
    return std::move(builder.root);
}

}  // namespace catalog
