#pragma once

#include "catalog/catalog.h"
#include "planner/planner.h"
#include "planner/site.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace planner {

/// What the columns of a fleet's table mean: `site` and `version`, perhaps `target`; a component's name gives its
/// version; the name of a fact that the catalog declares or asks about, `channel` and `database` among them, gives the
/// answer. A cell of a set, and of `channel`, holds its members with `;` between them. An empty cell says nothing.
class FleetColumns {
public:
    /// Errors: fileEmpty, missingKey (site or version), noSuchColumn with the nearest, duplicateName; the place's
    /// column counts cells.
    [[nodiscard]] static catalog::Checked<FleetColumns>
    read(const catalog::Catalog& catalog, const std::vector<std::string_view>& header, const catalog::Place& place);

    [[nodiscard]] std::size_t count() const { return m_columns.size(); }
    [[nodiscard]] std::size_t siteColumn() const { return m_site; }
    [[nodiscard]] std::size_t versionColumn() const { return m_version; }

    /// What the row says, laid over what holds for all sites.
    void apply(const std::vector<std::string_view>& cells, Site& site, Goal& goal) const;

private:
    struct Column {
        enum class Kind { site, version, target, component, fact, set };
        Kind kind = Kind::fact;
        std::string name;
    };
    [[nodiscard]] static std::optional<Column> meaning(const catalog::Catalog& catalog,
                                                       const std::vector<std::string>& facts, const std::string& name);

    std::vector<Column> m_columns;
    std::size_t m_site = 0;
    std::size_t m_version = 0;
};

}  // namespace planner
