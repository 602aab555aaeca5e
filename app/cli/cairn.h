#pragma once

#include "app/cli/console.h"

#include <QStringList>

namespace cli {

/// The whole command line: the arguments after the program's name in, the exit code out. Needs a QCoreApplication with
/// its language installed.
[[nodiscard]] int main(const QStringList& arguments, const Streams& streams);

}  // namespace cli
