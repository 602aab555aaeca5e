#pragma once

#include "catalog/catalog.h"
#include "catalog/error.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace catalog {

enum class LoadScope {
    everything,
    planning,  ///< releases' installs are outlines (installOf) and scripts are left out: what a plan needs is there.
               ///< Compiled catalogs only; else everything
};

/// What a plan reads of releases' installs (outline.h): each distinct one once. Empty but in planning scope.
class Outlines {
public:
    Outlines() = default;
    /// `positions` has one for each release, `distinct.size()` where it has none.
    Outlines(std::vector<Install> distinct, std::vector<std::size_t> positions)
        : m_distinct(std::move(distinct)), m_positions(std::move(positions))
    {
    }
    [[nodiscard]] const Install* find(ReleaseIndex release) const
    {
        const auto index = static_cast<std::size_t>(release);
        return index < m_positions.size() && m_positions[index] < m_distinct.size() ? &m_distinct[m_positions[index]]
                                                                                    : nullptr;
    }

private:
    std::vector<Install> m_distinct;
    std::vector<std::size_t> m_positions;
};

struct Loaded {
    Catalog catalog;
    Digest digest;     ///< of the canonical value
    std::string path;  ///< as it was given
    Outlines outlines{};

    /// The steps that the release's install has, for a plan: whole, or their outline in planning scope.
    [[nodiscard]] const Install& installOf(ReleaseIndex release) const
    {
        const Install* outline = outlines.find(release);
        return outline != nullptr ? *outline : *catalog.at(release).install;
    }
};

/// Reads a catalog from a YAML or JSON file, a folder of them, or a compiled .cairn file; decides by the content.
[[nodiscard]] Checked<Loaded> load(const std::string& path, LoadScope scope = LoadScope::everything);

/// Whether load() would read the path as a compiled catalog.
[[nodiscard]] bool isCompiled(const std::string& path);

/// The canonical value's digest: equal for equal catalogs, however they were stored.
[[nodiscard]] Digest digestOf(const Catalog& catalog);

/// Writes the compiled form: one SQLite file, scripts included, the same bytes for the same catalog. Replaces `path`
/// atomically.
[[nodiscard]] Result<void> compile(const Catalog& catalog, const std::string& path);

/// The whole catalog as one YAML text with its scripts inline under `scripts:`; reading it gives the same catalog.
[[nodiscard]] std::string exportYaml(const Catalog& catalog);

}  // namespace catalog
