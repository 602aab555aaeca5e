#pragma once

#include "catalog/schema/classify.h"

namespace schema {

/// Looks at what one unit comes to in the end: marks verdicts whose effect it has taken back itself, and renamed tables
/// that have a view of the old name.
void applyNetEffect(std::vector<Verdict*>& verdicts, const Model& after);

}  // namespace schema
