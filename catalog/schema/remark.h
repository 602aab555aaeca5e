#pragma once

#include "catalog/schema/operation.h"

#include <optional>
#include <string>
#include <string_view>

namespace schema {

/// What a vendor says about a statement, in a comment before it or behind it:
///     -- cairn: accept because no release has read it since 4.0
///     -- cairn: expand because the function only logs
///     -- cairn: retired 4.1 because 4.1 was the last release that read it
/// A phase takes the place of the derived one; `accept` leaves it and keeps it from counting as an error; `retired`
/// names the last release that used what the statement takes away. The reason is not optional.
struct Remark {
    enum class Kind { accept, phase, retired };
    Kind kind = Kind::accept;
    ChangePhase phase = ChangePhase::neutral;  ///< of Kind::phase
    std::string lastUsed;                      ///< of Kind::retired: a version
    std::string reason;
    bool operator==(const Remark&) const = default;
};

/// Nothing where the text is none of the three forms. `text` is what follows "cairn:".
[[nodiscard]] std::optional<Remark> readRemark(std::string_view text);

}  // namespace schema
