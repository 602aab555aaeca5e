#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>

/// What the maintenance page says.
namespace page {

struct Notice {
    QString product;  ///< may be empty
    QString site;     ///< may be empty
    QDateTime until;  ///< UTC; invalid: not known
};

/// Seconds until asking again makes sense: 30 where the end is not known or past, at most an hour.
[[nodiscard]] int retryAfter(const Notice& notice, const QDateTime& now);
[[nodiscard]] QByteArray htmlOf(const Notice& notice, const QDateTime& now);
[[nodiscard]] QByteArray jsonOf(const Notice& notice, const QDateTime& now);

}  // namespace page
