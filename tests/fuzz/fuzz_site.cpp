#include "planner/site.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto site = planner::readSite(fuzz::file(fuzz::text(data, size), "site.yaml"));
    fuzz::mustHold(site || !site.error().empty(), "a refusal says what is wrong");
    return 0;
}
