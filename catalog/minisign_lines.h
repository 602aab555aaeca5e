#pragma once

#include "catalog/minisign.h"

#include <cstddef>
#include <span>
#include <vector>

namespace catalog {

// What minisign's files have in common: comments and base64 (RFC 4648, with padding), a line each.

inline constexpr std::string_view untrustedPrefix = "untrusted comment: ";
inline constexpr std::string_view trustedPrefix = "trusted comment: ";

/// The text cut at its line ends; a carriage return before one is none of the line. Nothing follows the last line end.
[[nodiscard]] std::vector<std::string_view> linesOf(std::string_view text);

/// Exactly `out.size()` bytes, or false.
[[nodiscard]] bool fromBase64(std::string_view text, std::span<unsigned char> out);
[[nodiscard]] std::string toBase64(std::span<const unsigned char> bytes);

/// What a prehashed signature is over: the bytes' BLAKE2b-512.
[[nodiscard]] std::array<unsigned char, 64> prehash(std::string_view bytes);

}  // namespace catalog
