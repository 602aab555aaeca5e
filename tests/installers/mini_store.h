#pragma once

#include <memory>
#include <optional>
#include <string>

namespace mini {

/// The database of the mini product's service: a SQLite file, or "pg:PSQL:CONNINFO".
class Store {
public:
    [[nodiscard]] static std::unique_ptr<Store> open(const std::string& where);
    Store() = default;
    virtual ~Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// Runs one statement that selects one row and gives its first column; nothing: it failed. What it has written is
    /// committed and flushed.
    [[nodiscard]] virtual std::optional<std::string> ask(const std::string& statement) = 0;
};

}  // namespace mini
