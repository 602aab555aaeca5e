#include "app/cli/catalog_classify_command.h"

#include "app/cli/exit_code.h"
#include "app/cli/output.h"
#include "app/cli/sample_catalogs.h"
#include "app/cli/schema_findings.h"
#include "app/shared/list_text.h"
#include "app/shared/schema_page.h"
#include "catalog/load.h"
#include "catalog/schema/history.h"
#include "catalog/schema/layout.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <algorithm>

namespace cli {

namespace {

struct ClassifyText {
    Q_DECLARE_TR_FUNCTIONS(CatalogClassifyCommand)
};

const QString& commandName()
{
    static const QString name = QStringLiteral("catalog classify");
    return name;
}

struct Database {
    catalog::DatabaseKind kind = catalog::DatabaseKind::postgresql;
    schema::ServerVersion server = 150;
    QString text;
};

/// postgresql:15, postgresql:9.6 or sqlite.
Usage<Database> readDatabase(const QString& text)
{
    const QString name = text.section(QLatin1Char(':'), 0, 0);
    const QString version = text.section(QLatin1Char(':'), 1);
    if (name == QStringLiteral("sqlite") && version.isEmpty()) {
        return Database{catalog::DatabaseKind::sqlite, 0, text};
    }
    const int major = version.section(QLatin1Char('.'), 0, 0).toInt();
    const int minor = version.section(QLatin1Char('.'), 1, 1).toInt();
    const bool known = (major >= 10 && major < 100) || (major == 9 && minor >= 0 && minor <= 6);
    if (name == QStringLiteral("postgresql") && known) {
        return Database{catalog::DatabaseKind::postgresql, major * 10 + (major == 9 ? minor : 0), text};
    }
    return usageError(ClassifyText::tr("For which database? Write --database postgresql:15, with the oldest server "
                                       "that sites run, or --database sqlite."));
}

Usage<schema::Level> readFailOn(const QString& text)
{
    const QStringList known{QStringLiteral("error"), QStringLiteral("warning"), QStringLiteral("note"),
                            QStringLiteral("never")};
    if (text.isNull()) {
        return schema::Level::error;
    }
    return oneOf(QStringLiteral("--fail-on"), text, known).map([](const QString& word) {
        return word == QStringLiteral("error")     ? schema::Level::error
               : word == QStringLiteral("warning") ? schema::Level::warning
               : word == QStringLiteral("note")    ? schema::Level::note
                                                   : schema::Level(static_cast<int>(schema::Level::error) + 1);
    });
}

/// A compiled catalog, a YAML or JSON file, or a folder that has one: the rest are scripts.
bool isCatalog(const QString& path)
{
    const QStringList forms{QStringLiteral("*.yaml"), QStringLiteral("*.yml"), QStringLiteral("*.cairn")};
    const QFileInfo info(path);
    if (info.isDir()) {
        return !QDir(path).entryList(forms, QDir::Files).isEmpty();
    }
    const QString suffix = info.suffix();
    return suffix == QStringLiteral("yaml") || suffix == QStringLiteral("yml") || suffix == QStringLiteral("json") ||
           suffix == QStringLiteral("cairn");
}

struct Found {
    app::Classification classification;
    catalog::Errors problems;
};

Found classifyCatalog(const QString& path, const Database& database, std::unique_ptr<schema::Reviewer> reviewer)
{
    Found found;
    catalog::Checked<catalog::Loaded> loaded = catalog::load(path.toStdString());
    if (!loaded) {
        found.problems = loaded.error();
        return found;
    }
    const QString folder = QFileInfo(path).isDir() ? path + QLatin1Char('/') : QString();
    for (schema::ReleaseReview& review : schema::reviewHistory(loaded->catalog, database.kind, std::move(reviewer))) {
        for (schema::StatementReview& statement : review.unit.statements) {
            if (loaded->catalog.scripts.count(statement.place.file) != 0) {
                statement.place.file.insert(0, folder.toStdString());
            }
        }
        found.classification.units.push_back(std::move(review.unit));
    }
    return found;
}

Found classifyScripts(const QString& path, const Database& database, schema::Reviewer& reviewer)
{
    Found found;
    catalog::Result<schema::Chain> chain = schema::readChain(path.toStdString(), database.kind);
    if (!chain) {
        found.problems.push_back(chain.error());
        return found;
    }
    found.problems = std::move(chain->problems);
    found.classification.left = std::move(chain->left);
    for (const schema::Step& step : chain->steps) {
        found.classification.units.push_back(reviewer.review(step.name, step.scripts));
    }
    return found;
}

QString rendered(const app::Classification& classification, Format format, const Console& console)
{
    switch (format) {
    case Format::json:
        return QString::fromUtf8(app::classificationJson(classification));
    case Format::sarif:
        return QString::fromUtf8(app::classificationSarif(classification));
    default:
        return written(app::classificationPage(classification), format, console.style());
    }
}

}  // namespace

int catalogClassify(const CatalogClassifyOptions& options, Console& console)
{
    if (options.path.isEmpty()) {
        return tell({ClassifyText::tr("Which scripts? Name a catalog, a folder or a file."), commandName()}, console);
    }
    const Usage<Database> database = readDatabase(options.database);
    const Usage<Format> format =
        readFormat(options.output.format, {Format::text, Format::json, Format::sarif, Format::markdown, Format::html});
    const Usage<schema::Level> failOn = readFailOn(options.failOn);
    for (const UsageError* error : {database ? nullptr : &database.error(), format ? nullptr : &format.error(),
                                    failOn ? nullptr : &failOn.error()}) {
        if (error != nullptr) {
            return tell({error->sentence, commandName()}, console);
        }
    }
    const std::unique_ptr<schema::StatementReader> statements = statementReader();
    std::unique_ptr<schema::Reviewer> reviewer = database->kind == catalog::DatabaseKind::sqlite
                                                     ? schema::makeSqliteReviewer()
                                                     : schema::makePostgresReviewer(*statements, database->server);
    const QString path = catalogPath(options.path);
    Found found = isCatalog(path) ? classifyCatalog(path, *database, std::move(reviewer))
                                  : classifyScripts(path, *database, *reviewer);
    found.classification.path = options.path;
    if (QFileInfo(path).isDir()) {
        found.classification.root = path.endsWith(QLatin1Char('/')) ? path : path + QLatin1Char('/');
    }
    found.classification.database = database->text;
    console.complain(found.problems);
    if (found.classification.units.empty()) {
        if (found.problems.empty()) {
            console.complain(ClassifyText::tr("There is no script in %1.").arg(options.path));
        }
        return code(Exit::invalidInput);
    }
    const QString text = rendered(found.classification, *format, console);
    if (const std::optional<int> failed = deliver(text, options.output.file, console)) {
        return *failed;
    }
    if (!found.problems.empty()) {
        return code(Exit::invalidInput);
    }
    const bool bad = std::any_of(found.classification.units.begin(), found.classification.units.end(),
                                 [&](const schema::UnitReview& unit) { return unit.level() >= *failOn; });
    return code(bad ? Exit::findings : Exit::done);
}

}  // namespace cli
