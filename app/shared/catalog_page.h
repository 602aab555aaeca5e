#pragma once

#include "app/shared/page.h"
#include "catalog/load.h"

namespace app {

/// The whole catalog in short: lines, releases, checkpoints and risks.
[[nodiscard]] Page catalogPage(const catalog::Loaded& loaded);

/// Everything the catalog says about one release.
[[nodiscard]] Page releasePage(const catalog::Catalog& catalog, catalog::ReleaseIndex release);

}  // namespace app
