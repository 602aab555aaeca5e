#pragma once

#include "catalog/schema/reader/tree.h"

namespace schema::reader {

/// Whether bodies of DO blocks and functions are looked into, which can end the process.
enum class Bodies { read, skip };

/// Reads one statement, with what its blocks do. The text may have several; all of their actions come then.
[[nodiscard]] ReadStatement readStatementText(const std::string& text, Bodies bodies);

/// What one parsed statement asks for. `source` is its text.
[[nodiscard]] std::vector<Action> actionsOf(const Tree& statement, const std::string& source, Bodies bodies);

/// What a DO block or a function does: its statements in the order they stand. A body that cannot be read gives one
/// dynamicText. `source` is the whole statement, of which PL/pgSQL needs the parameters.
struct Body {
    std::string language;
    std::string text;
    std::string source;
};
[[nodiscard]] std::vector<Action> bodyActions(const Body& body, Bodies bodies);

}  // namespace schema::reader
