#pragma once

#include <QString>
#include <QStringList>

namespace cli {

/// The catalogs that come with the program, by name: those of the source folder it was built from, or of where it is
/// installed.
[[nodiscard]] QStringList sampleCatalogs();

/// Whether a text can only mean a sample: no path separator, no extension.
[[nodiscard]] bool isBareName(const QString& text);

/// Where a catalog is: the path as it was given when there is something, or the sample of that name. A path always wins
/// over a sample.
[[nodiscard]] QString catalogPath(const QString& text);

}  // namespace cli
