#pragma once

#include "catalog/decode.h"
#include "catalog/document.h"

#include <string>

namespace catalog {

/// The document of a folder catalog: every *.yaml, *.yml and *.json file below the folder, in the order of their paths.
/// Lists (lines, releases, rules) are joined, maps (components, facts, scripts) merged, every other key may stand in
/// one file only. Left out are hidden files and folders, and folders named `sql`, `scripts` or `product`, which hold
/// what the catalog refers to. At most 10,000 files and limits.bytes in all.
///
/// Road not taken: an `include:` key; the order of files would then be one more thing to get wrong.
[[nodiscard]] Checked<Node> readFolder(const std::string& folder, const ReadLimits& limits = {});

/// Reads scripts below `root` and nothing else, symbolic links resolved.
[[nodiscard]] ScriptReader scriptsBelow(const std::string& root);

}  // namespace catalog
