#pragma once

#include "installers/page/wording.h"

#include <QDateTime>
#include <QTimeZone>

/// What the maintenance page says.
namespace page {

struct Notice {
    QString product;                               ///< may be empty
    QString site;                                  ///< may be empty
    QDateTime until;                               ///< UTC; invalid: not known
    QTimeZone zone = QTimeZone::systemTimeZone();  ///< whose clock people at the site look at
};

/// Seconds until asking again makes sense: 30 where the end is not known or past, at most an hour.
[[nodiscard]] int retryAfter(const Notice& notice, const QDateTime& now);
[[nodiscard]] QByteArray htmlOf(const Notice& notice, const QDateTime& now, const Wording& wording);
[[nodiscard]] QByteArray jsonOf(const Notice& notice, const QDateTime& now);

/// Every sentence of the page, in the source's language.
[[nodiscard]] QList<const char*> sentences();

}  // namespace page
