#pragma once

#include "tests/ledger/failure.h"

#include <QMap>
#include <QStringList>

namespace ledger {

/// What a database holds, whatever kind it is: for each table its sorted rows, each "column=value, …" by column name.
/// Left out is what the clock decides: when a conversion was done and when the audit trail was written.
using Content = QMap<QString, QStringList>;

[[nodiscard]] Result<Content> contentOf(const QString& database);
/// The first table that differs and a row of it; empty: none does.
[[nodiscard]] QString difference(const Content& left, const Content& right);

}  // namespace ledger
