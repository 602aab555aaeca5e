#pragma once

#include "tests/installers/mini_site.h"
#include "tests/installers/write_client.h"

namespace mini {

/// Who served whom and who acted when, by a client's log, the journal and what the product's programs wrote down:
///   - every acknowledged write is in the database, and nothing that nobody has sent;
///   - none was sent and acknowledged between the service's stop and the opening;
///   - until then the old release answered, afterwards the one that the run ended with;
///   - at the end the service takes writes;
///   - no program of a step was at work when a later runner took the fence, and no two at once.
/// The first violation, in words; empty: none.
[[nodiscard]] QString violationIn(const QString& folder, const SiteOptions& options, const WriteClient::Log& log,
                                  const QString& version);

}  // namespace mini
