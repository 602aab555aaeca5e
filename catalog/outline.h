#pragma once

#include "catalog/decode.h"
#include "catalog/document.h"
#include "catalog/step.h"

namespace catalog {

// What a plan reads of an install: the steps of each phase with id, driver, kind, condition and whether they come
// before the start. No artefacts, programs, scripts or probes. Nearly all releases of a product have one and the same,
// so the compiled form keeps each distinct one once.

[[nodiscard]] Node encodeOutline(const Install& install);
/// Reports what is wrong in the decoding's report.
[[nodiscard]] Install decodeOutline(const Node& node, Decoding& decoding);

}  // namespace catalog
