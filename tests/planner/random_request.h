#pragma once

#include "planner/planner.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace random_request {

/// What the site does not say, and answers of every kind that the catalog can tell apart.
struct Unknown {
    enum class Kind { fact, component, channel };
    Kind kind = Kind::fact;
    std::string name;
    std::vector<std::vector<std::string>> answers;
};

/// A small catalog that uses every kind of rule, a site and a goal; the same for the same seed.
struct Request {
    std::string yaml;
    planner::Site site;
    planner::Goal goal;
    std::vector<Unknown> unknown;
};

/// All ways the unknown can fall together, written into the site: one site for each.
[[nodiscard]] std::vector<planner::Site> completions(const Request& request);

/// The site with one more thing said about it.
void say(planner::Site& site, const Unknown& unknown, const std::vector<std::string>& texts);

[[nodiscard]] Request make(std::uint32_t seed);

}  // namespace random_request
