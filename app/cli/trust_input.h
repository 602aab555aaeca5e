#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"
#include "catalog/time.h"
#include "catalog/trust_store.h"

namespace cli {

/// Where keys and sequences are: in the folder that was named; else what the machine's administrator says (/etc/cairn,
/// /var/lib/cairn) before what an ordinary user's own folders say (XDG Base Directory Specification). Root has none of
/// its own: what sudo leaves of somebody's environment must not decide whom a machine trusts.
[[nodiscard]] catalog::TrustPlaces trustPlaces(const QString& folder);

/// A public key as minisign takes it: the path of a file, or the key itself. Errors: those of the file; keyMalformed.
[[nodiscard]] catalog::Result<catalog::PublicKey> readKey(const QString& text);

/// The day on which something is asked.
[[nodiscard]] catalog::Date today(const Console& console);

}  // namespace cli
