#include "planner/combinations.h"

#include <optional>

namespace planner {

namespace {

/// The fact in which two combinations differ, when it is only one and both name the same facts.
std::optional<catalog::FactName> onlyDifference(const WayChoices& a, const WayChoices& b)
{
    if (a.size() != b.size())
        return std::nullopt;
    std::optional<catalog::FactName> fact;
    auto other = b.begin();
    for (const auto& [name, ways] : a) {
        if (name != other->first)
            return std::nullopt;
        if (ways != other->second) {
            if (fact)
                return std::nullopt;
            fact = name;
        }
        ++other;
    }
    return fact;
}

}  // namespace

std::vector<WayChoices> merged(std::vector<WayChoices> combinations,
                               const std::map<catalog::FactName, std::size_t>& offered)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t i = 0; i < combinations.size(); ++i) {
            for (std::size_t j = i + 1; j < combinations.size();) {
                const std::optional<catalog::FactName> fact = onlyDifference(combinations[i], combinations[j]);
                if (!fact) {
                    ++j;
                    continue;
                }
                std::set<std::size_t>& either = combinations[i][*fact];
                either.insert(combinations[j][*fact].begin(), combinations[j][*fact].end());
                if (either.size() == offered.at(*fact))
                    combinations[i].erase(*fact);
                combinations.erase(combinations.begin() + static_cast<std::ptrdiff_t>(j));
                changed = true;
            }
        }
    }
    return combinations;
}

}  // namespace planner
