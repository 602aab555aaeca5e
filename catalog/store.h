#pragma once

#include "catalog/load.h"

#include <string>
#include <string_view>

namespace catalog {

// The compiled form: one SQLite file, NAME.cairn, with the application id "CaRn" and user_version 1.
//
//   meta(key, value)        head: the keys before the lists, as JSON; digest; fingerprint
//   component(position, name, body)   fact(position, name, body)   rule(position, body)   body: JSON, canonical form
//   line(position, id, start, end_of_life)                  start: the position of the release it branches from
//   outline(position, body)                                 each distinct outline.h of an install, JSON
//   release(position, version, line, date, state, schema, compat, downtime, downtime_per_gb, duration, restore,
//           restore_per_gb, outline, detail, channels, migrations, requires)      times in seconds
//   install(position, body)           script(path, text)      of the releases that have one; of all scripts
//
// Positions count from 0. Dates are days since 1970-01-01, states the positions in ReleaseState. `migrations` are ids
// with a line feed between them where all are plain ids, `channels` and `requires` are JSON, `detail` is JSON of the
// keys that have no column, and of migrations that say more. NULL when there is none. So a plan reads columns, parses
// JSON only where a release has more to say, and never touches the pages of installs and scripts. The digest is that of
// the canonical value; the fingerprint (BLAKE2b) is over the rows that a plan reads, so that damage is found without
// reading the rest.
//
// Road not taken: one table of JSON documents, whose parsing took most of the time of a plan; tables and columns for
// everything, which every new key would have to change; PRAGMA quick_check, which reads every page and finds no flipped
// bit inside a text; installs read when a plan asks for them, which would find damage after planning has begun.

inline constexpr std::string_view storeMagic{"SQLite format 3\0", 16};

/// Errors: storeForeign, storeDamaged, storeDigest, formatVersion, fileMissing, fileUnreadable, fileTooLarge, and those
/// of decoding. Whatever the bytes are: an error or a valid catalog.
[[nodiscard]] Checked<Loaded> readStore(const std::string& path, LoadScope scope);

/// The whole file, for what is looked at before SQLite sees it. Errors: those of a header that is wrong.
[[nodiscard]] Result<std::string> readStoreBytes(const std::string& path);

/// The same from the file's bytes, so that nobody can change them in between. `path` is only for places.
[[nodiscard]] Checked<Loaded> readStore(std::string bytes, const std::string& path, LoadScope scope);

/// The same bytes for the same catalog and SQLite library. Writes beside `path`, syncs, renames. Error: cannotWrite.
[[nodiscard]] Result<void> writeStore(const Catalog& catalog, const std::string& path);

}  // namespace catalog
