#pragma once

#include <QStringList>

namespace ledger {

/// One release of each schema from 3.2 on, in the order of the branches that lead to the newest.
inline QStringList generations()
{
    return QStringLiteral("3.2.1 3.3.0 3.4.0 4.0.0 4.1.0 4.2.0 5.0.0 5.1.0 5.2.0 6.0.0 6.1.0 6.2.0 7.0.0 7.1.0 "
                          "7.2.0 8.0.0 8.1.0 8.2.0 8.3.0 8.4.0 9.0.0 9.1.0 9.2.0 9.3.0 9.4.0 9.5.0 9.6.0")
        .split(QLatin1Char(' '));
}

}  // namespace ledger
