#pragma once

#include "planner/plan.h"
#include "planner/rules/rules.h"

#include <array>
#include <cstdint>
#include <optional>

namespace planner {

/// The declared times of one hop, per-gigabyte parts included as far as the database's size is known.
struct HopTimes {
    std::optional<catalog::Seconds> downtime;  ///< 0 for an online hop
    std::optional<catalog::Seconds> duration;
    std::optional<catalog::Seconds> restore;
};
[[nodiscard]] HopTimes timesOf(Situation& situation, const HopQuery& hop);

/// How well the vendor tried the hop, as far as that is known to hold; an empty text is "supported".
[[nodiscard]] catalog::Grade gradeOf(Situation& situation, const HopQuery& hop);

/// What a path is judged by, apart from which releases it takes. Missing times count before known ones.
enum class Term {
    price,  ///< of violations, in a search for remedies; else 0
    hops,
    componentSteps,
    risks,
    untested,
    downtimeMissing,
    downtime,
    durationMissing,
    duration
};
inline constexpr std::size_t termCount = 9;
inline constexpr std::size_t timeTermCount = 4;

/// Terms in the order in which they are compared; smaller is better.
struct Cost {
    std::array<std::int64_t, termCount> terms{};
    auto operator<=>(const Cost&) const = default;
};

/// Which term stands where in a Cost.
class CostOrder {
public:
    explicit CostOrder(Prefer prefer);
    /// Whether downtimes and durations decide only between paths that are equal in all else.
    [[nodiscard]] bool timesLast() const;
    /// Whether fewer hops are better whatever else a path costs, violations apart.
    [[nodiscard]] bool hopsFirst() const;
    [[nodiscard]] std::int64_t& at(Cost& cost, Term term) const
    {
        return cost.terms[m_position[static_cast<std::size_t>(term)]];
    }

private:
    std::array<std::size_t, termCount> m_position{};
};

/// What a legal hop adds.
[[nodiscard]] Cost costOf(Situation& situation, const HopQuery& hop, const CostOrder& order);

/// What a hop's classes add, its times left out.
[[nodiscard]] Cost costOfClasses(Situation& situation, const HopQuery& hop, const CostOrder& order);
/// Whether the times of a hop depend on more than its end and the `allow` that gives times.
[[nodiscard]] bool timesOfPairs(const Situation& situation);
/// The `allow` that gives a hop its times; null: the end's own.
[[nodiscard]] const CompiledRule* timesRule(Situation& situation, const HopQuery& hop);
/// Adds the times of a hop to an end, unless they depend on the pair.
void addTimes(const Situation& situation, Rank to, const CompiledRule* rule, const CostOrder& order, Cost& cost);

/// `perGb` for a database of so many bytes, rounded up to whole seconds.
[[nodiscard]] catalog::Seconds scaled(std::optional<catalog::Seconds> perGb, std::optional<double> bytes);

}  // namespace planner
