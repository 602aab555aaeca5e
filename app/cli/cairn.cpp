#include "app/cli/cairn.h"

#include "app/cli/catalog_change_command.h"
#include "app/cli/catalog_classify_command.h"
#include "app/cli/catalog_command.h"
#include "app/cli/catalog_key_command.h"
#include "app/cli/catalog_sign_command.h"
#include "app/cli/command_line.h"
#include "app/cli/demo_command.h"
#include "app/cli/exit_code.h"
#include "app/cli/explain_command.h"
#include "app/cli/fleet_command.h"
#include "app/cli/output.h"
#include "app/cli/overwriting.h"
#include "app/cli/plan_command.h"
#include "app/cli/rollback_command.h"
#include "app/cli/run_command.h"
#include "app/cli/status_command.h"

#include <QCoreApplication>

namespace cli {

namespace {

struct Cairn {
    Q_DECLARE_TR_FUNCTIONS(Cairn)
};

struct Carrier {
    Console& console;
    int operator()(const Text& text) const
    {
        console.answer(text.text);
        return code(Exit::done);
    }
    int operator()(const PlanOptions& options) const { return plan(options, console); }
    int operator()(const ExplainOptions& options) const { return explain(options, console); }
    int operator()(const RunOptions& options) const { return run(options, console); }
    int operator()(const ResumeOptions& options) const { return resume(options, console); }
    int operator()(const PauseOptions& options) const { return pause(options, console); }
    int operator()(const RollbackOptions& options) const { return rollback(options, console); }
    int operator()(const StatusOptions& options) const { return status(options, console); }
    int operator()(const ReportOptions& options) const { return report(options, console); }
    int operator()(const CatalogCheckOptions& options) const { return catalogCheck(options, console); }
    int operator()(const CatalogShowOptions& options) const { return catalogShow(options, console); }
    int operator()(const CatalogCompileOptions& options) const { return catalogCompile(options, console); }
    int operator()(const CatalogExportOptions& options) const { return catalogExport(options, console); }
    int operator()(const CatalogImportOptions& options) const { return catalogImport(options, console); }
    int operator()(const CatalogDiffOptions& options) const { return catalogDiff(options, console); }
    int operator()(const CatalogSignOptions& options) const { return catalogSign(options, console); }
    int operator()(const CatalogVerifyOptions& options) const { return catalogVerify(options, console); }
    int operator()(const CatalogKeyOptions& options) const { return catalogKey(options, console); }
    int operator()(const CatalogClassifyOptions& options) const { return catalogClassify(options, console); }
    int operator()(const FleetOptions& options) const { return fleet(options, console); }
    int operator()(const DemoOptions& options) const { return demo(options, console); }
};

}  // namespace

int main(const QStringList& arguments, const Streams& streams)
{
    Console console(streams);
    const Usage<Command> command = readCommandLine(arguments);
    if (!command) {
        return tell(command.error(), console);
    }
    if (const std::optional<UsageError> error = overwritesInput(*command)) {
        return tell(*error, console);
    }
    const int result = std::visit(Carrier{console}, *command);
    if (console.failed()) {
        //: %1 is the operating system's own words.
        console.complain(Cairn::tr("The answer could not be written to standard output: %1.").arg(console.failure()));
        return code(Exit::internalError);
    }
    return result;
}

}  // namespace cli
