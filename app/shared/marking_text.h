#pragma once

#include "app/shared/page.h"
#include "planner/marking.h"

namespace app {

/// The stop at `mark` as a point of a list: what asks for it, where a stop would do, and which declared checkpoint
/// makes paths stop there.
[[nodiscard]] Page::Item markItem(const catalog::Catalog& catalog, const planner::Marking& marking,
                                  const planner::Mark& mark);

/// The moves, shims and scripts that ask for a stop at the release, in short; empty: none does.
[[nodiscard]] QStringList markCauses(const planner::Marking& marking, catalog::ReleaseIndex release);

}  // namespace app
