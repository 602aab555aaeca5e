#include "planner/window.h"
#include "tests/fuzz/fuzz.h"

/// A window that is written as it was understood is the same window.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto window = planner::readWindow(fuzz::text(data, size));
    if (!window)
        return 0;
    const auto again = planner::readWindow(planner::to_string(*window));
    fuzz::mustHold(again && *again == *window, "the same window");
    (void)planner::openingOn(*window, *catalog::readDate("2026-03-29"));
    (void)planner::openingOn(*window, *catalog::readDate("2026-10-25"));
    return 0;
}
