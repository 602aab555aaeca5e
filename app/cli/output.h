#pragma once

#include "app/cli/console.h"
#include "app/cli/usage.h"

#include <QString>
#include <optional>
#include <vector>

namespace cli {

enum class Format { text, json, markdown, html, dot, ical, csv, table, sarif };

/// The format of an option, among those a command offers; the first of them where it is not given.
[[nodiscard]] Usage<Format> readFormat(const QString& option, const std::vector<Format>& offered);

/// A page as one of the formats for people.
[[nodiscard]] QString written(const app::Page& page, Format format, const app::TextStyle& style);

/// Writes a whole file or leaves what was there: a new file beside it takes its place at the end.
/// Errors: cannotWrite with the path and the system's words.
[[nodiscard]] catalog::Result<void> writeFile(const QString& path, const QByteArray& bytes);

/// Whether there is something at the path into which bytes can only be poured, such as a device or a pipe: a file put
/// in its place would destroy it.
[[nodiscard]] bool isStream(const QString& path);

/// Where an answer goes: the file when one is named, else stdout. Says what went wrong and gives an exit code then.
[[nodiscard]] std::optional<int> deliver(const QString& text, const QString& file, Console& console);

/// Tells a usage error and where to read more; gives its exit code.
[[nodiscard]] int tell(const UsageError& error, Console& console);

}  // namespace cli
