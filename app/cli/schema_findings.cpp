#include "app/cli/schema_findings.h"

#include "catalog/schema/derive.h"
#include "catalog/schema/reader_process.h"
#include "installers/own_programs.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>

namespace cli {

namespace {

struct SchemaFindings {
    Q_DECLARE_TR_FUNCTIONS(SchemaFindings)
};

QString readerProgram()
{
    return installers::findOwnProgram(QStringLiteral("cairn-sql"), QCoreApplication::applicationDirPath());
}

bool hasScripts(const catalog::Catalog& catalog, catalog::DatabaseKind database)
{
    return std::any_of(catalog.releases.begin(), catalog.releases.end(), [&](const catalog::Release& release) {
        return release.schema && release.migrations &&
               std::any_of(release.migrations->begin(), release.migrations->end(), [&](const auto& migration) {
                   return migration.sql.count(database) != 0 && catalog.scripts.count(migration.sql.at(database)) != 0;
               });
    });
}

}  // namespace

std::unique_ptr<schema::StatementReader> statementReader()
{
    return schema::makeReaderProcess({readerProgram().toStdString()});
}

std::vector<catalog::Finding> schemaFindings(const catalog::Loaded& loaded, Console& console)
{
    constexpr schema::ServerVersion usualServer = 150;
    std::vector<catalog::Finding> findings;
    const std::unique_ptr<schema::StatementReader> reader = statementReader();
    for (const catalog::DatabaseKind database : {catalog::DatabaseKind::sqlite, catalog::DatabaseKind::postgresql}) {
        if (!hasScripts(loaded.catalog, database)) {
            continue;
        }
        if (database == catalog::DatabaseKind::postgresql && readerProgram().isEmpty()) {
            console.warn(
                SchemaFindings::tr("The program cairn-sql is missing, so the scripts for PostgreSQL were not read. "
                                   "It is installed together with cairn: install both anew."));
            continue;
        }
        std::unique_ptr<schema::Reviewer> reviewer = database == catalog::DatabaseKind::sqlite
                                                         ? schema::makeSqliteReviewer()
                                                         : schema::makePostgresReviewer(*reader, usualServer);
        const auto reviews = schema::reviewHistory(loaded.catalog, database, std::move(reviewer));
        for (catalog::Finding& finding :
             schema::checkCompat(loaded.catalog, schema::deriveCompat(loaded.catalog, reviews))) {
            if (QFileInfo(QString::fromStdString(loaded.path)).isDir() &&
                loaded.catalog.scripts.count(finding.place.file) != 0) {
                finding.place.file.insert(0, loaded.path + '/');
            }
            if (std::find(findings.begin(), findings.end(), finding) == findings.end()) {
                findings.push_back(std::move(finding));
            }
        }
    }
    return findings;
}

}  // namespace cli
