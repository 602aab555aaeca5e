#pragma once

#include "catalog/catalog.h"

#include <string_view>
#include <vector>

namespace catalog {

/// Finds the release a person means: exact version, then alias, then an unambiguous prefix.
/// Errors: noSuchRelease with the nearest known versions, ambiguousRelease with what it may mean.
[[nodiscard]] Result<ReleaseIndex> findRelease(const Catalog& catalog, std::string_view text);

/// Known names in order of likeness to a misspelt one, at most `count`, none that is not alike.
[[nodiscard]] std::vector<std::string> nearest(std::string_view text, const std::vector<std::string>& known,
                                               std::size_t count = 3);

}  // namespace catalog
