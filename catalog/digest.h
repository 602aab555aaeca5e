#pragma once

#include "catalog/error.h"

#include <cstddef>
#include <memory>
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

/// Digests bytes that come piece by piece.
class DigestBuilder {
public:
    DigestBuilder();
    ~DigestBuilder();
    DigestBuilder(DigestBuilder&&) noexcept;
    DigestBuilder& operator=(DigestBuilder&&) noexcept;

    void add(std::string_view bytes);
    /// The digest of all that was added. The builder starts anew.
    [[nodiscard]] Digest finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Reads the file once, in pieces. Errors: fileMissing, fileUnreadable.
[[nodiscard]] Result<Digest> digestOfFile(const std::string& path);

}  // namespace catalog
