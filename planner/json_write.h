#pragma once

#include "catalog/trust.h"
#include "planner/plan.h"

#include <nlohmann/json.hpp>

namespace planner {

/// Whether what is a hint only (the catalog's path) and the digest itself are left out.
enum class Part { whole, digested };

[[nodiscard]] nlohmann::ordered_json jsonOf(const Plan& plan, Part part = Part::whole);
[[nodiscard]] nlohmann::ordered_json jsonOf(const Reason& reason);
[[nodiscard]] nlohmann::ordered_json jsonOf(const std::vector<Reason>& reasons);
[[nodiscard]] nlohmann::ordered_json jsonOf(const catalog::Note& note);
[[nodiscard]] nlohmann::ordered_json jsonOf(const CatalogReference& reference, Part part = Part::whole);
[[nodiscard]] nlohmann::ordered_json jsonOf(const catalog::Trust& trust);
/// In one line without an indent; bytes that are no UTF-8 are replaced.
///
/// Road not taken: nlohmann's dump for all of it. It decodes each character; texts of plain ASCII need not be.
[[nodiscard]] std::string textOf(const nlohmann::ordered_json& json, int indent = -1);

}  // namespace planner
