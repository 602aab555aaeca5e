#include "catalog/import_cincinnati.h"
#include "catalog/load.h"
#include "tests/fuzz/fuzz.h"

/// A graph that can be imported is a catalog that can be read.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    catalog::ImportOptions options;
    options.product.text = "fuzz";
    const auto made = catalog::importCincinnati(fuzz::text(data, size), "graph.json", options);
    if (!made) {
        fuzz::mustHold(!made.error().empty(), "a refusal says what is wrong");
        return 0;
    }
    const auto read = catalog::load(fuzz::file(catalog::exportYaml(*made), "imported.yaml"));
    fuzz::mustHold(read && read->digest == catalog::digestOf(*made), "an import is a catalog");
    return 0;
}
