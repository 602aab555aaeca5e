#pragma once

#include "catalog/catalog.h"

#include <optional>
#include <string>
#include <string_view>

namespace catalog {

struct ImportOptions {
    ProductId product;  ///< the graph does not name one; not empty
    std::string name;
    std::string vendor;
    std::optional<VersionScheme> versions;  ///< missing: semver when every release reads as one, else numeric
};

/// Reads an update graph in the Cincinnati format, version 1 (JSON), as a catalog whose policy is closed: each edge is
/// allowed by a rule, nothing else is. The releases stand in topological order on one line.
///
/// A conditional edge is allowed too, and each of its risks is a rule, so that all of them must be cleared. Whether a
/// risk applies to a site is a boolean fact of the risk's name, asked with the vendor's message; a risk whose first
/// matching rule is Always needs no question. PromQL is not evaluated: that is the answer a person gives. An edge that
/// is listed both ways is conditional. Payloads are left out: they say nothing about paths, and Cairn does not install
/// from them. Releases keep their channels; their `url` becomes the release's notes.
///
/// Errors, each with its place: those of readCincinnatiGraph; badVersion, edgeToItself, edgeCycle.
///
/// Sources: openshift/cincinnati docs/design/cincinnati.md, and openshift/enhancements
/// update/targeted-update-edge-blocking.md. Road not taken: a rule per edge, which is a hundred times as long to read.
[[nodiscard]] Checked<Catalog> importCincinnati(std::string_view text, const std::string& file,
                                                const ImportOptions& options);

}  // namespace catalog
