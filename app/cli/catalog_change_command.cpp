#include "app/cli/catalog_change_command.h"

#include "app/cli/catalog_input.h"
#include "app/cli/exit_code.h"
#include "app/cli/output.h"
#include "app/cli/sample_catalogs.h"
#include "app/cli/site_input.h"
#include "app/shared/catalog_diff_page.h"
#include "catalog/document.h"
#include "catalog/import_cincinnati.h"
#include "planner/catalog_diff.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

namespace cli {

namespace {

struct ChangeText {
    Q_DECLARE_TR_FUNCTIONS(CatalogChangeCommand)
};

int tellChangeUsage(const QString& sentence, const char* command, Console& console)
{
    return tell({sentence, QLatin1String(command)}, console);
}

/// The product's id where none is given: the file's name as far as an id may have it.
QString productOf(const CatalogImportOptions& options)
{
    if (!options.product.isEmpty()) {
        return options.product;
    }
    QString name = QFileInfo(options.graph).completeBaseName().toLower();
    name.replace(QRegularExpression(QStringLiteral("[^a-z0-9]+")), QStringLiteral("-"));
    return name.isEmpty() ? QStringLiteral("product") : name;
}

}  // namespace

int catalogImport(const CatalogImportOptions& options, Console& console)
{
    const char* const command = "catalog import";
    const Usage<QString> format =
        oneOf(ChangeText::tr("catalog import FORMAT"), options.format, {QStringLiteral("cincinnati")});
    if (options.format.isEmpty() || options.graph.isEmpty()) {
        return tellChangeUsage(ChangeText::tr("What is to be imported? Write: cairn catalog import cincinnati "
                                              "graph.json"),
                               command, console);
    }
    if (!format) {
        return tellChangeUsage(format.error().sentence, command, console);
    }
    const std::string graph = options.graph.toStdString();
    const catalog::Result<std::string> text = catalog::readTextFile(graph);
    if (!text) {
        console.complain(text.error());
        return code(Exit::invalidInput);
    }
    const QString product = productOf(options);
    const catalog::Checked<catalog::Catalog> imported = catalog::importCincinnati(
        *text, graph, {catalog::ProductId{product.toStdString()}, product.toStdString(), {}, std::nullopt});
    if (!imported) {
        console.complain(imported.error());
        return code(Exit::invalidInput);
    }
    if (options.file.endsWith(QStringLiteral(".cairn"))) {
        if (const catalog::Result<void> done = catalog::compile(*imported, options.file.toStdString()); !done) {
            console.complain(done.error());
            return code(Exit::internalError);
        }
    } else if (const std::optional<int> failed =
                   deliver(QString::fromStdString(catalog::exportYaml(*imported)), options.file, console)) {
        return *failed;
    }
    console.hint(ChangeText::tr("%n release(s) were imported as the product %1.", nullptr,
                                static_cast<int>(imported->releases.size()))
                     .arg(product));
    return code(Exit::done);
}

int catalogDiff(const CatalogDiffOptions& options, Console& console)
{
    const char* const command = "catalog diff";
    const Usage<Format> format =
        readFormat(options.format, {Format::text, Format::json, Format::markdown, Format::html});
    if (!format) {
        return tellChangeUsage(format.error().sentence, command, console);
    }
    if (options.before.isEmpty() || options.after.isEmpty()) {
        return tellChangeUsage(ChangeText::tr("Which two catalogs? Write: cairn catalog diff OLD NEW"), command,
                               console);
    }
    GoalOptions asked;
    asked.asOf = options.asOf;
    const Usage<planner::Goal> goal = makeGoal(asked, console.streams().now());
    if (!goal) {
        return tellChangeUsage(goal.error().sentence, command, console);
    }
    const catalog::Checked<catalog::Loaded> before = loadCatalog(options.before);
    const catalog::Checked<catalog::Loaded> after = loadCatalog(options.after);
    if (!before || !after) {
        if (!before) {
            console.complain(before.error());
        }
        if (!after) {
            console.complain(after.error());
        }
        return code(Exit::invalidInput);
    }
    planner::DiffRequest request;
    request.site.product = before->catalog.product.id;
    request.goal = *goal;
    const planner::CatalogDiff diff = planner::diff(*before, *after, request);
    const QString text = *format == Format::json ? QString::fromUtf8(app::catalogDiffJson(diff))
                                                 : written(app::catalogDiffPage(diff, options.before, options.after),
                                                           *format, console.style());
    console.answer(text);
    return code(options.strict && !diff.same() ? Exit::findings : Exit::done);
}

}  // namespace cli
