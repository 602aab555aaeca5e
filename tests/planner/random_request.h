#pragma once

#include "planner/planner.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace random_request {

/// A small catalog that uses every kind of rule, a site and a goal; the same for the same seed.
struct Request {
    std::string yaml;
    planner::Site site;
    planner::Goal goal;
    std::vector<std::string> unknownFacts;  ///< booleans that the site does not say
};

[[nodiscard]] Request make(std::uint32_t seed);

}  // namespace random_request
