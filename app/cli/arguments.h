#pragma once

#include "app/cli/usage.h"

#include <QStringList>

namespace cli {

/// `--plan-only` anywhere makes it `cairn plan`; `help COMMAND` is `COMMAND --help`.
[[nodiscard]] QStringList plainArguments(QStringList arguments);

/// The command at which an argument was found that it has no use for.
struct Reader {
    QString name;  ///< empty: before any command
    QStringList options;
    QStringList commands;
};

/// What is wrong with the argument, and the nearest that would be right.
[[nodiscard]] UsageError strayArgument(const QString& argument, const Reader& reader);

}  // namespace cli
