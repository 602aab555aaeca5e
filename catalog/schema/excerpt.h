#pragma once

#include "catalog/schema/review.h"

#include <string>
#include <string_view>

namespace schema {

/// The beginning of a statement on one line, cut where a character ends.
[[nodiscard]] std::string excerptOf(std::string_view statement);

/// What may be wrong with a text that is no statement, by what it looks like.
[[nodiscard]] SyntaxHint hintOf(std::string_view statement);

}  // namespace schema
