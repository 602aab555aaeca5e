#include "app/cli/catalog_input.h"

#include <QCoreApplication>

namespace cli {

namespace {

struct CatalogInput {
    Q_DECLARE_TR_FUNCTIONS(CatalogInput)
};

}  // namespace

void warnUnsigned(const catalog::Loaded& loaded, Console& console)
{
    console.warn(CatalogInput::tr("The catalog %1 is not signed: nobody vouches for what it says.")
                     .arg(QString::fromStdString(loaded.path)));
}

}  // namespace cli
