#pragma once

#include "app/shared/page.h"
#include "catalog/load.h"
#include "catalog/time.h"

namespace app {

/// The whole catalog in short: lines, releases, checkpoints, the stops derived beside them, and risks. States of
/// releases are those of `today`.
[[nodiscard]] Page catalogPage(const catalog::Loaded& loaded, catalog::Date today);

/// Everything the catalog says about one release.
[[nodiscard]] Page releasePage(const catalog::Catalog& catalog, catalog::ReleaseIndex release, catalog::Date today);

}  // namespace app
