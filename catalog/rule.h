#pragma once

#include "catalog/condition.h"
#include "catalog/named.h"
#include "catalog/release.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace catalog {

/// How well a hop was tried by the vendor. The text is the vendor's own; "tested" is the one the planner prefers.
struct Grade {
    std::string text;
    [[nodiscard]] bool tested() const { return text == "tested"; }
    bool operator==(const Grade&) const = default;
};

/// A missing range means every release.
struct AllowRule {
    std::optional<Range> from;
    std::optional<Range> to;
    Grade grade;
    Times times;
    Install install;        ///< replaces the target's own install on these hops
    bool backport = false;  ///< waives the comparison of dates
    bool operator==(const AllowRule&) const = default;
};

struct ForbidRule {
    std::optional<Range> from;
    std::optional<Range> to;
    bool operator==(const ForbidRule&) const = default;
};

struct RiskRule {
    RiskId id;
    std::optional<Range> from;
    std::optional<Range> to;
    std::optional<Version> fixedIn;  ///< targets of this version or a later one are free of it
    bool operator==(const RiskRule&) const = default;
};

/// A hop crosses at most `lines` branch points.
struct ReachRule {
    int lines = 1;
    std::optional<Range> from;
    std::optional<Range> to;
    bool operator==(const ReachRule&) const = default;
};

/// A line (missing: every line) is left only from its newest release, or from the given range.
struct LeaveRule {
    std::optional<LineId> line;
    std::optional<Range> from;  ///< missing: `latest`
    bool operator==(const LeaveRule&) const = default;
};

struct Rule {
    std::variant<AllowRule, ForbidRule, RiskRule, ReachRule, LeaveRule> body;
    Condition when;
    Validity validity;
    Note note;
    Place place;
};

[[nodiscard]] bool operator==(const Rule& a, const Rule& b);

}  // namespace catalog
