#pragma once

#include "catalog/schema/action.h"

#include <optional>
#include <string>
#include <string_view>

namespace schema {

/// The form in which the reading program hands statements over. Only Cairn's own programs of one build talk it, so it
/// has no version of its own.
[[nodiscard]] std::string writeStatement(const ReadStatement& statement);

/// Nothing where the text is none of writeStatement's.
[[nodiscard]] std::optional<ReadStatement> readStatement(std::string_view text);

}  // namespace schema
