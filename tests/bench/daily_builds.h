#pragma once

#include "catalog/catalog.h"

namespace bench {

/// A catalog as a vendor with daily builds has it: `releases` releases spread evenly over `lines` lines that branch
/// from one another, a checkpoint every `checkpointEvery` releases of a line, schema versions that rise, a risk,
/// requirements. The same arguments give the same catalog.
[[nodiscard]] catalog::Catalog dailyBuilds(int releases, int lines, int checkpointEvery = 150);

}  // namespace bench
