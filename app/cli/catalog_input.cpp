#include "app/cli/catalog_input.h"

#include "app/cli/sample_catalogs.h"
#include "app/shared/list_text.h"
#include "catalog/lookup.h"
#include "planner/disk_space.h"
#include "planner/fact_names.h"

#include <QCoreApplication>
#include <algorithm>

namespace cli {

namespace {

struct CatalogInput {
    Q_DECLARE_TR_FUNCTIONS(CatalogInput)
};

}  // namespace

catalog::Checked<catalog::Loaded> loadCatalog(const QString& text, catalog::LoadScope scope)
{
    catalog::Checked<catalog::Loaded> loaded = catalog::load(catalogPath(text).toStdString(), scope);
    if (!loaded && isBareName(text)) {
        for (catalog::Error& error : loaded.error()) {
            if (error.code == catalog::ErrorCode::fileMissing) {
                for (const QString& name : sampleCatalogs()) {
                    error.expected.push_back(name.toStdString());
                }
            }
        }
    }
    return loaded;
}

void warnUselessFacts(const planner::Site& site, const catalog::Catalog& catalog, Console& console)
{
    if (site.facts.empty()) {
        return;
    }
    const std::vector<std::string> known = planner::factNames(catalog);
    for (const auto& [name, values] : site.facts) {
        if (name == planner::diskFreeFact || std::binary_search(known.begin(), known.end(), name.text)) {
            continue;
        }
        const QString fact = app::quoted(name.text);
        const std::vector<std::string> nearest = catalog::nearest(name.text, known);
        console.warn(
            nearest.empty()
                ? CatalogInput::tr("The catalog asks nothing about the fact %1, which changes no answer.").arg(fact)
                : CatalogInput::tr("The catalog asks nothing about the fact %1, which changes no answer; the "
                                   "nearest it knows is %2.")
                      .arg(fact, app::either(app::fromUtf8(nearest))));
    }
}

void warnUnsigned(const catalog::Loaded& loaded, Console& console)
{
    console.warn(CatalogInput::tr("The catalog %1 is not signed: nobody vouches for what it says.")
                     .arg(QString::fromStdString(loaded.path)));
}

}  // namespace cli
