#pragma once

#include "catalog/catalog.h"
#include "catalog/update_graph.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

/// A document in the Cincinnati graph format, version 1, as it stands there: what import_cincinnati.h makes a catalog
/// from.
struct CincinnatiGraph {
    struct Details {
        std::vector<Channel> channels;
        std::string url;
    };
    /// Risks that differ in any of these are different rules.
    struct RiskKey {
        std::string name;
        std::string message;
        std::string url;
        bool always = false;  ///< needs no question
        auto operator<=>(const RiskKey&) const = default;
    };
    struct Risk {
        Place place;
        std::vector<UpdateGraph::Edge> edges;
    };

    UpdateGraph graph;             ///< conditional edges included
    std::vector<Details> details;  ///< by node
    std::map<RiskKey, Risk> risks;
};

/// Errors: those of readYaml; formatVersion, missingKey, wrongKind, duplicateName, edgeOutside, unknownName. Keys that
/// are not read are left alone: the format allows more.
[[nodiscard]] Checked<CincinnatiGraph> readCincinnatiGraph(std::string_view text, const std::string& file);

}  // namespace catalog
