#pragma once

#include "app/demo/problem.h"

#include <QByteArray>

namespace demo {

/// The whole file, or a problem of the given kind that names it.
[[nodiscard]] Made<QByteArray> readFile(const QString& path, ProblemCode code);

/// Replaces the file; makes its folder.
[[nodiscard]] Made<void> writeFile(const QString& path, const QByteArray& bytes);

}  // namespace demo
