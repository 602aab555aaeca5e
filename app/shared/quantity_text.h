#pragma once

#include "catalog/time.h"

#include <QDateTime>
#include <QString>
#include <chrono>
#include <cstdint>

namespace app {

/// Quantities as people read them.
[[nodiscard]] QString durationText(catalog::Seconds duration);         ///< 1 h 30 min
[[nodiscard]] QString elapsedText(std::chrono::milliseconds elapsed);  ///< 0.4 s, 12 s, 3 min 20 s
[[nodiscard]] QString sizeText(std::uint64_t bytes);                   ///< 1.5 GB, powers of 1024
[[nodiscard]] QString dayText(catalog::Date day);                      ///< 2026-11-01
[[nodiscard]] QString momentText(const QDateTime& moment);             ///< 2026-11-01 22:15:03, local time

}  // namespace app
