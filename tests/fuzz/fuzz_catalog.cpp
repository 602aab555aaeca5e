#include "catalog/load.h"
#include "planner/planner.h"
#include "tests/fuzz/fuzz.h"

/// A catalog that can be read can be planned with, and written and read again without a change.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto loaded = catalog::load(fuzz::file(fuzz::text(data, size), "catalog.yaml"));
    if (!loaded) {
        fuzz::mustHold(!loaded.error().empty(), "a refusal says what is wrong");
        return 0;
    }
    const auto again = catalog::load(fuzz::file(catalog::exportYaml(loaded->catalog), "again.yaml"));
    fuzz::mustHold(again && again->digest == loaded->digest, "an export is the same catalog");
    if (loaded->catalog.releases.size() > 40)
        return 0;
    const planner::Planner planner(*loaded);
    for (const catalog::Release& release : loaded->catalog.releases) {
        planner::Site site;
        site.version = release.version.text;
        planner::Goal goal;
        goal.asOf = *catalog::readDate("2026-11-20");
        (void)planner.plan(site, goal);
    }
    return 0;
}
