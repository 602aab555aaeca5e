#pragma once

#include "catalog/error.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace catalog {

/// A text document as a tree: scalars are text, maps keep their order and have no duplicate keys. What YAML, JSON and
/// the compiled file are read into, and what is written out from.
///
/// Road not taken: YAML::Node, which resolves cycles and duplicate keys in silence and needs some 60 times the file's
/// size; and a JSON value, which has no places and turns 2.10 into 2.1.
struct Node {
    enum class Kind { null, scalar, list, map };
    Kind kind = Kind::null;
    std::string text;                                   ///< scalar
    std::vector<Node> items;                            ///< list
    std::vector<std::pair<std::string, Node>> entries;  ///< map
    Place place;

    [[nodiscard]] const Node* find(std::string_view key) const;
};

struct ReadLimits {
    std::size_t bytes = 64u << 20;
    std::size_t nodes = 4'000'000;  ///< after aliases are expanded
    int depth = 60;
};

/// YAML 1.2 as far as yaml-cpp reads it; JSON is YAML. Aliases are expanded; a cycle, a duplicate key and anything
/// beyond the limits is an error. `file` is only for places.
[[nodiscard]] Checked<Node> readYaml(std::string_view text, const std::string& file, const ReadLimits& limits = {});

/// Reads a whole file or says fileMissing, fileUnreadable, fileTooLarge, fileEmpty, fileBinary, notUtf8.
[[nodiscard]] Result<std::string> readTextFile(const std::string& path, std::size_t maximumBytes = 64u << 20);

[[nodiscard]] std::string writeJson(const Node& node, int indent = -1);
[[nodiscard]] std::string writeYaml(const Node& node);

}  // namespace catalog
