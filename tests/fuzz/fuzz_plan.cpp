#include "planner/plan_json.h"
#include "tests/fuzz/fuzz.h"

/// A plan that can be read has the digest that it claims.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto plan = planner::readPlan(std::string(fuzz::text(data, size)), "plan.json");
    if (plan)
        fuzz::mustHold(planner::digestOf(*plan) == plan->digest, "what was read is what was digested");
    else
        fuzz::mustHold(!plan.error().empty(), "a refusal says what is wrong");
    return 0;
}
