#pragma once

#include "app/shared/page.h"
#include "planner/catalog_diff.h"

#include <QByteArray>

namespace app {

/// What changed from one catalog to another, and which answers with it.
[[nodiscard]] Page catalogDiffPage(const planner::CatalogDiff& diff, const QString& before, const QString& after);

/// The same for programs, format cairn-catalog-diff/1.
[[nodiscard]] QByteArray catalogDiffJson(const planner::CatalogDiff& diff);

}  // namespace app
