#pragma once

#include "catalog/error.h"

#include <SQLiteCpp/Database.h>
#include <memory>
#include <optional>
#include <string>

namespace catalog {

/// What the first 100 bytes must say (sqlite.org/fileformat2.html, section 1.3), before SQLite sees them. Errors:
/// fileMissing, fileUnreadable, fileEmpty, fileTooLarge, storeForeign, formatVersion, storeDamaged.
[[nodiscard]] std::optional<Error> checkHeader(const std::string& path);
/// The same of a file's bytes.
[[nodiscard]] std::optional<Error> checkHeader(std::string_view bytes, const std::string& path);

/// Opens a hostile file: read-only, immutable, with nothing of it ever run, and no table, view, trigger or index in it
/// but ours. Throws SQLite::Exception and Damage.
[[nodiscard]] std::unique_ptr<SQLite::Database> openStore(const std::string& path);
/// The same from bytes, which must outlive the database.
[[nodiscard]] std::unique_ptr<SQLite::Database> openStoreBytes(std::string& bytes);

}  // namespace catalog
