#pragma once

#include "catalog/error.h"

#include <QString>

namespace app {

/// FILE:LINE:COLUMN as far as it is known; empty when nothing is.
[[nodiscard]] QString placeText(const catalog::Place& place);

/// One whole sentence for what is wrong with an input and what would be right, without its place.
[[nodiscard]] QString sentence(const catalog::Error& error);

/// The same with the place before it, as compilers print it.
[[nodiscard]] QString placedSentence(const catalog::Error& error);

}  // namespace app
