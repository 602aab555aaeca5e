#pragma once

#include "catalog/error.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

/// A text document as a tree: scalars are text, maps keep their order and have no duplicate keys. What YAML, JSON and
/// the compiled file are read into, and what is written out from.
///
/// Road not taken: YAML::Node, which resolves cycles and duplicate keys in silence and needs some 60 times the file's
/// size; and a JSON value, which has no places and turns 2.10 into 2.1.
struct Node {
    enum class Kind { null, scalar, list, map };
    struct Entry;
    Kind kind = Kind::null;
    std::string text;            ///< scalar
    std::vector<Node> items;     ///< list
    std::vector<Entry> entries;  ///< map
    Place place;
    int keyLine = 0;  ///< where its key stands, for a map's value
    int keyColumn = 0;

    /// The key's place where there is one, else the value's.
    [[nodiscard]] Place keyPlace() const { return keyLine > 0 ? Place{place.file, keyLine, keyColumn} : place; }
    [[nodiscard]] const Node* find(std::string_view key) const;

    [[nodiscard]] static Node scalar(std::string value);
    [[nodiscard]] static Node list(const std::vector<std::string>& values = {});
    [[nodiscard]] static Node map();
    /// Appends to a map; does not look for duplicates.
    void add(std::string key, Node value);

    /// Equality of values; places are left out.
    [[nodiscard]] bool operator==(const Node& other) const;
};

struct Node::Entry {
    std::string key;
    Node value;
    [[nodiscard]] bool operator==(const Entry&) const = default;
};

struct ReadLimits {
    std::size_t bytes = 64u << 20;
    std::size_t nodes = 2'000'000;  ///< after aliases are expanded
    int depth = 60;
};

/// YAML 1.2 as far as yaml-cpp reads it; JSON is YAML. Aliases are expanded; a cycle, a duplicate key and anything
/// beyond the limits is an error. `file` is only for places.
[[nodiscard]] Checked<Node> readYaml(std::string_view text, const std::string& file, const ReadLimits& limits = {});

/// Reads a whole file or says fileMissing, fileUnreadable, fileTooLarge, fileEmpty, fileBinary, notUtf8. A byte order
/// mark is taken off.
[[nodiscard]] Result<std::string> readTextFile(const std::string& path, std::size_t maximumBytes = 64u << 20);

/// Whether the text is well-formed UTF-8 (RFC 3629) without NUL.
[[nodiscard]] bool isUtf8(std::string_view text);

/// Reads JSON that this module wrote; scalars are strings or null. Much faster than readYaml, and without places: all
/// nodes get `place`. Errors: yamlSyntax, yamlTooDeep, yamlTooManyNodes, duplicateKey.
[[nodiscard]] Result<Node> readJson(std::string_view text, const Place& place, const ReadLimits& limits = {});

/// Every scalar as a JSON string; compact without an indent.
[[nodiscard]] std::string writeJson(const Node& node, int indent = -1);

/// Block style; reading it gives an equal node (null apart, which is written as `null`).
[[nodiscard]] std::string writeYaml(const Node& node);

}  // namespace catalog
