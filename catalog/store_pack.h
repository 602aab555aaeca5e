#pragma once

#include "catalog/store_rows.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace catalog {

// How the compiled form holds releases: many in one blob, the columns of each one after another. A number is zigzag + 1
// and a text its length + 1, followed by its bytes, each as LEB128 (7 bits a byte, least first, the top bit says that
// more follow); 0 is NULL.
//
// Road not taken: a row for each release. Stepping through 5,500 of them, column by column, was a third of the time of
// `cairn --plan-only`.

/// Makes a blob.
class Pack {
public:
    Pack& operator<<(std::optional<std::int64_t> number);
    Pack& operator<<(const std::string& text);
    Pack& operator<<(const std::optional<std::string>& text);
    [[nodiscard]] std::string take();

private:
    void append(std::uint64_t value);
    std::string m_bytes;
};

/// Reads a blob in the order in which it was made. Throws Damage for what no Pack makes. Borrows the bytes.
class Unpack {
public:
    explicit Unpack(std::string_view bytes) : m_left(bytes) {}
    [[nodiscard]] bool atEnd() const { return m_left.empty(); }
    [[nodiscard]] std::optional<std::int64_t> integer();
    /// Nothing for NULL.
    [[nodiscard]] std::optional<std::string_view> text();
    /// A text that must be there and be UTF-8.
    [[nodiscard]] std::string required();

private:
    std::uint64_t next();
    std::string_view m_left;
};

}  // namespace catalog
