#include "catalog/import_cincinnati.h"

#include "catalog/cincinnati_graph.h"
#include "catalog/names.h"
#include "catalog/reader.h"

#include <algorithm>
#include <utility>

namespace catalog {

namespace {

/// Whether a range can name the version: as one exact text.
bool isBare(VersionScheme scheme, const std::string& text)
{
    const Result<Range> range = Range::read(scheme, text);
    return range && range->alternatives().size() == 1 && range->alternatives().front().size() == 1 &&
           range->alternatives().front().front().op == Range::Operator::exact &&
           range->alternatives().front().front().operand.text == text;
}

VersionScheme schemeOf(const UpdateGraph& graph)
{
    const bool semantic = std::all_of(graph.nodes.begin(), graph.nodes.end(), [](const UpdateGraph::Node& node) {
        return VersionKey::read(VersionScheme::semver, node.version.text).has_value();
    });
    return semantic ? VersionScheme::semver : VersionScheme::numeric;
}

/// Turns a graph that was read without errors into a catalog.
class CatalogMaker {
public:
    CatalogMaker(const CincinnatiGraph& read, const std::vector<std::size_t>& order, VersionScheme scheme,
                 const std::string& file)
        : m_read(read), m_order(order), m_position(order.size()), m_file(file)
    {
        catalog.versions = scheme;
        for (std::size_t i = 0; i < order.size(); ++i)
            m_position[order[i]] = i;
    }

    Catalog catalog;

    void make()
    {
        catalog.policy = Policy::closed;
        catalog.lines.push_back({LineId{"main"}, std::nullopt, std::nullopt, {m_file, 0, 0}});
        for (const std::size_t node : m_order) {
            Release release;
            release.version = m_read.graph.nodes[node].version;
            release.channels = m_read.details[node].channels;
            release.notes = m_read.details[node].url;
            release.place = m_read.graph.nodes[node].place;
            catalog.releases.push_back(std::move(release));
        }
        for (const EdgeBlock& block : edgeBlocks(inOrder(m_read.graph.edges))) {
            AllowRule allow;
            allow.from = range(block.from);
            allow.to = range(block.to);
            catalog.rules.push_back({std::move(allow), {}, {}, {}, {m_file, 0, 0}});
        }
        for (const auto& [key, risk] : m_read.risks)
            addRisk(key, risk);
    }

private:
    void addRisk(const CincinnatiGraph::RiskKey& key, const CincinnatiGraph::Risk& risk)
    {
        const FactName fact{key.name};
        Condition when;
        if (!key.always) {
            Match match;
            match.fact = fact;
            match.anyOf.push_back({"true", std::nullopt});
            when.anyOf.push_back({std::move(match)});
            const bool declared = std::any_of(catalog.facts.begin(), catalog.facts.end(),
                                              [&](const FactDeclaration& one) { return one.name == fact; });
            if (!declared) {
                catalog.facts.push_back({fact,
                                         FactType::boolean,
                                         key.message.empty() ? key.name : key.message,
                                         std::nullopt,
                                         {},
                                         risk.place});
            }
        }
        for (const EdgeBlock& block : edgeBlocks(inOrder(risk.edges))) {
            RiskRule rule;
            rule.id = RiskId{key.name};
            rule.from = range(block.from);
            rule.to = range(block.to);
            catalog.rules.push_back({std::move(rule), when, {}, {key.message, key.url, {}}, risk.place});
        }
    }

    /// The edges with positions in the order instead of the file's numbers.
    [[nodiscard]] std::vector<UpdateGraph::Edge> inOrder(std::vector<UpdateGraph::Edge> edges) const
    {
        for (UpdateGraph::Edge& edge : edges) {
            edge.from = m_position[edge.from];
            edge.to = m_position[edge.to];
        }
        return edges;
    }

    [[nodiscard]] std::optional<Range> range(const std::vector<std::size_t>& releases) const
    {
        std::string text;
        for (const std::size_t release : releases) {
            if (!text.empty())
                text += " || ";
            text += catalog.releases[release].version.text;
        }
        return Range::read(catalog.versions, text).value();  // every version was found bare
    }

    const CincinnatiGraph& m_read;
    const std::vector<std::size_t>& m_order;
    std::vector<std::size_t> m_position;
    std::string m_file;
};

}  // namespace

Checked<Catalog> importCincinnati(std::string_view text, const std::string& file, const ImportOptions& options)
{
    const Checked<CincinnatiGraph> read = readCincinnatiGraph(text, file);
    if (!read)
        return tl::unexpected(read.error());
    Report report;
    const VersionScheme scheme = options.versions.value_or(schemeOf(read->graph));
    for (const UpdateGraph::Node& node : read->graph.nodes) {
        if (!isBare(scheme, node.version.text))
            report.add(ErrorCode::badVersion, node.place, node.version.text, {nameOf(scheme)});
    }
    const Checked<std::vector<std::size_t>> order = topologicalOrder(read->graph, scheme);
    if (!order) {
        for (const Error& error : order.error())
            report.add(error);
    }
    if (!report.good())
        return tl::unexpected(report.take());

    CatalogMaker maker(*read, *order, scheme, file);
    maker.catalog.product = {options.product, options.name, options.vendor};
    maker.make();
    return std::move(maker.catalog);
}

}  // namespace catalog
