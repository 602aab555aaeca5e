#pragma once

#include "planner/model.h"
#include "planner/site.h"

#include <string>
#include <vector>

namespace planner {

/// A site that says one thing. `fact` is empty when it says nothing.
struct LintSite {
    Site site;
    std::string fact;
    std::string value;
};

/// A site that runs the release and says one thing: its channel, its kind of database, a component's version or the
/// answer to a fact; nothing where `fact` is empty.
[[nodiscard]] Site siteThatSays(const catalog::Catalog& catalog, const std::string& version, const std::string& fact,
                                const std::string& value);

/// The site that says nothing, then one for each channel, each kind of database and each answer that the catalog names
/// to a fact that its conditions ask. All run the oldest release.
[[nodiscard]] std::vector<LintSite> lintSites(const Model& model);

struct ComponentSite {
    LintSite asked;
    Rank release = 0;
};

/// For each component that has available versions: the oldest and the newest release of each line that require it, with
/// each available version that they accept.
[[nodiscard]] std::vector<ComponentSite> componentSites(const Model& model);

}  // namespace planner
