#pragma once

#include "app/cli/command_shape.h"
#include "app/cli/options.h"
#include "app/cli/usage.h"

#include <QStringList>
#include <variant>

namespace cli {

/// A text that was asked for: --help, --version.
struct Text {
    QString text;
};

using Command =
    std::variant<Text, PlanOptions, ExplainOptions, RunOptions, ResumeOptions, PauseOptions, RollbackOptions,
                 StatusOptions, ReportOptions, CatalogCheckOptions, CatalogShowOptions, CatalogCompileOptions,
                 CatalogExportOptions, CatalogImportOptions, CatalogDiffOptions, CatalogSignOptions,
                 CatalogVerifyOptions, CatalogKeyOptions, CatalogClassifyOptions, FleetOptions, DemoOptions>;

/// Reads the arguments after the program's name. The only file that knows CLI11, which costs a compiler 17 seconds.
/// Whether an option's value makes sense is asked later, by the subcommand.
[[nodiscard]] Usage<Command> readCommandLine(const QStringList& arguments);

/// All that readCommandLine() knows, for manual pages and completions.
[[nodiscard]] CommandShape commandShape();

}  // namespace cli
