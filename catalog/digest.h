#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace catalog {

/// A SHA-256 digest, written sha256: and 64 lower-case hexadecimal digits.
class Digest {
public:
    Digest() = default;
    /// With or without the prefix; nothing unless 64 hexadecimal digits follow.
    [[nodiscard]] static std::optional<Digest> read(std::string_view text);
    [[nodiscard]] static Digest of(std::string_view bytes);
    [[nodiscard]] const std::string& text() const { return m_text; }
    [[nodiscard]] bool empty() const { return m_text.empty(); }
    auto operator<=>(const Digest&) const = default;

private:
    friend class DigestBuilder;
    std::string m_text;
};

}  // namespace catalog
