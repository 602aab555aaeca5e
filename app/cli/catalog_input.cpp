#include "app/cli/catalog_input.h"

#include "app/cli/sample_catalogs.h"

#include <QCoreApplication>

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

void warnUnsigned(const catalog::Loaded& loaded, Console& console)
{
    console.warn(CatalogInput::tr("The catalog %1 is not signed: nobody vouches for what it says.")
                     .arg(QString::fromStdString(loaded.path)));
}

}  // namespace cli
