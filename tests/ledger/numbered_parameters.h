#pragma once

#include <QByteArray>
#include <QList>

namespace ledger {

/// A statement as PostgreSQL takes it: its parameters have numbers, `names` says which.
struct NumberedStatement {
    QByteArray sql;
    QList<QByteArray> names;  ///< with the colon; $1 is the first
};

/// Takes the first statement off the front of `rest`; its text is empty when only space and comments were left. Knows
/// quotes ('…', "…"), comments to the end of the line and casts (::), which is what the releases' queries are made of.
[[nodiscard]] NumberedStatement takeStatement(QByteArray& rest);

}  // namespace ledger
