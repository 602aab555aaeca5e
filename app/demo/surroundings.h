#pragma once

#include "app/demo/problem.h"

namespace demo {

/// Where the demo's parts are: what was asked for, else beside the running program, in the build and source tree it was
/// built in, or where CMake installs them.
[[nodiscard]] Made<QString> findServer(const QString& wanted);
[[nodiscard]] Made<QString> findCatalog(const QString& wanted);

/// The first of `count` free neighbouring ports on the loopback address, below the ephemeral range. The search starts
/// at a place that depends on the site's folder, so that sites which are stopped for a moment do not take each other's
/// ports.
[[nodiscard]] Made<int> findPorts(const QString& siteFolder, int count);

}  // namespace demo
