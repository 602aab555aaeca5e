#pragma once

#include <QString>
#include <string>
#include <vector>

namespace app {

/// What stands somewhere, as errors name it: "list" is "a list"; a scalar is its own text.
[[nodiscard]] QString kindText(const std::string& kind);

/// The forms that would be right, joined with "or". Names of kinds and of number ranges become words, examples stay.
[[nodiscard]] QString formTexts(const std::vector<std::string>& forms);

/// A version as the scheme writes it, for an example; the text itself where it names no scheme.
[[nodiscard]] QString versionForm(const std::string& scheme);

}  // namespace app
