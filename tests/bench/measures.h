#pragma once

#include "tests/bench/table.h"

namespace bench {

/// Each measures one budget of the design and adds its rows. `binaries` is the build folder.
void coldStart(Table& table, const QString& binaries);
void growth(Table& table, const QString& binaries);
void explicitGraph(Table& table);
void fleet(Table& table, const QString& binaries);

}  // namespace bench
