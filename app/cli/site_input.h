#pragma once

#include "app/cli/options.h"
#include "app/cli/usage.h"
#include "catalog/load.h"
#include "planner/planner.h"

#include <QDateTime>
#include <variant>
#include <vector>

namespace cli {

/// A site's file could not be used: what is wrong in it. Distinct from a command line that cannot be meant.
struct SiteProblem {
    catalog::Errors errors;
};

template <typename T>
using SiteResult = tl::expected<T, std::variant<UsageError, SiteProblem>>;

/// What the options say that needs no file: reads them once, before anything else is touched.
struct SiteChanges {
    std::vector<Assignment> facts;
    std::vector<Assignment> components;
};
[[nodiscard]] Usage<SiteChanges> readSiteOptions(const SiteOptions& options);

/// The site from --site or --from, with what the other options add. What the site's state folder knows about the
/// installed version counts more than the file, unless --from says otherwise.
[[nodiscard]] SiteResult<planner::Site> makeSite(const SiteOptions& options, const SiteChanges& changes,
                                                 const catalog::Catalog& catalog);

/// Just the site file, for commands that work at a site.
[[nodiscard]] SiteResult<planner::Site> readSiteFile(const QString& path);

/// As --prefer spells it.
[[nodiscard]] QString preferenceName(planner::Prefer prefer);

/// What holds for every site of a fleet: facts, components and channels, without an installed release.
[[nodiscard]] SiteResult<planner::Site> makeFleetSite(const SiteOptions& options, const catalog::Catalog& catalog);

/// `now` gives the day that is planned for when --as-of does not.
[[nodiscard]] Usage<planner::Goal> makeGoal(const GoalOptions& options, const QDateTime& now);

}  // namespace cli
