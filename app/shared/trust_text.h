#pragma once

#include "catalog/error.h"
#include "catalog/trust.h"

#include <QString>

namespace app {

/// One whole sentence for an error about keys, signatures, expiry and sequences; empty for any other.
[[nodiscard]] QString trustSentence(const catalog::Error& error);

/// By whom a catalog is signed, in a few words.
[[nodiscard]] QString trustText(const catalog::Trust& trust);

/// What has to be said before such a catalog is used; empty where nothing has to.
[[nodiscard]] QString trustWarning(const catalog::Trust& trust, const catalog::Loaded& loaded);

}  // namespace app
