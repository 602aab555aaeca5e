#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace cli {

/// A subcommand as the overview shows it.
struct Summary {
    QString name;
    QString purpose;  ///< one line
};

[[nodiscard]] std::vector<Summary> commandSummaries();
[[nodiscard]] std::vector<Summary> catalogSummaries();

/// What the program exits with: a number and what it means.
[[nodiscard]] std::vector<Summary> exitCodeSummaries();

/// What `cairn --help` prints: what there is, examples, exit codes.
[[nodiscard]] QString overview();

/// Examples for the end of a subcommand's help; may be empty.
[[nodiscard]] QString examples(const QString& command);

[[nodiscard]] QString versionText();

}  // namespace cli
