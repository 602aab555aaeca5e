#include "catalog/cincinnati_graph.h"

#include "catalog/document.h"
#include "catalog/lookup.h"
#include "catalog/reader.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>

namespace catalog {

namespace {

constexpr std::string_view channelsKey = "io.openshift.upgrades.graph.release.channels";

/// JSON's \\uD83D\\uDE00 as the one character that it means; YAML has no pairs of surrogates.
std::string withoutSurrogatePairs(std::string_view text)
{
    const auto unit = [text](std::size_t at) -> std::uint32_t {
        std::uint32_t value = 0;
        if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u')
            return 0;
        const char* end = text.data() + at + 6;
        const auto [stop, error] = std::from_chars(text.data() + at + 2, end, value, 16);
        return error == std::errc() && stop == end ? value : 0;
    };
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t next = std::min(text.find('\\', at), text.size());
        result.append(text.substr(at, next - at));
        at = next;
        const std::uint32_t high = unit(at);
        const std::uint32_t low = unit(at + 6);
        if (high >= 0xD800 && high < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
            const std::uint32_t code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
            for (const unsigned shift : {18u, 12u, 6u, 0u})
                result += static_cast<char>((shift == 18 ? 0xF0 : 0x80) | ((code >> shift) & 0x3F));
            at += 12;
        } else {
            result.append(text.substr(at, 2));
            at = std::min(at + 2, text.size());
        }
    }
    return result;
}

std::vector<Channel> readChannels(std::string_view text)
{
    std::vector<Channel> channels;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        std::string_view name = text.substr(0, comma);
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
        while (!name.empty() && name.front() == ' ')
            name.remove_prefix(1);
        while (!name.empty() && name.back() == ' ')
            name.remove_suffix(1);
        Channel channel{std::string(name)};
        if (!name.empty() && std::find(channels.begin(), channels.end(), channel) == channels.end())
            channels.push_back(std::move(channel));
    }
    return channels;
}

/// The JSON document as a graph, with what a node or an edge carries beside.
class GraphReader {
public:
    explicit GraphReader(Report& report) : m_report(report) {}

    CincinnatiGraph result;

    void read(const Node& root)
    {
        MapReader map(root, m_report);
        const Node* format = map.find("version");
        if (format != nullptr && (format->kind != Node::Kind::scalar || format->text != "1")) {
            m_report.add(ErrorCode::formatVersion, format->place, described(*format), {"1"});
            return;
        }
        for (const Node& node : listOf(map.require("nodes")))
            readNode(node);
        if (!m_report.good())
            return;  // an edge's numbers count the nodes as they are listed
        for (const Node& edge : listOf(map.require("edges")))
            readEdge(edge);
        for (const Node& entry : listOf(map.find("conditionalEdges")))
            readConditional(entry);
    }

private:
    std::span<const Node> listOf(const Node* node)
    {
        if (node == nullptr)
            return {};
        if (node->kind != Node::Kind::list) {
            m_report.add(ErrorCode::wrongKind, node->place, described(*node), {"list"});
            return {};
        }
        return node->items;
    }

    void readNode(const Node& node)
    {
        MapReader map(node, m_report);
        const std::size_t before = result.graph.nodes.size();
        const Node* version = map.require("version");
        const std::optional<std::string> text = version == nullptr ? std::nullopt : readText(*version, m_report);
        if (!text)
            return;
        const auto [known, isNew] = m_numbers.emplace(*text, before);
        if (!isNew) {
            m_report.add(ErrorCode::duplicateName, version->place, *text, {}, result.graph.nodes[known->second].place);
            return;
        }
        CincinnatiGraph::Details detail;
        const Node* metadata = map.find("metadata");
        if (metadata != nullptr && metadata->kind != Node::Kind::null) {
            MapReader entries(*metadata, m_report);
            if (const Node* value = entries.find(channelsKey); value != nullptr && value->kind == Node::Kind::scalar)
                detail.channels = readChannels(value->text);
            if (const Node* value = entries.find("url"); value != nullptr && value->kind == Node::Kind::scalar)
                detail.url = value->text;
        }
        result.graph.nodes.push_back({{*text}, version->place});
        result.details.push_back(std::move(detail));
    }

    std::optional<std::size_t> readNumber(const Node& node)
    {
        std::size_t number = 0;
        const char* end = node.text.data() + node.text.size();
        const auto [stop, error] = std::from_chars(node.text.data(), end, number);
        if (node.kind == Node::Kind::scalar && error == std::errc() && stop == end &&
            number < result.graph.nodes.size())
            return number;
        const std::string last = result.graph.nodes.empty() ? "" : std::to_string(result.graph.nodes.size() - 1);
        m_report.add(ErrorCode::edgeOutside, node.place, described(node), {"0.." + last});
        return std::nullopt;
    }

    void readEdge(const Node& edge)
    {
        if (edge.kind != Node::Kind::list || edge.items.size() != 2) {
            m_report.add(ErrorCode::wrongKind, edge.place, described(edge), {"[from, to]"});
            return;
        }
        const auto from = readNumber(edge.items[0]);
        const auto to = readNumber(edge.items[1]);
        if (from && to)
            result.graph.edges.push_back({*from, *to, edge.place});
    }

    std::optional<std::size_t> readName(MapReader& map, std::string_view key)
    {
        const Node* node = map.require(key);
        const std::optional<std::string> text = node == nullptr ? std::nullopt : readText(*node, m_report);
        if (!text)
            return std::nullopt;
        if (const auto found = m_numbers.find(*text); found != m_numbers.end())
            return found->second;
        if (m_report.full())
            return std::nullopt;
        std::vector<std::string> known;
        for (const UpdateGraph::Node& release : result.graph.nodes)
            known.push_back(release.version.text);
        m_report.add(ErrorCode::unknownName, node->place, *text, nearest(*text, known));
        return std::nullopt;
    }

    void readConditional(const Node& entry)
    {
        MapReader map(entry, m_report);
        std::vector<UpdateGraph::Edge> edges;
        for (const Node& edge : listOf(map.require("edges"))) {
            MapReader ends(edge, m_report);
            const auto from = readName(ends, "from");
            const auto to = readName(ends, "to");
            if (from && to)
                edges.push_back({*from, *to, edge.place});
        }
        const Node* list = map.require("risks");
        const std::span<const Node> items = listOf(list);
        if (list != nullptr && list->kind == Node::Kind::list && items.empty())
            m_report.add(ErrorCode::missingKey, list->place, "name");
        for (const Node& risk : items)
            readRisk(risk, edges);
        result.graph.edges.insert(result.graph.edges.end(), edges.begin(), edges.end());
    }

    void readRisk(const Node& node, const std::vector<UpdateGraph::Edge>& edges)
    {
        MapReader map(node, m_report);
        const Node* name = map.require("name");
        const std::optional<std::string> text = name == nullptr ? std::nullopt : readText(*name, m_report);
        CincinnatiGraph::RiskKey key;
        map.text("message", key.message);
        map.text("url", key.url);
        const std::span<const Node> rules = listOf(map.find("matchingRules"));
        if (!rules.empty()) {
            std::string type;
            MapReader(rules.front(), m_report).text("type", type);
            key.always = type == "Always";
        }
        if (!text)
            return;
        key.name = *text;
        CincinnatiGraph::Risk& risk =
            result.risks.try_emplace(std::move(key), CincinnatiGraph::Risk{node.place, {}}).first->second;
        risk.edges.insert(risk.edges.end(), edges.begin(), edges.end());
    }

    Report& m_report;
    std::unordered_map<std::string, std::size_t> m_numbers;
};

}  // namespace

Checked<CincinnatiGraph> readCincinnatiGraph(std::string_view text, const std::string& file)
{
    const Checked<Node> root = readYaml(withoutSurrogatePairs(text), file);
    if (!root)
        return tl::unexpected(root.error());
    Report report;
    GraphReader reader(report);
    reader.read(*root);
    if (!report.good())
        return tl::unexpected(report.take());
    return std::move(reader.result);
}

}  // namespace catalog
