#pragma once

#include "tests/installers/mini_site.h"

#include <array>

namespace mini {

struct Release {
    const char* version;
    int schema;
};
inline constexpr std::array<Release, 4> releases{{{"1.0", 1}, {"2.0", 2}, {"3.0", 3}, {"4.0", 4}}};

enum class FileMode { plain, executable };
/// With the folders above it.
[[nodiscard]] bool writeFile(const QString& path, const std::string& bytes, FileMode mode = FileMode::plain);

/// Release 1.0 as installed, archives of the others, catalog and scripts.
[[nodiscard]] bool writeProduct(const QString& folder, const SiteOptions& options);

}  // namespace mini
