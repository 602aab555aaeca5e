#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace catalog {

/// A calendar day without a time zone, written YYYY-MM-DD.
using Date = std::chrono::sys_days;
using Seconds = std::chrono::seconds;

/// Nothing unless the text is a day that exists.
[[nodiscard]] std::optional<Date> readDate(std::string_view text);
[[nodiscard]] std::string to_string(Date date);

/// Durations are written as sums of whole numbers with the units d, h, m, s: "1h30m", "40s", "0s".
[[nodiscard]] std::optional<Seconds> readDuration(std::string_view text);
[[nodiscard]] std::string to_string(Seconds duration);

/// Sizes are written as a number with an optional unit of powers of 1024: "512", "40 MB", "1.5 GB". In bytes.
[[nodiscard]] std::optional<std::uint64_t> readSize(std::string_view text);

}  // namespace catalog
