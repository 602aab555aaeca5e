#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"
#include "catalog/trust.h"
#include "planner/outcome.h"

namespace cli {

/// Reads the catalog that a person named: a path, or the name of a sample that comes along. Errors: those of
/// catalog::load; fileMissing names the samples where the text may have meant one.
[[nodiscard]] catalog::Checked<catalog::Loaded> loadCatalog(const QString& text,
                                                            catalog::LoadScope scope = catalog::LoadScope::everything);

/// The same, held against the keys and sequences of this machine; what has to be said about its signature is told on
/// stderr by warnTrust().
[[nodiscard]] tl::expected<catalog::TrustedCatalog, planner::Outcome>
loadTrustedCatalog(const QString& text, catalog::LoadScope scope, const TrustOptions& trust, const Console& console);

/// Says on stderr that nobody vouches for a catalog without a signature, or that nobody knows whose it is.
void warnTrust(const catalog::TrustedCatalog& trusted, Console& console);

}  // namespace cli
