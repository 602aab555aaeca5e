#pragma once

#include "catalog/schema/model.h"
#include "catalog/schema/operation.h"

namespace schema {

/// What ALTER COLUMN … TYPE comes to on PostgreSQL, from the type before (an empty name: unknown) to the one after.
/// Measured on PostgreSQL 15, as documented for "Changing a column's type": binary coercible types and modifiers that
/// only widen are not rewritten.
[[nodiscard]] Operation typeChange(const TypeText& before, const TypeText& after, const Model& model, int server);

/// One spelling for each built-in type: int and int4 and integer are "int4".
[[nodiscard]] std::string canonicalType(const std::string& name);

}  // namespace schema
