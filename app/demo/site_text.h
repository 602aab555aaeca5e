#pragma once

#include "app/demo/demo_site.h"

#include <QByteArray>

namespace demo {

/// The site file of a demo site. `size`: of its database, in bytes.
[[nodiscard]] QByteArray siteText(const MadeSite& site, qint64 size);

}  // namespace demo
