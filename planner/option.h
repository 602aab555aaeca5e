#pragma once

#include "planner/change.h"

#include <vector>

namespace planner {

/// A change that an option is made of.
struct OptionPart {
    Change change;
    catalog::Version at;        ///< the release that runs when it is needed
    catalog::Note note;         ///< of what it is needed for
    std::string name;           ///< the vendor's: what the obstacle is called
    std::vector<Cause> lifted;  ///< the vendor's: the obstacles
};
using Option = std::vector<OptionPart>;

/// What a relaxed path asks for.
[[nodiscard]] Option optionOf(const Request& request, const ChangePrices& prices, const Possible& relaxed);

/// What a request comes to with an option applied.
struct Opened {
    std::optional<Plan> plan;  ///< missing while questions are open, or the vendor has to lift something first
};

/// Nothing when the option opens no path, however the unknown facts fall. `target` is taken as the goal where the
/// vendor has to lift something, which changes what a range or `latest` means.
[[nodiscard]] std::optional<Opened> tryOption(const Request& request, Rank target, const Option& option);

/// Nothing when the option opens no path. Else its least part that does, so that none of it could be left out.
[[nodiscard]] std::optional<Option> least(const Request& request, Rank target, Option option);

}  // namespace planner
