#pragma once

#include <string>
#include <vector>

namespace catalog {

/// What may have been meant by a name that is not known: the nearest ones, and where none is near all of them, if they
/// are few.
[[nodiscard]] std::vector<std::string> suggestions(const std::string& name, const std::vector<std::string>& known);

}  // namespace catalog
