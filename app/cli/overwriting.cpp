#include "app/cli/overwriting.h"

#include "app/cli/output.h"
#include "app/cli/sample_catalogs.h"
#include "app/shared/list_text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>

namespace cli {

namespace {

struct Overwriting {
    Q_DECLARE_TR_FUNCTIONS(Overwriting)
};

struct Files {
    QString command;
    QString written;
    QStringList read;
};

struct FilesOf {
    Files operator()(const PlanOptions& options) const
    {
        return {QStringLiteral("plan"), options.output.file, {catalogPath(options.catalog), options.site.site}};
    }
    Files operator()(const ExplainOptions& options) const
    {
        return {QStringLiteral("explain"), options.output.file, {catalogPath(options.catalog), options.site.site}};
    }
    Files operator()(const FleetOptions& options) const
    {
        return {QStringLiteral("fleet"), options.output.file, {catalogPath(options.catalog), options.sites}};
    }
    Files operator()(const ReportOptions& options) const
    {
        return {QStringLiteral("report"), options.output.file, {options.site}};
    }
    Files operator()(const CatalogShowOptions& options) const
    {
        return {QStringLiteral("catalog show"), options.output.file, {catalogPath(options.catalog)}};
    }
    Files operator()(const CatalogCompileOptions& options) const
    {
        return {QStringLiteral("catalog compile"), options.file, {catalogPath(options.catalog)}};
    }
    Files operator()(const CatalogExportOptions& options) const
    {
        return {QStringLiteral("catalog export"), options.file, {catalogPath(options.catalog)}};
    }
    Files operator()(const CatalogClassifyOptions& options) const
    {
        return {QStringLiteral("catalog classify"), options.output.file, {catalogPath(options.path)}};
    }
    Files operator()(const CatalogImportOptions& options) const
    {
        return {QStringLiteral("catalog import"), options.file, {options.graph}};
    }
    Files operator()(const CatalogSignOptions& options) const
    {
        return {QStringLiteral("catalog sign"), options.file, {options.catalog, options.key}};
    }
    template <typename Other>
    Files operator()(const Other&) const
    {
        return {};
    }
};

/// A compiled catalog may lie in the folder that it is made of, which does not read it.
bool belongsTo(const QString& file, const QString& input)
{
    const QFileInfo read(input);
    const QString there = QFileInfo(file).canonicalFilePath();
    return read.isDir() ? there.startsWith(read.canonicalFilePath() + QLatin1Char('/')) &&
                              !there.endsWith(QStringLiteral(".cairn"))
                        : there == read.canonicalFilePath();
}

}  // namespace

std::optional<UsageError> overwritesInput(const Command& command)
{
    const Files files = std::visit(FilesOf(), command);
    if (files.written.isEmpty() || !QFileInfo(files.written).isFile()) {
        return std::nullopt;
    }
    const bool overwrites = std::any_of(files.read.begin(), files.read.end(),
                                        [&files](const QString& input) { return belongsTo(files.written, input); });
    if (!overwrites) {
        return std::nullopt;
    }
    return UsageError{Overwriting::tr("The option -o names %1, which the same command reads and would destroy. Name "
                                      "another file.")
                          .arg(app::quoted(files.written)),
                      files.command};
}

}  // namespace cli
