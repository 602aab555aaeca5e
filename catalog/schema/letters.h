#pragma once

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

namespace schema {

/// In small letters, as far as they are ASCII: how SQL compares its words.
[[nodiscard]] inline std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

}  // namespace schema
