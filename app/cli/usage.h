#pragma once

#include <QString>
#include <QStringList>
#include <tl/expected.hpp>

namespace cli {

/// A command line that cannot be meant: a whole sentence that says what is wrong and what would be right.
struct UsageError {
    QString sentence;
    QString command;  ///< the subcommand whose --help tells more; may be empty
};

template <typename T>
using Usage = tl::expected<T, UsageError>;

[[nodiscard]] tl::unexpected<UsageError> usageError(const QString& sentence);

/// The known names that are like `name`, nearest first, quoted and joined; empty when none is.
[[nodiscard]] QString nearestNames(const QString& name, const QStringList& known);

/// `value` when it is one of the known ones; else an error that names the option, the nearest and all of them.
[[nodiscard]] Usage<QString> oneOf(const QString& option, const QString& value, const QStringList& known);

/// NAME=VALUE; an error for anything else.
struct Assignment {
    QString name;
    QString value;
};
[[nodiscard]] Usage<Assignment> readAssignment(const QString& option, const QString& text);

}  // namespace cli
