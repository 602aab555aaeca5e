#pragma once

#include "catalog/condition.h"
#include "catalog/release.h"
#include "planner/site.h"

#include <vector>

namespace planner {

/// The fact `disk_free` is a size ("40 GB"); a requirement on it names a size or a multiple of the database's.
inline const catalog::FactName diskFreeFact{"disk_free"};
inline const catalog::FactName databaseSizeFact{"database_size"};

[[nodiscard]] bool asksDiskSpace(const catalog::Requirement& requirement);
[[nodiscard]] catalog::Truth enoughDiskSpace(const catalog::Requirement& requirement, const catalog::FactSource& facts,
                                             const Site& site);
/// What has to be known for an answer: disk_free, and for a multiple database_size when the site does not say it.
[[nodiscard]] std::vector<catalog::FactName> missingForDiskSpace(const catalog::Requirement& requirement,
                                                                 const catalog::FactSource& facts, const Site& site);
/// The database's size in bytes as the site or the fact database_size gives it.
[[nodiscard]] std::optional<double> databaseSize(const catalog::FactSource& facts, const Site& site);

}  // namespace planner
