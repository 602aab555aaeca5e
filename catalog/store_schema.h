#pragma once

#include "catalog/digest.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace catalog {

// What the compiled form's reader and writer share.

inline constexpr std::int32_t storeApplicationId = 0x4361526e;  ///< "CaRn"
inline constexpr std::int32_t storeVersion = 2;
inline constexpr std::uint32_t storePageSize = 4096;

struct StoreTable {
    std::string_view name;
    std::string_view sql;  ///< exactly as sqlite_schema has it
};

inline constexpr std::array<StoreTable, 9> storeTables{{
    {"meta", "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"},
    {"component", "CREATE TABLE component(position INTEGER PRIMARY KEY, name TEXT NOT NULL, body TEXT NOT NULL)"},
    {"fact", "CREATE TABLE fact(position INTEGER PRIMARY KEY, name TEXT NOT NULL, body TEXT NOT NULL)"},
    {"line", "CREATE TABLE line(position INTEGER PRIMARY KEY, id TEXT NOT NULL, start INTEGER, end_of_life INTEGER)"},
    {"outline", "CREATE TABLE outline(position INTEGER PRIMARY KEY, body TEXT NOT NULL)"},
    {"release", "CREATE TABLE release(position INTEGER PRIMARY KEY, count INTEGER NOT NULL, body BLOB NOT NULL)"},
    {"rule", "CREATE TABLE rule(position INTEGER PRIMARY KEY, body TEXT NOT NULL)"},
    {"install", "CREATE TABLE install(position INTEGER PRIMARY KEY, body TEXT NOT NULL)"},
    {"script", "CREATE TABLE script(path TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID"},
}};

/// Digests rows as they are written or read, in one fixed order.
class Fingerprint {
public:
    Fingerprint();
    ~Fingerprint();
    Fingerprint(const Fingerprint&) = delete;
    Fingerprint& operator=(const Fingerprint&) = delete;

    void add(std::string_view text);
    void add(std::optional<std::int64_t> number);
    [[nodiscard]] std::string finish();  ///< hexadecimal

private:
    void flush();
    struct State;
    std::unique_ptr<State> m_state;
    std::string m_buffer;
};

}  // namespace catalog
