#pragma once

#include "catalog/schema/action.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace schema::reader {

/// libpg_query's parse tree as it writes it. Members with their default value are missing there.
using Tree = nlohmann::json;

/// The member, or a null tree.
[[nodiscard]] const Tree& at(const Tree& tree, const char* key);
[[nodiscard]] std::string textAt(const Tree& tree, const char* key);
[[nodiscard]] bool flagAt(const Tree& tree, const char* key);

/// The one key of a node, such as "AlterTableStmt", and what stands below it.
[[nodiscard]] std::string kindOf(const Tree& node);
[[nodiscard]] const Tree& below(const Tree& node);

/// A list of String nodes.
[[nodiscard]] std::vector<std::string> stringsOf(const Tree& list);
/// The last two of a dotted name: schema and name.
[[nodiscard]] ObjectName nameOf(const std::vector<std::string>& parts);
[[nodiscard]] ObjectName relationOf(const Tree& rangeVar);
/// What DROP and COMMENT name: a String, a List, a TypeName or an ObjectWithArgs.
[[nodiscard]] std::vector<std::string> partsOf(const Tree& object);
[[nodiscard]] TypeText typeOf(const Tree& typeName);

/// The functions that a tree calls anywhere, each once, without pg_catalog.
[[nodiscard]] std::vector<std::string> functionsIn(const Tree& tree);
/// The columns that a tree names anywhere, each once.
[[nodiscard]] std::vector<std::string> columnsIn(const Tree& tree);
[[nodiscard]] DefaultKind defaultOf(const Tree& expression);

/// The text that an expression makes, as far as it is known without running it; what is not is `unknownPart`.
[[nodiscard]] std::optional<std::string> textMadeBy(const Tree& expression);
inline constexpr const char* unknownPart = "cairn_unknown";

}  // namespace schema::reader
