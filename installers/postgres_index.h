#pragma once

#include "installers/postgres_client.h"
#include "installers/postgres_script.h"

#include <vector>

namespace installers {

/// How an index stands in the database. CREATE INDEX CONCURRENTLY that was cut off leaves an invalid one, which
/// IF NOT EXISTS accepts and no query uses.
struct IndexState {
    bool exists = false;
    bool valid = false;
    QString name;  ///< with its schema, quoted; empty where it does not exist
};

/// The state of each, in the same order. Errors: as askPostgres().
[[nodiscard]] Done<std::vector<IndexState>> indexStates(World& world, const PostgresConnection& connection,
                                                        const std::vector<ConcurrentIndex>& indexes);

}  // namespace installers
