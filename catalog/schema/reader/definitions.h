#pragma once

#include "catalog/schema/reader/tree.h"

namespace schema::reader {

/// A ColumnDef and a Constraint node's inner tree.
[[nodiscard]] ColumnText columnOf(const Tree& definition);
[[nodiscard]] ConstraintText constraintOf(const Tree& constraint);

/// The elements of CREATE TABLE.
void readElements(const Tree& elements, Action& action);

/// One command of ALTER TABLE, on the relation and kind that `base` already has.
[[nodiscard]] Action alterCommand(const Tree& command, Action base);

}  // namespace schema::reader
